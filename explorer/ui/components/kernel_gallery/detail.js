// The chosen kernel, enlarged: signed planes with the numbers in their cells.

import { colourBar } from "../shared/colour_bar.js";
import { css, indexOf, textOn } from "../shared/colours.js";
import { barsFor, histogram } from "../shared/histogram.js";
import { make } from "../shared/markup.js";
import { exact, number, share } from "../shared/numbers.js";
import { summary, weightAt } from "./plan.js";

const MOST_NUMBERS = 81;
const FEW_COLUMNS = 5;
const ROOM = 368; // pixels across
export const PLANES = ["red", "green", "blue"];

// The panel for one choice {output, input} of a model (see kernel_gallery.js); point(place) hears the pointed cell.
export function detailOf(model, choice, limit, words, point) {
  const [, , height, width] = model.shape;
  const colour = model.mode === "colour";
  const title = colour || model.mode === "depthwise" ? `Kernel ${model.outputs[choice.output]}`
    : `Output ${model.outputs[choice.output]} · input ${model.firstInput + choice.input}`;
  const planes = (colour ? [0, 1, 2] : [choice.input]).map((input) => {
    const label = colour ? PLANES[input] : null;
    return make("div.plane", {}, label && make("span.note", {}, label), matrix(model, { ...choice, input }, limit, words, point));
  });
  const start = weightAt(model.shape, choice.output, colour ? 0 : choice.input, 0, 0);
  const own = model.weights.subarray(start, start + (colour ? 3 : 1) * height * width);
  const { low, high, mean, deviation, norm, zeros } = summary(own, 0, own.length);
  const facts = { lowest: low, mean, highest: high, deviation };
  const legend = colourBar(`Weights of ${title.toLowerCase()}`);
  const bins = barsFor(ROOM, true);
  const { counts } = histogram(own, -limit, limit, bins);
  requestAnimationFrame(() => legend.draw({ counts, limit, signed: true, words }));
  return make("div", {},
    make("div.head", {}, make("strong", {}, title), make("span.note", {}, `${colour ? "3 × " : ""}${height} × ${width}`)),
    ...planes,
    make("dl", {}, ...Object.entries(facts).map(([name, value]) =>
      make("div", {}, make("dt", {}, name), make("dd", { title: exact(value) }, number(value))))),
    make("p.note", {}, "norm ", make("b.norm", { title: "the root of the sum of all squares" }, number(norm)), ` · ${share(zeros)} zeros · its weights, bars as square roots:`),
    legend.element);
}

function matrix(model, { output, input }, limit, words, point) {
  const [, , height, width] = model.shape;
  const printed = height * width <= MOST_NUMBERS;
  const fitting = width < FEW_COLUMNS ? 11 : 7; // characters at full size
  const body = make("tbody");
  for (let row = 0; row < height; row += 1) {
    const line = make("tr");
    for (let column = 0; column < width; column += 1) {
      const value = model.weights[weightAt(model.shape, output, input, row, column)];
      const index = indexOf(value, limit);
      const text = narrow(value);
      const cell = make(`td${text.length > fitting ? ".long" : ""}${value === 0 ? ".zero" : ""}.on-${textOn(words, index)}`, {
        pointerenter: () => point({ output, input, row, column }),
      }, printed ? text : "");
      cell.style.background = css(words, index);
      line.append(cell);
    }
    body.append(line);
  }
  const tight = printed && width > 7 ? ".tight" : "";
  const table = make(`table${printed ? "" : ".bare"}${tight}`, { "aria-label": `weights of input ${input}` }, body);
  if (!printed) body.style.setProperty("--cell", `${Math.floor(240 / height)}px`);
  else if (width < FEW_COLUMNS) table.style.width = `${width * 72}px`;
  return table;
}

// Three digits; a power of ten without its spaces.
function narrow(value) {
  return number(value, 3).replaceAll(" ", "");
}
