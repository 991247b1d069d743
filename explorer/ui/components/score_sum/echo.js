// The waterfall while a fader moves: the lines stay, and what they say changes such that they add up as printed.

import { MINUS, TIMES, fixed, number, term } from "../shared/numbers.js";

const PLAIN = new RegExp(`^[+${MINUS}]?[\\d,]+(?:\\.(\\d+))?$`);

// The decimals of a printed number; null for one that is printed by powers of ten.
export function decimalsOf(text) {
  const found = PLAIN.exec(text);
  return found && (found[1]?.length ?? 0);
}

// {rows, total, value} of a waterfall some of whose terms are others now: changes.get(entry) is {value, product}, and
// `products` are those from before. A term without a line changes the line of those that are left. Null where the lines
// cannot say it: with powers of ten, or without a line for what is left.
export function echoed({ rows, total, value, products }, changes) {
  if (changes.size === 0) return { rows, total, value };
  const places = decimalsOf(total);
  const rest = restOf(rows);
  if (places === null || rest < 0) return null;
  const unit = 10 ** places;
  const parts = rows.map(({ start, end }) => end - start);
  let sum = value;
  for (const [entry, { product }] of changes) {
    sum += product - products[entry];
    const own = rows.findIndex((row) => row.entry === entry);
    const at = own >= 0 ? own : lineOfOthers(rows, product || products[entry]);
    if (at < 0) return null;
    parts[at] = own >= 0 ? product : parts[at] + product - products[entry];
  }
  const told = rows.map((row, at) => (parts[at] === row.end - row.start ? unitsOf(row.product, unit) : Math.round(parts[at] * unit)));
  told[rest] = Math.round(sum * unit) - told.reduce((all, one, at) => (at === rest ? all : all + one), 0);
  let before = 0;
  const lines = rows.map((row, at) => {
    const start = before;
    before += parts[at];
    const same = at !== rest && parts[at] === row.end - row.start;
    const product = same ? row.product : term(told[at], fixed(told[at] / unit, places));
    return { ...row, start, end: before, product, factors: writtenFactors(row, changes.get(row.entry)) };
  });
  return { rows: lines, total: fixed(Math.round(sum * unit) / unit, places), value: sum };
}

// The line that takes the rounding of the others: that of the terms that are left and add, or one for rounding alone.
function restOf(rows) {
  const rounding = rows.findIndex(({ kind }) => kind === "rounding");
  return rounding >= 0 ? rounding : lineOfOthers(rows, 1);
}

function lineOfOthers(rows, product) {
  return rows.findIndex(({ kind, start, end }) => kind === "more" && end > start === product > 0);
}

// A printed number as a whole number of units; nothing for one too small for its column.
function unitsOf(text, unit) {
  return decimalsOf(text) === null ? 0 : Math.round(Number(text.replace(/[+,]/g, "").replace(MINUS, "-")) * unit);
}

function writtenFactors({ factors }, change) {
  if (change === undefined) return factors;
  const [value, weight] = factors.split(` ${TIMES} `);
  const places = decimalsOf(value);
  return `${places === null ? number(change.value) : fixed(change.value, places)} ${TIMES} ${weight}`;
}
