// Arithmetic of the preprocessing page: which pixel of one step lies where in another, and what the network is given.
// A place is {y, x} in photo pixels, fractions allowed; pixel (0, 0) covers 0 <= y < 1, 0 <= x < 1.
// geometry: {photo: [H, W], resized: [h, w], cropped: [h, w], crop: {top, left, height, width} in photo pixels}

export function placeOfPixel(geometry, kind, row, column) {
  const { y, x, height, width } = areaOf(geometry, kind);
  const [rows, columns] = gridOf(geometry, kind);
  return { y: y + ((row + 0.5) * height) / rows, x: x + ((column + 0.5) * width) / columns };
}

export function pixelAt(geometry, kind, place) {
  const { y, x, height, width } = areaOf(geometry, kind);
  const [rows, columns] = gridOf(geometry, kind);
  const row = Math.floor(((place.y - y) * rows) / height);
  const column = Math.floor(((place.x - x) * columns) / width);
  const inside = row >= 0 && column >= 0 && row < rows && column < columns;
  return inside ? { row, column } : null;
}

export function movedPlace(geometry, kind, place, down, right) {
  const [rows, columns] = gridOf(geometry, kind);
  const from = pixelAt(geometry, kind, place) ?? { row: rows >> 1, column: columns >> 1 };
  const row = Math.min(rows - 1, Math.max(0, from.row + down));
  const column = Math.min(columns - 1, Math.max(0, from.column + right));
  return placeOfPixel(geometry, kind, row, column);
}

export function gridOf(geometry, kind) {
  if (kind === "original") return geometry.photo;
  return kind === "resized" ? geometry.resized : geometry.cropped;
}

// The part of the photo that a step shows: the crop box for what comes after the crop, the whole photo before.
function areaOf(geometry, kind) {
  if (kind === "original" || kind === "resized") {
    return { y: 0, x: 0, height: geometry.photo[0], width: geometry.photo[1] };
  }
  const { top, left, height, width } = geometry.crop;
  return { y: top, x: left, height, width };
}

// The colour at one pixel of an (h, w, 3) array that may be a smaller preview of the (rows, columns) grid.
export function colourAt({ data, shape: [height, width] }, rows, columns, pixel) {
  const row = Math.floor((pixel.row * height) / rows);
  const column = Math.floor((pixel.column * width) / columns);
  const at = (row * width + column) * 3;
  return [data[at], data[at + 1], data[at + 2]];
}

// Byte to [0, 1] and to the normalised value, in float32 at every step as torch computes them: one division,
// one subtraction, one division. A float64 result of two float32 numbers rounds to the same bits (Figueroa 1995).
export function unitOf(byte) {
  return Math.fround(byte / 255);
}

export function normalisedOf(byte, mean, std) {
  return Math.fround(Math.fround(unitOf(byte) - Math.fround(mean)) / Math.fround(std));
}

// The 256 normalised values that one colour can take.
export function levelsOf(mean, std) {
  return Float32Array.from({ length: 256 }, (_, byte) => normalisedOf(byte, mean, std));
}

// Counts of the three planes' values over bins equal in width from -limit to +limit.
export function planeHistogram(cropped, levels, limit, bins) {
  const perByte = [0, 1, 2].map(() => new Uint32Array(256));
  for (let at = 0; at < cropped.length; at += 3) {
    for (let channel = 0; channel < 3; channel += 1) perByte[channel][cropped[at + channel]] += 1;
  }
  const counts = new Float64Array(bins);
  perByte.forEach((tally, channel) => {
    tally.forEach((count, byte) => {
      const share = (levels[channel][byte] + limit) / (2 * limit);
      counts[Math.min(bins - 1, Math.max(0, Math.floor(share * bins)))] += count;
    });
  });
  return counts;
}
