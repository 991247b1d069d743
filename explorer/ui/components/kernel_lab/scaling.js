// One scale for all maps, and what lies beyond it.

import { wordOf } from "../shared/colours.js";
import { number, size } from "../shared/numbers.js";

const SHARE = 0.99; // of the cells that the colours reach; a few extreme ones would leave the others pale
const BINS = 4096;

// A map with what is known of its values: {low, high, mean, largest}, largest being the largest |value|.
export function measured(map) {
  const { values } = map;
  let [low, high, sum] = [Infinity, -Infinity, 0];
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at];
    if (value < low) low = value;
    if (value > high) high = value;
    sum += value;
  }
  return { ...map, low, high, mean: sum / values.length, largest: Math.max(-low, high) };
}

// {limit, beyond} of measured maps: the size that takes the strongest colour, and the share of all cells that are larger.
// Whole-number truncation (| 0) is several times faster than Math.floor here, and this runs at every keystroke.
export function scaleOf(maps) {
  const largest = maps.reduce((most, map) => Math.max(most, map.largest), 0);
  if (!(largest > 0)) return { limit: 0, beyond: 0 };
  const tally = new Uint32Array(BINS);
  const factor = (BINS - 1) / largest;
  let cells = 0;
  for (const { values } of maps) {
    cells += values.length;
    for (let at = 0; at < values.length; at += 1) tally[(Math.abs(values[at]) * factor) | 0] += 1;
  }
  let within = 0;
  let bin = -1;
  while (bin < BINS - 1 && within < SHARE * cells) within += tally[bin += 1];
  return { limit: Math.min(largest, (bin + 1) / factor), beyond: (cells - within) / cells };
}

// Colour indices of values on the scale -limit..limit, as shared/colours.js has them.
export function quantised(values, limit) {
  const out = new Uint8Array(values.length);
  const factor = limit > 0 ? 127 / limit : 0;
  for (let at = 0; at < values.length; at += 1) {
    const steps = values[at] * factor;
    const shade = (Math.min(127, Math.abs(steps)) + 0.5) | 0;
    out[at] = steps < 0 ? 128 - shade : 128 + shade;
  }
  return out;
}

// As the post's show_image draws one map (fastai 1 hands matplotlib the colour map "binary"): its lowest value white,
// its highest black. Indices 0 to 255, and the table for them.
export function plainOf({ values, low, high }) {
  const factor = high > low ? 255 / (high - low) : 0;
  const out = new Uint8Array(values.length);
  for (let at = 0; at < values.length; at += 1) out[at] = ((values[at] - low) * factor + 0.5) | 0;
  return out;
}

export const PLAIN = Uint32Array.from({ length: 256 }, (_, index) => wordOf([255 - index, 255 - index, 255 - index]));

// The largest |difference| of two maps of one size, and the difference itself.
export function differenceOf(one, other) {
  const values = new Float32Array(one.values.length);
  let largest = 0;
  for (let at = 0; at < values.length; at += 1) {
    values[at] = one.values[at] - other.values[at];
    const apart = Math.abs(values[at]);
    if (apart > largest) largest = apart;
  }
  return { values, largest, height: one.height, width: one.width };
}

// A measured map in words, for those who do not see it.
export function summaryOf(map) {
  if (!map) return "does not fit";
  return `${size(map.height, map.width)}, lowest ${number(map.low)}, mean ${number(map.mean)}, highest ${number(map.high)}`;
}
