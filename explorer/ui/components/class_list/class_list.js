// The classes of one photo, highest logit first, and a search over all of them.

import { followFaders } from "../shared/faders.js";
import { make, writeText } from "../shared/markup.js";
import { mount, watchWidth } from "../shared/mounting.js";
import { count, exact, number, probability } from "../shared/numbers.js";
import { unpack } from "../shared/wire.js";
import { matching, ranked, repeated, stepped } from "./ranking.js";

const NARROW = 320;
const LEADING = 10;
const SEARCH = "M15.5 14h-.8l-.3-.3a6.5 6.5 0 1 0-.7.7l.3.3v.8l5 5 1.5-1.5zm-6 0a4.5 4.5 0 1 1 0-9 4.5 4.5 0 0 1 0 9z";

export default function classList(component) {
  return mount(component, view);
}

function view({ data, root, kept, send }) {
  const { header, arrays } = unpack(data);
  const { logits, probabilities } = arrays;
  const model = { ...header, twins: repeated(header.labels), rows: [], active: -1 };
  const take = (scores, chances) => {
    const order = ranked(scores);
    Object.assign(model, { logits: scores, probabilities: chances, order, places: new Map(order.map((index, place) => [index, place])) });
  };
  take(logits.data, probabilities.data);
  model.chosen = header.selected ?? model.order[0];
  const field = make("input", {
    type: "search", placeholder: `find one of ${count(model.order.length)}`, role: "combobox", "aria-expanded": "true",
    "aria-controls": "classes", "aria-label": `Find one of ${count(model.order.length)} classes`, autocomplete: "off", spellcheck: "false",
  });
  const list = make("div.list", { id: "classes", role: "listbox", "aria-label": "Classes, highest logit first" });
  const note = make("div.note", { role: "status" });
  const parts = { field, list, note, rows: [] };
  field.value = kept.query ?? "";
  root.append(make("div.search", {}, field, searchIcon()), list, note);
  const choose = (index) => {
    model.chosen = index;
    mark(model, parts);
    send("select", index);
  };
  listenTo(model, parts, choose);
  fill(model, parts, choose);
  // While faders move the desk tells the scores.
  const hear = (heard) => {
    take(heard.logits, heard.probabilities);
    fill(model, parts, choose);
  };
  const narrow = (width) => root.classList.toggle("tall", width > NARROW || matchMedia("(pointer: coarse)").matches);
  const stops = [watchWidth(root, narrow), followFaders(header.about, hear)];
  return { restyle: () => {}, dispose: () => stops.forEach((stop) => stop()), keep: () => ({ query: field.value }) };
}

function listenTo(model, parts, choose) {
  parts.field.addEventListener("input", () => {
    model.active = -1;
    fill(model, parts, choose);
    parts.list.scrollTop = 0;
  });
  parts.field.addEventListener("keydown", (event) => {
    const down = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (down) {
      model.active = stepped(model.active, model.rows.length, down);
      mark(model, parts);
      parts.list.children[model.active]?.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && model.rows.length) choose(model.rows[Math.max(0, model.active)]);
    else if (event.key === "Escape" && parts.field.value) {
      parts.field.value = "";
      fill(model, parts, choose);
    } else return;
    event.preventDefault();
  });
}

// Without a search the leading classes, and the chosen one below them when it is not among them.
function fill(model, parts, choose) {
  const query = parts.field.value.trim();
  const leading = model.order.slice(0, LEADING);
  const known = leading.includes(model.chosen) ? leading : [...leading, model.chosen];
  model.rows = query ? matching(model.labels, model.order, query) : known;
  const { rows } = parts;
  while (rows.length < model.rows.length) rows.push(rowOf(model, choose));
  const shown = rows.slice(0, model.rows.length);
  if (parts.list.children.length !== shown.length) parts.list.replaceChildren(...shown.map(({ element }) => element));
  shown.forEach((row, place) => row.tell(model.rows[place]));
  parts.note.textContent = query ? found(model, query) : "";
  mark(model, parts);
}

function found(model, query) {
  if (model.rows.length === 0) return `None of the ${count(model.labels.length)} classes is called “${query}”. Try a part of its name.`;
  return `${count(model.rows.length)} of ${count(model.labels.length)} classes`;
}

// {element, tell}; tell(index) lets the row say a class.
function rowOf(model, choose) {
  let shown = null;
  const [label, twin, logit, bar, chance] = [make("span"), make("span.note"), make("span.logit"), make("div.bar"), make("span.note")];
  const element = make("div.row", { role: "option", click: () => choose(shown) },
    make("span.name", {}, label, twin), logit, make("div.track", {}, bar), chance);
  const tell = (index) => {
    shown = index;
    const [value, part] = [model.logits[index], model.probabilities[index]];
    element.id = `class-${index}`;
    element.title = `class ${index}, place ${model.places.get(index) + 1}: logit ${exact(value)}, probability ${exact(part)}`;
    writeText(label, model.labels[index]);
    writeText(twin, model.twins.has(model.labels[index]) ? ` ${index}` : "");
    writeText(logit, number(value));
    writeText(chance, probability(part));
    bar.style.width = `${100 * part || 0}%`;
  };
  return { element, tell };
}

function mark(model, { field, list }) {
  [...list.children].forEach((row, place) => {
    row.setAttribute("aria-selected", String(model.rows[place] === model.chosen));
    row.classList.toggle("active", place === model.active);
  });
  const active = model.rows[model.active];
  if (active === undefined) field.removeAttribute("aria-activedescendant");
  else field.setAttribute("aria-activedescendant", `class-${active}`);
}

function searchIcon() {
  const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  icon.setAttribute("viewBox", "0 0 24 24");
  icon.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", SEARCH);
  icon.append(path);
  return icon;
}
