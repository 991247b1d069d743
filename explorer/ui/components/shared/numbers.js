// Numbers as people read them. explorer/render/numbers.py has the same rules for what Python prints, too;
// tests/golden/numbers.json holds the cases that both must answer alike.

export const MINUS = "\u2212";
export const TIMES = "\u00d7";
export const APPROXIMATELY = "\u2248";
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const SMALLEST = 0.001;
const LARGEST = 1e7;

function odd(x) {
  if (Number.isNaN(x)) return "not a number";
  return x > 0 ? "∞" : `${MINUS}∞`;
}

// "1234.5" -> "1,234.5" and "-" -> "−"; a text that is zero throughout loses its sign.
function dressed(text) {
  const [whole, part] = text.replace("-", "").split(".");
  const sign = text.startsWith("-") && /[1-9]/.test(text) ? MINUS : "";
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return sign + grouped + (part === undefined ? "" : `.${part}`);
}

// "9.3e-5" -> "9.3 × 10⁻⁵"
function scientific(text) {
  const [mantissa, exponent] = text.split("e");
  const raised = exponent.replace("+", "").replace("-", "⁻").replace(/\d/g, (digit) => SUPERSCRIPTS[digit]);
  return `${dressed(mantissa)} ${TIMES} 10${raised}`;
}

const outside = (x) => Math.abs(x) < SMALLEST || Math.abs(x) >= LARGEST;

// `digits` significant digits; the whole part is never rounded away. Below 0.001 and from ten million on a
// power of ten whose mantissa has two digits less, but two at least. Zero is "0".
export function number(x, digits = 4) {
  if (!Number.isFinite(x)) return odd(x);
  if (x === 0) return "0";
  if (outside(x)) return scientific(x.toExponential(Math.max(2, digits - 2) - 1));
  const exponent = Number(x.toExponential(digits - 1).split("e")[1]);
  return dressed(x.toFixed(Math.max(0, digits - 1 - exponent)));
}

// The value that a screen is about: four significant digits and at least one decimal, "1,539.0".
export function reading(x) {
  if (!Number.isFinite(x) || x === 0 || outside(x) || Math.abs(x) < 999.95) return number(x, 4);
  return dressed(x.toFixed(1));
}

// A number in a narrow cell: three significant digits.
export function cell(x) {
  return number(x, 3);
}

// `decimals` digits after the point, for columns that add up as printed: "1,539.0".
export function fixed(x, decimals) {
  return Number.isFinite(x) ? dressed(x.toFixed(decimals)) : odd(x);
}

// A term of a sum: a plus before what adds. `text` is what another function of this file printed for `x`.
export function term(x, text) {
  return x > 0 ? `+${text}` : text;
}

// All digits of a float32: the fewest that give exactly this float32 back.
export function exact(x) {
  if (!Number.isFinite(x)) return odd(x);
  if (x === 0) return "0";
  let digits = 1;
  while (digits < 9 && Math.fround(Number(x.toPrecision(digits))) !== Math.fround(x)) digits += 1;
  if (outside(x)) return scientific(x.toExponential(digits - 1));
  const exponent = Number(x.toExponential(digits - 1).split("e")[1]);
  return dressed(x.toFixed(Math.max(0, digits - 1 - exponent)));
}

// 0.792 -> "79.2 %"; what is not zero never prints as 0.0 %, what is not one never as 100.0 %.
export function probability(p) {
  return percent(p, 1);
}

// A share of cells in whole per cent: 0.77 -> "77 %", "< 1 %", "> 99 %".
export function share(fraction) {
  return percent(fraction, 0);
}

function percent(p, decimals) {
  if (!Number.isFinite(p)) return odd(p);
  const step = 10 ** -decimals;
  if (p === 0) return "0 %";
  if (p === 1) return "100 %";
  const value = p * 100;
  if (value < step) return `< ${step.toFixed(decimals)} %`;
  if (value > 100 - step) return `> ${(100 - step).toFixed(decimals)} %`;
  return `${value.toFixed(decimals)} %`;
}

// Height and width: "54 × 54".
export function size(height, width) {
  return `${count(height)} ${TIMES} ${count(width)}`;
}

// A whole number in full: "25,557,032".
export function count(n) {
  return dressed(n.toFixed(0));
}

// A value known in steps of `step` only, with no digit that the step does not carry: "1,540", "0.12".
export function approximate(value, step) {
  if (!Number.isFinite(value) || value === 0 || !(step > 0)) return number(value);
  const power = Math.floor(Math.log10(step));
  if (power < -5 || Math.abs(value) >= 1e7) return number(value, 2);
  return power < 0 ? fixed(value, -power) : fixed(Math.round(value / 10 ** power) * 10 ** power, 0);
}
