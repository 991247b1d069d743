// The steps of the open block with all their edges.

import { path, ring, write } from "./ink.js";
import { NODE, trackSpans } from "./lane_plan.js";
import { shares } from "./plan.js";

const TILE = 28.5;
const ROOM = 84; // for a name below a step

// model: {header, plan, tiles, which, block, place, hovered}; only what lies between `from` and `to` is drawn.
export function paintLane(context, ink, model, from, to) {
  const { header, plan, block, place } = model;
  const nodes = header.nodes.slice(block.first, block.last + 1);
  const here = place.step;
  const atHere = (edge) => here !== null && (edge.source === here || edge.target === here);
  for (const edge of plan.edges) if (!atHere(edge)) path(context, edge.points, ink.line);
  for (const edge of plan.edges) if (atHere(edge)) path(context, edge.points, ink.text, 1.5);
  paintTracks(context, ink, header, block, plan, from);
  context.beginPath();
  context.arc(8, plan.edges[0].points[0][1], 3, 0, 2 * Math.PI);
  context.fillStyle = ink.muted;
  context.fill();
  const lengths = shares(nodes.map((node) => node.figures), model.which);
  for (const [at, node] of nodes.entries()) {
    const box = plan.boxes[at];
    if (box.x + 90 < from || box.x - 10 > to) continue;
    paintStep(context, ink, model, block.first + at, node, box, lengths[at]);
    paintNames(context, ink, nodes, at, box);
  }
  write(context, ink, `${enters(header, block)} enters`, 8, 16, { colour: ink.muted, size: 12 });
  write(context, ink, `${header.nodes[block.last].shape} leaves`, plan.wide - 14, 16, { colour: ink.muted, size: 12, align: "right" });
}

function enters(header, block) {
  const at = header.blocks.indexOf(block);
  return at ? header.nodes[header.blocks[at - 1].last].shape : header.photo;
}

// What runs along each track, said once, at its beginning or where it comes into sight.
function paintTracks(context, ink, header, block, plan, from) {
  for (const [source, { x, y, end }] of trackSpans(plan)) {
    const [name, shape] = source < 0 ? [block.skip ? "skip connection" : "what enters", enters(header, block)] : [header.nodes[source].short, header.nodes[source].shape];
    const at = Math.max(x, from) + 6;
    write(context, ink, `${name}, ${shape}`, at, y - 3, { colour: ink.muted, size: 11, room: end - at - 6 });
  }
}

// A step's name; where it is too long, its own part, and above the row the module, once for all that follow in it.
function paintNames(context, ink, nodes, at, box) {
  const long = (node) => measured(context, ink, node.short) > ROOM && node.short.includes(".");
  const moduleOf = (node) => (long(node) ? node.short.slice(0, node.short.lastIndexOf(".")) : "");
  const [node, module] = [nodes[at], moduleOf(nodes[at])];
  const before = nodes.slice(0, at).findLast(({ place }) => place[1] === node.place[1]);
  write(context, ink, module ? node.short.slice(module.length + 1) : node.short, box.x, box.y + NODE + 21, { bold: true, size: 12.5, room: ROOM, front: true });
  if (module && (!before || moduleOf(before) !== module)) write(context, ink, module, box.x, box.y - 9, { colour: ink.muted, size: 11 });
}

function measured(context, ink, text) {
  context.font = `600 12.5px ${ink.font}`;
  return context.measureText(text).width;
}

function paintStep(context, ink, { header, tiles, place, hovered }, step, node, box, length) {
  context.fillStyle = ink.paper;
  context.fillRect(box.x - 3, box.y - 3, NODE + 6, NODE + 6);
  const [, count, height, width] = node.tiles;
  if (height * width === 1) paintNumbers(context, ink, header, tiles, step, box);
  else {
    const longer = Math.max(height, width);
    for (let which = 0; which < Math.min(4, count); which += 1) {
      const [x, y] = [box.x + (which % 2) * (TILE + 1), box.y + Math.floor(which / 2) * (TILE + 1)];
      const [wide, tall] = [(TILE * width) / longer, (TILE * height) / longer];
      tiles.draw(context, step, which, x, y, wide, tall);
      context.strokeStyle = ink.hair;
      context.lineWidth = 1;
      context.strokeRect(x, y, wide, tall);
    }
  }
  const below = box.y + NODE;
  context.fillStyle = place.step === step ? ink.here : ink.bar;
  context.fillRect(box.x, below + 3, NODE * length, 3);
  write(context, ink, node.does, box.x, below + 36, { colour: ink.muted, size: 12, room: 80 });
  write(context, ink, node.shape, box.x, below + 51, { colour: ink.muted, size: 12, room: 80 });
  if (place.step === step) ring(context, ink, box.x, box.y, NODE, NODE, true);
  else if (hovered === step) ring(context, ink, box.x, box.y, NODE, NODE, false);
}

// Numbers without height and width: the strongest four, side by side.
function paintNumbers(context, ink, header, tiles, step, box) {
  const count = Math.min(4, header.nodes[step].tiles[1]);
  for (let which = 0; which < count; which += 1) {
    const x = box.x + (which * NODE) / count;
    tiles.draw(context, step, which, x, box.y + 15, NODE / count - 1, 28);
    context.strokeStyle = ink.hair;
    context.lineWidth = 1;
    context.strokeRect(x, box.y + 15, NODE / count - 1, 28);
  }
}
