// The map that a number was made of, as a small picture.

import { picture } from "../shared/canvas.js";

// The map of an entry `side` CSS pixels large, drawn into a new canvas or into `one`; null where the numbers have no maps.
export function mapTile(model, entry, side, one) {
  const { tiles, places } = model.arrays;
  if (!tiles || !model.words) return null;
  const [, height, width] = tiles.shape;
  const channel = places.data[entry];
  const canvas = picture(tiles.data.subarray(channel * height * width, (channel + 1) * height * width), height, width, model.words, one);
  canvas.className = "tile";
  canvas.setAttribute("aria-hidden", "true");
  const scale = side / Math.max(height, width);
  Object.assign(canvas.style, { width: `${width * scale}px`, height: `${height * scale}px` });
  return canvas;
}
