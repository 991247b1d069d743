// Colours and fonts of the page, and words on a canvas.

import { themeColour } from "../shared/colours.js";

export function inkOf(element) {
  const colour = (name) => themeColour(element, name);
  return {
    text: colour("text-color"),
    muted: colour("gray-text-color"),
    line: colour("gray-color"),
    hair: colour("border-color"),
    bar: colour("gray-color"),
    here: colour("primary-color"),
    paper: colour("background-color"),
    font: colour("font") || "sans-serif",
  };
}

// Writes `text` from x on, cut with "…" to `room` pixels, in front if `front`; returns how wide it became.
export function write(context, ink, text, x, y, { room = Infinity, bold = false, colour = ink.text, size = 13, align = "left", front = false } = {}) {
  context.font = `${bold ? 600 : 400} ${size}px ${ink.font}`;
  context.fillStyle = colour;
  context.textBaseline = "alphabetic";
  context.textAlign = align;
  let shown = text;
  if (context.measureText(shown).width > room) {
    const cut = (keep) => (front ? `…${text.slice(text.length - keep)}` : `${text.slice(0, keep)}…`);
    let keep = text.length;
    while (keep > 0 && context.measureText(cut(keep)).width > room) keep -= 1;
    shown = keep > 1 ? cut(keep) : "";
  }
  context.fillText(shown, x, y);
  return context.measureText(shown).width;
}

export function path(context, points, colour, width = 1) {
  context.beginPath();
  for (const [at, [x, y]] of points.entries()) context[at ? "lineTo" : "moveTo"](x, y);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}

// The ring that means "here": two pixels of accent in a halo of paper; one pixel under the pointer.
export function ring(context, ink, x, y, wide, tall, chosen) {
  if (chosen) {
    context.strokeStyle = ink.paper;
    context.lineWidth = 5;
    context.strokeRect(x - 3, y - 3, wide + 6, tall + 6);
  }
  context.strokeStyle = ink.here;
  context.lineWidth = chosen ? 2 : 1;
  context.strokeRect(x - 3, y - 3, wide + 6, tall + 6);
}
