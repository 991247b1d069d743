import assert from "node:assert/strict";
import test from "node:test";
import { announce, listen } from "../../explorer/ui/components/shared/link.js";

test("listeners hear their topic until they stop", () => {
  globalThis.document = new EventTarget();
  const heard = [];
  const stop = listen("channel", (detail) => heard.push(detail));
  announce("channel", { channel: 59 });
  announce("range", { limit: 3 });
  stop();
  announce("channel", { channel: 60 });
  assert.deepEqual(heard, [{ channel: 59 }]);
  delete globalThis.document;
});
