// Arithmetic of softmax, printed so that it adds up as printed.

import { count, fixed, number, probability } from "../shared/numbers.js";

export const DECIMALS = 4;

// The terms e^(logit / temperature − largest) of all classes, and their sum. The largest term is 1, so nothing grows
// beyond every number; it stands in every term and so cancels out.
export function powersOf(logits, temperature) {
  const largest = logits.reduce((most, logit) => Math.max(most, logit / temperature), -Infinity);
  const powers = Float64Array.from(logits, (logit) => Math.exp(logit / temperature - largest));
  return { powers, sum: powers.reduce((sum, power) => sum + power, 0) };
}

// One row a class in `rows`, one for all others, and the sum: texts, column by column. Terms are cut, not rounded, so
// that what is left for the others is never below zero.
export function linesOf(logits, rows, temperature) {
  const { powers, sum } = powersOf(logits, temperature);
  const scale = 10 ** DECIMALS;
  const cut = (value) => Math.floor(value * scale);
  const lines = rows.map((index) => ({
    logit: number(logits[index]), scaled: number(logits[index] / temperature), power: fixed(cut(powers[index]) / scale, DECIMALS),
    share: probability(powers[index] / sum),
  }));
  const left = Math.round(sum * scale) - rows.reduce((total, index) => total + cut(powers[index]), 0);
  const shown = rows.reduce((total, index) => total + powers[index], 0);
  const others = logits.length - rows.length;
  if (others > 0 || left !== 0) {
    const name = others > 0 ? `${count(others)} other${others === 1 ? "" : "s"}` : "rounding";
    lines.push({ name, logit: "", scaled: "", power: fixed(left / scale, DECIMALS), share: others > 0 ? probability(Math.max(0, 1 - shown / sum)) : "" });
  }
  return { lines, sum: fixed(Math.round(sum * scale) / scale, DECIMALS) };
}

// The temperature at a position 0 to 100 of the slider: 0.1 to 10, 1 in the middle, two digits.
export function temperatureAt(position) {
  return Number((10 ** ((position - 50) / 50)).toPrecision(2));
}
