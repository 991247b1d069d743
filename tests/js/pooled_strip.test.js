import assert from "node:assert/strict";
import { test } from "node:test";

import {
  barsOf, decimalsFor, lensStart, orderOf, positionAt, reachOf, strokesOf,
} from "../../explorer/ui/components/pooled_strip/entries.js";

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

test("a bar of its own is solid on either side of zero", () => {
  assert.deepEqual(strokesOf({ from: 0, to: 1, low: 2, high: 2 }), [[2, true]]);
  assert.deepEqual(strokesOf({ from: 0, to: 1, low: -2, high: -2 }), [[-2, true]]);
  assert.deepEqual(strokesOf({ from: 0, to: 1, low: 0, high: 0 }), []);
});

test("a shared bar is solid as far as all reach", () => {
  assert.deepEqual(strokesOf({ from: 0, to: 3, low: 1, high: 4 }), [[4, false], [1, true]]);
  assert.deepEqual(strokesOf({ from: 0, to: 3, low: -4, high: -1 }), [[-4, false], [-1, true]]);
  assert.deepEqual(strokesOf({ from: 0, to: 3, low: -4, high: 2 }), [[2, false], [-4, false]]);
});

test("pointing finds the largest of a column, and the ends belong to the first and last", () => {
  const values = [0, 9, 1, -8, 2, 3];
  const order = orderOf(values, false);
  assert.equal(positionAt(values, order, 3, 0.5, 3), 1);
  assert.equal(positionAt(values, order, 3, 1.5, 3), 3);
  assert.equal(positionAt(values, order, 3, 99, 3), 5);
  assert.equal(positionAt(values, order, 3, -1, 3), 1);
});

test("strip and lens together reach every one of 2,048 entries", () => {
  const values = Float32Array.from({ length: 2048 }, (_, channel) => channel % 7);
  const order = orderOf(values, false);
  const reached = new Set();
  for (let x = 0; x < 358; x += 1) {
    const start = lensStart(positionAt(values, order, 358, x, 358), 41, 2048);
    for (let step = 0; step < 41; step += 1) reached.add(start + step);
  }
  assert.equal(reached.size, 2048);
});

test("the lens stops at both ends", () => {
  assert.equal(lensStart(3, 41, 2048), 0);
  assert.equal(lensStart(2047, 41, 2048), 2007);
  assert.equal(lensStart(1000, 41, 2048), 980);
});

test("zero is always on the scale", () => {
  assert.deepEqual(reachOf([2, 5]), { low: 0, high: 5 });
  assert.deepEqual(reachOf([-2, -5]), { low: -5, high: 0 });
  assert.deepEqual(reachOf([0, 0]), { low: 0, high: 1 });
});

test("one number of decimals a column, four digits for the smallest", () => {
  assert.equal(decimalsFor([106.1122, 67.39]), 2);
  assert.equal(decimalsFor([0.4312, 0.0431]), 5);
  assert.equal(decimalsFor([20000, 12345]), 0);
  assert.equal(decimalsFor([1, 0]), null);
});
