import assert from "node:assert/strict";
import { test } from "node:test";

import { linesOf, powersOf, temperatureAt } from "../../explorer/ui/components/softmax_terms/terms.js";

const number = (text) => Number(text.replace("\u2212", "-"));

test("the largest term is one, however large the score", () => {
  const { powers, sum } = powersOf([1000, 1000 + Math.log(2), -1e30], 1);
  assert.ok(Math.abs(powers[0] - 0.5) < 1e-12);
  assert.deepEqual([powers[1], powers[2]], [1, 0]);
  assert.ok(Math.abs(sum - 1.5) < 1e-12);
});

test("printed terms add up to the printed sum, and none is below zero", () => {
  for (const temperature of [0.1, 0.7, 1, 3, 10]) {
    const logits = Array.from({ length: 1000 }, (_, at) => 20 * Math.sin(at * at));
    const { lines, sum } = linesOf(logits, [3, 1, 4, 15, 92], temperature);
    assert.equal(lines.length, 6);
    assert.ok(lines.every(({ power }) => number(power) >= 0));
    assert.ok(Math.abs(lines.reduce((total, { power }) => total + number(power), 0) - number(sum)) < 1e-9);
  }
});

test("with all classes shown there are no others, but a line for what rounding left", () => {
  const { lines, sum } = linesOf([0, -1], [0, 1], 1);
  assert.deepEqual(lines.map(({ power }) => power), ["1.0000", "0.3678", "0.0001"]);
  assert.deepEqual([lines[2].name, sum], ["rounding", "1.3679"]);
  assert.deepEqual(linesOf([5], [0], 2).lines.map(({ share }) => share), ["100 %"]);
});

test("the slider goes from a tenth to ten, and its middle changes nothing", () => {
  assert.deepEqual([0, 50, 100].map(temperatureAt), [0.1, 1, 10]);
});
