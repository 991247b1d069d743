// Which channels are shown, and in which order.

// Each order: its words, the figure that it goes by, 1 for the smallest first and -1 for the largest; none for numbers.
export const ORDERS = {
  number: { words: "by number" },
  highest: { words: "highest value first", figure: "high", sign: -1 },
  lowest: { words: "lowest value first", figure: "low", sign: 1 },
  largest: { words: "largest mean first", figure: "mean", sign: -1 },
  smallest: { words: "smallest mean first", figure: "mean", sign: 1 },
  lively: { words: "largest deviation first", figure: "deviation", sign: -1 },
  calm: { words: "smallest deviation first", figure: "deviation", sign: 1 },
  full: { words: "fewest zeros first", figure: "zeros", sign: 1 },
  sparse: { words: "most zeros first", figure: "zeros", sign: -1 },
};

// What the bound of an order is called: it keeps the channels that come first.
export function boundWords(order) {
  return { "-1": "at least", 1: "at most" }[ORDERS[order].sign] ?? "";
}

// Whether a channel is zero everywhere.
export function isDead({ limits, odd }, channel) {
  return limits.data[channel] === 0 && odd.data[channel] === 0;
}

// The channels to show: in `order`, within its `bound` (null: all), with or without the dead ones. Equals go by number.
export function placed(arrays, { order, bound, dead }) {
  const { figure, sign } = ORDERS[order];
  const values = figure && arrays[figure].data;
  const kept = Array.from(arrays.limits.data, (_, channel) => channel)
    .filter((channel) => dead || !isDead(arrays, channel))
    .filter((channel) => !figure || bound === null || sign * (values[channel] - bound) <= 0);
  return figure ? kept.sort((a, b) => sign * (values[a] - values[b]) || a - b) : kept;
}
