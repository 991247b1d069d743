// Windows as tables of coloured cells, with numbers where these fit.

import { css, indexOf, textOn } from "../shared/colours.js";
import { make } from "../shared/markup.js";
import { cell, term } from "../shared/numbers.js";
import { allDigits, placeName, targetOf, workings } from "./places.js";

const BARE = { wide: 139, narrow: 270 }; // pixels across of a table without numbers
const FULL = 2; // columns that fill the room of a table
const WIDEST_CELL = 24;
const FITTING = 7; // characters in a cell at full size

// The cells of `indices`, row by row, `columns` wide. what: "input", "weight" or "product". printed: with numbers.
// Of the tables beside each other only one is `reached` by the keyboard: they show the same terms. winner: the term
// that is ringed.
export function matrix(model, indices, { columns, what, printed, reached = false, winner = null }) {
  const body = make("tbody");
  for (let start = 0; start < indices.length; start += columns) {
    const line = indices.slice(start, start + columns);
    body.append(make("tr", {}, ...line.map((index, at) =>
      matrixCell(model, index, { what, printed, winner, focus: reached ? Number(start + at > 0) : null }))));
  }
  const slim = columns < FULL && !model.narrow ? ".slim" : "";
  const table = make(`table.matrix${printed ? slim : ".bare"}`, reached ? { role: "grid", "data-roving": columns } : {}, body);
  if (!printed) table.style.setProperty("--cell", `${Math.min(WIDEST_CELL, Math.floor((model.narrow ? BARE.narrow : BARE.wide) / columns))}px`);
  return table;
}

function matrixCell(model, index, { what, printed, winner, focus }) {
  const value = model.terms[what][index];
  const colour = indexOf(value, model.limits[what]);
  const padded = model.terms.padding[index] && what !== "weight";
  const text = padded && value === 0 ? "" : textOf(value, what);
  const classes = [
    `on-${textOn(model.words, colour)}`, text.length > FITTING && "long", value === 0 && "zero", padded && "padded",
    index === winner && "winner", targetOf(model, index) && "opens",
  ].filter(Boolean);
  const attributes = { "data-term": index, title: allDigits(model, index) };
  if (focus !== null) {
    Object.assign(attributes, { role: "gridcell", tabindex: -focus, "aria-label": `${placeName(model, index)}: ${workings(model, index)}` });
  }
  const made = make(`td.${classes.join(".")}`, attributes, printed ? text : "");
  made.style.backgroundColor = css(model.words, colour);
  return made;
}

// Three digits, a power of ten without its spaces.
function textOf(value, what) {
  const text = cell(value).replaceAll(" ", "");
  return what === "product" ? term(value, text) : text;
}

// A line that says what the pointed cell of the maps in `maps` comes to.
export function readout(model, maps) {
  const line = make("div.readout.note", { "aria-live": "polite" });
  model.watchers.push(({ term: index }) => {
    const shown = index !== null && maps.includes(model.owners[index]);
    line.replaceChildren(...(shown ? [`${placeName(model, index)}: `, make("b", {}, workings(model, index))] : []));
  });
  return line;
}
