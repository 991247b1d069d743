import assert from "node:assert/strict";
import { test } from "node:test";

import { decimalsOf, movedFirst, onLimit, printedChange } from "../../explorer/ui/components/pooled_change/changes.js";

test("what moved farthest comes first, equal moves by position, what is no number last", () => {
  assert.deepEqual(movedFirst([1, 5, NaN, 2, 0], [2, 1, 3, 3, 0]), [1, 0, 3, 4, 2]);
});

test("a line adds up as printed", () => {
  assert.equal(decimalsOf([81.11, 0.5], [3, -94.9]), 2);
  assert.equal(decimalsOf([12345], [0]), 1);
  assert.equal(decimalsOf([0, NaN], [0, Infinity]), 1);
  for (const [here, there] of [[0.126, 0.255], [-1.005, 2.345], [81.114, 3.337]]) {
    const shown = [here, there].map((value) => Math.round(value * 100) / 100);
    assert.ok(Math.abs(shown[1] - shown[0] - printedChange(here, there, 2)) < 1e-12);
  }
});

test("a map on the scale of a larger one keeps its zero and what is no number", () => {
  assert.deepEqual([...onLimit(Uint8Array.from([0, 1, 128, 255]), 2, 4)], [0, 65, 128, 192]);
  assert.deepEqual([...onLimit(Uint8Array.from([128]), 0, 0)], [128]);
});
