// The waterfall: one line a term, each bar beginning where the one above it ends, down to the logit.

import { lineAfter } from "../receipt_slip/roving.js";
import { make } from "../shared/markup.js";
import { exact } from "../shared/numbers.js";
import { partOf, spanOf } from "./entries.js";
import { textOf } from "./strip.js";
import { mapTile } from "./tiles.js";

const ROW_TILE = 22;

// {element, paint, mark, tell}; `act.look(entry)` points at a term, `act.open(what, entry)` opens a page; tell({rows,
// total, value}) changes what the same lines say.
export function buildWaterfall(model, act) {
  const lines = model.rows.map((row) => lineOf(model, row, act));
  const total = totalOf(model);
  const element = make("section", {},
    make("h3", {}, "How the score adds up"),
    make("div.line.heads", { "aria-hidden": "true" },
      make("span.channel", {}, "channel"), make("span.factors", {}, `${model.input} × weight`),
      make("span.track", {}, "running sum"), make("span.product", {}, "product")),
    make("ol.lines", { "aria-label": `Parts of the score of ${model.label}` }, ...lines.map(({ line }) => line)),
    total.element);
  rove(element.querySelector(".lines"));
  const paint = () => lines.forEach(({ spot, row }) => spot?.replaceChildren(...[mapTile(model, row.entry, ROW_TILE)].filter(Boolean)));
  const mark = () => lines.forEach(({ line, row }) => line.classList.toggle("here", row.entry >= 0 && row.entry === model.at));
  const tell = (fall) => {
    const span = spanOf(fall.rows);
    fall.rows.forEach((row, at) => lines[at].tell(row, span));
    total.tell(fall, span);
  };
  tell(model);
  return { element, paint, mark, tell };
}

function lineOf(model, row, act) {
  const spot = row.kind === "term" ? make("span.spot") : null;
  const factors = row.kind === "term" ? factorsOf(model, row, act) : make("span.factors");
  const [track, product] = [trackOf(), make("span.product")];
  const line = make(`li.line.${row.kind}`, row.kind === "term" ? {
    pointerenter: () => act.look(row.entry), pointerleave: () => act.look(null),
    focusin: () => act.look(row.entry), focusout: () => act.look(null),
  } : {},
    row.kind === "term" ? channelOf(model, row, spot, act) : make("span.name", {}, row.name),
    factors, track.element, product);
  const tell = (now, span) => {
    factors.textContent = now.factors;
    if (row.kind === "term" && factors.matches("button")) {
      factors.disabled = !model.receipts;
      factors.setAttribute("aria-label", `${textOf(model, row.entry)}: open the receipt`);
    }
    product.textContent = now.product;
    product.className = `product ${now.end < now.start ? "minus" : "plus"}`;
    if (row.kind === "term") product.title = exact(model.products[row.entry]);
    track.tell(now, span);
  };
  return { line, spot, row, tell };
}

// The channel leads to its map in Layers, the number to its receipt; what leads nowhere is plain text.
function channelOf(model, row, spot, act) {
  if (!model.maps) return make("span.channel", {}, spot, make("span", {}, row.name));
  const label = `channel ${row.name}: open in Layers`;
  return make("button.channel", { type: "button", "aria-label": label, title: label, click: () => act.open("layers", row.entry) },
    spot, make("span", {}, row.name));
}

function factorsOf(model, row, act) {
  if (!model.receipts) return make("span.factors");
  return make("button.factors", { type: "button", title: "open its receipt", click: () => act.open("receipt", row.entry) });
}

function trackOf() {
  const [bar, link] = [make("i"), make("i.link")];
  const tell = (row, span) => {
    bar.className = `bar ${row.end < row.start ? "minus" : "plus"}`;
    link.style.left = stretch(bar, row.start, row.end, span);
  };
  return { element: make("span.track", { "aria-hidden": "true" }, bar, link), tell };
}

function totalOf(model) {
  const [bar, product] = [make("i.bar.sum"), make("strong.product")];
  const name = model.other === null ? model.label : `${model.label} less ${model.other}`;
  const tell = ({ total, value }, span) => {
    product.textContent = total;
    stretch(bar, 0, value, span);
  };
  const element = make("div.line.total", {}, make("strong.name", {}, name), make("span.track", { "aria-hidden": "true" }, bar), product);
  return { element, tell };
}

// Lays a bar from one value to another; where it ends.
function stretch(bar, start, end, span) {
  const [from, to] = [partOf(start, span), partOf(end, span)];
  Object.assign(bar.style, { left: `${Math.min(from, to)}%`, width: `${Math.abs(to - from)}%` });
  return `${to}%`;
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
