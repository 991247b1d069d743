import assert from "node:assert/strict";
import { test } from "node:test";

import { balanced, largestAt } from "../../explorer/ui/components/receipt_parts/balance.js";
import {
  groupsOf, leadingOf, limitOf, orderOf, ownersOf, productsOf, rectangleOf,
} from "../../explorer/ui/components/receipt_parts/grouping.js";
import { placeName, targetOf, workings } from "../../explorer/ui/components/receipt_parts/places.js";
import { ribbonOf, segmentsOf, sharesOf } from "../../explorer/ui/components/receipt_parts/ribbon.js";
import { rankedShares, sharesOfPowers } from "../../explorer/ui/components/receipt_parts/softmax.js";
import { along, rulersOf } from "../../explorer/ui/components/receipt_parts/steps.js";

// Random numbers that are the same in every run (mulberry32).
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

// Terms of `maps` maps with `each` of them, about a third of them zero.
function randomTerms(seed, maps, each, scale) {
  const next = random(seed);
  const count = maps * each;
  const input = Float32Array.from({ length: count }, () => (next() < 0.3 ? 0 : scale * next()));
  const weight = Float32Array.from({ length: count }, () => next() - 0.5);
  const channel = Float32Array.from({ length: count }, (_, index) => Math.floor(index / each));
  return { products: productsOf(input, weight), channel, source: new Uint8Array(count) };
}

const sum = (numbers) => numbers.reduce((total, one) => total + one, 0);
const close = (one, other) => assert.ok(Math.abs(one - other) <= 1e-9 * (1 + Math.abs(other)), `${one} is not ${other}`);
const units = (text, decimals) => Math.round(Number(text.replaceAll(",", "").replace("\u2212", "-")) * 10 ** decimals);

test("groups hold every term once and come to the total", () => {
  for (let seed = 0; seed < 40; seed += 1) {
    const { products, channel, source } = randomTerms(seed, 1 + (seed % 17), 9, 10 ** (seed % 5));
    const groups = groupsOf(source, channel, products);
    assert.equal(groups.length, 1 + (seed % 17));
    assert.deepEqual(groups.flatMap(({ terms }) => terms), Array.from(products, (_, index) => index));
    close(sum(groups.map((group) => group.sum)), sum(products));
    for (const group of groups) close(group.adds + group.takes, group.sum);
    const owners = ownersOf(groups, products.length);
    channel.forEach((map, index) => assert.equal(groups[owners[index]].channel, map));
  }
});

test("the same channel of two layers is two groups", () => {
  const groups = groupsOf([0, 1], [3, 3], Float64Array.of(1, 2));
  assert.deepEqual(groups.map(({ source }) => source), [0, 1]);
});

test("the largest group comes first, what is no number before all, equal ones as they come", () => {
  const groups = [1, -5, 5, NaN, 0].map((total, channel) => ({ source: 0, channel: 9 - channel, sum: total }));
  assert.deepEqual(orderOf(groups, "largest first"), [3, 1, 2, 0, 4]);
  assert.deepEqual(orderOf(groups, "by number"), [4, 3, 2, 1, 0]);
});

test("the leading term and the limit", () => {
  assert.equal(leadingOf([1, 2, 3], [9, -2, 2, 1]), 1);
  assert.equal(limitOf([1, -4, NaN, -Infinity]), 4);
  assert.equal(limitOf([]), 0);
});

test("a rectangle is found only where terms fill it row by row", () => {
  assert.deepEqual(rectangleOf([2, 2, 3, 3], [5, 6, 5, 6]), { rows: 2, columns: 2 });
  assert.deepEqual(rectangleOf([7, 7, 7], [1, 2, 3]), { rows: 1, columns: 3 });
  assert.equal(rectangleOf([2, 2, 3], [5, 6, 5]), null);
  assert.equal(rectangleOf([2, 2, 3, 3], [5, 6, 6, 7]), null);
});

