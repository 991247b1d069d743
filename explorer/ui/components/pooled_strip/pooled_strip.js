// The pooled vector: one number per map, each beside the map that it is the mean of.

import { fit, picture } from "../shared/canvas.js";
import { tableOf, themeColour } from "../shared/colours.js";
import { make, segments } from "../shared/markup.js";
import { mount, watchWidth } from "../shared/mounting.js";
import { count, exact, fixed, number, size } from "../shared/numbers.js";
import { unpack } from "../shared/wire.js";
import { barsOf, decimalsFor, lensStart, orderOf, positionAt, reachOf, strokesOf } from "./entries.js";

const ORDERS = ["in order", "sorted"];
const [STRIP_TALL, LENS_TALL, LENS_SPAN] = [72, 44, 41];
const NEAREST = 6; // entries closer together than this many pixels need the lens
const ENLARGED = 176;
const THUMBNAIL = 24;
const NARROW = 560;

export default function pooledStrip(component) {
  return mount(component, view);
}

function view({ data, root, kept, send }) {
  const { header, arrays } = unpack(data);
  const values = arrays.pooled.data;
  const model = { ...header, arrays, values, order: [], sorted: kept.sorted ?? false, reach: reachOf(values), at: 0, lens: 0 };
  model.chosen = header.selected;
  const parts = build(root, model);
  const act = actions(root, model, parts, send);
  const stop = watchWidth(root, act.layOut);
  return { restyle: act.layOut, dispose: stop, keep: () => ({ sorted: model.sorted }) };
}

function build(root, model) {
  const strip = make("canvas");
  const slider = make("div.strip", {
    tabindex: 0, role: "slider", "aria-label": "Average of each map: arrow keys move, Enter chooses",
    "aria-valuemin": 0, "aria-valuemax": model.values.length - 1,
  }, strip);
  const lens = make("canvas", { "aria-hidden": "true" });
  const parts = {
    strip, slider, lens, head: make("div.head"), ends: make("div.ends"), lensNote: make("div.note"),
    map: make("div.map"), facts: make("div.facts"), rows: make("div.rows"),
  };
  parts.lensBox = make("div.lens", {}, lens, parts.lensNote);
  parts.head.append(make("strong", {}, `${count(model.values.length)} averages, one for each map of ${model.layer}`));
  root.append(parts.head, slider, parts.ends, parts.lensBox, make("div.below", {},
    make("div.shown", {}, parts.map, parts.facts),
    make("div.largest", {}, make("strong", {}, `The ${Math.min(10, model.values.length)} largest`), parts.rows)));
  return parts;
}

function actions(root, model, parts, send) {
  const draw = () => {
    drawStrip(model, parts);
    drawLens(model, parts);
  };
  const go = (position, moveLens = true) => {
    model.at = Math.max(0, Math.min(model.values.length - 1, position));
    if (moveLens) model.lens = lensStart(model.at, Math.min(LENS_SPAN, model.values.length), model.values.length);
    draw();
    describe(model, parts);
  };
  const choose = (channel) => {
    model.chosen = channel;
    go(model.order.indexOf(channel));
    markRows(model, parts);
    send("select", channel);
  };
  const reorder = (sorted, channel) => {
    model.sorted = sorted;
    model.order = orderOf(model.values, sorted);
    go(model.order.indexOf(channel));
    parts.ends.replaceChildren(...(sorted ? ["largest", "smallest"] : ["channel 0", count(model.values.length - 1)])
      .map((text) => make("span", {}, text)));
  };
  const layOut = () => {
    root.classList.toggle("narrow", root.clientWidth < NARROW);
    model.words = tableOf(root, model.arrays);
    listRows(model, parts, choose, (channel) => go(model.order.indexOf(channel)));
    markRows(model, parts);
    go(model.at);
  };
  parts.head.append(segments("Order", ORDERS, ORDERS[Number(model.sorted)], (order) =>
    reorder(order === ORDERS[1], model.order[model.at])));
  reorder(model.sorted, model.chosen ?? orderOf(model.values, true)[0]);
  listenTo(model, parts, go, choose);
  return { layOut };
}

