// One row a part: its map, value × weight, and the product as a bar from a zero that all rows share.

import { make, segments } from "../shared/markup.js";
import { count, number, TIMES } from "../shared/numbers.js";
import { balanced, largestAt, printed } from "./balance.js";
import { orderOf, ORDERS } from "./grouping.js";
import { allDigits, isVector, layerOf, mapName, placeName, targetOf } from "./places.js";
import { closing, moreButton, signOf } from "./sums.js";
import { cellOf, tile } from "./tiles.js";

const FIRST = 12;
const SLICE_OF_ROWS = 240; // rows that one click unfolds
const ROW_TILE = 36;

export function mixBody(model, act) {
  const vector = isVector(model, layerOf(model, 0));
  return make("section.mix", {},
    make("div.head", {},
      make("h3", {}, `Value × weight, one line per ${vector ? "number" : "map"}`),
      segments("Order", ORDERS, model.order, act.sort)),
    vector ? null : make("p.note", {}, `All stand at the same place: ${placeWords(model, 0)}.`),
    ...termRows(model, act, vector ? "numbers" : "maps"));
}

// Rows for all terms, the smaller ones folded; with the bias, which is no row, the printed products come to the number.
export function termRows(model, act, plural) {
  const { terms, groups, header } = model;
  const order = orderOf(groups, model.order).flatMap((map) => groups[map].terms);
  const shown = order.slice(0, model.unfolded ?? FIRST);
  const more = order.slice(shown.length);
  const rest = more.reduce((sum, index) => sum + terms.product[index], 0);
  const sums = [...shown.map((index) => terms.product[index]), rest, header.bias];
  const taker = more.length ? shown.length : largestAt(sums.slice(0, shown.length));
  const texts = balanced(sums, header.value, header.decimals, taker);
  const zero = barScale(shown.map((index) => terms.product[index]));
  const list = make("div.rows.unfolding", { role: "group", "aria-label": "Parts", "data-roving": 1 },
    ...shown.map((index, at) => termRow(model, index, { zero, text: texts[at], focus: at === 0 ? 0 : -1 })));
  const unfold = () => act.unfold(shown.length + SLICE_OF_ROWS);
  const words = `${count(more.length)} more ${more.length === 1 ? plural.replace(/s$/, "") : plural}`;
  return [
    list,
    more.length ? moreButton(words, texts[shown.length], unfold) : null,
    closing(header.bias === 0 ? "sum" : `with the bias ${texts.at(-1)}`, printed(header.value, header.decimals)),
  ];
}

// Where zero lies on bars of these products, and how many per cent one unit takes: {at, unit}.
export function barScale(products) {
  const finite = products.filter(Number.isFinite);
  const [low, high] = [Math.min(0, ...finite), Math.max(0, ...finite)];
  const span = high - low || 1;
  return { at: (-100 * low) / span, unit: 100 / span };
}

// One term as a button; `weighted` false leaves the weight out, `named` true says the layer, too; without `zero` there
// is no bar.
export function termRow(model, index, { zero = null, text, focus, weighted = true, named = false }) {
  const { input, weight, product, channel } = model.terms;
  const layer = layerOf(model, index);
  const alike = !named && !weighted ? placeName(model, index) : mapName(model, layer, channel[index]);
  const value = weighted ? `${number(input[index])} ${TIMES} ${number(weight[index])}` : "";
  return make(`button.term${targetOf(model, index) ? "" : ".leaf"}${named ? ".named" : ""}`, {
    type: "button", "data-term": index, tabindex: focus, title: allDigits(model, index),
  }, tile(model, layer, channel[index], ROW_TILE, cellOf(model.terms, index)),
  make("span.name", {}, named ? make("code", {}, layer) : null, make("span", {}, named ? placeName(model, index) : alike)),
  make("span.value", {}, value), zero ? barFrom(zero, product[index]) : make("span"), make(zero ? `b.${signOf(text)}` : "b", {}, text));
}

// A bar from the shared zero.
export function barFrom({ at, unit }, value) {
  const bar = make(`span.amount.${value < 0 ? "takes" : "adds"}`);
  const wide = Number.isFinite(value) ? Math.abs(value) * unit : 0;
  Object.assign(bar.style, { left: `${value < 0 ? at - wide : at}%`, width: `${wide}%` });
  const line = make("span.zero");
  line.style.left = `${at}%`;
  return make("span.track", { "aria-hidden": "true" }, bar, line);
}

function placeWords(model, index) {
  return `row ${count(model.terms.row[index])}, column ${count(model.terms.column[index])}`;
}
