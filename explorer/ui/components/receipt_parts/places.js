// How a part is called, and where it leads.

import { count, exact, number, term, TIMES } from "../shared/numbers.js";

export const COLOURS = ["red", "green", "blue"];

export const layerOf = (model, index) => model.header.layers[model.terms.source[index]];

export function pictureOf(model, layer, channel) {
  return model.pictures.find((one) => one.layer === layer && (one.folded || one.channel === channel)) ?? null;
}

// Whether the layer's value is a row of numbers without height and width.
export function isVector(model, layer) {
  return model.header.vectors.includes(layer);
}

// "16", "red"
export function shortName(model, layer, channel) {
  return isPhoto(model, layer) ? COLOURS[channel] : count(channel);
}

// "map 16", "number 504", "red of the photo", "coffee mug"
export function mapName(model, layer, channel) {
  const { labels, outputLayer } = model.header;
  if (layer === outputLayer && channel < labels.length) return labels[channel];
  if (isPhoto(model, layer)) return `${COLOURS[channel]} of the photo`;
  return `${isVector(model, layer) ? "number" : "map"} ${count(channel)}`;
}

// The same under a small picture: "map 16", "red"
export function caption(model, layer, channel) {
  return isPhoto(model, layer) ? COLOURS[channel] : mapName(model, layer, channel);
}

// "map 16 · row 15, column 34"
export function placeName(model, index) {
  const { channel, row, column, padding } = model.terms;
  const [layer, name] = [layerOf(model, index), mapName(model, layerOf(model, index), channel[index])];
  if (isVector(model, layer)) return name;
  return `${name} · row ${count(row[index])}, column ${count(column[index])}${padding[index] ? ", beyond the edge" : ""}`;
}

// "1,328.1 × 0.3322 = +441.2"
export function workings(model, index) {
  const { input, weight, product } = model.terms;
  return `${number(input[index])} ${TIMES} ${number(weight[index])} = ${term(product[index], number(product[index]))}`;
}

// All digits, for those who wait over a cell.
export function allDigits(model, index) {
  const { input, weight } = model.terms;
  return `${placeName(model, index)}\n${exact(input[index])} ${TIMES} ${exact(weight[index])}`;
}

// [layer, channel, row, column] of a term's input; null on the photo and beyond the edge, where nothing opens.
export function targetOf(model, index) {
  const { channel, row, column, padding } = model.terms;
  const layer = layerOf(model, index);
  if (layer === model.header.photo || (padding[index] && !inside(model, row[index], column[index]))) return null;
  return [layer, channel[index], row[index], column[index]];
}

function isPhoto(model, layer) {
  return layer === model.header.photoLayer || layer === model.header.photo;
}

function inside(model, row, column) {
  const [, height, width] = model.header.shape;
  return row >= 0 && column >= 0 && row < height && column < width;
}
