import assert from "node:assert/strict";
import { test } from "node:test";

import {
  divisorFrom, fromJson, numberFrom, resized, sameKernel, sentenceOf, toJson, wholeFrom, withPlanes, withWeight, written,
} from "../../explorer/ui/components/kernel_lab/editing.js";
import { photoOf } from "../../explorer/ui/components/kernel_lab/photo.js";
import { cellUnder, middleAt, strongest, windowBox } from "../../explorer/ui/components/kernel_lab/pointing.js";
import { differenceOf, measured, plainOf, quantised, scaleOf } from "../../explorer/ui/components/kernel_lab/scaling.js";
import { indexOf } from "../../explorer/ui/components/shared/colours.js";
import { dividedBy } from "../../explorer/ui/components/shared/convolution.js";

const kernelOf = (rows, more = {}) => ({ name: "Any", planes: [rows], divisor: 1, bias: 0, ...more });
const SETTING = { stride: 1, padding: 1, edge: "zeros", dilation: 1 };

test("numbers as people type them", () => {
  const cases = [["1", 1], ["-5/3", -5 / 3], ["−1.5", -1.5], [" .5 ", 0.5], ["2.", 2], ["1e-3", 0.001], ["+7", 7], ["- 1 / 9", -1 / 9]];
  for (const [text, value] of cases) assert.equal(numberFrom(text), value, text);
  for (const text of ["", "x", "1x", "1/0", "0/0", "1/2/3", "--1", "1e999", "1e10", "NaN", "Infinity", "0x10", "1,5"]) {
    assert.equal(numberFrom(text), null, text);
  }
  assert.equal(divisorFrom("0"), null);
  assert.equal(divisorFrom("1/9"), 1 / 9);
});

test("whole numbers within their limits", () => {
  assert.deepEqual(["1", "15", "0", "16", "1.5", "", "-1"].map((text) => wholeFrom(text, "rows")), [1, 15, null, null, null, null, null]);
  assert.deepEqual(["0", "64", "65"].map((text) => wholeFrom(text, "padding")), [0, 64, null]);
});

test("numbers as somebody would write them", () => {
  assert.deepEqual([1, -5 / 3, 0, 0.5, 1200, 12.25, 1e-5].map(written), ["1", "−1.667", "0", "0.5", "1,200", "12.25", "1.0 × 10⁻⁵"]);
});

test("a kernel grows and shrinks around its middle", () => {
  const three = kernelOf([[1, 2, 3], [4, 5, 6], [7, 8, 9]]);
  const five = resized(three, 5, 5);
  assert.deepEqual(five.planes[0][2], [0, 4, 5, 6, 0]);
  assert.deepEqual(resized(five, 3, 3).planes, three.planes);
  assert.deepEqual(resized(three, 1, 1).planes, [[[5]]]);
  assert.deepEqual(resized(three, 2, 4).planes, [[[4, 5, 6, 0], [7, 8, 9, 0]]]);
  assert.deepEqual(resized(resized(three, 4, 4), 3, 3).planes, three.planes);
});

test("each colour's own plane changes no number until one is written", () => {
  const one = kernelOf([[1, 2], [3, 4]], { divisor: "sum" });
  const three = withPlanes(one, 3);
  assert.equal(dividedBy(three), dividedBy(one));
  assert.equal(three.planes.length, 3);
  const changed = withWeight(three, 1, 0, 0, 9);
  assert.deepEqual(changed.planes.map(([[first]]) => first), [1, 9, 1]);
  assert.deepEqual(three.planes[1][0][0], 1);
  assert.deepEqual(withPlanes(changed, 1).planes, one.planes);
});

test("an edited preset is no longer one", () => {
  const presets = [{ short: "any", sentence: "It says.", kernel: kernelOf([[1]]) }];
  assert.equal(sentenceOf(kernelOf([[1]]), presets), "It says.");
  const edited = withWeight(kernelOf([[1]]), 0, 0, 0, 2);
  assert.equal(edited.name, "Custom");
  assert.equal(sentenceOf(edited, presets), "");
});

test("a kernel and its file are the same", () => {
  for (const kernel of [kernelOf([[1, 2]]), { ...kernelOf([[1]]), planes: [[[1]], [[2]], [[3]]] }]) {
    assert.ok(sameKernel(fromJson(toJson(kernel)), kernel));
  }
});

