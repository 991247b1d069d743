// The pooled numbers of two photos side by side, those that moved farthest first.

import { picture } from "../shared/canvas.js";
import { tableOf } from "../shared/colours.js";
import { make } from "../shared/markup.js";
import { mount, watchWidth } from "../shared/mounting.js";
import { count, exact, fixed, number, term } from "../shared/numbers.js";
import { unpack } from "../shared/wire.js";
import { decimalsOf, movedFirst, onLimit, printedChange } from "./changes.js";

const [FIRST, MORE, SIDE, NARROW] = [14, 100, 28, 560];

export default function pooledChange(component) {
  return mount(component, view);
}

function view({ data, root, kept, send }) {
  const { header, arrays } = unpack(data);
  const [here, there] = [arrays.here.data, arrays.there.data];
  const order = movedFirst(here, there);
  const model = {
    ...header, arrays, here, there, order, decimals: decimalsOf(here, there), shown: kept.shown ?? FIRST,
    most: Math.abs(there[order[0]] - here[order[0]]) || 1,
  };
  const [finding, list, more] = [make("p"), make("ol.rows", { "aria-label": "Numbers that moved, farthest first" }), make("div")];
  root.append(finding, headsOf(model), list, more);
  const open = (entry) => send("open", ["layers", model.maps, arrays.places.data[entry], 0, 0]);
  const draw = () => {
    root.classList.toggle("narrow", root.clientWidth < NARROW);
    model.words = tableOf(root, arrays);
    finding.textContent = findingOf(model);
    list.replaceChildren(...order.slice(0, model.shown).map((entry) => rowOf(model, entry, open)));
    const left = order.length - Math.min(model.shown, order.length);
    more.replaceChildren(...(left > 0 ? [make("button.more", { type: "button", click: unfold }, `${count(left)} more that moved less`)] : []));
  };
  function unfold() {
    model.shown += MORE;
    draw();
  }
  const stop = watchWidth(root, draw);
  return { restyle: draw, dispose: stop, keep: () => ({ shown: model.shown }) };
}

const shownAs = (model, value) => (Number.isFinite(value) ? fixed(value, model.decimals) : number(value));

function findingOf(model) {
  const entry = model.order[0];
  const [from, to] = [model.here[entry], model.there[entry]];
  if (from === to) return "No number moved.";
  return `Channel ${nameOf(model, entry)} moved farthest, from ${shownAs(model, from)} to ${shownAs(model, to)}.`;
}

function headsOf(model) {
  return make("div.row.heads", { "aria-hidden": "true" }, make("span.channel", {}, "channel"),
    make("span.value", {}, model.names[0]), make("span.value", {}, model.names[1]), make("span.track", {}, ""), make("span.moved", {}, "moved"));
}

function rowOf(model, entry, open) {
  const [from, to] = [model.here[entry], model.there[entry]];
  const change = printedChange(from, to, model.decimals);
  const side = change < 0 ? "minus" : "plus";
  const bar = make(`i.bar.${side}`);
  const part = (50 * Math.min(1, Math.abs(to - from) / model.most)) || 0;
  Object.assign(bar.style, { width: `${part}%`, left: `${to < from ? 50 - part : 50}%` });
  const name = nameOf(model, entry);
  return make("li.row", {},
    model.maps ? make("button.channel", { type: "button", "aria-label": `channel ${name}: open in Layers`, click: () => open(entry) }, name) : make("span.channel", {}, name),
    valueOf(model, entry, "here", from), valueOf(model, entry, "there", to),
    make("span.track", { "aria-hidden": "true" }, bar),
    make(`span.moved.${side}`, {}, Number.isFinite(change) ? term(change, fixed(change, model.decimals)) : number(to - from)));
}

function valueOf(model, entry, which, value) {
  return make("span.value", { title: exact(value) }, tileOf(model, entry, which), make("span", {}, shownAs(model, value)));
}

// The map of one photo, on the scale of the larger of both.
function tileOf(model, entry, which) {
  const { [`${which}_tiles`]: tiles, [`${which}_limits`]: own, here_limits: one, there_limits: other, places } = model.arrays;
  if (!tiles) return null;
  const channel = places.data[entry];
  const [, height, width] = tiles.shape;
  const tile = tiles.data.subarray(channel * height * width, (channel + 1) * height * width);
  const limit = Math.max(one.data[channel], other.data[channel]);
  const canvas = picture(onLimit(tile, own.data[channel], limit), height, width, model.words);
  canvas.setAttribute("aria-hidden", "true");
  const scale = SIDE / Math.max(height, width);
  Object.assign(canvas.style, { width: `${width * scale}px`, height: `${height * scale}px` });
  return canvas;
}

function nameOf(model, entry) {
  const { places, sources } = model.arrays;
  const [channel, row, column] = [0, 1, 2].map((axis) => places.data[axis * model.here.length + entry]);
  if (model.cells) return `${channel} at ${row}, ${column}`;
  return model.pools.length ? `${channel} ${model.pools[sources.data[entry]]}` : `${channel}`;
}
