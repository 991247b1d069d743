// The lab's parts laid out: in rows beside the photo, or one below the other on a narrow screen.

import { make } from "../shared/markup.js";

// A row: the photo's part first, then one part for each kernel, three a line.
const row = (name, first, rest) => make(`div.row.${name}`, {}, make("div.first", {}, first), make("div.rest", {}, ...rest));

// parts: {photoHead, editors, sizes, photo, maps, inputs, products, scaleNote, legend, differenceHead, differences, list}.
// Returns the elements in their order.
export function laidOut(parts, narrow) {
  const differences = parts.differences.length ? [row("differences", parts.differenceHead, parts.differences)] : [];
  const legend = row("legend-row", parts.scaleNote, [parts.legend]);
  if (!narrow) {
    return [
      row("heads", parts.photoHead, parts.editors), parts.sizes, row("maps", parts.photo, parts.maps), legend,
      row("windows", parts.inputs, parts.products), ...differences, parts.list,
    ];
  }
  const kernels = parts.editors.map((editor, at) => make("div.stack", {}, editor, parts.maps[at], parts.products[at]));
  return [parts.photoHead, parts.sizes, make("div.stack", {}, parts.photo, parts.inputs), legend, ...kernels, ...differences, parts.list];
}
