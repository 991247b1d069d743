// The chain of blocks, the bars below it, and the classes.

import { path, ring, write } from "./ink.js";
import { hasMaps, shares } from "./plan.js";

// model: {header, plan, tiles, photo, strip, which, opened, place, hovered}; `context` is in CSS pixels.
export function paintOverview(context, ink, model) {
  const { plan } = model;
  if (plan.kind === "columns") paintLines(context, ink, model);
  context.imageSmoothingEnabled = true;
  context.drawImage(model.photo, plan.photo.x, plan.photo.y, plan.photo.side, plan.photo.side);
  for (const at of plan.columns.keys()) paintColumn(context, ink, model, at);
  paintStages(context, ink, model);
  paintBars(context, ink, model);
  paintClasses(context, ink, model);
  paintRings(context, ink, model);
}

function paintLines(context, ink, { header, plan }) {
  const { axis, columns, photo } = plan;
  let x = photo.x + photo.side;
  for (const [at, column] of columns.entries()) {
    path(context, [[x, axis], [column.x, axis]], ink.line);
    if (header.blocks[at].skip) paintArc(context, ink, column, plan);
    x = column.x + column.wide;
  }
  path(context, [[x, axis], [plan.classes.x - 6, axis]], ink.line);
}

// From before the column over it to behind it.
function paintArc(context, ink, column, { axis, arc, scale }) {
  const [left, right, top] = [column.x - 2.5 * scale, column.x + column.wide + 2.5 * scale, column.y - arc + 4];
  const bend = Math.min(6, (right - left) / 2);
  context.beginPath();
  context.moveTo(left, axis);
  context.lineTo(left, top + bend);
  context.quadraticCurveTo(left, top, left + bend, top);
  context.lineTo(right - bend, top);
  context.quadraticCurveTo(right, top, right, top + bend);
  context.lineTo(right, axis);
  context.strokeStyle = ink.line;
  context.lineWidth = 1;
  context.stroke();
}

function paintColumn(context, ink, { header, plan, tiles, strip }, at) {
  const column = plan.columns[at];
  context.fillStyle = ink.paper;
  context.fillRect(column.x, column.y, column.wide, column.tall);
  if (!hasMaps(header.blocks[at])) {
    context.imageSmoothingEnabled = false;
    const lying = plan.kind === "rows";
    context.save();
    context.translate(column.x, column.y);
    if (lying) context.transform(0, 1, 1, 0, 0, 0);
    context.drawImage(strip, 0, 0, lying ? column.tall : column.wide, lying ? column.wide : column.tall);
    context.restore();
    return;
  }
  for (let which = 0; which < column.count; which += 1) {
    const y = column.y + which * (column.tile.tall + 1);
    tiles.draw(context, header.blocks[at].shown, which, column.x, y, column.tile.wide, column.tile.tall);
    context.strokeStyle = ink.hair;
    context.lineWidth = plan.scale < 0.5 ? 0.5 : 1;
    context.strokeRect(column.x, y, column.tile.wide, column.tile.tall);
  }
}

function paintStages(context, ink, { header, plan }) {
  const narrow = plan.kind === "rows";
  const labels = [["photo", header.photo, plan.photo.x, plan.photo.side], ...plan.stages.map(({ x, wide }, at) => [
    header.stages[at].label, header.stages[at].shape, x, wide, plan.stages[at].y])];
  for (const [at, [name, shape, x, wide, top]] of labels.entries()) {
    if (narrow) {
      if (at) write(context, ink, shape, x + 8 + write(context, ink, name, x, top + 16, { bold: true, room: 220 }), top + 16, { colour: ink.muted });
      continue;
    }
    const { y } = plan.labels;
    const next = at + 1 < labels.length ? labels[at + 1][2] : Infinity;
    const room = next - x - 4;
    path(context, [[x, y], [x + wide, y]], ink.hair);
    if (room < 26) continue;
    write(context, ink, name, x, y + 17, { bold: true, room });
    if (at === labels.length - 1) write(context, ink, `${shape} → ${header.head}`, x, y + 34, { colour: ink.muted, size: 12 });
    else write(context, ink, shape, x, y + 34, { colour: ink.muted, size: 12, room });
  }
}

function paintBars(context, ink, { header, plan, which, opened, measuring }) {
  const lengths = shares(header.blocks.map((block) => block.figures), which);
  const { name, total } = header.figures[which];
  if (plan.kind === "columns") {
    const { y, tall } = plan.bars;
    path(context, [[0, y + tall + 0.5], [plan.classes.x + plan.classes.wide, y + tall + 0.5]], ink.hair);
    write(context, ink, name, 0, y + tall - 20, { colour: ink.muted, size: 12 });
    write(context, ink, total || (measuring ? "measuring …" : "not measured"), 0, y + tall - 5, { size: 12.5 });
  }
  for (const [at, column] of plan.columns.entries()) {
    context.fillStyle = at === opened ? ink.here : ink.bar;
    if (plan.kind === "rows") context.fillRect(column.x, column.y + column.tall + 3, column.wide * lengths[at], 3);
    else context.fillRect(column.x, plan.bars.y + plan.bars.tall * (1 - lengths[at]), column.wide, plan.bars.tall * lengths[at]);
  }
  if (plan.kind !== "columns" || opened === null || (!total && which === 3)) return;
  const column = plan.columns[opened];
  const middle = column.x + column.wide / 2;
  write(context, ink, header.blocks[opened].texts[which], middle, plan.bars.y + plan.bars.tall + 15, { bold: true, colour: ink.here, size: 12, align: "center" });
}

function paintClasses(context, ink, { header, plan }) {
  const { x, y, wide } = plan.classes;
  const most = Math.max(...header.classes.map(({ share }) => share));
  const top = y - header.classes.length * 15;
  for (const [at, { label, share, text }] of header.classes.entries()) {
    const line = top + at * 30 + 12;
    write(context, ink, text, x + wide, line, { colour: ink.muted, size: 12, align: "right" });
    write(context, ink, label, x, line, { room: wide - 54, size: 12.5 });
    context.fillStyle = ink.text;
    context.fillRect(x, line + 5, most > 0 ? (wide * share) / most : 0, 2);
  }
}

function paintRings(context, ink, { header, plan, opened, place, hovered, focused, width }) {
  const whole = (at) => {
    if (at < 0) return [plan.photo.x, plan.photo.y, plan.photo.side, plan.photo.side];
    if (at >= header.blocks.length) return [plan.classes.x, plan.classes.y - 80, plan.classes.wide, 150];
    const { x, y, wide, tall } = plan.columns[at];
    return [x, y, wide, tall];
  };
  // What touches the edge of the canvas has its ring inside.
  const box = (at) => {
    const [x, y, wide, tall] = whole(at);
    const [left, right] = [Math.max(4, x), Math.min(width - 4, x + wide)];
    return [left, y, right - left, tall];
  };
  if (hovered !== null && hovered !== opened) ring(context, ink, ...box(hovered), false);
  if (opened !== null) ring(context, ink, ...box(opened), true);
  if (focused && place.step === null && place.block !== opened) ring(context, ink, ...box(place.block), true);
}