test("one scale reaches 99 of 100 cells and says how many it leaves out", () => {
  const map = measured({ values: Float32Array.from({ length: 1000 }, (_, at) => (at % 2 ? 1 : -1) * (at + 1)) });
  const { limit, beyond } = scaleOf([map, map]);
  assert.ok(limit >= 989 && limit <= 991.5, String(limit));
  assert.equal(beyond, map.values.filter((value) => Math.abs(value) > limit).length / 1000);
  assert.deepEqual(scaleOf([measured({ values: new Float32Array(4) })]), { limit: 0, beyond: 0 });
  assert.deepEqual(scaleOf([measured({ values: Float32Array.of(2, 2) })]), { limit: 2, beyond: 0 });
});

test("colours are those of every other map", () => {
  const values = Float32Array.of(0, 1, -1, 0.5, -0.26, 3, -7);
  assert.deepEqual([...quantised(values, 1)], [...values].map((value) => indexOf(value, 1)));
  assert.deepEqual([...quantised(values, 0)], Array(7).fill(128));
});

test("the plain picture goes from the lowest value to the highest", () => {
  assert.deepEqual([...plainOf(measured({ values: Float32Array.of(-2, 0, 2) }))], [0, 128, 255]);
  assert.deepEqual([...plainOf(measured({ values: Float32Array.of(3, 3) }))], [0, 0]);
});

test("what is known of a map", () => {
  const { low, high, mean, largest } = measured({ values: Float32Array.of(-4, 1, 3) });
  assert.deepEqual([low, high, mean, largest], [-4, 3, 0, 4]);
});

test("differences", () => {
  const [one, other] = [[1, 2, 3], [4, 2, -3]].map((list) => ({ values: Float32Array.from(list), height: 1, width: 3 }));
  const found = differenceOf(one, other);
  assert.deepEqual([[...found.values], found.largest], [[-3, 0, 6], 6]);
});

test("photo values are bytes / 255 in float32, or normalised as torch does it", () => {
  const pixels = { data: Uint8Array.of(0, 128, 255), shape: [1, 1, 3] };
  assert.deepEqual(photoOf(pixels, { normalised: false }).planes.map(([value]) => value), [0, Math.fround(128 / 255), 1]);
  const [red] = photoOf(pixels, { normalised: true, mean: [0.485, 0, 0], spread: [0.229, 1, 1] }).planes;
  assert.equal(red[0], Math.fround(Math.fround(0 - Math.fround(0.485)) / Math.fround(0.229)));
});

const modelOf = (kernels, setting, height = 20, width = 30) => ({ kernels, setting, photo: { height, width }, reference: 0 });
const ones = (rows, columns) => kernelOf(Array.from({ length: rows }, () => Array(columns).fill(1)));

test("the pointer finds its way back to every cell, and to the same cell of kernels of one size", () => {
  for (const setting of [SETTING, { ...SETTING, stride: 3, padding: 0, dilation: 2 }]) {
    for (const kernel of [ones(3, 3), ones(2, 4)]) {
      const model = modelOf([kernel, structuredClone(kernel)], setting);
      for (const [row, column] of [[0, 0], [2, 5], [4, 1]]) {
        model.middle = middleAt(model, 0, { row, column });
        assert.deepEqual([cellUnder(model, 0), cellUnder(model, 1)], [{ row, column }, { row, column }]);
      }
    }
  }
});

test("kernels of different sizes look at the same place", () => {
  const model = modelOf([ones(3, 3), ones(7, 7)], SETTING);
  model.middle = middleAt(model, 0, { row: 10, column: 12 });
  assert.deepEqual(cellUnder(model, 1), { row: 8, column: 10 });
});

test("the window on the photo is cut off at its edges", () => {
  const model = modelOf([ones(3, 3)], SETTING);
  assert.deepEqual(windowBox(model, [{ row: 0, column: 29 }]), { top: 0, left: 28, rows: 2, columns: 2 });
  assert.deepEqual(windowBox(model, [{ row: 5, column: 5 }]), { top: 4, left: 4, rows: 3, columns: 3 });
  assert.equal(windowBox(model, [null]), null);
});

test("the pointer begins at the strongest cell that reads no padding", () => {
  const model = modelOf([ones(3, 3)], SETTING, 4, 4);
  const values = new Float32Array(16);
  [values[0], values[6]] = [9, -3];
  assert.deepEqual(strongest(model, [{ values, height: 4, width: 4 }]), { row: 1, column: 2 });
});
