import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { fromJson } from "../../explorer/ui/components/kernel_lab/editing.js";
import { photoOf } from "../../explorer/ui/components/kernel_lab/photo.js";
import {
  convolved, convolving, dividedBy, inNumbers, outputSide, outputSize, paddedMaps, paddedPlaces, slicesOf, windowOf,
} from "../../explorer/ui/components/shared/convolution.js";

const GOLDEN = JSON.parse(readFileSync(new URL("../golden/convolutions.json", import.meta.url), "utf8"));
const near = (one, other, bound) => assert.ok(Math.abs(one - other) <= bound, `${one} is not ${other}`);

const photoFrom = (pixels) => photoOf({ data: Uint8Array.from(pixels.flat(2)), shape: [pixels.length, pixels[0].length, 3] }, { normalised: false });

for (const { pixels, kernel: said, setting, map, bound, cell, inputs, products, total, rows, columns } of GOLDEN) {
  const [photo, kernel] = [photoFrom(pixels), fromJson(said)];

  test(`${said.name}: the map that torch makes`, () => {
    const size = outputSize(photo, kernel, setting);
    assert.deepEqual(size, { height: map.length, width: map[0].length });
    const { values } = convolved(paddedMaps(photo, setting), kernel, setting, size);
    values.forEach((value, at) => near(value, map.flat()[at], bound));
  });

  test(`${said.name}: one cell with its products`, () => {
    const found = windowOf(paddedMaps(photo, setting), kernel, setting, ...cell);
    found.inputs.flat().forEach((value, at) => near(value, inputs.flat()[at], 1e-12));
    found.products.flat().forEach((value, at) => near(value, products.flat()[at], 1e-9));
    near(found.total, total, 1e-9);
  });

  test(`${said.name}: the size in numbers, as Python writes it`, () => {
    for (const [side, size, text] of [[photo.height, kernel.planes[0].length, rows], [photo.width, kernel.planes[0][0].length, columns]]) {
      const { left, outputs } = inNumbers(side, size, setting);
      assert.equal(`${left} = ${outputs}`, text);
    }
  });
}

test("all sizes, strides, paddings, edges and dilations against the sum written out", () => {
  let seed = 7;
  const random = (below) => { seed = (seed * 1103515245 + 12345) % 2147483648; return seed % below; };
  for (let round = 0; round < 300; round += 1) {
    const [height, width] = [1 + random(12), 1 + random(12)];
    const maps = { planes: [0, 1, 2].map(() => Float64Array.from({ length: height * width }, () => random(1000) / 500 - 1)), height, width };
    const many = random(2) ? 3 : 1;
    const [tall, wide] = [1 + random(5), 1 + random(5)];
    const planes = Array.from({ length: many }, () => Array.from({ length: tall }, () => Array.from({ length: wide }, () => random(64) / 8 - 4)));
    const kernel = { name: "any", planes, divisor: 2 ** (random(5) - 2), bias: random(9) - 4 };
    const setting = { stride: 1 + random(3), padding: random(4), edge: ["zeros", "reflect", "replicate"][random(3)], dilation: 1 + random(3) };
    const size = outputSize(maps, kernel, setting);
    if (!size) continue;
    const made = convolved(paddedMaps(maps, setting), kernel, setting, size);
    for (let row = 0; row < size.height; row += 1) {
      for (let column = 0; column < size.width; column += 1) {
        near(made.values[row * size.width + column], Math.fround(writtenOut(maps, kernel, setting, row, column)), 1e-5);
      }
    }
  }
});

function writtenOut({ planes, height, width }, kernel, { stride, padding, edge, dilation }, row, column) {
  const at = (place, side) => {
    if (edge === "replicate") return Math.max(0, Math.min(side - 1, place));
    if (edge === "reflect") return place < 0 ? -place : place >= side ? 2 * side - 2 - place : place;
    return place;
  };
  let sum = kernel.bias;
  planes.forEach((plane, colour) => {
    const rows = kernel.planes[kernel.planes.length === 1 ? 0 : colour];
    rows.forEach((line, down) => line.forEach((weight, right) => {
      const [y, x] = [at(row * stride - padding + down * dilation, height), at(column * stride - padding + right * dilation, width)];
      if (y >= 0 && y < height && x >= 0 && x < width) sum += (weight / kernel.divisor) * plane[y * width + x];
    }));
  });
  return sum;
}

test("a large map is computed in steps", () => {
  const maps = { planes: [new Float64Array(500 * 500).fill(1)], height: 500, width: 500 };
  const kernel = { name: "k", planes: [Array.from({ length: 9 }, () => Array(9).fill(1))], divisor: "sum", bias: 0 };
  const setting = { stride: 1, padding: 0, edge: "zeros", dilation: 1 };
  const steps = convolving(paddedMaps(maps, setting), kernel, setting, outputSize(maps, kernel, setting));
  let [pauses, step] = [0, steps.next()];
  for (; !step.done; step = steps.next()) pauses += 1;
  assert.ok(pauses > 1);
  assert.ok(step.value.values.every((value) => Math.abs(value - 1) < 1e-6));
});

test("what does not fit has no size", () => {
  const kernel = { planes: [Array.from({ length: 7 }, () => Array(7).fill(1))], divisor: 1, bias: 0 };
  const setting = { stride: 1, padding: 0, edge: "zeros", dilation: 1 };
  assert.equal(outputSize({ height: 4, width: 9 }, kernel, setting), null);
  assert.equal(outputSide(4, 7, setting), -2);
  assert.equal(outputSize({ height: 9, width: 9 }, kernel, { ...setting, edge: "reflect", padding: 9 }), null);
  assert.notEqual(outputSize({ height: 9, width: 9 }, kernel, { ...setting, edge: "reflect", padding: 8 }), null);
});

test("edges", () => {
  assert.deepEqual([...paddedPlaces(3, 2, "zeros")], [-1, -1, 0, 1, 2, -1, -1]);
  assert.deepEqual([...paddedPlaces(3, 2, "reflect")], [2, 1, 0, 1, 2, 1, 0]);
  assert.deepEqual([...paddedPlaces(3, 2, "replicate")], [0, 0, 0, 1, 2, 2, 2]);
});

test("weights are divided as torch divides them: in float32", () => {
  const kernel = { planes: [[[1, -5 / 3]]], divisor: 6, bias: 0 };
  assert.deepEqual(slicesOf(kernel, 3)[2], [Math.fround(1 / 6), Math.fround(Math.fround(-5 / 3) / 6)]);
  assert.equal(dividedBy({ planes: [[[2, 3]]], divisor: "sum" }), 5);
  assert.equal(dividedBy({ planes: [[[2, -2]]], divisor: "sum" }), 1);
});