test("a column adds up to the printed total, whoever takes the rounding", () => {
  for (let seed = 0; seed < 60; seed += 1) {
    const next = random(seed);
    const parts = Array.from({ length: 1 + (seed % 12) }, () => 1000 * (next() - 0.5));
    const decimals = seed % 5;
    const taker = seed % parts.length;
    const texts = balanced(parts, sum(parts), decimals, taker);
    assert.equal(sum(texts.map((text) => units(text, decimals))), units(sum(parts).toFixed(decimals), decimals));
    parts.forEach((part, at) => {
      const off = Math.abs(units(texts[at], decimals) - part * 10 ** decimals);
      assert.ok(off <= (at === taker ? 0.5 * parts.length + 0.5 : 0.5 + 1e-6));
    });
  }
});

test("a part prints with its sign, one that rounds to zero without", () => {
  assert.deepEqual(balanced([1.26, -0.32, 0.001], 0.941, 1, largestAt([1.26, -0.32, 0.001])), ["+1.2", "\u22120.3", "0.0"]);
  assert.deepEqual(balanced([2e-12, -1e-12], 1e-12, null, 0), ["+2.0 × 10⁻¹²", "\u22121.0 × 10⁻¹²"]);
  assert.deepEqual(balanced([], 0, 1, 0), []);
});

test("the ribbon adds up as printed, with the bias, and its ends hold all of it", () => {
  for (let seed = 0; seed < 80; seed += 1) {
    const { products } = randomTerms(seed, 8, 9, 10 ** (seed % 4));
    const bias = (random(seed + 999)() - 0.5) * 10 ** (seed % 3);
    const value = sum(products) + bias;
    const decimals = 1 + (seed % 4);
    const ribbon = ribbonOf(products, bias, value, decimals);
    const [adds, takes, left] = ["adds", "takes", "left"].map((name) => units(ribbon.texts[name], decimals));
    assert.equal(adds + takes, left);
    assert.equal(left, units(value.toFixed(decimals), decimals));
    assert.equal(sum(Object.values(ribbon.counts)), products.length);
    close(ribbon.adds + ribbon.takes, value);
    assert.ok(ribbon.low <= 0 && ribbon.low <= value && ribbon.high >= value);
  }
});

test("there is no ribbon of nothing but zeros, nor of what is no number", () => {
  assert.equal(ribbonOf(Float64Array.of(0, 0), 0, 0, 1), null);
  assert.equal(ribbonOf(Float64Array.of(1, NaN), 0, NaN, null), null);
  assert.equal(ribbonOf(Float64Array.of(Infinity), 0, Infinity, null), null);
});

