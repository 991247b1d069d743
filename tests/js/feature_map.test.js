import assert from "node:assert/strict";
import test from "node:test";
import {
  barHeight, barIndex, barsFor, histogram,
} from "../../explorer/ui/components/shared/histogram.js";
import { noteText, zeroText } from "../../explorer/ui/components/feature_map/parts.js";
import { statsOf } from "../../explorer/ui/components/shared/statistics.js";

test("every finite value is in one bar or said to lie outside", () => {
  const values = Float32Array.of(-2, -1, -0.1, 0, 0, 0.1, 1, 3, NaN, Infinity);
  const { counts, outside } = histogram(values, -1, 1, 5);
  assert.deepEqual([...counts], [1, 0, 4, 0, 1]);
  assert.equal(outside, 2);
});

test("a dead map stands in one bar", () => {
  assert.deepEqual([...histogram(new Float32Array(6), 0, 0, 9).counts], [0, 0, 0, 0, 6, 0, 0, 0, 0]);
});

test("zero has the middle bar of a signed scale to itself", () => {
  for (const width of [100, 333, 366, 370]) {
    const bars = barsFor(width, true);
    assert.equal(bars % 2, 1);
    const { counts } = histogram(Float32Array.of(0), -1, 1, bars);
    assert.equal(counts[(bars - 1) / 2], 1);
    assert.equal(barIndex((bars - 1) / 2, bars, true), null);
  }
});

test("bars are square roots, and no cell is invisible", () => {
  assert.equal(barHeight(100, 100, 50), 50);
  assert.equal(barHeight(25, 100, 50), 25);
  assert.equal(barHeight(1, 1e6, 50), 1);
  assert.equal(barHeight(0, 100, 50), 0);
});

test("bars carry the colour of their values", () => {
  assert.ok(barIndex(0, 37, true) < 5);
  assert.ok(barIndex(36, 37, true) > 251);
  assert.equal(barIndex(0, 36, false), null);
  assert.ok(barIndex(35, 36, false) > 251);
});

test("statistics say what they know", () => {
  const html = statsOf({ low: -2230.4, mean: -150.3, high: 1538.97, deviation: 341.6, below: 0.77, zero: 0 }, true);
  const text = html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ").trim();
  assert.equal(text, "lowest −2,230 mean −150.3 highest 1,539 deviation 341.6 below zero 77 %");
  const early = statsOf({ low: 0, mean: 1, high: 2 }, false).replace(/<[^>]+>/g, " ").replace(/\s+/g, " ").trim();
  assert.equal(early, "lowest 0 mean 1.000 highest 2.000 deviation … zero …");
});

test("the legend says what it leaves out, and how many cells are zero", () => {
  const values = Float32Array.of(0, 0, 0, 5, NaN, Infinity, 1, 1);
  assert.equal(noteText(values, 1), "1 cell beyond this scale · 2 cells not a number or infinite, left out of all figures");
  assert.equal(noteText(Float32Array.of(1), 0), "");
  assert.equal(zeroText(values, false), "0 · 38 % of the cells");
  assert.equal(zeroText(values, true), "0");
  assert.equal(zeroText(Float32Array.of(0), false), "0");
});
