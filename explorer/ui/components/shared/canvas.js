// Crisp pictures of maps: every cell covers a whole number of device pixels.

export const ratio = () => globalThis.devicePixelRatio || 1;

// Sizes a canvas to width × height CSS pixels at the device's resolution and returns its context,
// in device pixels, with smoothing off.
export function fit(canvas, width, height) {
  const [across, down] = [Math.round(width * ratio()), Math.round(height * ratio())];
  if (canvas.width !== across) canvas.width = across;
  if (canvas.height !== down) canvas.height = down;
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext("2d");
  context.imageSmoothingEnabled = false;
  return context;
}

// Writes height × width colour indices (1 byte a cell) into `words` (Uint32Array over ImageData of `stride`
// words a row) with its upper left cell at (top, left), each cell `scale` words high and wide.
export function paint(words, stride, top, left, indices, height, width, table, scale = 1) {
  for (let row = 0; row < height; row += 1) {
    const first = (top + row * scale) * stride + left;
    for (let column = 0; column < width; column += 1) {
      const colour = table[indices[row * width + column]];
      const start = first + column * scale;
      for (let step = 0; step < scale; step += 1) words[start + step] = colour;
    }
    for (let step = 1; step < scale; step += 1) {
      words.copyWithin(first + step * stride, first, first + width * scale);
    }
  }
}

// The same indices as a canvas of one device pixel a cell, to be drawn enlarged with smoothing off; a new one, or the one
// that is given.
export function picture(indices, height, width, table, canvas = document.createElement("canvas")) {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  paint(new Uint32Array(image.data.buffer), width, 0, 0, indices, height, width, table);
  context.putImageData(image, 0, 0);
  return canvas;
}

// Area mean over blocks of factor × factor cells; blocks at the lower and right edge may be smaller.
// indices: height × width bytes -> {data, height, width}. Colour index 0 (not a number) stays visible: it wins its block.
export function shrink(indices, height, width, factor) {
  const [rows, columns] = [Math.ceil(height / factor), Math.ceil(width / factor)];
  const data = new Uint8Array(rows * columns);
  for (let row = 0; row < rows; row += 1) {
    const bottom = Math.min(height, (row + 1) * factor);
    for (let column = 0; column < columns; column += 1) {
      const right = Math.min(width, (column + 1) * factor);
      let sum = 0;
      let odd = false;
      for (let y = row * factor; y < bottom; y += 1) {
        for (let x = column * factor; x < right; x += 1) {
          const value = indices[y * width + x];
          sum += value;
          odd ||= value === 0;
        }
      }
      data[row * columns + column] = odd ? 0 : Math.round(sum / ((bottom - row * factor) * (right - column * factor)));
    }
  }
  return { data, height: rows, width: columns };
}

// The cell under (x, y), in pixels from the upper left corner of a map drawn `tall` × `wide` pixels large:
// {row, column}, or null outside.
export function cellAt(x, y, { height, width, tall, wide }) {
  if (x < 0 || y < 0 || x >= wide || y >= tall) return null;
  return { row: Math.floor((y * height) / tall), column: Math.floor((x * width) / wide) };
}

// The rectangle of a cell of the same map, rounded to whole pixels as nearest-neighbour drawing rounds them.
export function cellBox(row, column, { height, width, tall, wide }) {
  const [left, right] = [column, column + 1].map((edge) => Math.round((edge * wide) / width));
  const [top, bottom] = [row, row + 1].map((edge) => Math.round((edge * tall) / height));
  return { left, top, wide: right - left, tall: bottom - top };
}

// Where tiles lie: {columns, rows, tile: {tall, wide}, gap, across, down}, in CSS pixels.
export function arrange(count, tall, wide, room, gap, widest = gap) {
  const columns = Math.max(1, Math.min(count, Math.floor((room + gap) / (wide + gap))));
  const spare = columns > 1 ? Math.floor((room - columns * wide) / (columns - 1)) : gap;
  const between = Math.max(gap, Math.min(widest, spare));
  const rows = Math.ceil(count / columns);
  const [across, down] = [columns * (wide + between) - between, rows * (tall + between) - between];
  return { columns, rows, tile: { tall, wide }, gap: between, across, down };
}

// The tile under (x, y) of an arrangement and the place within it: {index, x, y}; the gap after a tile
// belongs to the tile, with x and y clamped to it. null outside or past the last one.
export function tileAt(x, y, count, { columns, tile, gap }) {
  const [column, row] = [Math.floor(x / (tile.wide + gap)), Math.floor(y / (tile.tall + gap))];
  const index = row * columns + column;
  if (x < 0 || y < 0 || column >= columns || index >= count) return null;
  return {
    index,
    x: Math.min(x - column * (tile.wide + gap), tile.wide - 0.001),
    y: Math.min(y - row * (tile.tall + gap), tile.tall - 0.001),
  };
}

// The window {top, left, rows, columns}, in whole cells, of a map enlarged `zoom` times (1 shows all) around a cell.
export function zoomWindow(zoom, row, column, height, width) {
  const [rows, columns] = [height, width].map((side) => Math.max(1, Math.min(side, Math.round(side / zoom))));
  const top = Math.max(0, Math.min(height - rows, row - Math.floor(rows / 2)));
  const left = Math.max(0, Math.min(width - columns, column - Math.floor(columns / 2)));
  return { top, left, rows, columns };
}
