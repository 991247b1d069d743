import assert from "node:assert/strict";
import { test } from "node:test";

import { lineAfter } from "../../explorer/ui/components/receipt_slip/roving.js";

test("arrows move from line to line and stay on the slip", () => {
  assert.equal(lineAfter(3, "ArrowDown", 10), 4);
  assert.equal(lineAfter(9, "ArrowDown", 10), 9);
  assert.equal(lineAfter(0, "ArrowUp", 10), 0);
  assert.equal(lineAfter(4, "Home", 10), 0);
  assert.equal(lineAfter(4, "End", 10), 9);
});

test("other keys keep their meaning", () => {
  for (const key of ["Enter", " ", "ArrowLeft", "Tab", "Backspace"]) assert.equal(lineAfter(3, key, 10), null);
});
