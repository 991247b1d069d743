// A map in one small picture: patch, kernel slice and product side by side.

import { fit, ratio } from "../shared/canvas.js";
import { css, indexOf } from "../shared/colours.js";
import { make } from "../shared/markup.js";
import { mapName, layerOf, shortName } from "./places.js";
import { signOf } from "./sums.js";

const SIDE = 21;
const GAP = 4;
const PARTS = ["input", "weight", "product"];

// A button for the group `map`, whose terms lie in a window `columns` wide, and its sum.
export function glyph(model, map, columns, sum, focus) {
  const { channel, terms } = model.groups[map];
  const layer = layerOf(model, terms[0]);
  const name = mapName(model, layer, channel);
  return make("button.glyph", {
    type: "button", "data-map": map, tabindex: focus, "aria-label": `${name}: ${sum}. Show its numbers`, title: `${name}: show its numbers`,
  }, make("span.note", {}, shortName(model, layer, channel)), glyphPicture(model, terms, columns), make(`span.${signOf(sum)}`, {}, sum));
}

function glyphPicture(model, indices, columns) {
  const rows = indices.length / columns;
  const unit = Math.max(1, Math.floor(SIDE / Math.max(rows, columns)));
  const [across, down] = [columns * unit, rows * unit];
  const canvas = make("canvas", { "aria-hidden": "true" });
  const context = fit(canvas, 3 * (across + 2) + 2 * GAP, down + 2);
  context.scale(ratio(), ratio());
  PARTS.forEach((what, part) => {
    const left = part * (across + 2 + GAP);
    context.fillStyle = model.hairline;
    context.fillRect(left, 0, across + 2, down + 2);
    indices.forEach((index, at) => {
      context.fillStyle = css(model.words, indexOf(model.terms[what][index], model.limits[what]));
      context.fillRect(left + 1 + (at % columns) * unit, 1 + Math.floor(at / columns) * unit, unit, unit);
    });
  });
  return canvas;
}
