// A number that is moved and stretched: a line with zero on it, and where the number stands after each stage.

import { make } from "../shared/markup.js";
import { count, exact, number, reading } from "../shared/numbers.js";
import { termRow, termRows } from "./mixing.js";
import { isVector, layerOf } from "./places.js";
import { along, rulersOf } from "./steps.js";

const BRIGHTEST = 255;

export function stepsBody(model, act) {
  const { stages, pixel } = model.header;
  const rulers = rulersOf(stages, pixel ? BRIGHTEST : 0);
  return make("section.steps", {},
    make("h3", {}, stages.length > 2 ? "Step by step" : "In and out"),
    make("div.line-rows", {}, ...rulers.flatMap((ruler) => rulerRows(stages, ruler))),
    ...(pixel ? photoEnd(pixel) : inputRows(model, act)));
}

function rulerRows(stages, ruler) {
  const rows = stages.slice(ruler.from, ruler.to).map((stage, step) => {
    const at = ruler.from + step;
    return stageRow(stage, step > 0 ? stages[at - 1].value : null, ruler, at === stages.length - 1);
  });
  return [...rows, make("div.ruler-ends.note", { "aria-hidden": "true" }, make("span"), endsOf(ruler), make("span"))];
}

// The way from the stage before is a bar: orange to the right, blue to the left.
function stageRow({ name, value }, before, ruler, last) {
  const track = make("span.number-line", { "aria-hidden": "true" });
  const zero = make("span.zero");
  zero.style.left = percent100(0, ruler);
  track.append(zero);
  if (Number.isFinite(value)) {
    if (before !== null) track.append(moveOf(before, value, ruler));
    const dot = make(`span.dot${last ? ".here" : ""}`);
    dot.style.left = percent100(value, ruler);
    track.append(dot);
  }
  return make("div.stage", {}, make("span", {}, name), track, make("b", { title: exact(value) }, textOfStage(value, last)));
}

// Of 0 to 255 a whole number has no decimals.
function textOfStage(value, last) {
  if (last) return reading(value);
  return Number.isInteger(value) && Math.abs(value) >= 1 ? count(value) : number(value);
}

function moveOf(before, value, ruler) {
  const moved = make(`span.moved.${value < before ? "takes" : "adds"}`);
  const [from, to] = [before, value].map((one) => along(one, ruler)).sort((a, b) => a - b);
  Object.assign(moved.style, { left: `${100 * from}%`, width: `${100 * (to - from)}%` });
  return moved;
}

function endsOf(ruler) {
  const texts = [...new Set([ruler.low, 0, ruler.high])].map((value) => {
    const end = make("span", {}, number(value, 1));
    end.style.left = percent100(value, ruler);
    return end;
  });
  return make("span.ends", {}, ...texts);
}

const percent100 = (value, ruler) => `${100 * along(value, ruler)}%`;

function inputRows(model, act) {
  const { product } = model.terms;
  if (product.length === 1) {
    const text = number(model.terms.input[0]);
    return [make("h3", {}, "The number that comes in"), make("div.rows", {},
      termRow(model, 0, { text, focus: 0, weighted: false, named: true }))];
  }
  const plural = isVector(model, layerOf(model, 0)) ? "numbers" : "maps";
  return [make("h3", {}, "Every number that the mean and the spread are made of, value × weight"), ...termRows(model, act, plural)];
}

// The colour of the pixel: here the way ends.
function photoEnd([red, green, blue]) {
  const swatch = make("span.swatch", { "aria-hidden": "true" });
  swatch.style.background = `rgb(${red}, ${green}, ${blue})`;
  return [make("div.photo-end", {}, swatch, make("div", {},
    make("div", {}, `The pixel: red ${red}, green ${green}, blue ${blue}, each 0 to 255`),
    make("div.note", {}, "The way ends on the photo.")))];
}
