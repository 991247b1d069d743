import assert from "node:assert/strict";
import { test } from "node:test";

import { matching, ranked, repeated, stepped } from "../../explorer/ui/components/class_list/ranking.js";

const LABELS = ["wall clock", "crane", "Analog clock", "crane", "beer bottle"];

test("the highest logit leads, equal ones by number", () => {
  assert.deepEqual(ranked([1, 3, 3, -1]), [1, 2, 0, 3]);
});

test("every typed word must be in the label, whatever its case and order", () => {
  const order = [2, 0, 1, 4, 3];
  assert.deepEqual(matching(LABELS, order, "clock"), [2, 0]);
  assert.deepEqual(matching(LABELS, order, " CLOCK an "), [2]);
  assert.deepEqual(matching(LABELS, order, "clock, wall"), [0]);
  assert.deepEqual(matching(LABELS, order, "teapot"), []);
});

test("a class number finds its class", () => {
  assert.deepEqual(matching(LABELS, [0, 1, 2, 3, 4], "3"), [3]);
});

test("labels borne twice are known", () => {
  assert.deepEqual([...repeated(LABELS)], ["crane"]);
});

test("arrow keys step through the rows and stop at the ends", () => {
  assert.equal(stepped(-1, 5, 1), 0);
  assert.equal(stepped(-1, 5, -1), 4);
  assert.equal(stepped(4, 5, 1), 4);
  assert.equal(stepped(2, 5, 8), 4);
  assert.equal(stepped(0, 0, 1), -1);
});
