// What can be done to a kernel, as plain data: every function returns a new one.

import { dividedBy, SMALLEST_DIVISOR } from "../shared/convolution.js";
import { number } from "../shared/numbers.js";

export const LARGEST_SIDE = 15;
export const MOST_KERNELS = 6;
export const LIMITS = { stride: [1, 32], padding: [0, 64], dilation: [1, 32], rows: [1, LARGEST_SIDE], columns: [1, LARGEST_SIDE] };
const LARGEST_NUMBER = 1e9;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;

// The number that a text says: digits, a power of ten, or a fraction such as -5/3; null for everything else.
export function numberFrom(text) {
  const parts = text.trim().replaceAll("−", "-").replaceAll(" ", "").split("/");
  if (parts.length > 2 || !parts.every((part) => NUMBER.test(part))) return null;
  const value = parts.length === 2 ? Number(parts[0]) / Number(parts[1]) : Number(parts[0]);
  return Number.isFinite(value) && Math.abs(value) <= LARGEST_NUMBER ? value : null;
}

// A number as somebody would write it: four digits, and no zeros behind the last of them.
export function written(value) {
  const text = number(value);
  return text.includes(".") && !text.includes(" ") ? text.replace(/\.?0+$/, "") : text;
}

export function divisorFrom(text) {
  const value = numberFrom(text);
  return value === null || Math.abs(value) < SMALLEST_DIVISOR ? null : value;
}

// A whole number within the limits of `what`, else null.
export function wholeFrom(text, what) {
  const [low, high] = LIMITS[what];
  const value = /^\d{1,3}$/.test(text.trim()) ? Number(text) : NaN;
  return value >= low && value <= high ? value : null;
}

export const custom = (kernel, changes) => ({ ...kernel, name: "Custom", ...changes });

export function withWeight(kernel, plane, row, column, value) {
  const planes = kernel.planes.map((rows) => rows.map((line) => [...line]));
  planes[plane][row][column] = value;
  return custom(kernel, { planes });
}

// Rows and columns are added and cut at all edges alike, so that the middle stays; new weights are zero.
export function resized(kernel, rows, columns) {
  const shift = (from, to) => Math.floor((from - 1) / 2) - Math.floor((to - 1) / 2);
  const planes = kernel.planes.map((plane) => {
    const [down, across] = [shift(plane.length, rows), shift(plane[0].length, columns)];
    return Array.from({ length: rows }, (_, row) =>
      Array.from({ length: columns }, (__, column) => plane[row + down]?.[column + across] ?? 0));
  });
  return custom(kernel, { planes });
}

// One plane for all colours becomes one for each, and makes the same map; three become the first of them.
export function withPlanes(kernel, many) {
  if (kernel.planes.length === many) return kernel;
  const divisor = kernel.divisor === "sum" ? dividedBy(kernel) : kernel.divisor;
  const planes = Array.from({ length: many }, () => kernel.planes[0].map((line) => [...line]));
  return custom(kernel, { planes, divisor });
}

// A kernel as a kernel file has it, and back.
export function toJson({ name, planes, divisor, bias }) {
  return { name, weights: planes.length === 1 ? planes[0] : planes, divisor, bias };
}

export function fromJson({ name, weights, divisor, bias }) {
  return { name, planes: Array.isArray(weights[0][0]) ? weights : [weights], divisor, bias };
}

// What a preset says about itself, while it is one.
export function sentenceOf(kernel, presets) {
  return presets.find((preset) => sameKernel(preset.kernel, kernel))?.sentence ?? "";
}

export function sameKernel(one, other) {
  return JSON.stringify(toJson(one)) === JSON.stringify(toJson(other));
}

// What a kernel is called beside the others.
export const letterOf = (at) => "ABCDEF"[at];
