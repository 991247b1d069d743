import assert from "node:assert/strict";
import { test } from "node:test";

import {
  boxOf, greyLevel, hit, labelEvery, moved, planOf, summary, weightAt,
} from "../../explorer/ui/components/kernel_gallery/plan.js";

const FIRST = { mode: "colour", outputs: 64, inputs: 3, height: 7, width: 7 };
const SLICES = { mode: "slices", outputs: 64, inputs: 64, height: 3, width: 3 };

test("64 first kernels stand in eight lines of eight at the desktop's width", () => {
  const plan = planOf(FIRST, 568, 1);
  assert.equal(plan.columns, 8);
  assert.equal(plan.cell, 9);
  assert.ok(plan.wide <= 568);
});

for (const [what, shape, parts] of [
  ["in colour", FIRST, 1], ["as planes", FIRST, 3], ["slices", SLICES, 1],
  ["1 × 1", { ...SLICES, height: 1, width: 1 }, 1],
  ["depthwise", { mode: "depthwise", outputs: 960, inputs: 1, height: 5, width: 5 }, 1],
  ["one row of 1 × 7", { ...SLICES, outputs: 5, height: 1, width: 7 }, 1],
]) {
  test(`pointing at the middle of every cell finds that cell: ${what}`, () => {
    const plan = planOf(shape, 568, parts);
    for (let output = 0; output < plan.outputs; output += 7) {
      for (let input = 0; input < plan.inputs; input += 1) {
        for (let row = 0; row < plan.height; row += 1) {
          for (let column = 0; column < plan.width; column += 1) {
            const box = boxOf(plan, output, input);
            const at = hit(plan, box.left + (column + 0.5) * plan.cell, box.top + (row + 0.5) * plan.cell);
            assert.deepEqual(at, { output, input, row, column });
          }
        }
      }
    }
    const last = boxOf(plan, plan.outputs - 1, plan.inputs - 1);
    assert.ok(last.left + last.wide <= plan.wide && last.top + last.tall <= plan.tall);
  });
}

test("headings, gaps and the end of the last line are nobody's", () => {
  const slices = planOf(SLICES, 568, 1);
  assert.equal(hit(slices, 10, 100), null);
  assert.equal(hit(slices, 100, 5), null);
  const tiles = planOf({ ...FIRST, outputs: 9 }, 568, 1);
  const gap = boxOf(tiles, 0, null);
  assert.equal(hit(tiles, gap.left + gap.wide + 3, gap.top + 3), null);
  const empty = boxOf(tiles, 9, null);
  assert.equal(hit(tiles, empty.left + 3, empty.top + 3), null);
});

test("the hairline between two slices leads to one of them", () => {
  const slices = planOf({ ...SLICES, inputs: 16 }, 568, 1);
  const box = boxOf(slices, 18, 8);
  assert.equal(hit(slices, box.left - 0.5, box.top + 1).column, 0);
  assert.deepEqual(hit(slices, box.left - 0.5, box.top - 0.5), { output: 18, input: 8, row: 0, column: 0 });
});

test("arrow keys walk the grid and stay inside", () => {
  const tiles = planOf(FIRST, 568, 1);
  assert.deepEqual(moved(tiles, { output: 3, input: 0 }, 1, 0), { output: 11, input: 0 });
  assert.deepEqual(moved(tiles, { output: 3, input: 0 }, -1, 0), { output: 3, input: 0 });
  const slices = planOf(SLICES, 568, 1);
  assert.deepEqual(moved(slices, { output: 63, input: 0 }, 1, -1), { output: 63, input: 0 });
  assert.deepEqual(moved(slices, { output: 5, input: 8 }, 0, 1), { output: 5, input: 9 });
});

test("labels keep their distance", () => {
  assert.equal(labelEvery(40, 32), 1);
  assert.equal(labelEvery(7, 32), 8);
});

test("weights lie row after row", () => {
  assert.equal(weightAt([64, 3, 7, 7], 1, 2, 3, 4), 147 + 98 + 21 + 4);
});

test("grey stands for zero, the kernel's largest weights for black and white", () => {
  assert.deepEqual([-0.2, 0, 0.2].map((value) => greyLevel(value, 0.2)), [0, 128, 255]);
  assert.equal(greyLevel(0, 0), 128);
});

test("summary of numbers that can be checked on paper", () => {
  assert.deepEqual(summary([9, 2, 4, 4, 4, 5, 5, 7, 9, 9], 1, 8), { low: 2, high: 9, mean: 5, deviation: 2, norm: Math.sqrt(232), zeros: 0 });
  assert.equal(summary([0, 3, -0, 4], 0, 4).zeros, 0.5);
  assert.equal(summary([0, 3, -0, 4], 0, 4).norm, 5);
});
