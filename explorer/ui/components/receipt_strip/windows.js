// Where things lie on the pictures of the strip: boxes in cells of a map, views in cells around it.

// How far a view goes beyond the edge of its picture at most, as a share of the picture's side.
const BEYOND = 0.5;

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
// covers there, at most half a side.
export function viewOf(height, width, box) {
  if (!box) return [0, 0, height, width];
  const [top, left, tall, wide] = box;
  const [up, back] = [Math.max(-BEYOND * height, Math.min(0, top)), Math.max(-BEYOND * width, Math.min(0, left))];
  const down = Math.min((1 + BEYOND) * height, Math.max(height, top + tall));
  const across = Math.min((1 + BEYOND) * width, Math.max(width, left + wide));
  return [up, back, down - up, across - back];
}

// The next output cell [row, column] after `step` steps in reading order, around the end.
export function stepped(row, column, step, height, width) {
  const count = height * width;
  const at = (((row * width + column + step) % count) + count) % count;
  return [Math.floor(at / width), at % width];
}

// The arithmetic of a side's length: "(54 + 2·1 − 3) / 1 + 1 = 54"; both pads where they differ, and the gaps of a
// dilated window. `rounding` is said where the stride does not come out even.
export function sizeText({ size, stride, before, after, dilation }, axis, input, output) {
  const pads = before[axis] === after[axis] ? `2·${before[axis]}` : `${before[axis]} + ${after[axis]}`;
  const gaps = dilation[axis];
  const window = gaps === 1 ? `${size[axis]}` : `(${gaps}·(${size[axis]} − 1) + 1)`;
  const span = gaps * (size[axis] - 1) + 1;
  const steps = (input + before[axis] + after[axis] - span) / stride[axis];
  const whole = Number.isInteger(steps) ? "" : Math.floor(steps) + 1 === output ? ", rounded down" : ", rounded up";
  return `(${input} + ${pads} − ${window}) / ${stride[axis]} + 1 = ${output}${whole}`;
}
