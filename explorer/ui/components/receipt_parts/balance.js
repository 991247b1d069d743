// Columns of numbers that add up as printed.

import { fixed, number, term } from "../shared/numbers.js";

// The texts of `parts`, which come to `total`, each with `decimals` digits after the point and a plus where it adds.
// The part at `taker` is printed as what the others leave of the printed total, and so takes the rounding. Without
// decimals (null) each part has its own digits, and nothing adds up digit by digit.
export function balanced(parts, total, decimals, taker) {
  if (decimals === null) return parts.map((part) => term(part, number(part)));
  const whole = parts.map((part) => lastDigits(part, decimals));
  const others = whole.reduce((sum, one, at) => (at === taker ? sum : sum + one), 0);
  if (whole.length > 0) whole[taker] = lastDigits(total, decimals) - others;
  return whole.map((one) => term(one, fixed(one / 10 ** decimals, decimals)));
}

// One number in the same column.
export function printed(x, decimals) {
  return decimals === null ? number(x) : fixed(x, decimals);
}

// The position of the largest part in size, which bears a rounding best.
export function largestAt(parts) {
  return parts.reduce((best, part, at) => (Math.abs(part) > Math.abs(parts[best]) ? at : best), 0);
}

// A number rounded to `decimals`, counted in units of the last one.
function lastDigits(x, decimals) {
  return Math.round(Number(x.toFixed(decimals)) * 10 ** decimals);
}
