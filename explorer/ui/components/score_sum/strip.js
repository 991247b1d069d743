// All pooled numbers in one strip: how tall they are, and whether they speak for the class or against it.

import { fit } from "../shared/canvas.js";
import { parseColour, themeColour, wordOf } from "../shared/colours.js";
import { make, segments } from "../shared/markup.js";
import { count, exact, number, term, TIMES } from "../shared/numbers.js";
import { barsOf, mixed, orderOf, positionAt, speakerOf, strengthOf } from "./entries.js";
import { mapTile } from "./tiles.js";

const ORDERS = ["in order", "sorted"];
const [TALL, PAGE, TILE] = [56, 40, 36];

// {element, draw, mark}; `act.look(entry)` points, `act.pin(entry)` keeps, `act.open(what, entry)` opens a page.
export function buildStrip(model, act) {
  const canvas = make("canvas", { "aria-hidden": "true" });
  const slider = make("div.strip", {
    tabindex: 0, role: "slider", "aria-label": `${model.title}: arrow keys move`,
    "aria-valuemin": 0, "aria-valuemax": model.values.length - 1, "aria-valuenow": 0, "aria-valuetext": "none chosen",
  }, canvas);
  const below = make("div.below");
  const parts = { canvas, slider, below };
  const reorder = (option) => {
    model.sorted = option === ORDERS[1];
    model.order = orderOf(model.values, model.sorted);
    draw();
    mark();
  };
  const draw = () => {
    model.wide = slider.clientWidth;
    if (!model.wide) return;
    model.colours = coloursOf(canvas); // like the width it takes a layout: marking, at every move of a fader, does without
    drawBars(model, parts);
  };
  const mark = () => {
    drawBars(model, parts);
    describe(model, parts, act);
  };
  const element = make("section", {},
    make("div.head", {}, make("h3", {}, model.title), segments("Order", ORDERS, ORDERS[Number(model.sorted)], reorder)),
    slider, below);
  listenTo(model, parts, act);
  describe(model, parts, act);
  return { element, draw, mark };
}

function listenTo(model, { canvas, slider }, act) {
  const under = (event) => {
    const box = canvas.getBoundingClientRect();
    return model.order[positionAt(model.values, model.order, Math.floor(box.width), event.clientX - box.left, box.width)];
  };
  canvas.addEventListener("pointermove", (event) => act.look(under(event)));
  canvas.addEventListener("pointerleave", () => act.look(null));
  canvas.addEventListener("click", (event) => act.pin(under(event)));
  slider.addEventListener("keydown", (event) => {
    const last = model.order.length - 1;
    const here = model.at === null ? -1 : model.order.indexOf(model.at);
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageUp: PAGE, PageDown: -PAGE }[event.key];
    const end = { Home: 0, End: last }[event.key];
    if (event.key === "Escape") act.pin(null);
    else if (step !== undefined || end !== undefined) act.pin(model.order[end ?? Math.max(0, Math.min(last, here + step))]);
    else return;
    event.preventDefault();
  });
}

function coloursOf(canvas) {
  const colour = (name) => parseColour(themeColour(canvas, name));
  return {
    grey: colour("gray-color"), plus: colour("orange-color"), minus: colour("blue-color"), accent: colour("primary-color"),
    border: themeColour(canvas, "border-color"),
  };
}

function drawBars(model, { canvas }) {
  const width = model.wide;
  if (!width) return;
  const context = fit(canvas, width, TALL);
  const { grey, plus, minus, accent, border } = model.colours;
  const across = canvas.width;
  const image = context.createImageData(across, canvas.height); // some hundred bars drawn one by one take longer
  const words = new Uint32Array(image.data.buffer);
  const bars = barsOf(model.values, model.order, width);
  const pitch = across / bars.length;
  const here = model.at === null ? -1 : model.order.indexOf(model.at);
  const tall = canvas.height - 1;
  const height = (value) => Math.round((tall * (model.reach.high - value)) / (model.reach.high - model.reach.low));
  bars.forEach((bar, at) => {
    const product = model.products[speakerOf(model.products, model.order, bar)];
    const strength = strengthOf(product, model.most);
    const lit = here >= bar.from && here < bar.to;
    const word = wordOf(lit ? accent : mixed(grey, product < 0 ? minus : plus, strength));
    const left = Math.floor(at * pitch);
    const wide = Math.max(1, Math.floor((at + 1) * pitch) - left - (pitch >= 3 ? 1 : 0));
    const [top, bottom] = [height(Math.max(0, bar.high)), height(Math.min(0, bar.low))];
    const right = Math.min(across, left + (lit ? Math.max(2, wide) : wide));
    for (let row = top; row < bottom; row += 1) {
      for (let column = left; column < right; column += 1) words[row * across + column] = word;
    }
  });
  context.putImageData(image, 0, 0);
  context.fillStyle = border;
  context.fillRect(0, Math.min(canvas.height - 1, height(0)), across, 1);
}

// Below the strip: what its colours mean, or the term that is pointed at beside its map.
function describe(model, { below, slider }, act) {
  below.replaceChildren(...(model.at === null ? legend(model) : pointed(model, act)));
  if (model.at === null) return;
  slider.setAttribute("aria-valuenow", model.order.indexOf(model.at));
  slider.setAttribute("aria-valuetext", textOf(model, model.at));
}

function legend(model) {
  const last = count(model.values.length - 1);
  const [first, end] = model.sorted ? ["largest", "smallest"] : [model.cells || model.layers.length > 1 ? "number 0" : "channel 0", last];
  return [make("span", {}, first), make("span.middle", {}, `orange speaks for ${model.label}, blue ${model.other === null ? "against it" : `for ${model.other}`}`), make("span", {}, end)];
}

function pointed(model, act) {
  const entry = model.at;
  const ways = [[model.maps, "layers", "Open in Layers"], [model.receipts, "receipt", "Open its receipt"]];
  const buttons = entry !== model.pinned ? [] : ways.filter(([there]) => there).map(([, what, text]) =>
    make("button.way", { type: "button", click: () => act.open(what, entry) }, text));
  return [make("span.pointed", {}, mapTile(model, entry, TILE),
    make("span", { title: exact(model.values[entry]) }, textOf(model, entry)), ...buttons)];
}

// "channel 340: 81.11 × 0.1224 = +9.93"
export function textOf(model, entry) {
  const [value, weight, product] = [model.values[entry], model.weights[entry], model.products[entry]];
  return `channel ${nameOf(model, entry)}: ${number(value)} ${TIMES} ${number(weight)} = ${term(product, number(product))}`;
}

// The channel, and which of several pools or cells it is.
function nameOf(model, entry) {
  const { places, sources } = model.arrays;
  const [channel, row, column] = [0, 1, 2].map((axis) => places.data[axis * model.values.length + entry]);
  if (model.cells) return `${channel} at ${row}, ${column}`;
  return model.pools.length ? `${channel} ${model.pools[sources.data[entry]]}` : `${channel}`;
}
