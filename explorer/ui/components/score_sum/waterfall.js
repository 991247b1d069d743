// The waterfall: one line a term, each bar beginning where the one above it ends, down to the logit.

import { lineAfter } from "../receipt_slip/roving.js";
import { make, writeText } from "../shared/markup.js";
import { exact } from "../shared/numbers.js";
import { partOf, spanOf } from "./entries.js";
import { textOf } from "./strip.js";
import { mapTile } from "./tiles.js";

const ROW_TILE = 22;

// {element, paint, mark, tell, pointed}; `act.look(entry)` points at a term, `act.open(what, entry)` opens a page;
// tell({rows, total, value}) lets the lines say another sum of the same class; pointed() is the term whose line is under
// the pointer or has the focus, null where there is none.
export function buildWaterfall(model, act) {
  let lines = [];
  const total = totalOf(model);
  const list = make("ol.lines", { "aria-label": `Parts of the score of ${model.label}` });
  const element = make("section", {},
    make("h3", {}, "How the score adds up"),
    make("div.line.heads", { "aria-hidden": "true" },
      make("span.channel", {}, "channel"), make("span.factors", {}, `${model.input} × weight`),
      make("span.track", {}, "running sum"), make("span.product", {}, "product")),
    list, total.element);
  const paint = () => lines.forEach((line) => line.paint());
  const mark = () => lines.forEach((line) => line.mark());
  const tell = (fall) => {
    const span = spanOf(fall.rows);
    // To build all lines anew costs more than the rest: one stays, with its focus, where it is of the same kind.
    lines = fall.rows.map((row, at) => (lines[at]?.kind === row.kind ? lines[at] : lineOf(model, row, act)));
    lines.forEach((line, at) => line.tell(fall.rows[at], span));
    place(list, lines.map((line) => line.element));
    total.tell(fall, span);
    oneStop(list);
  };
  const pointed = () => lines.find((line) => line.kind === "term" && line.element.matches(":hover, :focus-within"))?.entry() ?? null;
  rove(list);
  tell(model);
  return { element, paint, mark, tell, pointed };
}

// Makes `elements` the children of `list` without moving those that are there already.
function place(list, elements) {
  elements.forEach((element, at) => {
    const there = list.children[at];
    if (!there) list.append(element);
    else if (there !== element) there.replaceWith(element);
  });
  while (list.children.length > elements.length) list.lastChild.remove();
}

// {element, kind, entry, tell, paint, mark} of a line that says one row after the other, all of the kind of the first. It
// has that before it is told, for a button that goes with its focus makes all lines mark themselves in between.
function lineOf(model, first, act) {
  const { kind } = first;
  let row = first;
  const [track, product] = [trackOf(), make("span.product")];
  const what = kind === "term" ? termOf(model, act, () => row.entry) : plainOf();
  const element = make(`li.line.${kind}`, what.listeners, ...what.elements, track.element, product);
  const tell = (now, span) => {
    row = now;
    what.tell(row);
    writeText(product, row.product);
    product.className = `product ${row.end < row.start ? "minus" : "plus"}`;
    if (kind === "term") product.title = exact(model.products[row.entry]);
    track.tell(row, span);
  };
  const mark = () => element.classList.toggle("here", row.entry >= 0 && row.entry === model.at);
  return { element, kind, entry: () => row.entry, tell, paint: what.paint, mark };
}

function plainOf() {
  const name = make("span.name");
  return { elements: [name, make("span.factors")], listeners: {}, tell: (row) => writeText(name, row.name), paint: () => {} };
}

// The channel leads to its map in Layers, the number to its receipt; what leads nowhere is plain text.
function termOf(model, act, entry) {
  const [spot, name] = [make("span.spot"), make("span")];
  const channel = model.maps
    ? make("button.channel", { type: "button", click: () => act.open("layers", entry()) }, spot, name)
    : make("span.channel", {}, spot, name);
  const opener = make("button.factors", { type: "button", title: "open its receipt", click: () => act.open("receipt", entry()) });
  let factors = make("span.factors");
  const paint = () => {
    const tile = mapTile(model, entry(), ROW_TILE, spot.firstChild ?? undefined);
    if (!tile) spot.replaceChildren();
    else if (!spot.firstChild) spot.append(tile);
  };
  const tell = (row) => {
    writeText(name, row.name);
    if (model.maps) {
      channel.title = `channel ${row.name}: open in Layers`;
      channel.setAttribute("aria-label", channel.title);
    }
    if (model.header.receipts === (factors !== opener)) {
      const other = model.header.receipts ? opener : make("span.factors");
      factors.replaceWith(other);
      factors = other;
    }
    writeText(factors, row.factors);
    opener.disabled = !model.receipts;
    opener.setAttribute("aria-label", `${textOf(model, row.entry)}: open the receipt`);
    paint();
  };
  const listeners = {
    pointerenter: () => act.look(entry()), pointerleave: () => act.look(null),
    focusin: () => act.look(entry()), focusout: () => act.look(null),
  };
  return { elements: [channel, factors], listeners, tell, paint };
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
    writeText(product, total);
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

const buttonsOf = (list) => [...list.children].map((line) => [...line.querySelectorAll("button")]).filter((buttons) => buttons.length);

// One stop of the Tab key for all lines: the arrow keys lead from line to line, and from the channel to its number.
function rove(list) {
  list.addEventListener("keydown", (event) => {
    const rows = buttonsOf(list);
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

// The stop of the Tab key stays where it is; where there is none, it is the first button.
function oneStop(list) {
  const all = buttonsOf(list).flat();
  const stop = all.find((button) => button.tabIndex === 0 && button.hasAttribute("tabindex")) ?? all[0];
  all.forEach((button) => { button.tabIndex = button === stop ? 0 : -1; });
}
