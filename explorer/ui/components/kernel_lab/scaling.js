// One scale for all maps, and what lies beyond it.

import { wordOf } from "../shared/colours.js";

const SHARE = 0.99; // of the cells that the colours reach; a few extreme ones would leave the others pale
const BINS = 4096;

// {limit, beyond}: the size that takes the strongest colour, and the share of all cells that are larger.
export function scaleOf(maps) {
  let largest = 0;
  let cells = 0;
  for (const { values } of maps) {
    cells += values.length;
    for (let at = 0; at < values.length; at += 1) largest = Math.max(largest, Math.abs(values[at]));
  }
  if (!(largest > 0)) return { limit: 0, beyond: 0 };
  const tally = new Uint32Array(BINS);
  const factor = (BINS - 1) / largest;
  for (const { values } of maps) {
    for (let at = 0; at < values.length; at += 1) tally[Math.floor(Math.abs(values[at]) * factor)] += 1;
  }
  let within = 0;
  let bin = 0;
  while (bin < BINS - 1 && (within += tally[bin]) < SHARE * cells) bin += 1;
  const limit = Math.min(largest, (bin + 1) / factor);
  return { limit, beyond: countBeyond(maps, limit) / cells };
}

function countBeyond(maps, limit) {
  let beyond = 0;
  for (const { values } of maps) for (let at = 0; at < values.length; at += 1) beyond += Math.abs(values[at]) > limit;
  return beyond;
}

// Colour indices of values on the scale -limit..limit, as shared/colours.js has them.
export function quantised(values, limit) {
  const out = new Uint8Array(values.length);
  const factor = limit > 0 ? 127 / limit : 0;
  for (let at = 0; at < values.length; at += 1) {
    const steps = values[at] * factor;
    const size = Math.min(127, Math.round(Math.abs(steps)));
    out[at] = steps < 0 ? 128 - size : 128 + size;
  }
  return out;
}

export function extremes(values) {
  let [low, high, sum] = [Infinity, -Infinity, 0];
  for (let at = 0; at < values.length; at += 1) {
    low = Math.min(low, values[at]);
    high = Math.max(high, values[at]);
    sum += values[at];
  }
  return { low, high, mean: sum / values.length };
}

// As the post's show_image draws one map (fastai 1 hands matplotlib the colour map "binary"): its lowest value white,
// its highest black. Indices 0 to 255, and the table for them.
export function plainOf(values) {
  const { low, high } = extremes(values);
  const factor = high > low ? 255 / (high - low) : 0;
  return Uint8Array.from(values, (value) => Math.round((value - low) * factor));
}

export const PLAIN = Uint32Array.from({ length: 256 }, (_, index) => wordOf([255 - index, 255 - index, 255 - index]));

// The largest |difference| of two maps of one size, and the difference itself.
export function differenceOf(one, other) {
  const values = new Float32Array(one.values.length);
  let largest = 0;
  for (let at = 0; at < values.length; at += 1) {
    values[at] = one.values[at] - other.values[at];
    largest = Math.max(largest, Math.abs(values[at]));
  }
  return { values, largest, height: one.height, width: one.width };
}
