// Where things lie on the pictures of the strip: boxes in cells of a map, views in cells around it.

import { count, MINUS, TIMES } from "../shared/numbers.js";

const AXES = [0, 1];
// How far a view goes beyond the edge of its picture at most, as a share of the picture's side.
const BEYOND = 0.5;
const FEWEST_PIXELS = 15;

// The window {top, left, rows, columns, dilation} of output (row, column).
export function windowOf({ size, stride, before, dilation }, row, column) {
  return {
    top: row * stride[0] - before[0], left: column * stride[1] - before[1], rows: size[0], columns: size[1], dilation,
  };
}

// The cells that a window covers, [row, column] each, also those beyond the edge.
export function cellsOf({ top, left, rows, columns, dilation }) {
  return Array.from({ length: rows * columns }, (_, at) => [
    top + dilation[0] * Math.floor(at / columns), left + dilation[1] * (at % columns),
  ]);
}

// The box [top, left, height, width] around a window.
export function boxOf({ top, left, rows, columns, dilation }) {
  return [top, left, dilation[0] * (rows - 1) + 1, dilation[1] * (columns - 1) + 1];
}

// The view [top, left, height, width] that shows a picture of height × width whole and, beyond its edges, what a box
// covers there, at most `beyond` of a side.
export function viewOf(height, width, box, beyond = BEYOND) {
  if (!box) return [0, 0, height, width];
  const [top, left, tall, wide] = box;
  const [up, back] = [Math.max(-beyond * height, Math.min(0, top)), Math.max(-beyond * width, Math.min(0, left))];
  const down = Math.min((1 + beyond) * height, Math.max(height, top + tall));
  const across = Math.min((1 + beyond) * width, Math.max(width, left + wide));
  return [up, back, down - up, across - back];
}

// The next output cell [row, column] after `step` steps in reading order; null past the last and before the first.
export function stepped(row, column, step, height, width) {
  const at = row * width + column + step;
  return at < 0 || at >= height * width ? null : [Math.floor(at / width), at % width];
}

// What is enlarged of a picture of height × width: the field around what is `seen` of it, as far as viewOf goes, and
// of a small field its surroundings, too.
export function partOf([height, width], { whole, seen }) {
  const [top, left, tall, wide] = viewOf(seen[2], seen[3], [whole[0] - seen[0], whole[1] - seen[1], whole[2], whole[3]]);
  const [row, rows] = widened(seen[0] + top, tall, height);
  const [column, columns] = widened(seen[1] + left, wide, width);
  return [row, column, rows, columns];
}

function widened(start, length, side) {
  if (length >= FEWEST_PIXELS) return [start, length];
  const shown = Math.max(length, Math.min(FEWEST_PIXELS, side));
  const first = start - Math.floor((shown - length) / 2);
  const inside = start >= 0 && start + length <= side;
  return [inside ? Math.max(0, Math.min(side - shown, first)) : first, shown];
}

// The view of a map with the padding around it.
export function paddedView({ before, after }, height, width) {
  return [-before[0], -before[1], height + before[0] + after[0], width + before[1] + after[1]];
}

// The part of a box that a view shows.
export function within(view, box) {
  const [top, left] = AXES.map((axis) => Math.max(view[axis], box[axis]));
  const [bottom, right] = AXES.map((axis) => Math.min(view[axis] + view[axis + 2], box[axis] + box[axis + 2]));
  return [top, left, Math.max(0, bottom - top), Math.max(0, right - left)];
}

// The cells up to [row, column] in reading order, as boxes.
export function reached([row, column], width) {
  return [...(row > 0 ? [[0, 0, row, width]] : []), [row, 0, 1, column + 1]];
}

// The box around cells; null for none.
export function aroundOf(cells) {
  if (cells.length === 0) return null;
  const end = (choose) => AXES.map((axis) => cells.reduce((most, cell) => choose(most, cell[axis]), cells[0][axis]));
  const [low, high] = [end(Math.min), end(Math.max)];
  return [...low, high[0] - low[0] + 1, high[1] - low[1] + 1];
}

// Where a view lies in a square picture of `side`, in the middle and as large as fits: {scale, x, y}.
export function fitted([, , tall, wide], side) {
  const scale = side / Math.max(tall, wide);
  return { scale, x: (side - wide * scale) / 2, y: (side - tall * scale) / 2 };
}

// The cell [row, column] of the view under (x, y) of that square, also one in the padding; null beside the view.
export function cellUnder(view, side, x, y) {
  const at = fitted(view, side);
  const [down, across] = [(y - at.y) / at.scale, (x - at.x) / at.scale];
  if (down < 0 || across < 0 || down >= view[2] || across >= view[3]) return null;
  return [Math.floor(view[0] + down), Math.floor(view[1] + across)];
}

// The neighbour of a cell, kept on the map.
export function neighbour([row, column], [down, across], { height, width }) {
  const kept = (at, length) => Math.max(0, Math.min(length - 1, at));
  return [kept(row + down, height), kept(column + across, width)];
}

// How a window moves and why the output has its size: "Stride 1, padding 1: (54 + 2·1 − 3) / 1 + 1 = 54.", for one
// that slides from maps of `input` to maps of `output`, each [height, width].
export function slideText(slide, input, output) {
  const { size, stride, before, after, dilation } = slide;
  const even = before.every((places, axis) => places === after[axis]);
  const padding = even ? `padding ${pair(before)}` : `padding ${pair(before)} before and ${pair(after)} behind`;
  const gaps = dilation.some((gap, axis) => gap > 1 && size[axis] > 1) ? `, dilation ${pair(dilation)}` : "";
  const [down, across] = AXES.map((axis) => sizeText(slide, axis, input[axis], output[axis]));
  return `Stride ${pair(stride)}, ${padding}${gaps}: ${down === across ? down : `down ${down}; across ${across}`}.`;
}

// How far neighbouring cells look apart on the photo, [down, across] in pixels, on a map of `output` [height, width];
// empty where there is no neighbour.
export function apartText(apart, output) {
  const [down, across] = AXES.map((axis) => (output[axis] > 1 ? apart[axis] : null));
  const far = [...new Set([down, across].filter((pixels) => pixels !== null))];
  if (far.length === 0) return "";
  if (far.every((pixels) => pixels === 0)) return "Neighbouring cells see the same pixels.";
  if (far.length === 1) return `Neighbouring cells look ${count(far[0])} ${far[0] === 1 ? "pixel" : "pixels"} apart.`;
  return `Neighbouring cells look ${count(down)} pixels apart down and ${count(across)} across.`;
}

const pair = ([first, second]) => (first === second ? `${first}` : `${first} ${TIMES} ${second}`);

// The arithmetic of a side's length: "(54 + 2·1 − 3) / 1 + 1 = 54"; both pads where they differ, and the gaps of a
// dilated window. The rounding is said where the stride does not come out even.
export function sizeText({ size, stride, before, after, dilation }, axis, input, output) {
  const [first, last, gap, length] = [before[axis], after[axis], dilation[axis], size[axis]];
  const pads = first !== last ? ` + ${first} + ${last}` : first > 0 ? ` + 2·${first}` : "";
  const window = gap > 1 && length > 1 ? `(${gap}·(${length} ${MINUS} 1) + 1)` : `${length}`;
  const steps = (input + first + last - gap * (length - 1) - 1) / stride[axis];
  const whole = Number.isInteger(steps) ? "" : Math.floor(steps) + 1 === output ? ", rounded down" : ", rounded up";
  return `(${count(input)}${pads} ${MINUS} ${window}) / ${stride[axis]} + 1 = ${count(output)}${whole}`;
}
