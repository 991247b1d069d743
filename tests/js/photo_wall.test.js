import assert from "node:assert/strict";
import { test } from "node:test";

import { columnsOf, spansOf, stepOf } from "../../explorer/ui/components/photo_wall/places.js";

test("the first row says how many columns there are", () => {
  assert.equal(columnsOf([5, 5, 5, 90, 90, 90, 175]), 3);
  assert.equal(columnsOf([5, 5]), 2);
  assert.equal(columnsOf([5, 90, 175]), 1);
  assert.equal(columnsOf([]), 1);
});

test("arrow keys walk the wall and stay on it", () => {
  const from = (key, place) => stepOf(key, place, 3, 7);
  assert.equal(from("ArrowRight", 2), 3);
  assert.equal(from("ArrowLeft", 3), 2);
  assert.equal(from("ArrowDown", 3), 6);
  assert.equal(from("ArrowUp", 6), 3);
  assert.equal(from("Home", 5), 0);
  assert.equal(from("End", 0), 6);
  for (const [key, place] of [["ArrowLeft", 0], ["ArrowUp", 2], ["ArrowRight", 6], ["ArrowDown", 5]]) assert.equal(from(key, place), place);
  assert.equal(from("Enter", 3), null);
});

test("files lie one after the other", () => {
  assert.deepEqual(spansOf([4, 4, 9]), [[0, 4], [4, 4], [4, 9]]);
});
