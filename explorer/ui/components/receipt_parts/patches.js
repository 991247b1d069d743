// Windows: in each input map a patch times its kernel slice; the maps that count most in numbers, others as glyphs.

import { make, segments } from "../shared/markup.js";
import { count } from "../shared/numbers.js";
import { balanced, largestAt, printed } from "./balance.js";
import { glyph } from "./glyphs.js";
import { leadingOf, orderOf, ORDERS } from "./grouping.js";
import { legend } from "./legend.js";
import { matrix, readout } from "./matrices.js";
import { caption, layerOf, mapName } from "./places.js";
import { closing, moreButton, signOf } from "./sums.js";
import { tile, windowBox } from "./tiles.js";

const IN_NUMBERS = 4;
const AS_GLYPHS = 28;
const SLICE = 240; // glyphs that one click unfolds
const TILE = 61;
const WIDEST = 3; // columns of a window whose cells have room for numbers
const NUMERALS = ["", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

export function patchBody(model, act) {
  const { window, bias, value, decimals } = model.header;
  const plan = planOf(model);
  const cells = window.rows * window.columns;
  const columns = ["", "patch of the input map", "", "kernel slice", "", "product", `sum of ${NUMERALS[cells] ?? count(cells)}`];
  const several = model.groups.length > 1;
  return make("section.patches", {},
    make("div.head", {},
      make("h3", {}, several ? "Patch × kernel, one line per input map" : "Patch × kernel"),
      several ? segments("Order", ORDERS, model.order, act.sort) : null),
    make("div.columns.note", { "aria-hidden": "true" }, ...columns.map((text) => make("span", {}, text))),
    ...plan.rows.map((map, at) => mapRow(model, map, plan.texts[at])),
    plan.glyphs.length > 0 ? glyphList(model, plan) : null,
    plan.more.length > 0 ? moreButton(`${count(plan.more.length)} more ${plan.more.length === 1 ? "map" : "maps"}`, plan.moreText, () => act.unfold(plan.glyphs.length + SLICE)) : null,
    closing(bias === 0 ? "sum" : `with the bias ${plan.biasText}`, printed(value, decimals)),
    legend(model, [["patch", "input"], ["kernel", "weight"], ["product", "product"]]));
}

// Which maps are shown how, and all sums as printed: with the bias they come to the number.
function planOf(model) {
  const { bias, value, decimals } = model.header;
  const order = orderOf(model.groups, model.order);
  const rows = order.filter((map, at) => at < IN_NUMBERS || model.promoted.includes(map));
  const others = order.filter((map) => !rows.includes(map));
  const shown = model.unfolded ?? AS_GLYPHS;
  const [glyphs, more] = [others.slice(0, shown), others.slice(shown)];
  const sumOf = (group) => group.reduce((sum, map) => sum + model.groups[map].sum, 0);
  const sums = [...rows.map((map) => model.groups[map].sum), sumOf(glyphs), sumOf(more), bias];
  const taker = more.length ? rows.length + 1 : glyphs.length ? rows.length : largestAt(sums.slice(0, rows.length));
  const texts = balanced(sums, value, decimals, taker);
  const [glyphText, moreText, biasText] = texts.slice(rows.length);
  return { rows, glyphs, more, texts, glyphText, moreText, biasText };
}

const maps = (many) => (many === 1 ? "one map" : `${count(many)} maps`);

function mapRow(model, map, sum) {
  const { window } = model.header;
  const { channel, terms } = model.groups[map];
  const layer = layerOf(model, terms[0]);
  const leading = leadingOf(terms, model.terms.product);
  const numbered = window.columns <= WIDEST;
  const part = (what, label) => make("div.part", {}, make("span.label.note", { "aria-hidden": "true" }, label),
    matrix(model, terms, { columns: window.columns, what, printed: numbered, reached: what === "input" }));
  const sign = (text) => make("span.sign", { "aria-hidden": "true" }, text);
  return make("div.row", { "data-row": map, role: "group", "aria-label": `${mapName(model, layer, channel)}: ${sum}` },
    make("button.map", { type: "button", "data-term": leading, title: "Open the input that counts most" },
      tile(model, layer, channel, TILE, windowBox(window)), make("span.note", {}, caption(model, layer, channel))),
    part("input", "patch"), sign("×"), part("weight", "× kernel"), sign("="), part("product", "= product"),
    make(`b.sum.${signOf(sum)}`, { "data-map": map }, sum),
    numbered ? null : readout(model, [map]));
}

function glyphList(model, { rows, glyphs, more, glyphText }) {
  const many = more.length || rows.length === 0 ? `the next ${maps(glyphs.length)}` : `the other ${maps(glyphs.length)}`;
  const { decimals } = model.header;
  const sums = glyphs.map((map) => model.groups[map].sum);
  const list = make("div.glyphs.unfolding", { role: "group", "aria-label": many, "data-roving": model.narrow ? 2 : 4 },
    ...glyphs.map((map, at) => {
      const [text] = balanced([sums[at]], sums[at], decimals, 0);
      return glyph(model, map, model.header.window.columns, text, at === 0 ? 0 : -1);
    }));
  return make("div.others", {},
    make("div.line", {}, make("span.note", {}, `${many}: patch, kernel, product, sum`), make(`b.${signOf(glyphText)}`, {}, glyphText)),
    list);
}
