// The photo as numbers, in the same float32 arithmetic as explorer/lab/values.py, and as a picture.

import { wordOf } from "../shared/colours.js";

// {planes, height, width, image} of (height, width, 3) bytes. `mean` and `spread` are used where values are normalised.
export function photoOf({ data, shape: [height, width] }, { normalised, mean, spread }) {
  const planes = [0, 1, 2].map((colour) => {
    const table = Float64Array.from({ length: 256 }, (_, byte) => {
      const unit = Math.fround(byte / 255);
      return normalised ? Math.fround(Math.fround(unit - Math.fround(mean[colour])) / Math.fround(spread[colour])) : unit;
    });
    return Float64Array.from({ length: height * width }, (_, at) => table[data[3 * at + colour]]);
  });
  return { planes, height, width, image: typeof document === "undefined" ? null : photoImage({ data, shape: [height, width] }) };
}

// A canvas of one pixel a pixel.
export function photoImage({ data, shape: [height, width] }) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  const words = new Uint32Array(image.data.buffer);
  for (let at = 0; at < words.length; at += 1) words[at] = wordOf(data.subarray(3 * at, 3 * at + 3));
  context.putImageData(image, 0, 0);
  return canvas;
}
