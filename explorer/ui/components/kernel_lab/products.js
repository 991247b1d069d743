// What is under the window, times each kernel, and the sum: for the cell under the pointer.

import { css, indexOf, textOn } from "../shared/colours.js";
import { dividedBy, windowOf } from "../shared/convolution.js";
import { make } from "../shared/markup.js";
import { cell, count, exact, number, term } from "../shared/numbers.js";
import { letterOf, written } from "./editing.js";
import { COLOURS } from "./editor.js";

const WIDEST_PRINTED = 7; // columns of a table with numbers in its cells, where one plane is shown
const NARROW_PRINTED = 3; // and where there are three
const ROOM = 216; // pixels
const GAP_BESIDE = 6;
const FULL_CELL = 54;
const WIDEST_CELL = 24;
const FITTING = 6; // characters in a cell at full size
const WORDS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

// {inputs, products: [element]}: one for the photo, one for each kernel. cells[at] is the kernel's cell under the pointer,
// null where it has no map.
export function productsOf(model, cells) {
  const windows = model.kernels.map((kernel, at) =>
    cells[at] && windowOf(model.padded, kernel, model.setting, cells[at].row, cells[at].column));
  const first = windows.findIndex((window) => window);
  if (first < 0) return { inputs: make("div"), products: windows.map(() => make("div")) };
  const limit = largest(windows.flatMap((window) => window?.products ?? []));
  return {
    inputs: inputsOf(model, first, windows[first], cells[first]),
    products: windows.map((window, at) => (window ? productOf(model, at, window, limit) : make("div"))),
  };
}

function inputsOf(model, at, { inputs }, { row, column }) {
  const alike = model.kernels.every((kernel) => sameForm(kernel, model.kernels[at]));
  const whose = alike ? "" : ` of ${letterOf(at)}`;
  const what = inputs.length === 1 ? ", R + G + B" : "";
  return make("div.window", {}, make("p.note", {}, `under the window${whose}${what}`),
    ...tablesOf(model, at, inputs, largest(inputs), cell, inputs.length > 1),
    make("p.result", {}, make("b", {}, `row ${row}, column ${column}`)));
}

function productOf(model, at, { products, total }, limit) {
  const kernel = model.kernels[at];
  const divisor = dividedBy(kernel);
  const sign = total > 0 ? ".plus" : total < 0 ? ".minus" : "";
  const many = products.flat().length;
  const bias = kernel.bias === 0 ? "" : ` and the bias of ${written(kernel.bias)}`;
  return make("div.window", {},
    make("p.note", {}, `times ${letterOf(at)}${divisor === 1 ? "" : `, divided by ${written(divisor)}`}`),
    ...tablesOf(model, at, products, limit, (value) => term(value, cell(value)), products.length > 1),
    make("p.result", {}, make(`b${sign}`, { title: exact(Math.fround(total)) }, term(total, number(total))),
      ` sum of ${WORDS[many] ?? count(many)}${bias}`));
}

function tablesOf(model, at, planes, limit, format, named) {
  const across = model.kernels[at].planes[0][0].length;
  const printed = across <= (named ? NARROW_PRINTED : WIDEST_PRINTED);
  const room = named ? ROOM / 3 - GAP_BESIDE : ROOM;
  const tables = planes.map((values, plane) => {
    const lines = [];
    for (let start = 0; start < values.length; start += across) lines.push(values.slice(start, start + across));
    const table = make(`table.cells${printed ? "" : ".bare"}${printed && across > 4 ? ".tight" : ""}`, {},
      make("tbody", {}, ...lines.map((line) => make("tr", {}, ...line.map((value) => cellOf(model, value, limit, printed ? format(value) : ""))))));
    if (!printed) table.style.setProperty("--cell", `${Math.min(WIDEST_CELL, Math.floor(room / across))}px`);
    else if (across <= NARROW_PRINTED) table.style.width = `${across * FULL_CELL}px`;
    return make("div.plane", {}, named ? make("span.note", {}, COLOURS[plane]) : null, table);
  });
  return [make(`div.tables${named && !printed ? ".beside" : ""}`, {}, ...tables)];
}

function cellOf(model, value, limit, text) {
  const index = indexOf(value, limit);
  const tight = text.replaceAll(" ", "");
  const cellNode = make(`td.on-${textOn(model.words, index)}${tight.length > FITTING ? ".long" : ""}${value === 0 ? ".zero" : ""}`,
    { title: number(value, 7) }, tight);
  cellNode.style.background = css(model.words, index);
  return cellNode;
}

const largest = (lists) => lists.flat().reduce((most, value) => Math.max(most, Math.abs(value)), 0);

export function sameForm(one, other) {
  return one.planes.length === other.planes.length && one.planes[0].length === other.planes[0].length
    && one.planes[0][0].length === other.planes[0][0].length;
}
