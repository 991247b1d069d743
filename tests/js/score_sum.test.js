import assert from "node:assert/strict";
import { test } from "node:test";

import {
  barsOf, mixed, orderOf, partOf, positionAt, reachOf, spanOf, speakerOf, strengthOf,
} from "../../explorer/ui/components/score_sum/entries.js";

test("sorted means the largest first, equal values by number", () => {
  assert.deepEqual(orderOf([1, 3, -2, 3], true), [1, 3, 0, 2]);
  assert.deepEqual(orderOf([1, 3, -2, 3], false), [0, 1, 2, 3]);
});

test("with room for all, one bar an entry", () => {
  assert.deepEqual(barsOf([5, 6], [1, 0], 10), [
    { from: 0, to: 1, low: 6, high: 6 }, { from: 1, to: 2, low: 5, high: 5 },
  ]);
});

test("2,048 entries in 656 columns: each lies in exactly one bar, between its low and high", () => {
  const values = Float32Array.from({ length: 2048 }, (_, channel) => Math.sin(channel * 1.7));
  const order = orderOf(values, false);
  const bars = barsOf(values, order, 656);
  assert.equal(bars.length, 656);
  assert.equal(bars[0].from, 0);
  assert.equal(bars.at(-1).to, 2048);
  bars.forEach(({ from, to, low, high }, bar) => {
    assert.ok(to > from);
    if (bar > 0) assert.equal(from, bars[bar - 1].to);
    for (let at = from; at < to; at += 1) assert.ok(values[at] >= low && values[at] <= high);
  });
});

test("pointing finds the largest of a column, and the ends belong to the first and last", () => {
  const values = [0, 9, 1, -8, 2, 3];
  const order = orderOf(values, false);
  assert.equal(positionAt(values, order, 3, 0.5, 3), 1);
  assert.equal(positionAt(values, order, 3, 1.5, 3), 3);
  assert.equal(positionAt(values, order, 3, 99, 3), 5);
  assert.equal(positionAt(values, order, 3, -1, 3), 1);
});

test("zero is always on the scale", () => {
  assert.deepEqual(reachOf([2, 5]), { low: 0, high: 5 });
  assert.deepEqual(reachOf([-2, -5]), { low: -5, high: 0 });
  assert.deepEqual(reachOf([0, 0]), { low: 0, high: 1 });
});

test("of several entries in a bar the one with the largest product speaks", () => {
  assert.equal(speakerOf([1, -9, 4], [2, 1, 0], { from: 0, to: 3 }), 1);
  assert.equal(speakerOf([1, -9, 4], [2, 1, 0], { from: 2, to: 3 }), 0);
});

test("colours are as strong as the root of the product", () => {
  assert.equal(strengthOf(-4, 16), 0.5);
  assert.equal(strengthOf(0, 0), 0);
  assert.deepEqual(mixed([0, 100, 200], [100, 100, 0], 0.5), [50, 100, 100]);
});

test("bars stand between the lowest and highest running sum, zero among them", () => {
  const span = spanOf([{ start: 0, end: 30 }, { start: 30, end: -10 }]);
  assert.deepEqual(span, { low: -10, high: 30 });
  assert.deepEqual([-10, 0, 30].map((value) => partOf(value, span)), [0, 25, 100]);
  assert.deepEqual(spanOf([]), { low: 0, high: 1 });
  assert.equal(partOf(NaN, span), 0);
});
