// Arithmetic of the strip: which of K entries lies where when there are more entries than pixels.

// Channels from left to right: 0 … K-1, or the largest value first (equal values by number).
export function orderOf(values, sorted) {
  const order = Array.from(values, (_, channel) => channel);
  return sorted ? order.sort((a, b) => values[b] - values[a] || a - b) : order;
}

// One bar per entry, or per pixel column when there are more entries than columns: {from, to, low, high} with
// positions from <= p < to and the smallest and largest value among them.
export function barsOf(values, order, columns) {
  const bars = Math.min(order.length, Math.max(1, columns));
  return Array.from({ length: bars }, (_, bar) => {
    const from = Math.floor((bar * order.length) / bars);
    const to = Math.floor(((bar + 1) * order.length) / bars);
    const part = order.slice(from, to).map((channel) => values[channel]);
    return { from, to, low: Math.min(...part), high: Math.max(...part) };
  });
}

// What is drawn of a bar, from zero: [value, solid]. The end that only one of its entries reaches is pale (not solid),
// what all of them reach is solid; an entry with a bar of its own is solid throughout.
export function strokesOf({ from, to, low, high }) {
  const strokes = [];
  for (const [outer, inner] of [[Math.max(high, 0), Math.max(low, 0)], [Math.min(low, 0), Math.min(high, 0)]]) {
    if (outer !== 0) strokes.push([outer, to - from === 1]);
    if (inner !== 0 && to - from > 1) strokes.push([inner, true]);
  }
  return strokes;
}

// The position under x of a strip `width` wide; of several entries in one column the largest in size.
export function positionAt(values, order, columns, x, width) {
  const bars = barsOf(values, order, columns);
  const bar = bars[Math.min(bars.length - 1, Math.max(0, Math.floor((x * bars.length) / width)))];
  let best = bar.from;
  for (let position = bar.from; position < bar.to; position += 1) {
    if (Math.abs(values[order[position]]) > Math.abs(values[order[best]])) best = position;
  }
  return best;
}

// First position of a lens of `span` entries around a position, moved only as far as the ends allow.
export function lensStart(position, span, entries) {
  return Math.max(0, Math.min(entries - span, position - (span >> 1)));
}

// Lowest and highest end of the vertical scale: zero is always on it.
export function reachOf(values) {
  let [low, high] = [0, 0];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return { low, high: high > low ? high : low + 1 };
}

// Decimals for a column of values so that the smallest in size keeps four significant digits; null where it is too
// small for that and each value is printed on its own.
export function decimalsFor(values) {
  const smallest = Math.min(...values.map(Math.abs));
  return smallest >= 0.001 ? Math.max(0, 3 - Math.floor(Math.log10(smallest))) : null;
}
