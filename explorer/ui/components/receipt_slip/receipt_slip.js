// The slip of a receipt. A line opens its number; the line of a term that is lit elsewhere on the page lights up here.

import { announce, listen } from "../shared/link.js";
import { make } from "../shared/markup.js";
import { mount } from "../shared/mounting.js";
import { unpack } from "../shared/wire.js";
import { copyButton } from "./copying.js";
import { lineAfter } from "./roving.js";

const TONES = { "-1": "minus", 0: "zero", 1: "plus" };

export default function receiptSlip(component) {
  return mount(component, slipView);
}

function slipView({ data, root, send }) {
  const { header } = unpack(data);
  const open = (place) => place && send("open", place);
  const lines = header.rows.map((row, place) => lineOf(row, place, open));
  const largest = header.largest && make("button", { type: "button", click: () => open(header.largest) }, "Open largest ↳");
  root.append(
    make("section.slip", { "aria-label": "The sum" }, tableOfTerms(header, lines), listOf("sums", header.sums), sentenceOf(header),
      listOf("proof", header.proof), gaugeOf(header), verdictOf(header)),
    make("div.buttons", {}, copyButton(), largest),
  );
  const stop = listen("term", ({ index }) => header.rows.forEach(({ term }, place) => lines[place].classList.toggle("lit", term === index)));
  return { restyle: () => {}, keep: () => ({}), dispose: stop };
}

function tableOfTerms({ heading, rows }, lines) {
  if (lines.length === 0) return null;
  const head = make("div.head", { "aria-hidden": "true" }, ...heading.map((name) => make("span", {}, name)));
  const table = make("div.terms", { role: "group", "aria-label": rows.length > 1 ? "The largest terms" : "The term" }, head, ...lines);
  table.dataset.columns = heading.length;
  table.toggleAttribute("data-cell", heading[1] === "cell");
  table.addEventListener("keydown", (event) => {
    const next = lineAfter(lines.indexOf(event.target), event.key, lines.length);
    if (next === null) return;
    event.preventDefault();
    lines.forEach((line, place) => line.setAttribute("tabindex", place === next ? "0" : "-1"));
    lines[next].focus();
  });
  return table;
}

function lineOf({ term, place, over, cells, sign, spoken, exact, padding }, position, open) {
  const light = (index) => () => announce("term", { index, from: "slip" });
  const opens = place !== null;
  const texts = cells.map((text, at) => make(at === cells.length - 1 ? `span.${TONES[sign]}` : "span", {}, text));
  return make(`button.term${padding ? ".padding" : ""}`, {
    type: "button", tabindex: position ? "-1" : "0", title: exact, "aria-disabled": opens ? null : "true",
    "aria-label": `${over ? `${over}, ` : ""}${spoken}`, click: () => open(place),
    pointerenter: light(term), pointerleave: light(null), focus: light(term), blur: light(null),
  }, over ? make("span.over", {}, over) : null, ...texts);
}

function listOf(name, lines) {
  if (lines.length === 0) return null;
  const line = ([label, text], at) => make(name === "sums" && at === lines.length - 1 ? "div.sum" : "div", {}, make("dt", {}, label), make("dd", {}, text));
  return make(`dl.${name}`, {}, ...lines.map(line));
}

function sentenceOf({ sentence }) {
  return sentence ? make("p.sentence", {}, sentence) : null;
}

// How much of what rounding may cause there is.
function gaugeOf({ share, holds }) {
  if (share === null) return null;
  const part = make(holds ? "div" : "div.broken");
  part.style.width = `max(6px, ${100 * share}%)`;
  return make("div.gauge", { "aria-hidden": "true" }, part);
}

function verdictOf({ verdict, holds }) {
  if (!verdict) return null;
  return make(holds ? "p.verdict" : "p.verdict.broken", {}, holds ? make("span", { "aria-hidden": "true" }, "✓") : null, make("span", {}, verdict));
}
