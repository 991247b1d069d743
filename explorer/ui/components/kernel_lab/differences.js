// Where two kernels disagree: each map less the one that all are compared with, on the scale of the maps.

import { picture } from "../shared/canvas.js";
import { make, segments } from "../shared/markup.js";
import { MINUS, number, term } from "../shared/numbers.js";
import { letterOf } from "./editing.js";
import { differenceOf, quantised } from "./scaling.js";

// {head, frames, draw, place}; frame(label, at) makes a picture, choose(base) hears which map is taken away.
export function differencesOf(model, frame, choose) {
  const letters = model.kernels.map((_, at) => letterOf(at));
  const facts = make("div.facts");
  const head = make("section.difference-head", {}, make("h3", {}, "Difference"),
    make("p.note", {}, "Where two kernels disagree, on the same scale."),
    segments("The map that is taken away", letters.map((one) => `from ${one}`), `from ${letters[model.base]}`,
      (chosen) => choose(letters.indexOf(chosen.slice(-1)))),
    make("p.note", {}, "largest disagreement"), facts);
  const views = model.kernels.map((_, at) => {
    const { element, show, mark } = frame(`Difference of kernel ${letters[at]}`, at);
    const caption = make("p.note.caption");
    return { element: make("div", {}, element, caption), frame: element, show, mark, caption };
  });
  const found = [];
  return {
    head, frames: views,
    draw(results, width, cellOf) {
      const base = results[model.base];
      facts.replaceChildren();
      views.forEach(({ frame: box, show }, at) => {
        const comparable = base && results[at]?.height === base.height && results[at].width === base.width;
        found[at] = comparable ? differenceOf(results[at], base) : null;
        box.hidden = !comparable;
        views[at].element.classList.toggle("base", at === model.base);
        if (!comparable) return;
        const image = picture(quantised(found[at].values, model.limit), base.height, base.width, model.words);
        show(image, model.zoom, cellOf(at), width);
        if (at !== model.base) facts.append(make("p", {}, `${nameOf(model, at)} `, make("b", {}, number(found[at].largest))));
      });
    },
    place(results, cells) {
      views.forEach(({ mark, caption }, at) => {
        const cell = cells[at];
        mark(found[at] && cell && { top: cell.row, left: cell.column, rows: 1, columns: 1 });
        caption.textContent = captionOf(model, at, found[at], cell);
      });
    },
  };
}

const nameOf = (model, at) => `${letterOf(at)} ${MINUS} ${letterOf(model.base)}`;

function captionOf(model, at, difference, cell) {
  const name = nameOf(model, at);
  if (!difference) return `${name}: maps of different sizes`;
  if (at === model.base) return `${name}: zero, the colour of the page`;
  const value = cell ? difference.values[cell.row * difference.width + cell.column] : NaN;
  return Number.isFinite(value) ? `${name}, here ${term(value, number(value))}` : name;
}
