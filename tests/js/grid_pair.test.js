import assert from "node:assert/strict";
import { test } from "node:test";

import { pairOrder, pairPlan, paintGrid } from "../../explorer/ui/components/grid_pair/pairs.js";

const table = Uint32Array.from({ length: 256 }, (_, index) => index);

test("small maps are enlarged by a whole number, large ones stay", () => {
  assert.equal(pairPlan(2048, 7, 7, 468).scale, 4);
  assert.deepEqual(pairPlan(64, 112, 112, 468).tile, { tall: 112, wide: 112 });
  assert.ok(pairPlan(64, 112, 112, 468).across <= 468);
  assert.equal(pairPlan(64, 112, 112, 100).columns, 1);
});

test("channels that moved farthest come first, equal ones by number", () => {
  assert.deepEqual(pairOrder([1, 5, 3, 2], [1, 1, 7, 2], true), [1, 2, 0, 3]);
  assert.deepEqual(pairOrder([1, 5], [9, 9], false), [0, 1]);
});

test("both maps of a pair are painted on the larger limit, clear between them", () => {
  const plan = { columns: 2, rows: 1, tile: { tall: 1, wide: 1 }, gap: 4, across: 6, down: 1, scale: 1 };
  const tiles = Uint8Array.from([255, 255]);
  const words = paintGrid({ tiles, own: [2, 4], limits: [4, 4], height: 1, width: 1, order: [1, 0], plan, table, line: 9 });
  assert.deepEqual([...words], [255, 9, 0, 0, 9, 192]);
});