function listenTo(model, parts, go, choose) {
  const onStrip = (event) => {
    const box = parts.strip.getBoundingClientRect();
    return positionAt(model.values, model.order, Math.floor(box.width), event.clientX - box.left, box.width);
  };
  const onLens = (event) => {
    const box = parts.lens.getBoundingClientRect();
    const span = Math.min(LENS_SPAN, model.values.length);
    return model.lens + Math.max(0, Math.min(span - 1, Math.floor(((event.clientX - box.left) * span) / box.width)));
  };
  for (const [canvas, find, moves] of [[parts.strip, onStrip, true], [parts.lens, onLens, false]]) {
    canvas.addEventListener("pointermove", (event) => go(find(event), moves));
    canvas.addEventListener("click", (event) => {
      go(find(event), moves);
      choose(model.order[model.at]);
    });
  }
  parts.slider.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: LENS_SPAN, PageDown: -LENS_SPAN }[event.key];
    const end = { Home: 0, End: model.values.length - 1 }[event.key];
    if (event.key === "Enter") choose(model.order[model.at]);
    else if (step === undefined && end === undefined) return;
    else go(end ?? model.at + step);
    event.preventDefault();
  });
}

// Bars from zero; where several entries share a column, what all of them reach is solid and the rest pale.
function drawStrip(model, { strip, slider }) {
  const width = slider.clientWidth;
  if (width === 0) return;
  const context = fit(strip, width, STRIP_TALL);
  const bars = barsOf(model.values, model.order, width);
  const colours = coloursOf(strip);
  context.clearRect(0, 0, strip.width, strip.height);
  const pitch = strip.width / bars.length;
  const here = bars.findIndex(({ from, to }) => model.at >= from && model.at < to);
  const chosen = model.chosen === null ? -1 : model.order.indexOf(model.chosen);
  if (pitch < NEAREST * (strip.width / width)) {
    context.fillStyle = colours.well;
    const scale = strip.width / model.values.length;
    context.fillRect(Math.floor(model.lens * scale), 0, Math.ceil(Math.min(LENS_SPAN, model.values.length) * scale), strip.height);
  }
  bars.forEach((column, bar) => {
    const left = Math.floor(bar * pitch);
    const wide = Math.max(1, Math.floor((bar + 1) * pitch) - left - (pitch >= 3 ? 1 : 0));
    const lit = bar === here || (chosen >= column.from && chosen < column.to);
    for (const [value, solid] of strokesOf(column)) {
      const colour = lit ? colours.accent : null;
      drawBar(context, model.reach, value, { left, wide, alpha: solid || lit ? 1 : 0.55, colour, colours });
    }
  });
  context.globalAlpha = 1;
  drawZero(context, model.reach, colours);
}

function drawLens(model, { lens, lensBox, lensNote, slider }) {
  const width = slider.clientWidth;
  const needed = width / model.values.length < NEAREST;
  lensBox.hidden = !needed;
  if (!needed || width === 0) return;
  const span = Math.min(LENS_SPAN, model.values.length);
  const context = fit(lens, width, LENS_TALL);
  const colours = coloursOf(lens);
  context.clearRect(0, 0, lens.width, lens.height);
  context.fillStyle = colours.well;
  context.fillRect(0, 0, lens.width, lens.height);
  for (let step = 0; step < span; step += 1) {
    const channel = model.order[model.lens + step];
    const left = Math.floor((step * lens.width) / span);
    const wide = Math.floor(((step + 1) * lens.width) / span) - left - Math.max(1, Math.round(lens.width / width));
    const lit = model.lens + step === model.at || channel === model.chosen;
    drawBar(context, model.reach, model.values[channel], { left, wide, alpha: 1, colour: lit ? colours.accent : null, colours });
  }
  drawZero(context, model.reach, colours);
  const [first, last] = [model.order[model.lens], model.order[model.lens + span - 1]];
  lensNote.textContent = model.sorted ? `enlarged: places ${count(model.lens + 1)} to ${count(model.lens + span)}` : `enlarged: channels ${count(first)} to ${count(last)}`;
}

