// The colours of the cells: one bar for each kind of number, with its ends.

import { css, ZERO } from "../shared/colours.js";
import { make } from "../shared/markup.js";
import { number } from "../shared/numbers.js";

const STOPS = 8;
const REACH = 127;

// entries: [name, column of the terms].
export function legend(model, entries) {
  const rows = entries.map(([name, what]) => {
    const signed = model.terms[what].some((value) => value < 0);
    const limit = model.limits[what];
    const bar = make("span.scale");
    bar.style.background = gradient(model.words, signed);
    return make("div.entry", {}, make("span.note", {}, name), make("span", {}, signed ? number(-limit) : "0"), bar, make("span", {}, number(limit)));
  });
  return make("section.legend", {}, make("h3", {}, "Colour"), ...rows,
    make("p.note", {}, "Zero has the colour of the page. Orange adds, blue takes away: here and on every page."));
}

function gradient(words, signed) {
  const stops = Array.from({ length: STOPS + 1 }, (_, at) => {
    const part = signed ? (2 * at) / STOPS - 1 : at / STOPS;
    return css(words, ZERO + Math.round(REACH * part));
  });
  return `linear-gradient(to right, ${stops.join()})`;
}
