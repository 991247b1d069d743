// Draws one picture of the strip with its marks.

import { fit, ratio } from "../shared/canvas.js";
import { fitted, within } from "./windows.js";

const HALO = 1.5;
const LEAST = 5;

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

// Draws what a view [top, left, height, width] shows into a square of `side` CSS pixels; what lies beyond the pictures
// is hatched. `layers` are {image, box, shown}: a canvas that fills a box of cells, of which only the boxes `shown` are
// drawn, the others being paper (all when it is missing); `alpha` below 1 lets what lies below show through. `marks` are {box, thin}.
export function drawView(canvas, side, view, layers, marks, look) {
  const context = fit(canvas, side, side);
  const { scale, x, y } = fitted(view, canvas.width);
  const onScreen = ([top, left, tall, wide]) => [x + (left - view[1]) * scale, y + (top - view[0]) * scale, wide * scale, tall * scale];
  context.clearRect(0, 0, canvas.width, canvas.height);
  hatch(context, onScreen(view), look.hatch);
  clipped(context, [onScreen(view)], () => layers.forEach((layer) => lay(context, layer, onScreen, look.paper)));
  for (const { box, thin } of marks) ring(context, onScreen(within(view, box)), thin ? 1 : 2, look);
}

function lay(context, { image, box, shown, alpha }, onScreen, paper) {
  const place = onScreen(box);
  context.fillStyle = paper;
  if (alpha === undefined) context.fillRect(...place);
  context.imageSmoothingEnabled = image.width > place[2];
  clipped(context, (shown ?? [box]).map(onScreen), () => {
    context.globalAlpha = alpha ?? 1;
    context.drawImage(image, ...place);
  });
}

function clipped(context, boxes, draw) {
  context.save();
  context.beginPath();
  for (const box of boxes) context.rect(...box);
  context.clip();
  draw();
  context.restore();
}

function hatch(context, box, colour) {
  const [x, y, wide, tall] = box;
  clipped(context, [box], () => {
    context.strokeStyle = colour;
    context.globalAlpha = 0.5;
    context.lineWidth = ratio();
    for (let from = x - tall; from < x + wide; from += 6 * ratio()) {
      context.beginPath();
      context.moveTo(from, y + tall);
      context.lineTo(from + tall, y);
      context.stroke();
    }
  });
}

// An accent frame in a paper halo, kept on the canvas; what is smaller than the frame still shows.
function ring(context, [x, y, wide, tall], width, { accent, paper }) {
  const { canvas } = context;
  const inset = width * ratio();
  const length = (across, side) => Math.min(Math.max(across, LEAST * ratio()), side - 2 * inset);
  const start = (from, across, side) => Math.max(inset, Math.min(side - inset - length(across, side), from - (length(across, side) - across) / 2));
  const place = [start(x, wide, canvas.width), start(y, tall, canvas.height), length(wide, canvas.width), length(tall, canvas.height)];
  for (const [colour, line] of [[paper, width + 2 * HALO], [accent, width]]) {
    context.strokeStyle = colour;
    context.lineWidth = line * ratio();
    context.strokeRect(...place);
  }
}
