// Kernels over maps in the browser, while somebody edits them. explorer/lab/convolution.py is the reference;
// tests/golden/convolutions.json holds both to the same numbers.
//
// A kernel is {name, planes, divisor, bias}: one plane for all maps, or three, each a list of rows; `divisor` a number or
// "sum". A setting is {stride, padding, edge, dilation}. Maps are {planes: [Float64Array], height, width}.

import { MINUS } from "./numbers.js";

export const EDGES = ["zeros", "reflect", "replicate"];
export const SMALLEST_DIVISOR = 1e-9;
const BAND = 4e6; // multiply-adds between two looks at the clock

// Cells of the output along an axis of `side` cells; below 1 where the kernel does not fit.
export function outputSide(side, size, { stride, padding, dilation }) {
  return Math.floor((side + 2 * padding - dilation * (size - 1) - 1) / stride) + 1;
}

// The same as people work it out: {left, outputs}, "(300 + 2·1 − 1·(3 − 1) − 1) / 2 + 1" and 150.
export function inNumbers(side, size, setting) {
  const { stride, padding, dilation } = setting;
  const above = side + 2 * padding - dilation * (size - 1) - 1;
  const quotient = `(${side} + 2·${padding} ${MINUS} ${dilation}·(${size} ${MINUS} 1) ${MINUS} 1) / ${stride}`;
  const whole = above % stride === 0 ? quotient : `⌊${quotient}⌋`;
  return { left: `${whole} + 1`, outputs: outputSide(side, size, setting) };
}

// {height, width} that a kernel makes of maps; null where it does not fit, or where the edge cannot be reflected so far.
export function outputSize({ height, width }, kernel, setting) {
  if (setting.edge === "reflect" && setting.padding >= Math.min(height, width)) return null;
  const [rows, columns] = [kernel.planes[0].length, kernel.planes[0][0].length];
  const [tall, wide] = [outputSide(height, rows, setting), outputSide(width, columns, setting)];
  return tall < 1 || wide < 1 ? null : { height: tall, width: wide };
}

// The number that the weights are divided by, never zero.
export function dividedBy({ planes, divisor }) {
  if (divisor !== "sum") return divisor;
  const total = weightSum(planes);
  return Math.abs(total) >= SMALLEST_DIVISOR ? total : 1;
}

export function weightSum(planes) {
  return planes.flat(2).reduce((sum, weight) => sum + weight, 0);
}

// Weights over divisor for each map, both rounded to float32 first: [[number]], one list a map, row after row.
export function slicesOf(kernel, channels) {
  const divisor = Math.fround(dividedBy(kernel));
  const slices = kernel.planes.map((plane) => plane.flat().map((weight) => Math.fround(Math.fround(weight) / divisor)));
  return Array.from({ length: channels }, (_, map) => slices[slices.length === 1 ? 0 : map]);
}

// The place of the map that each place of the padded axis shows; -1 for zero.
export function paddedPlaces(side, padding, edge) {
  return Int32Array.from({ length: side + 2 * padding }, (_, at) => {
    const place = at - padding;
    if (place >= 0 && place < side) return place;
    if (edge === "zeros") return -1;
    if (edge === "replicate") return place < 0 ? 0 : side - 1;
    return place < 0 ? -place : 2 * (side - 1) - place;
  });
}

// Maps with their padding: {planes, total, height, width}; `total` is the sum of all planes, which is all that a kernel
// of one plane reads.
export function paddedMaps({ planes, height, width }, { padding, edge }) {
  const [rows, columns] = [paddedPlaces(height, padding, edge), paddedPlaces(width, padding, edge)];
  const laid = planes.map((plane) => {
    const out = new Float64Array(rows.length * columns.length);
    for (let row = 0, at = 0; row < rows.length; row += 1) {
      for (let column = 0; column < columns.length; column += 1, at += 1) {
        if (rows[row] >= 0 && columns[column] >= 0) out[at] = plane[rows[row] * width + columns[column]];
      }
    }
    return out;
  });
  const total = laid.length === 1 ? laid[0] : new Float64Array(laid[0].length);
  if (laid.length > 1) for (const plane of laid) for (let at = 0; at < total.length; at += 1) total[at] += plane[at];
  return { planes: laid, total, height: rows.length, width: columns.length };
}

// Computes a map step by step, so that a large one need not hold up the page: a generator that yields now and then and
// returns {values: Float32Array, height, width}. `size` is what outputSize gave.
export function* convolving(padded, kernel, setting, size) {
  const { stride, dilation } = setting;
  const one = kernel.planes.length === 1;
  const sources = one ? [padded.total] : padded.planes;
  const slices = slicesOf(kernel, sources.length);
  const across = kernel.planes[0][0].length;
  const values = new Float32Array(size.height * size.width);
  const line = new Float64Array(size.width);
  const work = size.width * slices[0].length * sources.length;
  for (let row = 0, done = 0; row < size.height; row += 1, done += work) {
    if (done > BAND) {
      done = 0;
      yield;
    }
    line.fill(kernel.bias);
    sources.forEach((source, map) => slices[map].forEach((weight, tap) => {
      if (weight === 0) return;
      const [down, right] = [Math.floor(tap / across), tap % across];
      addLine(line, weight, source, (row * stride + down * dilation) * padded.width + right * dilation, stride);
    }));
    values.set(line, row * size.width);
  }
  return { values, ...size };
}

function addLine(line, weight, source, first, stride) {
  const { length } = line;
  if (stride === 1) for (let at = 0; at < length; at += 1) line[at] += weight * source[first + at];
  else for (let at = 0, from = first; at < length; at += 1, from += stride) line[at] += weight * source[from];
}

// The same in one go.
export function convolved(padded, kernel, setting, size) {
  const steps = convolving(padded, kernel, setting, size);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

// What one cell is made of: {inputs, products, total}, one list a plane of the kernel, row after row. Where one plane
// reads several maps its inputs are their sums.
export function windowOf(padded, kernel, { stride, dilation }, row, column) {
  const sources = kernel.planes.length === 1 ? [padded.total] : padded.planes;
  const slices = slicesOf(kernel, sources.length);
  const across = kernel.planes[0][0].length;
  const inputs = sources.map((source, map) => slices[map].map((_, tap) =>
    source[(row * stride + Math.floor(tap / across) * dilation) * padded.width + column * stride + (tap % across) * dilation]));
  const products = inputs.map((list, map) => list.map((value, tap) => value * slices[map][tap]));
  return { inputs, products, total: products.flat().reduce((sum, product) => sum + product, 0) + kernel.bias };
}
