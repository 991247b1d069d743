import assert from "node:assert/strict";
import { test } from "node:test";

import { greyed, peakOf } from "../../explorer/ui/components/class_map/blending.js";

test("a photo becomes pale grey on light pages and dim grey on dark ones", () => {
  const white = [255, 255, 255];
  const black = [0, 0, 0];
  assert.deepEqual([...greyed(Uint8Array.from([...white, ...black]), false)], [255, 255, 255, 255, 128, 128, 128, 255]);
  assert.deepEqual([...greyed(Uint8Array.from([...white, ...black]), true)], [128, 128, 128, 255, 0, 0, 0, 255]);
});

test("the marked cell starts at the largest share, numbers before what is none", () => {
  assert.deepEqual(peakOf([NaN, 1, 2, 7, 3, 4], 3), { row: 1, column: 0 });
  assert.deepEqual(peakOf([NaN, NaN], 2), { row: 0, column: 0 });
});
