// Arithmetic of the ribbon: what adds lies to the right from zero, what takes away hangs back from its end.

import { balanced, largestAt, printed } from "./balance.js";

// What the segments stand for: input maps, or single terms where there is one map only or each map has one term.
// A share is {map, term, adds, takes}: positions of the map's group and of the term, null for a whole map.
export function sharesOf(groups, products) {
  if (groups.length > 1 && groups.length < products.length) {
    return groups.map(({ adds, takes }, map) => ({ map, term: null, adds, takes }));
  }
  return groups.flatMap(({ terms }, map) => terms.map((term) => (
    { map, term, adds: Math.max(0, products[term]), takes: Math.min(0, products[term]) })));
}

// {adds, takes, low, high, counts: {adds, takes, zero}, texts: {adds, takes, left}}: sums with the bias in them, the
// two ends of the ribbon on the scale of the products, how many products there are of each sign, and the sums in
// print, which add up. null where a number is not finite or all are zero.
export function ribbonOf(products, bias, value, decimals) {
  const counts = { adds: 0, takes: 0, zero: 0 };
  let [adds, takes] = [Math.max(0, bias), Math.min(0, bias)];
  for (const product of products) {
    counts[product > 0 ? "adds" : product < 0 ? "takes" : "zero"] += 1;
    if (product > 0) adds += product;
    else takes += product;
  }
  if (![adds, takes, value].every(Number.isFinite) || adds === takes) return null;
  const parts = [adds, takes];
  const texts = balanced(parts, value, decimals, largestAt(parts));
  const left = printed(value, decimals);
  return { adds, takes, low: Math.min(0, value), high: adds, counts, texts: { adds: texts[0], takes: texts[1], left } };
}

// Segments of one bar, the largest first: {share, size, merged}. Once one is narrower than `narrowest`, it and all
// after it become one segment without a share, and `merged` says how many.
export function segmentsOf(sized, scale, narrowest) {
  const ordered = sized.filter(({ size }) => size > 0).sort((a, b) => b.size - a.size);
  const cut = ordered.findIndex(({ size }) => size * scale < narrowest);
  if (cut < 0 || cut === ordered.length - 1) return ordered.map((one) => ({ ...one, merged: 0 }));
  const rest = ordered.slice(cut).reduce((sum, { size }) => sum + size, 0);
  return [
    ...ordered.slice(0, cut).map((one) => ({ ...one, merged: 0 })),
    { share: null, size: rest, merged: ordered.length - cut },
  ];
}
