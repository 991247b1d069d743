// The waterfall: one line a term, each bar beginning where the one above it ends, down to the logit.

import { lineAfter } from "../receipt_slip/roving.js";
import { make } from "../shared/markup.js";
import { exact } from "../shared/numbers.js";
import { partOf, spanOf } from "./entries.js";
import { textOf } from "./strip.js";
import { mapTile } from "./tiles.js";

const ROW_TILE = 22;

// {element, paint, mark}; `act.look(entry)` points at a term, `act.open(what, entry)` opens a page.
export function buildWaterfall(model, act) {
  const span = spanOf(model.rows);
  const lines = model.rows.map((row, at) => lineOf(model, row, model.rows[at + 1], span, act));
  const element = make("section", {},
    make("h3", {}, "How the score adds up"),
    make("div.line.heads", { "aria-hidden": "true" },
      make("span.channel", {}, "channel"), make("span.factors", {}, `${model.input} × weight`),
      make("span.track", {}, "running sum"), make("span.product", {}, "product")),
    make("ol.lines", { "aria-label": `Parts of the score of ${model.label}` }, ...lines.map(({ line }) => line)),
    totalOf(model, span));
  rove(element.querySelector(".lines"));
  const paint = () => lines.forEach(({ spot, row }) => spot?.replaceChildren(...[mapTile(model, row.entry, ROW_TILE)].filter(Boolean)));
  const mark = () => lines.forEach(({ line, row }) => line.classList.toggle("here", row.entry >= 0 && row.entry === model.at));
  return { element, paint, mark };
}

function lineOf(model, row, next, span, act) {
  const spot = row.kind === "term" ? make("span.spot") : null;
  const line = make(`li.line.${row.kind}`, row.kind === "term" ? {
    pointerenter: () => act.look(row.entry), pointerleave: () => act.look(null),
    focusin: () => act.look(row.entry), focusout: () => act.look(null),
  } : {},
    row.kind === "term" ? channelOf(model, row, spot, act) : make("span.name", {}, row.name),
    row.kind === "term" ? factorsOf(model, row, act) : make("span.factors"),
    trackOf(row, next, span),
    make(`span.product.${row.end < row.start ? "minus" : "plus"}`, { title: row.kind === "term" ? exact(model.products[row.entry]) : null }, row.product));
  return { line, spot, row };
}

// The channel leads to its map in Layers, the number to its receipt; what leads nowhere is plain text.
function channelOf(model, row, spot, act) {
  if (!model.maps) return make("span.channel", {}, spot, make("span", {}, row.name));
  const label = `channel ${row.name}: open in Layers`;
  return make("button.channel", { type: "button", "aria-label": label, title: label, click: () => act.open("layers", row.entry) },
    spot, make("span", {}, row.name));
}

function factorsOf(model, row, act) {
  if (!model.receipts) return make("span.factors", {}, row.factors);
  const label = `${textOf(model, row.entry)}: open the receipt`;
  return make("button.factors", { type: "button", "aria-label": label, title: "open its receipt", click: () => act.open("receipt", row.entry) }, row.factors);
}

function trackOf(row, next, span) {
  const [from, to] = [partOf(row.start, span), partOf(row.end, span)];
  const bar = make(`i.bar.${row.end < row.start ? "minus" : "plus"}`);
  Object.assign(bar.style, { left: `${Math.min(from, to)}%`, width: `${Math.abs(to - from)}%` });
  const link = make("i.link");
  link.style.left = `${to}%`;
  return make("span.track", { "aria-hidden": "true" }, bar, link);
}

function totalOf(model, span) {
  const bar = make("i.bar.sum");
  const [from, to] = [partOf(0, span), partOf(model.value, span)];
  Object.assign(bar.style, { left: `${Math.min(from, to)}%`, width: `${Math.abs(to - from)}%` });
  const name = model.other === null ? model.label : `${model.label} less ${model.other}`;
  return make("div.line.total", {}, make("strong.name", {}, name), make("span.track", { "aria-hidden": "true" }, bar), make("strong.product", {}, model.total));
}

// One stop of the Tab key for all lines: the arrow keys lead from line to line, and from the channel to its number.
function rove(list) {
  const rows = [...list.children].map((line) => [...line.querySelectorAll("button")]).filter((buttons) => buttons.length);
  rows.flat().forEach((button, at) => { button.tabIndex = at === 0 ? 0 : -1; });
  list.addEventListener("keydown", (event) => {
    const at = rows.findIndex((buttons) => buttons.includes(event.target));
    if (at < 0) return;
    const across = rows[at].indexOf(event.target);
    const side = { ArrowLeft: across - 1, ArrowRight: across + 1 }[event.key];
    const next = side === undefined ? lineAfter(at, event.key, rows.length) : at;
    if (next === null) return;
    const button = rows[next][Math.max(0, Math.min(rows[next].length - 1, side ?? across))];
    rows.flat().forEach((other) => { other.tabIndex = other === button ? 0 : -1; });
    button.focus();
    event.preventDefault();
  });
}
