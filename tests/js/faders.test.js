import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { followFaders, tellFaders, whenWanted } from "../../explorer/ui/components/shared/faders.js";

beforeEach(() => {
  globalThis.document = new EventTarget();
});

const ONE = { about: ["photo", "photo, class 1"] };
const OTHER = { about: ["photo", "photo, class 2"] };

test("parts hear every move until they stop", () => {
  const heard = [];
  const stop = followFaders("photo", (one) => heard.push(one));
  tellFaders(ONE);
  tellFaders(OTHER);
  stop();
  tellFaders(ONE);
  assert.deepEqual(heard, [ONE, OTHER]);
});

test("what is about another class is not for a part that asks about one", () => {
  const heard = [];
  followFaders("photo, class 2", (one) => heard.push(one));
  tellFaders(ONE);
  tellFaders(OTHER);
  assert.deepEqual(heard, [OTHER]);
});

test("a part that is built while faders move is told at once, and alone; without a desk nothing is", () => {
  const [before, heard] = [[], []];
  followFaders("photo", (one) => before.push(one));
  const stop = whenWanted((hear) => hear(ONE));
  followFaders("photo, class 1", (one) => heard.push(one));
  followFaders("photo, class 2", (one) => heard.push(one));
  stop();
  followFaders("photo", (one) => heard.push(one));
  assert.deepEqual([before, heard], [[], [ONE]]);
});
