// What a cell of a map on the strip is called, what it holds and what it opens. A map is {layer, channel, height, width,
// limit, indices, tall, wide, folded}; a cell [row, column] of a folded map is one number of a vector.

import { APPROXIMATELY, approximate, count } from "../shared/numbers.js";

const COLOUR_NAMES = ["red", "green", "blue"];
const STEPS = 127;
const MIDDLE = 128;

// The map that the strip begins with.
export function mapOf(picture, { data, shape: [tall, wide] }) {
  return { ...picture, indices: data, tall, wide };
}

// The map that another part of the page asks to see; `known` is the one that the strip begins with.
export function announcedMap({ tileHeight, tileWidth, ...map }, known) {
  const folded = known.folded && map.layer === known.layer;
  return { ...map, tall: tileHeight, wide: tileWidth, folded, numbers: folded ? known.numbers : null };
}

// The channel that a cell stands in.
const channelOf = (map, cell) => (map.folded ? cell[0] * map.width + cell[1] : map.channel);

// "map 16", "red of the photo", "number 504", "coffee mug"; `cell` matters only where the map is folded.
export function nameOf(map, cell, { photoLayer, outputLayer, labels }) {
  const channel = channelOf(map, cell);
  if (map.layer === photoLayer) return `${COLOUR_NAMES[channel]} of the photo`;
  if (map.layer === outputLayer && labels[channel]) return labels[channel];
  return `${map.folded || map.height * map.width === 1 ? "number" : "map"} ${count(channel)}`;
}

// Where a cell stands: "row 15, column 34", or the name of a vector's number.
export function cellName(map, cell, header) {
  return map.folded ? nameOf(map, cell, header) : `row ${count(cell[0])}, column ${count(cell[1])}`;
}

// [layer, channel, row, column] of a cell; null beyond the edge of the map and behind the last number of a vector.
export function placeOf(map, [row, column]) {
  if (row < 0 || column < 0 || row >= map.height || column >= map.width) return null;
  if (!map.folded) return [map.layer, map.channel, row, column];
  const channel = channelOf(map, [row, column]);
  return map.numbers === null || channel < map.numbers ? [map.layer, channel, 0, 0] : null;
}

// The cell of the map that shows a number; null where the map shows others.
export function cellOf(map, [layer, channel, row, column]) {
  if (layer !== map.layer) return null;
  if (map.folded) return [Math.floor(channel / map.width), channel % map.width];
  return channel === map.channel ? [row, column] : null;
}

// "≈ 1,328", as exactly as 8 bits tell; empty where the picture is smaller than the map.
export function about(map, [row, column]) {
  if (map.tall !== map.height || map.wide !== map.width) return "";
  const index = map.indices[row * map.width + column];
  if (index === 0) return "not a number";
  const step = map.limit / STEPS;
  return `${APPROXIMATELY}\u00a0${approximate((index - MIDDLE) * step, step)}`;
}
