// Small pictures of input maps, with the place that is read marked.

import { cellBox, fit, picture } from "../shared/canvas.js";
import { make } from "../shared/markup.js";
import { pictureOf } from "./places.js";

const LEAST_SIDE = 5; // pixels of a mark
const NARROWEST_TILE = 4;

// The map of `layer` and `channel`, drawn once for all rows that show it, `side` pixels at its longer side; box {row, column, rows, columns} is framed.
export function tile(model, layer, channel, side, box) {
  const found = pictureOf(model, layer, channel);
  if (!found) return make("span.tile.blank", { "aria-hidden": "true" });
  const { indices, tall, wide, height, width, folded } = found;
  const scale = side / Math.max(height, width);
  const canvas = make("canvas");
  const context = fit(canvas, Math.max(NARROWEST_TILE, width * scale), Math.max(NARROWEST_TILE, height * scale));
  if (found.words !== model.words) Object.assign(found, { drawn: picture(indices, tall, wide, model.words), words: model.words });
  context.imageSmoothingEnabled = wide > canvas.width;
  context.drawImage(found.drawn, 0, 0, canvas.width, canvas.height);
  const place = folded ? { row: Math.floor(channel / width), column: channel % width, rows: 1, columns: 1 } : box;
  return make("span.tile", { "aria-hidden": "true" }, canvas, place ? markOf(place, found, scale) : null);
}

function markOf({ row, column, rows, columns }, { height, width }, scale) {
  const map = { height, width, tall: height * scale, wide: width * scale };
  const [first, last] = [cellBox(row, column, map), cellBox(row + rows - 1, column + columns - 1, map)];
  const across = Math.max(LEAST_SIDE, last.left + last.wide - first.left);
  const down = Math.max(LEAST_SIDE, last.top + last.tall - first.top);
  const mark = make("span.mark");
  Object.assign(mark.style, { left: `${first.left}px`, top: `${first.top}px`, width: `${across}px`, height: `${down}px` });
  return mark;
}

// The rectangle that the window covers, its gaps included.
export function windowBox({ rows, columns, top, left, dilation }) {
  return { row: top, column: left, rows: (rows - 1) * dilation[0] + 1, columns: (columns - 1) * dilation[1] + 1 };
}

// One cell.
export function cellOf({ row, column }, index) {
  return { row: row[index], column: column[index], rows: 1, columns: 1 };
}
