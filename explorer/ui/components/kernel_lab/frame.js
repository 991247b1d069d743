// A picture with a pointer: cells of whole pixels, crosshair, the marked box.

import { cellAt, cellBox, fit, ratio, zoomWindow } from "../shared/canvas.js";
import { arrowOf, make } from "../shared/markup.js";

const TALLEST = 1.4; // of the width

// {element, show, mark}: show(image, zoom, middle) draws a canvas of one pixel a cell; mark(box) puts the pointer on
// {top, left, rows, columns} in cells, null away. point(cell | null) hears the cell under the mouse, walk(down, across)
// the arrow keys.
export function frameOf(label, { point, walk, press }) {
  const canvas = make("canvas");
  const [across, down, box] = [make("div.line.across"), make("div.line.down"), make("div.cell")];
  const element = make("div.frame", { tabindex: 0, role: "img", "aria-label": label }, canvas, across, down, box);
  let view = null;
  const under = (event) => {
    const edge = element.getBoundingClientRect();
    const found = cellAt(event.clientX - edge.left - 1, event.clientY - edge.top - 1, { ...view, height: view.rows, width: view.columns });
    return found && { row: found.row + view.top, column: found.column + view.left };
  };
  element.addEventListener("pointermove", (event) => view && point(under(event)));
  element.addEventListener("pointerdown", (event) => view && point(under(event)));
  element.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const arrow = arrowOf(event.key);
    if (arrow) walk(...arrow);
    else if (!press(event.key)) return;
    event.preventDefault();
  });
  const show = (image, zoom, middle, width) => {
    const room = Math.max(1, width - 2);
    const cell = Math.min(room / image.width, (TALLEST * room) / image.height);
    const [tall, wide] = [image.height, image.width].map((side) => Math.max(1, Math.round(side * cell * ratio())) / ratio());
    view = { ...zoomWindow(zoom, middle.row, middle.column, image.height, image.width), tall, wide };
    const context = fit(canvas, wide, tall);
    context.imageSmoothingEnabled = view.columns > canvas.width;
    context.imageSmoothingQuality = "high";
    context.drawImage(image, view.left, view.top, view.columns, view.rows, 0, 0, canvas.width, canvas.height);
    [element.style.width, element.style.height] = [`${wide + 2}px`, `${tall + 2}px`];
  };
  const mark = (cells) => {
    for (const part of [across, down, box]) part.hidden = !cells || !view;
    if (!cells || !view) return;
    const at = { height: view.rows, width: view.columns, tall: view.tall, wide: view.wide };
    const first = cellBox(cells.top - view.top, cells.left - view.left, at);
    const last = cellBox(cells.top + cells.rows - 1 - view.top, cells.left + cells.columns - 1 - view.left, at);
    const [wide, tall] = [last.left + last.wide - first.left, last.top + last.tall - first.top];
    box.style.transform = `translate(${first.left}px, ${first.top}px)`;
    [box.style.width, box.style.height] = [`${wide}px`, `${tall}px`];
    across.style.transform = `translateY(${Math.round(first.top + tall / 2)}px)`;
    down.style.transform = `translateX(${Math.round(first.left + wide / 2)}px)`;
  };
  return { element, show, mark };
}
