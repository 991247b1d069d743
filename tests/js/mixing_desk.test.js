import assert from "node:assert/strict";
import { test } from "node:test";

import { echoOf, movedOf } from "../../explorer/ui/components/mixing_desk/echo.js";
import { channelOf, gainText, merged, stepped, strength, taken } from "../../explorer/ui/components/mixing_desk/gains.js";

test("a fader says what it does", () => {
  assert.deepEqual([0, 0.05, 0.35, 1, 1.3, 2].map(gainText), ["muted", "× 0.05", "× 0.35", "× 1", "× 1.3", "× 2"]);
});

test("steps are whole, without the crumbs of binary fractions", () => {
  for (let step = 0; step <= 40; step += 1) assert.ok(gainText(stepped(step * 0.05)).length <= 6);
  assert.equal(stepped(0.1 + 0.2), 0.3);
  assert.equal(stepped(0.07), 0.05);
});

test("the later gain of a channel counts, in the order in which channels came", () => {
  assert.deepEqual(merged([[3, 1], [5, 0]], [[3, 0.5]], [[1, 2]]), [[3, 0.5], [5, 0], [1, 2]]);
});

test("what waits for one layer goes together, and what comes after it stays", () => {
  const queue = [["a", [[1, 0]]], ["a", [[2, 0], [1, 0.5]]], ["b", [[1, 0]]], ["a", [[9, 0]]]];
  assert.deepEqual(taken(queue), ["a", [[1, 0.5], [2, 0]]]);
  assert.deepEqual(queue, [["b", [[1, 0]]], ["a", [[9, 0]]]]);
});

test("a channel is a whole number that the layer has", () => {
  assert.deepEqual(channelOf(" 7 ", 8), { channel: 7 });
  for (const text of ["8", "-1", "1.5", "", "seven", "1e1"]) assert.match(channelOf(text, 8).complaint, /from 0 to 7/);
});

test("a muted map is paper, and none is stronger than it is", () => {
  assert.deepEqual([0, 0.5, 1, 2].map(strength), [0, 0.5, 1, 1]);
});

// Two channels of 1 × 2 maps and three classes; channel 7 was muted when the network answered last.
const MODEL = {
  faders: [[5, 1], [7, 0]], chosen: 2, against: null,
  arrays: {
    logits: { data: Float32Array.from([1, 0, 2]) },
    probabilities: { data: Float32Array.from([0.25, 0.125, 0.625]) },
    voices: { data: Float32Array.from([0.5, -1, 3, 1, 0, -2]) },
    pooled: { data: Float32Array.from([4, 8]) },
    cells: { data: Float32Array.from([10, 20]) },
    shares: { data: Float32Array.from([1, 2, -2, 0]) },
  },
};

test("only faders that stand elsewhere than in the last answer have moved", () => {
  assert.deepEqual(movedOf([[5, 1], [7, 0]], [[5, 1], [7, 0.5]]), [[1, 0.5, 0]]);
  assert.deepEqual(movedOf([[5, 1], [7, 0]], [[5, 1], [7, 0]]), []);
});

test("a fader changes every score by a multiple of what its channel says", () => {
  const heard = echoOf(MODEL, [[0, 0, 1], [1, 0.5, 0]]);
  assert.deepEqual([...heard.logits], [1 - 0.5 + 0.5, 0 + 1, 2 - 3 - 1]);
  assert.ok(Math.abs(heard.probabilities.reduce((sum, one) => sum + one, 0) - 1) < 1e-12);
  assert.ok(Math.abs(heard.probabilities[0] - Math.exp(1) / (2 * Math.exp(1) + Math.exp(-2))) < 1e-12);
  assert.deepEqual(heard.terms, [[5, { value: 0, product: 0 }], [7, { value: 4, product: -1 }]]);
  assert.deepEqual([...heard.shares], [10 - 1 - 1, 20 - 2 + 0]);
});

test("where nothing has moved, or nothing is known of the channels, the network's answer stands", () => {
  const { voices, cells, ...known } = MODEL.arrays;
  const moved = [[0, 0, 1]];
  for (const [model, moves, shares] of [
    [MODEL, [], MODEL.arrays.cells.data], [{ ...MODEL, arrays: { ...known, cells } }, moved, MODEL.arrays.cells.data],
    [{ ...MODEL, arrays: known }, moved, null],
  ]) {
    const { logits, probabilities } = model.arrays;
    assert.deepEqual(echoOf(model, moves), { logits: logits.data, probabilities: probabilities.data, shares, terms: [] });
  }
});

test("against another class the terms are differences", () => {
  const heard = echoOf({ ...MODEL, against: 0 }, [[0, 2, 1]]);
  assert.deepEqual(heard.terms, [[5, { value: 8, product: 5 }]]);
});
