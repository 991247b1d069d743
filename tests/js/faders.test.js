import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { followFaders, tellFaders, whenWanted } from "../../explorer/ui/components/shared/faders.js";

beforeEach(() => {
  globalThis.document = new EventTarget();
});

test("parts hear every move until they stop", () => {
  const heard = [];
  const stop = followFaders((one) => heard.push(one));
  tellFaders("first");
  tellFaders("second");
  stop();
  tellFaders("third");
  assert.deepEqual(heard, ["first", "second"]);
});

test("a part that is built while faders move is told at once; without a desk nothing is", () => {
  const heard = [];
  followFaders((one) => heard.push(one))();
  assert.deepEqual(heard, []);
  const stop = whenWanted(() => tellFaders("now"));
  followFaders((one) => heard.push(one))();
  stop();
  followFaders((one) => heard.push(one));
  assert.deepEqual(heard, ["now"]);
});
