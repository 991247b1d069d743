// The window of a pool, or any rectangle of one map: the largest cell ringed, or the sum of all.

import { cellAt, cellBox, fit, picture } from "../shared/canvas.js";
import { indexOf } from "../shared/colours.js";
import { arrowOf, make } from "../shared/markup.js";
import { count, number, reading, TIMES } from "../shared/numbers.js";
import { rectangleOf } from "./grouping.js";
import { legend } from "./legend.js";
import { matrix, readout } from "./matrices.js";
import { layerOf, mapName, placeName, targetOf, workings } from "./places.js";
import { closing } from "./sums.js";
import { tile } from "./tiles.js";

const MOST = 10; // cells side by side that are printed in numbers
const MAP_TILE = 61;
const CELL = { most: 58, least: 4, widest: 420 };

export function poolBody(model, act) {
  const { terms, header, groups } = model;
  const { rows, columns } = rectangleOf(terms.row, terms.column);
  const layer = layerOf(model, 0);
  const last = terms.row.length - 1;
  const box = { row: terms.row[0], column: terms.column[0], rows: terms.row[last] - terms.row[0] + 1, columns: terms.column[last] - terms.column[0] + 1 };
  const winner = /max/i.test(header.operation) ? terms.weight.indexOf(1) : null;
  const printed = rows <= MOST && columns <= MOST;
  return make("section.pool", {},
    make("h3", {}, winner === null ? `All ${count(terms.row.length)} cells` : `The largest of ${count(terms.row.length)} cells`),
    make("div.window", {},
      make("div.map", {}, tile(model, layer, groups[0].channel, MAP_TILE, box), make("span.note", {}, mapName(model, layer, groups[0].channel))),
      printed ? printedCells(model, groups[0].terms, columns, winner) : manyCells(model, act, { rows, columns, winner })),
    readout(model, [0]),
    winner === null ? averageOf(model) : closing(`The largest: ${placeName(model, winner)}`, reading(header.value)),
    legend(model, [["cells", "input"]]));
}

function printedCells(model, indices, columns, winner) {
  const table = matrix(model, indices, { columns, what: "input", printed: true, reached: true, winner });
  table.style.width = `${Math.min(100, (100 * columns * CELL.most) / Math.max(1, model.wide - (model.narrow ? 0 : 70)))}%`;
  if (columns > MOST / 2) table.classList.add("tight");
  return table;
}

function averageOf(model) {
  const { input, weight } = model.terms;
  const sum = input.reduce((total, value) => total + value, 0);
  const divisor = Math.round(1 / weight[0]);
  return closing(divisor === 1 ? "Sum" : `Sum ${number(sum)} ÷ ${count(divisor)}`, reading(model.header.value));
}

// More cells than can be printed: one picture, the pointed cell framed, its number in the line below.
function manyCells(model, act, { rows, columns, winner }) {
  const side = Math.min(CELL.widest, model.wide - (model.narrow ? 0 : 70));
  const unit = Math.max(CELL.least, Math.floor(side / Math.max(rows, columns)));
  const map = { height: rows, width: columns, tall: Math.min(side, rows * unit), wide: Math.min(side, columns * unit) };
  const indices = Uint8Array.from(model.terms.input, (value) => indexOf(value, model.limits.input));
  const canvas = make("canvas");
  const context = fit(canvas, map.wide, map.tall);
  context.drawImage(picture(indices, rows, columns, model.words), 0, 0, canvas.width, canvas.height);
  const here = make("span.mark", { hidden: "" });
  const ring = winner === null ? null : placed(make("span.ring"), winner, map);
  const frame = make("div.cells", {
    tabindex: 0, role: "application", "aria-label": `${count(rows)} ${TIMES} ${count(columns)} cells: arrow keys move, Enter opens one`,
  }, canvas, ring, here);
  listenToCells(model, act, frame, map);
  model.watchers.push(({ term: index }) => {
    here.hidden = index === null;
    if (index === null) return;
    placed(here, index, map);
    frame.setAttribute("aria-description", `${placeName(model, index)}: ${workings(model, index)}`);
  });
  return frame;
}

function placed(element, index, map) {
  const { left, top, wide, tall } = cellBox(Math.floor(index / map.width), index % map.width, map);
  Object.assign(element.style, { left: `${left}px`, top: `${top}px`, width: `${wide}px`, height: `${tall}px` });
  return element;
}

function listenToCells(model, act, frame, map) {
  let at = 0;
  const go = (index) => {
    at = index;
    frame.dataset.term = index;
    model.point(index);
  };
  frame.addEventListener("pointermove", (event) => {
    const box = frame.getBoundingClientRect();
    const found = cellAt(event.clientX - box.left - 1, event.clientY - box.top - 1, map);
    if (found) go(found.row * map.width + found.column);
  });
  frame.addEventListener("focus", () => go(at));
  frame.addEventListener("keydown", (event) => {
    const arrow = arrowOf(event.key);
    if (event.key === "Enter") {
      const target = targetOf(model, at);
      if (target) act.open(target);
    } else if (!arrow) return;
    else {
      const [row, column] = [Math.floor(at / map.width) + arrow[0], (at % map.width) + arrow[1]];
      if (row >= 0 && column >= 0 && row < map.height && column < map.width) go(row * map.width + column);
    }
    event.preventDefault();
    event.stopPropagation();
  });
}
