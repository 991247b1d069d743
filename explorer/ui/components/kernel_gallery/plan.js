// Where kernels lie: arithmetic of the gallery and of the grid of slices, in CSS pixels.

const HEADING = { left: 36, top: 20 };
const WIDEST_CELL = 20;
const SMALLEST_CELL = 4; // below this a grid rather scrolls than fits into HIGHEST
const HIGHEST = 860;
const TILE_GAP = 6;

// plan({mode, outputs, inputs, height, width}, room, parts): where each kernel slice is drawn in `room` pixels of width.
// mode "slices": rows are outputs, columns are inputs. Other modes: one tile a kernel, wrapped into lines, with
// `parts` slices side by side in each tile (1: all colours in one picture).
export function planOf(shape, room, parts) {
  return shape.mode === "slices" ? slicePlan(shape, room) : tilePlan(shape, room, parts);
}

function slicePlan({ outputs, inputs, height, width }, room) {
  const gap = height * width > 1 ? 1 : 0;
  const across = Math.floor(((room - HEADING.left) / inputs - gap) / width);
  const down = Math.floor(((HIGHEST - HEADING.top) / outputs - gap) / height);
  const cell = Math.min(WIDEST_CELL, Math.max(1, across), Math.max(SMALLEST_CELL, down));
  const step = { across: cell * width + gap, down: cell * height + gap };
  return {
    mode: "slices", cell, parts: 1, columns: inputs, height, width, ...HEADING, step, outputs, inputs,
    wide: HEADING.left + inputs * step.across + gap, tall: HEADING.top + outputs * step.down + gap, gap,
  };
}

function tilePlan({ mode, outputs, height, width }, room, parts) {
  const target = parts > 1 ? 36 : tileTarget(outputs);
  const cell = Math.max(1, Math.floor(target / Math.max(height, width)));
  const tile = { wide: parts * (cell * width + 1) - 1, tall: cell * height };
  const columns = Math.max(1, Math.min(outputs, Math.floor((room - 2 + TILE_GAP) / (tile.wide + TILE_GAP))));
  const step = { across: tile.wide + TILE_GAP, down: tile.tall + TILE_GAP };
  return {
    mode, cell, parts, columns, height, width, left: 1, top: 1, step, outputs, inputs: parts,
    wide: columns * step.across - TILE_GAP + 2, tall: Math.ceil(outputs / columns) * step.down - TILE_GAP + 2,
    gap: TILE_GAP,
  };
}

function tileTarget(outputs) {
  if (outputs <= 100) return 64;
  return outputs <= 300 ? 36 : 24;
}

// The rectangle of a slice; of a whole tile when input is null.
export function boxOf(plan, output, input) {
  const { cell, height, width, step, left, top } = plan;
  const tall = cell * height;
  if (plan.mode === "slices") {
    return { left: left + plan.gap + input * step.across, top: top + plan.gap + output * step.down, wide: cell * width, tall };
  }
  const part = input === null || plan.parts === 1 ? 0 : input;
  const wide = input === null ? plan.parts * (cell * width + 1) - 1 : cell * width;
  return {
    left: left + (output % plan.columns) * step.across + part * (cell * width + 1),
    top: top + Math.floor(output / plan.columns) * step.down, wide, tall,
  };
}

// What lies at (x, y): {output, input, row, column}, counted from the window's first; null on headings and gaps.
export function hit(plan, x, y) {
  const across = Math.floor((x - plan.left) / plan.step.across);
  const down = Math.floor((y - plan.top) / plan.step.down);
  if (across < 0 || down < 0 || across >= plan.columns) return null;
  const slices = plan.mode === "slices";
  const output = slices ? down : down * plan.columns + across;
  if (output >= plan.outputs) return null;
  const inTile = x - plan.left - across * plan.step.across;
  const part = Math.min(plan.parts - 1, Math.floor(inTile / (plan.cell * plan.width + 1)));
  const input = slices ? across : part;
  const box = boxOf(plan, output, input);
  const row = cellOf(y - box.top, plan.cell, plan.height);
  const column = cellOf(x - box.left, plan.cell, plan.width);
  return row === null || column === null ? null : { output, input, row, column };
}

// The cell at `offset` pixels from a slice's edge; the hairline on either side belongs to the cell beside it.
function cellOf(offset, cell, cells) {
  if (offset < -1 || offset > cell * cells + 1) return null;
  return within(Math.floor(offset / cell), cells);
}

// The slice after an arrow key: across lines of tiles, or across the grid; stays at the edges.
export function moved(plan, { output, input }, down, right) {
  if (plan.mode === "slices") {
    return { output: within(output + down, plan.outputs), input: within(input + right, plan.inputs) };
  }
  const next = output + down * plan.columns + right;
  return { output: next >= 0 && next < plan.outputs ? next : output, input };
}

const within = (index, count) => Math.min(count - 1, Math.max(0, index));

// Every how many rows or columns a number fits: 1, 2, 4, 8 …, so that labels stay `least` pixels apart.
export function labelEvery(step, least) {
  let every = 1;
  while (every * step < least) every *= 2;
  return every;
}

// Where a weight lies in the window of weights (outputs, inputs, height, width).
export function weightAt([, inputs, height, width], output, input, row, column) {
  return ((output * inputs + input) * height + row) * width + column;
}

// Grey level 0..255 of a weight in a colour picture: 0 is mid-grey, the kernel's largest |weight| is black or white.
export function greyLevel(value, limit) {
  return limit > 0 ? Math.round(127.5 + (127.5 * value) / limit) : 128;
}

// {low, high, mean, deviation, norm, zeros} of count numbers from `start`: norm is the root of the sum of their squares,
// zeros the share of those that are zero.
export function summary(values, start, count) {
  let [low, high, sum, power, zeros] = [Infinity, -Infinity, 0, 0, 0];
  for (let at = start; at < start + count; at += 1) {
    low = Math.min(low, values[at]);
    high = Math.max(high, values[at]);
    sum += values[at];
    power += values[at] ** 2;
    zeros += values[at] === 0;
  }
  const mean = sum / count;
  let squares = 0;
  for (let at = start; at < start + count; at += 1) squares += (values[at] - mean) ** 2;
  return { low, high, mean, deviation: Math.sqrt(squares / count), norm: Math.sqrt(power), zeros: zeros / count };
}
