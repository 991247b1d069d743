import assert from "node:assert/strict";
import { test } from "node:test";

import {
  barsOf, mixed, orderOf, partOf, positionAt, reachOf, spanOf, speakerOf, strengthOf,
} from "../../explorer/ui/components/score_sum/entries.js";
import { decimalsOf, echoed } from "../../explorer/ui/components/score_sum/echo.js";

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
  assert.equal(strengthOf(-Infinity, Infinity), 1);
  assert.equal(strengthOf(3, Infinity), 0);
  assert.equal(strengthOf(NaN, 16), 0);
  assert.deepEqual(mixed([0, 100, 200], [100, 100, 0], 0.5), [50, 100, 100]);
});

test("bars stand between the lowest and highest running sum, zero among them", () => {
  const span = spanOf([{ start: 0, end: 30 }, { start: 30, end: -10 }]);
  assert.deepEqual(span, { low: -10, high: 30 });
  assert.deepEqual([-10, 0, 30].map((value) => partOf(value, span)), [0, 25, 100]);
  assert.deepEqual(spanOf([]), { low: 0, high: 1 });
  assert.equal(partOf(NaN, span), 0);
});

// 12.5 + 2.25 + (1.04 left that add) − 3.21 + (−0.58 left that take away) + 0.5 of bias, with two decimals.
const FALL = {
  rows: [
    { kind: "term", entry: 4, factors: "25.00 × 0.5000", product: "+12.50", start: 0, end: 12.5 },
    { kind: "term", entry: 1, factors: "9.00 × 0.2500", product: "+2.25", start: 12.5, end: 14.75 },
    { kind: "more", entry: -1, factors: "", product: "+1.04", start: 14.75, end: 15.79 },
    { kind: "term", entry: 0, factors: "6.42 × −0.5000", product: "−3.21", start: 15.79, end: 12.58 },
    { kind: "more", entry: -1, factors: "", product: "−0.58", start: 12.58, end: 12 },
    { kind: "bias", entry: -1, factors: "", product: "+0.50", start: 12, end: 12.5 },
  ],
  total: "12.50", value: 12.5, products: [-3.21, 2.25, 1.04, -0.58, 12.5],
};
const printedSum = (rows) => rows.reduce((sum, { product }) => sum + Math.round(100 * Number(product.replace("−", "-"))), 0);

test("while a fader moves the lines add up as printed, and the running sum runs through", () => {
  for (const gain of [0, 0.05, 0.333, 1.7, 2]) {
    const heard = echoed(FALL, new Map([[4, { value: 25 * gain, product: 12.5 * gain }], [0, { value: 0, product: 0 }]]));
    assert.equal(printedSum(heard.rows), Math.round(100 * Number(heard.total)));
    assert.ok(Math.abs(heard.value - (12.5 + 12.5 * (gain - 1) + 3.21)) < 1e-12);
    assert.equal(heard.rows[0].factors, `${(25 * gain).toFixed(2)} × 0.5000`);
    assert.deepEqual([heard.rows[1].product, heard.rows[5].product], ["+2.25", "+0.50"]);
    heard.rows.forEach(({ start }, at) => assert.equal(start, at ? heard.rows[at - 1].end : 0));
  }
});

test("a term without a line changes the line of those that are left, on its side", () => {
  const down = echoed(FALL, new Map([[3, { value: 0, product: -1.16 }]]));
  assert.deepEqual(down.rows.map(({ product }) => product), ["+12.50", "+2.25", "+1.04", "−3.21", "−1.16", "+0.50"]);
  assert.equal(down.total, "11.92");
  const up = echoed(FALL, new Map([[2, { value: 0, product: 0 }]]));
  assert.deepEqual([up.rows[2].product, up.rows[4].product, up.total], ["0.00", "−0.58", "11.46"]);
});

test("what the lines cannot say waits for the network's answer", () => {
  const alone = { ...FALL, rows: FALL.rows.filter(({ kind }) => kind !== "more") };
  assert.equal(echoed(alone, new Map([[4, { value: 0, product: 0 }]])), null);
  assert.equal(echoed({ ...FALL, total: "1.2 × 10⁻⁵" }, new Map([[4, { value: 0, product: 0 }]])), null);
  const noneDown = { ...FALL, rows: FALL.rows.slice(0, 4) };
  assert.equal(echoed(noneDown, new Map([[3, { value: 0, product: -1 }]])), null);
});

test("decimals are read off what is printed", () => {
  assert.deepEqual(["12.50", "+1,234.5", "−3", "1.2 × 10⁻⁵", "∞"].map(decimalsOf), [2, 1, 0, null, null]);
});
