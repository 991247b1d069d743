// Arithmetic of the strip, in which there may be more entries than pixels, and of the waterfall's bars.

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
    let low = values[order[from]];
    let high = low;
    for (let position = from + 1; position < to; position += 1) {
      low = Math.min(low, values[order[position]]);
      high = Math.max(high, values[order[position]]);
    }
    return { from, to, low, high };
  });
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

// Lowest and highest end of the vertical scale: zero is always on it.
export function reachOf(values) {
  let [low, high] = [0, 0];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return { low, high: high > low ? high : low + 1 };
}

// The entry of a bar that speaks loudest: the one with the largest |product|.
export function speakerOf(products, order, { from, to }) {
  let best = order[from];
  for (let position = from + 1; position < to; position += 1) {
    if (Math.abs(products[order[position]]) > Math.abs(products[best])) best = order[position];
  }
  return best;
}

// How much of its colour a bar has, 0 to 1: the root, so that small products beside large ones are seen.
export function strengthOf(product, most) {
  if (!Number.isFinite(product)) return Number.isNaN(product) ? 0 : 1;
  return most > 0 ? Math.sqrt(Math.abs(product) / most) : 0;
}

// [red, green, blue] on the way from one colour to another, `part` 0 to 1.
export function mixed(from, to, part) {
  return from.map((value, channel) => Math.round(value + (to[channel] - value) * part));
}

// {low, high} of the running sum along the rows of the waterfall; zero is always in it.
export function spanOf(rows) {
  const ends = rows.flatMap(({ start, end }) => [start, end]).filter(Number.isFinite);
  const [low, high] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  return { low, high: high > low ? high : low + 1 };
}

// Where a value stands on the track, in per cent from its left end; what is no number stands at the left.
export function partOf(value, { low, high }) {
  return Number.isFinite(value) ? (100 * (value - low)) / (high - low) : 0;
}
