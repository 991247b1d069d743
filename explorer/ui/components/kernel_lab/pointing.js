// One pointer for all maps: the place on the photo under the middle of a window, {row, column}, fractions allowed.

import { outputSize } from "../shared/convolution.js";

// The middle of the window of an output position, along one axis; and the position, of `side`, whose window stands nearest.
export function middleOf(position, weights, { stride, padding, dilation }) {
  return position * stride - padding + (dilation * (weights - 1)) / 2;
}

export function nearestTo(middle, weights, { stride, padding, dilation }, side) {
  const position = Math.round((middle + padding - (dilation * (weights - 1)) / 2) / stride);
  return Math.max(0, Math.min(side - 1, position));
}

const sidesOf = ({ planes: [plane] }) => [plane.length, plane[0].length];

// Where cell {row, column} of map `at` stands on the photo.
export function middleAt({ kernels, setting }, at, { row, column }) {
  const [rows, columns] = sidesOf(kernels[at]);
  return { row: middleOf(row, rows, setting), column: middleOf(column, columns, setting) };
}

// The cell of map `at` that is pointed at; null where there is no map.
export function cellUnder({ kernels, setting, photo, middle }, at) {
  const found = outputSize(photo, kernels[at], setting);
  if (!found || !middle) return null;
  const [rows, columns] = sidesOf(kernels[at]);
  return {
    row: nearestTo(middle.row, rows, setting, found.height), column: nearestTo(middle.column, columns, setting, found.width),
  };
}

// The pixel that is pointed at.
export function onPhoto({ middle, photo }) {
  const inside = (place, side) => Math.max(0, Math.min(side - 1, Math.round(place)));
  return { row: inside(middle.row, photo.height), column: inside(middle.column, photo.width) };
}

// The place below the largest value of the first map, away from its edges where there is padding.
export function strongest(model, results) {
  const at = results.findIndex(Boolean);
  if (at < 0) return { row: 0, column: 0 };
  const { values, height, width } = results[at];
  const margin = Math.ceil(model.setting.padding / model.setting.stride);
  const spare = (side) => (2 * margin < side ? margin : 0);
  const best = { row: spare(height), column: spare(width) };
  for (let row = spare(height); row < height - spare(height); row += 1) {
    for (let column = spare(width); column < width - spare(width); column += 1) {
      const size = Math.abs(values[row * width + column]);
      if (size > Math.abs(values[best.row * width + best.column])) [best.row, best.column] = [row, column];
    }
  }
  return middleAt(model, at, best);
}

// The part of the photo {top, left, rows, columns} under the window, cut off at the photo's edges; null without one.
export function windowBox({ kernels, reference, setting: { stride, padding, dilation }, photo }, cells) {
  const at = cells[reference] ? reference : cells.findIndex(Boolean);
  if (at < 0) return null;
  const span = (position, weights, side) => {
    const start = position * stride - padding;
    const [first, last] = [start, start + dilation * (weights - 1)].map((place) => Math.max(0, Math.min(side - 1, place)));
    return [first, last - first + 1];
  };
  const [tall, wide] = sidesOf(kernels[at]);
  const [top, rows] = span(cells[at].row, tall, photo.height);
  const [left, columns] = span(cells[at].column, wide, photo.width);
  return { top, left, rows, columns };
}
