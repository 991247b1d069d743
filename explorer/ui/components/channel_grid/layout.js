// Arithmetic of the channel grid: how large the tiles are, where they lie, and how a tile of its own scale looks on
// another one. Nothing here touches the page.

import { arrange, shrink, tileAt } from "../shared/canvas.js";
import { ZERO } from "../shared/colours.js";

const TILE_STEPS = 127;
const NARROW = 480;
const TALLEST_GRID = { wide: 880, narrow: 440 };
const SMALLEST_TILE = { wide: 24, narrow: 44 };
const LARGEST_TILE = 240;
const GAP = { small: 5, large: 3, widest: 6 };
const SMALL_TILE = 36;
const COLUMNS = 6;

// Every size that a map of height × width may have on a screen of `dpr` device pixels a CSS pixel, smallest first:
// {factor, scale, tall, wide} with tall and wide in device pixels, enlarged `scale` or shrunk `factor` times.
export function tileSizes(height, width, dpr, least) {
  const longer = Math.max(height, width);
  const sizes = [];
  for (let factor = Math.ceil(longer / (least * dpr)); factor >= 2; factor -= 1) {
    sizes.push({ factor, scale: 1, tall: Math.ceil(height / factor), wide: Math.ceil(width / factor) });
  }
  for (let scale = 1; scale === 1 || longer * scale <= LARGEST_TILE * dpr; scale += 1) {
    sizes.push({ factor: 1, scale, tall: height * scale, wide: width * scale });
  }
  const bounded = sizes.filter(({ tall, wide }) => Math.max(tall, wide) >= least * dpr);
  const within = bounded.filter(({ tall, wide }) => Math.max(tall, wide) <= LARGEST_TILE * dpr);
  return within.length ? within : [bounded[0] ?? sizes[sizes.length - 1]];
}

// The arrangement of `count` maps in `room` CSS pixels: the largest tiles that all fit on one screen, else
// small ones that scroll. In device pixels, besides `scrolls`.
export function plan(count, height, width, room, dpr) {
  if (count === 0) return { columns: 1, rows: 0, tile: { tall: 1, wide: 1 }, gap: 0, across: 0, down: 0, scale: 1, factor: 1, scrolls: false };
  const kind = room < NARROW ? "narrow" : "wide";
  const gapOf = ({ wide }) => Math.round((wide < SMALL_TILE * dpr ? GAP.small : GAP.large) * dpr);
  const widest = Math.round(GAP.widest * dpr);
  const space = Math.floor(room * dpr);
  const sizes = tileSizes(height, width, dpr, SMALLEST_TILE[kind]).filter(({ wide }, at) => at === 0 || wide <= space);
  const placed = sizes.map((size) => ({ ...size, ...arrange(count, size.tall, size.wide, space, gapOf(size), widest) }));
  const whole = placed.filter(({ down }) => down <= TALLEST_GRID[kind] * dpr);
  if (whole.length) return { ...whole[whole.length - 1], scrolls: false };
  const six = placed.filter(({ columns }) => columns >= COLUMNS);
  const chosen = kind === "narrow" && six.length ? six[six.length - 1] : placed[0];
  return { ...chosen, scrolls: true };
}

// All tiles at the size that a plan asks for: {data, height, width}, shrunk once so that repainting stays quick.
export function sized(tiles, count, height, width, factor) {
  if (factor === 1) return { data: tiles, height, width };
  let data = null;
  let small = null;
  for (let channel = 0; channel < count; channel += 1) {
    const tile = tiles.subarray(channel * height * width, (channel + 1) * height * width);
    small = shrink(tile, height, width, factor);
    data ??= new Uint8Array(count * small.height * small.width);
    data.set(small.data, channel * small.height * small.width);
  }
  return { data, height: small.height, width: small.width };
}

// The colour table of a tile whose own limit is `limit`, on a scale of -target..+target.
export function moved(table, limit, target) {
  if (limit === target || !(target > 0)) return table;
  const words = new Uint32Array(256);
  words[0] = table[0];
  for (let index = 1; index < 256; index += 1) {
    const steps = Math.round((Math.abs(index - ZERO) * limit) / target);
    words[index] = table[ZERO + Math.sign(index - ZERO) * Math.min(TILE_STEPS, steps)];
  }
  return words;
}

// The value that a tile's byte stands for: within limit / 254 of the true one.
export function valueOf(index, limit) {
  return index === 0 ? NaN : ((index - ZERO) / TILE_STEPS) * limit;
}

// {first, last} row of tiles that a window of `tall` device pixels shows from `from` on; `last` is not included.
export function rowsIn({ rows, tile, gap }, from, tall, edge) {
  const step = tile.tall + gap;
  const first = Math.max(0, Math.floor((from - edge) / step));
  return { first, last: Math.min(rows, Math.ceil((from + tall) / step)) };
}

// {left, top, wide, tall} in CSS pixels of the tile at a place.
export function tileBox({ columns, tile, gap }, at, edge, dpr) {
  return {
    left: ((at % columns) * (tile.wide + gap) + edge) / dpr,
    top: (Math.floor(at / columns) * (tile.tall + gap) + edge) / dpr,
    wide: tile.wide / dpr,
    tall: tile.tall / dpr,
  };
}

// {index, row, column} of the cell under (x, y) in device pixels from the first tile; null where there is none.
export function cellUnder(x, y, count, arrangement, { height, width }) {
  const found = tileAt(x, y, count, arrangement);
  if (!found) return null;
  const { tile } = arrangement;
  return {
    index: found.index,
    row: Math.min(height - 1, Math.floor((found.y * height) / tile.tall)),
    column: Math.min(width - 1, Math.floor((found.x * width) / tile.wide)),
  };
}

// How many channels Page Up and Page Down move by: the full rows of a box `tall` device pixels high.
export function pageOf({ columns, tile, gap }, tall) {
  return columns * Math.max(1, Math.floor(tall / (tile.tall + gap)));
}

// {from, to} of the channels whose full rows such a box shows from `top` on; all of them where nothing scrolls.
export function placesIn(arrangement, total, top, tall) {
  const { columns, tile, gap, scrolls } = arrangement;
  if (!scrolls) return { from: 0, to: total };
  const from = Math.round(top / (tile.tall + gap)) * columns;
  return { from, to: Math.min(total, from + pageOf(arrangement, tall)) };
}
