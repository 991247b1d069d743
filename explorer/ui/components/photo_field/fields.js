// Where cells of a map look on the photo, in pixels of what the network saw.

import { size, TIMES } from "../shared/numbers.js";

const SIDES = 4; // of each row: the first pixel of the whole field, how many, and the same of what is seen

function along({ data }, place) {
  return Array.from(data.subarray(SIDES * place, SIDES * (place + 1)));
}

// {whole, seen}: boxes [top, left, height, width] of the cell at (row, column).
export function fieldOf({ rows, columns }, row, column) {
  const [down, across] = [along(rows, row), along(columns, column)];
  return { whole: [down[0], across[0], down[1], across[1]], seen: [down[2], across[2], down[3], across[3]] };
}

// The box of the photo that a whole map stands for: each cell in the middle of its field. A map whose cells are not
// equally far apart, or all see the same, covers the photo of height × width.
export function mapBox({ rows, columns }, height, width) {
  const [top, tall] = spanOf(rows, height);
  const [left, wide] = spanOf(columns, width);
  return [top, left, tall, wide];
}

function spanOf(axis, pixels) {
  const many = axis.data.length / SIDES;
  const middle = (place) => axis.data[SIDES * place] + axis.data[SIDES * place + 1] / 2;
  const step = many > 1 ? (middle(many - 1) - middle(0)) / (many - 1) : 0;
  const even = Array.from({ length: many }, (_, place) => middle(place)).every((at, place) => Math.abs(at - middle(0) - step * place) < 0.01);
  return step > 0 && even ? [middle(0) - step / 2, step * many] : [0, pixels];
}

// What the cell sees, in words; `field` is null where rows and columns mix.
export function fieldWords(field, height, width) {
  if (!field) return "Which pixels this cell sees, its receipt tells.";
  const { whole, seen } = field;
  const pixels = `of the ${size(height, width)} pixels`;
  if (whole.every((side, at) => side === seen[at])) return `The cell sees ${size(seen[2], seen[3])} ${pixels}.`;
  return `The cell sees ${size(seen[2], seen[3])} ${pixels}; its field of ${whole[2]} ${TIMES} ${whole[3]} goes on beyond the edge.`;
}
