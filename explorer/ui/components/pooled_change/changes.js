// Arithmetic of two columns of numbers and what lies between them.

// Positions of the numbers, those that moved farthest first, equal ones by position; what is no number comes last.
export function movedFirst(here, there) {
  const far = Array.from(here, (value, at) => Math.abs(there[at] - value));
  const size = (at) => (Number.isNaN(far[at]) ? -1 : far[at]);
  return far.map((_, at) => at).sort((a, b) => size(b) - size(a) || a - b);
}

// Decimals for both columns: four digits of the largest number, at least one, at most eight.
export function decimalsOf(here, there) {
  let most = 0;
  for (const values of [here, there]) for (const value of values) if (Number.isFinite(value)) most = Math.max(most, Math.abs(value));
  return most > 0 ? Math.min(8, Math.max(1, 3 - Math.floor(Math.log10(most)))) : 1;
}

// What lies between two numbers as they are printed with so many decimals, so that the line adds up as printed.
export function printedChange(here, there, decimals) {
  const scale = 10 ** decimals;
  return (Math.round(there * scale) - Math.round(here * scale)) / scale;
}

// Colour indices on a scale of their own limit, moved to a larger one, so that two maps are told apart by their colours.
export function onLimit(indices, from, to) {
  const part = to > 0 ? from / to : 0;
  return indices.map((index) => (index === 0 ? 0 : 128 + Math.round((index - 128) * part)));
}