function coloursOf(element) {
  const names = { accent: "primary-color", plus: "orange-color", minus: "blue-color", line: "border-color", well: "secondary-background-color" };
  return Object.fromEntries(Object.entries(names).map(([name, variable]) => [name, themeColour(element, variable)]));
}

function drawBar(context, reach, value, { left, wide, alpha, colour, colours }) {
  const tall = context.canvas.height - 2;
  const height = (part) => Math.round((tall * (reach.high - part)) / (reach.high - reach.low)) + 1;
  const [top, bottom] = value >= 0 ? [height(value), height(0)] : [height(0), height(value)];
  context.globalAlpha = alpha;
  context.fillStyle = colour ?? (value >= 0 ? colours.plus : colours.minus);
  context.fillRect(left, top, wide, value === 0 ? 0 : Math.max(1, bottom - top));
}

function drawZero(context, reach, colours) {
  const { width, height } = context.canvas;
  context.fillStyle = colours.line;
  context.fillRect(0, Math.min(height - 1, Math.round(((height - 2) * reach.high) / (reach.high - reach.low)) + 1), width, 1);
}

// The pointed entry: its map enlarged, its value with every digit.
function describe(model, { map, facts, slider }) {
  const channel = model.order[model.at];
  const value = model.values[channel];
  const [, height, width] = model.arrays.tiles.shape;
  const text = `channel ${count(channel)}: ${exact(value)}`;
  slider.setAttribute("aria-valuenow", model.at);
  slider.setAttribute("aria-valuetext", text);
  if (model.words) map.replaceChildren(tilePicture(model, channel, ENLARGED));
  facts.replaceChildren(
    make("div", {}, make("strong.value", {}, exact(value)), make("span.quiet", {}, ` channel ${count(channel)}`)),
    make("div.note", {}, `mean of ${size(height, width)} cells = ${number(value)}`),
    make("div.note", {}, `largest cell in size ${number(model.arrays.limits.data[channel])}`));
}

function tilePicture(model, channel, side) {
  const [, height, width] = model.arrays.tiles.shape;
  const tile = model.arrays.tiles.data.subarray(channel * height * width, (channel + 1) * height * width);
  const canvas = picture(tile, height, width, model.words);
  const scale = side / Math.max(height, width);
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", `map ${channel}`);
  Object.assign(canvas.style, { width: `${width * scale}px`, height: `${height * scale}px` });
  return canvas;
}

function listRows(model, { rows }, choose, look) {
  const largest = orderOf(model.values, true).slice(0, 10);
  const top = Math.max(...largest.map((channel) => Math.abs(model.values[channel])), Number.MIN_VALUE);
  const decimals = decimalsFor(largest.map((channel) => model.values[channel]));
  rows.replaceChildren(...largest.map((channel) => {
    const value = model.values[channel];
    const text = decimals === null ? number(value) : fixed(value, decimals);
    const bar = make(`div.bar.${value < 0 ? "minus" : "plus"}`);
    bar.style.width = `${(100 * Math.abs(value)) / top}%`;
    return make("button.row", {
      type: "button", value: channel, "aria-label": `channel ${channel}, ${text}`, title: exact(value),
      click: () => choose(channel), pointerenter: () => look(channel), focus: () => look(channel),
    }, tilePicture(model, channel, THUMBNAIL), make("span.channel", {}, count(channel)), make("span", {}, text), make("div.track", {}, bar));
  }));
}

function markRows(model, { rows }) {
  for (const row of rows.children) row.setAttribute("aria-pressed", String(Number(row.value) === model.chosen));
}
