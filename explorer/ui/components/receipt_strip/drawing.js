// Draws one picture of the strip with its marks.

import { fit, ratio } from "../shared/canvas.js";

const HALO = 1.5;

// (h, w, 3) bytes as a canvas.
export function photoCanvas({ data, shape: [height, width] }) {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const image = new ImageData(width, height);
  for (let at = 0; at < height * width; at += 1) {
    image.data.set(data.subarray(3 * at, 3 * at + 3), 4 * at);
    image.data[4 * at + 3] = 255;
  }
  canvas.getContext("2d").putImageData(image, 0, 0);
  return canvas;
}

// Draws `image`, a map of height × width cells, so that the view [top, left, height, width] fills a square of `side`
// CSS pixels; what lies beyond the map is hatched. `marks` are boxes [top, left, height, width] in cells.
export function drawView(canvas, side, image, [top, left, tall, wide], height, width, marks, look) {
  const context = fit(canvas, side, side);
  const scale = canvas.width / Math.max(tall, wide);
  const [x, y] = [(canvas.width - wide * scale) / 2, (canvas.height - tall * scale) / 2];
  context.clearRect(0, 0, canvas.width, canvas.height);
  hatch(context, x, y, wide * scale, tall * scale, look.line);
  const at = (row, column) => [x + (column - left) * scale, y + (row - top) * scale];
  if (image) context.drawImage(image, ...at(0, 0), width * scale, height * scale);
  for (const [row, column, high, across] of marks) frame(context, ...at(row, column), across * scale, high * scale, look);
}

function hatch(context, x, y, wide, tall, colour) {
  context.save();
  context.beginPath();
  context.rect(x, y, wide, tall);
  context.clip();
  context.strokeStyle = colour;
  context.globalAlpha = 0.5;
  context.lineWidth = ratio();
  for (let from = x - tall; from < x + wide; from += 6 * ratio()) {
    context.beginPath();
    context.moveTo(from, y + tall);
    context.lineTo(from + tall, y);
    context.stroke();
  }
  context.restore();
}

// An accent frame in a paper halo; what is smaller than the frame still shows.
function frame(context, x, y, wide, tall, { accent, paper }) {
  const least = 5 * ratio();
  const [across, down] = [Math.max(wide, least), Math.max(tall, least)];
  const [left, top] = [x - (across - wide) / 2, y - (down - tall) / 2];
  for (const [colour, width] of [[paper, 2 + 2 * HALO], [accent, 2]]) {
    context.strokeStyle = colour;
    context.lineWidth = width * ratio();
    context.strokeRect(left, top, across, down);
  }
}