test("segments stand for maps, or for single terms of one map", () => {
  const { products, channel, source } = randomTerms(1, 4, 9, 1);
  const shares = sharesOf(groupsOf(source, channel, products), products);
  assert.deepEqual(shares.map(({ map, term }) => [map, term]), [[0, null], [1, null], [2, null], [3, null]]);
  const one = randomTerms(1, 1, 9, 1);
  const cells = sharesOf(groupsOf(one.source, one.channel, one.products), one.products);
  assert.deepEqual(cells.map(({ term }) => term), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
  close(sum(cells.map(({ adds, takes }) => adds + takes)), sum(one.products));
});

test("segments keep their sizes and merge those that are too narrow to point at", () => {
  for (let seed = 0; seed < 30; seed += 1) {
    const next = random(seed);
    const sized = Array.from({ length: 60 }, (_, share) => ({ share, size: share % 7 ? next() ** 6 : 0 }));
    const total = sum(sized.map(({ size }) => size));
    const segments = segmentsOf(sized, 596 / total, 4);
    close(sum(segments.map(({ size }) => size)), total);
    const alone = segments.filter(({ share }) => share !== null);
    alone.forEach(({ size }, at) => {
      if (at > 0) assert.ok(size <= alone[at - 1].size);
      if (segments.at(-1).share === null) assert.ok((size * 596) / total >= 4);
    });
    const nonzero = sized.filter(({ size }) => size > 0).length;
    assert.equal(alone.length + sum(segments.map(({ merged }) => merged)), nonzero);
  }
  assert.deepEqual(segmentsOf([{ share: 0, size: 0 }], 1, 4), []);
});

test("softmax: shares come to one, however large the numbers are", () => {
  const { powers, sum: total, shares } = sharesOfPowers(Float32Array.of(1000, 999, -1000));
  close(sum(shares), 1);
  assert.equal(powers[0], 1);
  close(powers[1], Math.exp(-1));
  close(total, 1 + Math.exp(-1));
});

test("the opened share is listed even where it is small, and never counted twice", () => {
  const shares = Float64Array.of(0.1, 0.4, 0.2, 0.05, 0.25);
  assert.deepEqual(rankedShares(shares, 2, 3), { rows: [1, 4, 3], rest: [2, 0] });
  assert.deepEqual(rankedShares(shares, 2, 4), { rows: [1, 4], rest: [2, 0, 3] });
});

const stagesOf = (...pairs) => pairs.map(([name, value]) => ({ name, value }));

test("stages of one size share a ruler that holds them and zero", () => {
  const rulers = rulersOf(stagesOf(["in", 0.9], ["− mean", -0.24], ["÷ spread", 0.4]));
  assert.deepEqual(rulers.map(({ from, to }) => [from, to]), [[0, 3]]);
  assert.ok(rulers[0].low <= -0.24 && rulers[0].high >= 0.9);
});

test("a division that would shrink a number to nothing begins another ruler", () => {
  const rulers = rulersOf(stagesOf(["in", 73], ["÷ 255", 0.286], ["− mean", -0.17], ["÷ spread", -0.76]), 255);
  assert.deepEqual(rulers.map(({ from, to, high }) => [from, to, high]), [[0, 1, 255], [1, 4, rulers[1].high]]);
  const lines = rulersOf(stagesOf(["in", 0], ["out", 0]));
  assert.ok(lines[0].high > lines[0].low);
  assert.equal(along(0, lines[0]), 0);
});

const model = {
  header: { layers: ["pool"], photo: "photo", photoLayer: "x", outputLayer: "fc", labels: [], vectors: [], shape: [64, 54, 54] },
  terms: {
    source: [0, 0], channel: [16, 16], row: [15, -1], column: [34, 3], input: [1328.1, 0], weight: [0.3322, 2],
    product: [1328.1 * 0.3322, 0], padding: [0, 1],
  },
};

test("a place in words, what it comes to, and what opens", () => {
  assert.equal(placeName(model, 0), "map 16 · row 15, column 34");
  assert.equal(placeName(model, 1), "map 16 · row \u22121, column 3, beyond the edge");
  assert.equal(workings(model, 0), "1,328 × 0.3322 = +441.2");
  assert.deepEqual(targetOf(model, 0), ["pool", 16, 15, 34]);
  assert.equal(targetOf(model, 1), null);
});

test("padding that copies opens the cell that was copied; the photo opens nothing", () => {
  const copied = { ...model, terms: { ...model.terms, row: [15, 0] } };
  assert.deepEqual(targetOf(copied, 1), ["pool", 16, 0, 3]);
  assert.equal(targetOf({ ...model, header: { ...model.header, layers: ["photo"] } }, 0), null);
});

test("a vector's place is a number, a class has its label, the photo its colours", () => {
  const named = (header, channel) => placeName({
    header: { ...model.header, ...header }, terms: { ...model.terms, channel: [channel, 0] },
  }, 0);
  assert.equal(named({ vectors: ["pool"] }, 504), "number 504");
  assert.equal(named({ vectors: ["pool"], outputLayer: "pool", labels: ["cup", "mug"] }, 1), "mug");
  assert.equal(named({ layers: ["x"] }, 2), "blue of the photo · row 15, column 34");
});
