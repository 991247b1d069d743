import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { chained, stageOf, textOf } from "../../explorer/ui/components/kernel_chain/stages.js";
import { fromJson } from "../../explorer/ui/components/kernel_lab/editing.js";
import { photoOf } from "../../explorer/ui/components/kernel_lab/photo.js";

const GOLDEN = JSON.parse(readFileSync(new URL("../golden/chains.json", import.meta.url), "utf8"));
const SETTING = { stride: 1, padding: 0, edge: "zeros", dilation: 1 };

test("the maps of every stage that torch makes", () => {
  for (const { pixels, kernels, setting, chain, maps } of GOLDEN) {
    const data = { data: Uint8Array.from(pixels.flat(2)), shape: [pixels.length, pixels[0].length, 3] };
    const made = chained(photoOf(data, { normalised: false }), chain, kernels.map(fromJson), setting);
    assert.equal(made.length, maps.length);
    made.forEach(({ planes, height, width }, stage) => {
      assert.deepEqual([planes.length, height, width], [maps[stage].length, maps[stage][0].length, maps[stage][0][0].length]);
      planes.forEach((plane, map) => plane.forEach((value, at) => {
        assert.ok(Math.abs(value - maps[stage][map].flat()[at]) < 2e-5, `${chain[stage]}: ${value}`);
      }));
    });
  }
});

test("stages as texts and back", () => {
  for (const text of ["A", "ACF", "relu", "max2", "average8"]) assert.equal(textOf(stageOf(text)), text);
});

const maps = (many, height, width) => ({ planes: Array.from({ length: many }, () => new Float64Array(height * width).fill(1)), height, width });
const kernel = (name, planes) => ({ name, planes, divisor: 1, bias: 0 });
const ones = (rows, columns) => Array.from({ length: rows }, () => Array(columns).fill(1));

test("what does not fit is a sentence, and nothing comes after it", () => {
  const kernels = [kernel("one", [ones(3, 3)]), kernel("colours", [ones(2, 2), ones(2, 2), ones(2, 2)])];
  const last = (photo, chain, setting = SETTING) => chained(photo, chain, kernels, setting).at(-1).refused;
  assert.match(last(maps(3, 5, 5), ["A", "B", "relu"]), /“colours” has a plane for each colour and cannot read 1 maps/);
  assert.match(last(maps(3, 5, 5), ["A", "max4"]), /pool of 4 × 4 does not fit into maps of 3 × 3/);
  assert.match(last(maps(3, 5, 2), ["A"]), /“one” does not fit: \(2 \+ 2·0 − 1·\(3 − 1\) − 1\) \/ 1 \+ 1 = 0/);
  assert.match(last(maps(3, 5, 5), ["AB"]), /different sizes/);
  assert.match(last(maps(3, 2, 5), ["A"], { ...SETTING, edge: "reflect", padding: 2 }), /cannot be reflected 2 cells far/);
  assert.equal(chained(maps(3, 5, 5), ["A", "max4", "relu"], kernels, SETTING).length, 2);
});

test("ReLU and pools by hand", () => {
  const photo = { planes: [Float64Array.of(1, -2, 3, -4, 5, 6)], height: 2, width: 3 };
  const [relu, most, average] = [["relu"], ["max2"], ["average2"]].map((chain) => chained(photo, chain, [], SETTING)[0]);
  assert.deepEqual([...relu.planes[0]], [1, 0, 3, 0, 5, 6]);
  assert.deepEqual([[...most.planes[0]], most.height, most.width], [[5], 1, 1]);
  assert.deepEqual([...average.planes[0]], [0]);
});
