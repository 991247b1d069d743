// Sums of two branches, products of two numbers, copies and constants; and what an operation without a receipt reads.

import { make } from "../shared/markup.js";
import { count, number, reading } from "../shared/numbers.js";
import { balanced, largestAt, printed } from "./balance.js";
import { rectangleOf } from "./grouping.js";
import { barScale, termRow, termRows } from "./mixing.js";
import { layerOf, isVector, mapName } from "./places.js";
import { poolBody } from "./pool.js";
import { closing } from "./sums.js";
import { cellOf, tile } from "./tiles.js";

const FEW = 2;
const FACTOR_TILE = 36;

export function partsBody(model, act) {
  const { terms, header, groups } = model;
  const many = terms.product.length;
  if (many > FEW && groups.length === 1 && rectangleOf(terms.row, terms.column)) return poolBody(model, act);
  if (many > FEW) {
    const plural = isVector(model, layerOf(model, 0)) ? "numbers" : "maps";
    return make("section.pieces", {}, make("h3", {}, `All ${count(many)} parts`), ...termRows(model, act, plural));
  }
  if (many === 0) return make("section.pieces", {}, make("h3", {}, "A number of its own"), closing("made of no others", reading(header.value)));
  if (header.factor) return productBody(model, act);
  return many === 1 && header.bias === 0 && terms.weight[0] === 1 ? copyBody(model) : sumBody(model);
}

function sumBody(model) {
  const { terms, header } = model;
  const sums = [...terms.product, header.bias];
  const texts = balanced(sums, header.value, header.decimals, largestAt(sums));
  const zero = barScale(sums);
  const rows = Array.from(terms.product, (_, index) => termRow(model, index, {
    zero, text: texts[index], focus: 0, weighted: Math.abs(terms.weight[index]) !== 1, named: true,
  }));
  return make("section.pieces", {}, make("h3", {}, headingOf(rows.length, header.bias)),
    make("div.rows", {}, ...rows),
    header.bias === 0 ? null : closing("constant", texts.at(-1)), closing("sum", printed(header.value, header.decimals)));
}

function headingOf(parts, bias) {
  if (parts > 1) return "Two branches meet";
  return bias === 0 ? "One number times a constant" : "One number and a constant";
}

function copyBody(model) {
  const text = number(model.terms.input[0]);
  return make("section.pieces", {}, make("h3", {}, "Copied from"),
    make("div.rows", {}, termRow(model, 0, { text, focus: 0, weighted: false, named: true })),
    closing("→ here, unchanged", reading(model.header.value)));
}

// A number times, or divided by, one that stands in a layer of its own.
function productBody(model, act) {
  const { terms, header } = model;
  const divided = /^div/i.test(header.operation);
  const factor = divided ? 1 / terms.weight[0] : terms.weight[0];
  return make("section.pieces", {}, make("h3", {}, divided ? "One number over another" : "One number times another"),
    make("div.rows", {},
      termRow(model, 0, { text: number(terms.input[0]), focus: 0, weighted: false, named: true }),
      factorRow(model, act, `${divided ? "÷" : "×"} ${number(factor)}`)),
    closing(divided ? "quotient" : "product", reading(header.value)));
}

function factorRow(model, act, text) {
  const [layer, channel, row, column] = model.header.factor;
  const box = cellOf({ row: [row], column: [column] }, 0);
  return make("button.term.named", { type: "button", click: () => act.open([layer, channel, row, column]) },
    tile(model, layer, channel, FACTOR_TILE, box), make("span.name", {}, make("code", {}, layer), make("span", {}, nameOf(model, model.header.factor))),
    make("span"), make("span"), make("b", {}, text));
}

// The layers that are read, each opened at the same place as far as it goes.
export function noneBody(model, act) {
  const { sentence, inputs, shape, place } = model.header;
  const [, ...cell] = place;
  const targets = inputs.map((layer, at) => {
    const [channels, height, width] = at === 0 ? shape : [1, 1, 1];
    return [layer, Math.min(place[0], channels - 1), Math.min(cell[0], height - 1), Math.min(cell[1], width - 1)];
  });
  return make("section.pieces", {}, make("h3", {}, "What it reads"), make("p", {}, sentence),
    make("div.reads", {}, ...targets.map((target) => make("button.more", { type: "button", click: () => act.open(target) },
      make("code", {}, target[0]), make("span", {}, nameOf(model, target))))));
}

function nameOf(model, [layer, channel, row, column]) {
  const name = mapName(model, layer, channel);
  return isVector(model, layer) ? name : `${name} · row ${count(row)}, column ${count(column)}`;
}
