// Arithmetic of two grids in step.

import { arrange, paint } from "../shared/canvas.js";
import { moved } from "../channel_grid/layout.js";

const [LEAST_SIDE, LEAST_GAP, MOST_GAP] = [24, 4, 8];

// Where the tiles of one grid lie in `room` CSS pixels: what shared/canvas.js arranges, and how much a cell is enlarged.
export function pairPlan(count, height, width, room) {
  const scale = Math.max(1, Math.ceil(LEAST_SIDE / Math.max(height, width)));
  return { ...arrange(count, height * scale, width * scale, room, LEAST_GAP, MOST_GAP), scale };
}

// Channels by number, or those first whose averages are farthest apart.
export function pairOrder(here, there, farthest) {
  const order = Array.from(here, (_, channel) => channel);
  const far = (channel) => Math.abs(there[channel] - here[channel]) || 0;
  return farthest ? order.sort((a, b) => far(b) - far(a) || a - b) : order;
}

// The picture of one grid as words, `across` × `down`: each map on the larger limit of its pair, in a hairline; what lies
// between them is left clear.
export function paintGrid({ tiles, own, limits, height, width, order, plan, table, line }) {
  const { across, down, columns, tile: size, gap, scale } = plan;
  const words = new Uint32Array(across * down);
  order.forEach((channel, place) => {
    const [top, left] = [Math.floor(place / columns) * (size.tall + gap), (place % columns) * (size.wide + gap)];
    const [first, last] = [Math.max(0, left - 1), Math.min(across, left + size.wide + 1)];
    for (let row = Math.max(0, top - 1); row < Math.min(down, top + size.tall + 1); row += 1) words.fill(line, row * across + first, row * across + last);
    const tile = tiles.subarray(channel * height * width, (channel + 1) * height * width);
    paint(words, across, top, left, tile, height, width, moved(table, own[channel], limits[channel]), scale);
  });
  return words;
}
