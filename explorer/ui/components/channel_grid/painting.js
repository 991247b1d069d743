// The grid's pixels.

import { paint } from "../shared/canvas.js";

// Draws the tiles of `rows`, each in a hairline frame, scrolled down by `from` device pixels. `tables` holds a colour
// table a channel, `places` the channels to draw, `paper` and `border` are words of such tables. Returns the pixels, to be given again.
export function drawTiles(context, { plan, places, tiles, tables, rows, from, line, edge, paper, border }, image) {
  const { columns, tile, gap, across, scale } = plan;
  const step = tile.tall + gap;
  const [stride, tall] = [across + 2 * edge, (rows.last - rows.first) * step + 2 * edge];
  const fits = image?.width === stride && image.height === tall;
  const pixels = fits ? image : context.createImageData(stride, tall);
  const words = new Uint32Array(pixels.data.buffer).fill(paper);
  const { data, height, width } = tiles;
  for (let at = rows.first * columns; at < Math.min(rows.last * columns, places.length); at += 1) {
    const top = (Math.floor(at / columns) - rows.first) * step + edge;
    const left = (at % columns) * (tile.wide + gap) + edge;
    const channel = places[at];
    for (let y = top - line; y < top + tile.tall + line; y += 1) {
      words.fill(border, y * stride + left - line, y * stride + left + tile.wide + line);
    }
    const cells = data.subarray(channel * height * width, (channel + 1) * height * width);
    paint(words, stride, top, left, cells, height, width, tables[channel], scale);
  }
  context.clearRect(0, 0, context.canvas.width, context.canvas.height);
  context.putImageData(pixels, 0, rows.first * step - from);
  return pixels;
}

// A dead channel is a blank tile; its number says that it is there. Font and colour are those of the context.
export function drawNumbers(context, { plan, places, rows, from, edge }, dead) {
  const { columns, tile, gap } = plan;
  [context.textAlign, context.textBaseline] = ["center", "middle"];
  for (let at = rows.first * columns; at < Math.min(rows.last * columns, places.length); at += 1) {
    if (!dead(places[at])) continue;
    const x = (at % columns) * (tile.wide + gap) + edge + tile.wide / 2;
    const y = Math.floor(at / columns) * (tile.tall + gap) + edge + tile.tall / 2 - from;
    context.fillText(String(places[at]), x, y, tile.wide);
  }
}
