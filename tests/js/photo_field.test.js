import assert from "node:assert/strict";
import test from "node:test";
import { fieldOf, fieldWords, mapBox } from "../../explorer/ui/components/photo_field/fields.js";

// Rows of [first, how many, first seen, how many seen].
const sides = (...rows) => ({ data: Float32Array.from(rows.flat()) });

test("a cell looks where its row and its column meet", () => {
  const fields = { rows: sides([-1, 3, 0, 2], [1, 3, 1, 3]), columns: sides([0, 3, 0, 3], [2, 3, 2, 3], [4, 3, 4, 2]) };
  assert.deepEqual(fieldOf(fields, 0, 2), { whole: [-1, 4, 3, 3], seen: [0, 4, 2, 2] });
  assert.deepEqual(fieldOf(fields, 1, 0), { whole: [1, 0, 3, 3], seen: [1, 0, 3, 3] });
});

test("a map lies on the photo with each cell in the middle of its field", () => {
  // A window of 7, stride 2, padding 3, on 8 pixels: middles at 0.5, 2.5, 4.5 and 6.5.
  const padded = sides(...[0, 1, 2, 3].map((row) => [2 * row - 3, 7, 0, 4]));
  assert.deepEqual(mapBox({ rows: padded, columns: padded }, 8, 8), [-0.5, -0.5, 8, 8]);
  // Without padding the outermost cells look inside: a window of 5 on 8 pixels gives four cells around the middle.
  const inner = sides(...[0, 1, 2, 3].map((row) => [row, 5, row, 5]));
  assert.deepEqual(mapBox({ rows: inner, columns: inner }, 8, 8), [2, 2, 4, 4]);
  const one = sides([0, 8, 0, 8]);
  assert.deepEqual(mapBox({ rows: one, columns: one }, 8, 8), [0, 0, 8, 8]);
  const uneven = sides([0, 2, 0, 2], [1, 3, 1, 3], [4, 4, 4, 4]);
  assert.deepEqual(mapBox({ rows: uneven, columns: inner }, 8, 8), [0, 2, 8, 4]);
});

test("what a cell sees in words", () => {
  const inside = { whole: [3, 4, 35, 35], seen: [3, 4, 35, 35] };
  assert.equal(fieldWords(inside, 224, 224), "The cell sees 35 × 35 of the 224 × 224 pixels.");
  const beyond = { whole: [-101, -101, 427, 427], seen: [0, 0, 224, 214] };
  assert.equal(fieldWords(beyond, 224, 224), "The cell sees 224 × 214 of the 224 × 224 pixels; its field of 427 × 427 goes on beyond the edge.");
  assert.match(fieldWords(null, 224, 224), /receipt/);
});
