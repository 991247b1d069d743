// Arithmetic of the number line: on which rulers the stages of a number lie.

const NEAR = 8; // stages whose sizes differ by more than this factor need rulers of their own

// Rulers for stages [{name, value}]: {from, to, low, high}, stages from <= at < to on a line from low to high, which
// holds zero. A stage begins another ruler where it would leave the last one, or shrink to nothing on it; adding and
// taking away never does. `least`: how far the first ruler reaches at least.
export function rulersOf(stages, least = 0) {
  const rulers = [];
  stages.forEach(({ name, value }, at) => {
    const size = Math.abs(value);
    const last = rulers.at(-1);
    const scaled = /^[÷×]/.test(name) && size > 0 && last?.size > 0;
    const far = scaled && (size > NEAR * last.size || size * NEAR < Math.abs(stages[at - 1].value));
    if (!last || far) rulers.push({ from: at, to: at + 1, size });
    else Object.assign(last, { to: at + 1, size: Math.max(last.size, size) });
  });
  return rulers.map(({ from, to }, at) => {
    const values = stages.slice(from, to).map(({ value }) => value).filter(Number.isFinite);
    const high = roundEnd(Math.max(0, at === 0 ? least : 0, ...values), at === 0 ? least : 0);
    const low = -roundEnd(-Math.min(0, ...values), 0);
    return { from, to, low, high: high === low ? 1 : high };
  });
}

// Where a value lies on a ruler, 0 to 1.
export function along(value, { low, high }) {
  return (value - low) / (high - low);
}

// The next 1, 2, 3, 4, 5, 6, 8 or 10 of its power of ten; `end` itself stays.
function roundEnd(value, end) {
  if (value === 0 || value === end) return value === 0 ? 0 : value;
  const power = 10 ** Math.floor(Math.log10(value));
  return power * [1, 2, 3, 4, 5, 6, 8, 10].find((step) => step * power >= value * (1 - 1e-12));
}
