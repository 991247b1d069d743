// Each cell's share of a score, over the photo, with the share under the pointer in words.

import { cellAt, cellBox, fit, picture } from "../shared/canvas.js";
import { colourBar } from "../shared/colour_bar.js";
import { indexOf, isDark, tableOf } from "../shared/colours.js";
import { followFaders } from "../shared/faders.js";
import { arrowOf, make } from "../shared/markup.js";
import { mount, watchWidth } from "../shared/mounting.js";
import { exact, number } from "../shared/numbers.js";
import { unpack } from "../shared/wire.js";
import { greyed, peakOf } from "./blending.js";

export default function classMap(component) {
  return mount(component, view);
}

function view({ data, root, kept, send }) {
  const { header, arrays } = unpack(data);
  const [height, width] = arrays.shares.shape;
  const shares = arrays.shares.data;
  const model = { ...header, arrays, shares, height, width, pinned: kept.pinned ?? null, hovered: null };
  if (model.pinned && (model.pinned.row >= height || model.pinned.column >= width)) model.pinned = null;
  model.peak = peakOf(shares, width);
  const canvas = make("canvas");
  const ring = make("div.ring");
  const frame = make("div.frame", { tabindex: 0, role: "img" }, canvas, ring);
  const legend = colourBar("Shares of the cells");
  const [told, spoken] = [make("span"), make("div.hidden", { "aria-live": "polite" })];
  const [title, sentence] = [make("h3"), make("span")];
  root.append(
    title, header.refusal ? make("p.note", {}, header.refusal) : "", frame, legend.element,
    make("p", {}, told, " ", sentence), spoken);
  const parts = { canvas, ring, frame, legend, title, told, sentence, spoken };
  const tell = () => place(model, parts);
  const paint = () => {
    draw(model, parts);
    tell();
  };
  const layOut = (across) => {
    Object.assign(model, { across, dark: isDark(root), words: tableOf(root, arrays) });
    model.grey = photoOf(arrays.photo, model.dark);
    paint();
  };
  listenTo(model, parts, tell);
  // While faders move the desk tells the shares.
  const hear = (heard) => {
    Object.assign(model, { shares: heard.shares, title: heard.title, sentence: heard.sentence });
    model.peak = peakOf(model.shares, width);
    // Colours stay comparable while a fader moves, until one is needed that the scale does not have.
    model.limit = model.shares.reduce((most, share) => Math.max(most, Math.abs(share) || 0), header.limit);
    paint();
  };
  const stops = [watchWidth(root, layOut), header.asked ? followFaders(header.asked, hear) : () => {}];
  return { restyle: () => layOut(model.across), dispose: () => stops.forEach((stop) => stop()), keep: () => ({ pinned: model.pinned }) };
}

function listenTo(model, { frame, spoken }, tell) {
  const under = (event) => {
    const box = frame.getBoundingClientRect();
    return cellAt(event.clientX - box.left, event.clientY - box.top, { ...model, tall: box.height, wide: box.width });
  };
  const hover = (cell) => {
    model.hovered = cell;
    tell();
  };
  frame.addEventListener("pointermove", (event) => hover(under(event)));
  frame.addEventListener("pointerleave", () => hover(null));
  frame.addEventListener("click", (event) => {
    model.pinned = under(event) ?? model.pinned;
    tell();
  });
  frame.addEventListener("keydown", (event) => {
    const arrow = arrowOf(event.key);
    if (!arrow || event.altKey || event.ctrlKey || event.metaKey) return;
    const inside = (at, most) => Math.max(0, Math.min(most - 1, at));
    const { row, column } = model.pinned ?? model.peak;
    model.pinned = { row: inside(row + arrow[0], model.height), column: inside(column + arrow[1], model.width) };
    hover(null);
    spoken.textContent = sentenceOf(model, model.pinned);
    event.preventDefault();
  });
}

// The photo, pale and grey, or dim on a dark page.
function photoOf({ data, shape: [tall, wide] }, dark) {
  const photo = document.createElement("canvas");
  [photo.width, photo.height] = [wide, tall];
  photo.getContext("2d").putImageData(new ImageData(greyed(data, dark), wide, tall), 0, 0);
  return photo;
}

// It is printed on the cells in the colours of their shares: zero leaves it as it is.
function draw(model, { canvas, frame }) {
  const { across, dark, words, grey } = model;
  if (across === undefined) return; // not laid out yet
  const down = Math.round((across * grey.height) / grey.width);
  const context = fit(canvas, across, down);
  [frame.style.width, frame.style.height] = [`${across}px`, `${down}px`];
  const cells = picture(model.shares.map((share) => indexOf(share, model.limit)), model.height, model.width, words);
  context.globalCompositeOperation = "copy";
  context.drawImage(cells, 0, 0, canvas.width, canvas.height);
  context.globalCompositeOperation = dark ? "screen" : "multiply";
  context.imageSmoothingEnabled = true;
  context.drawImage(grey, 0, 0, canvas.width, canvas.height);
  context.globalCompositeOperation = "source-over";
  model.box = { ...model, tall: down, wide: across };
  model.signed = model.shares.some((share) => share < 0);
}

// The cell that is pointed at: its ring, its share in words, its place on the legend.
function place(model, { ring, frame, legend, title, told, sentence }) {
  [title.textContent, sentence.textContent] = [model.title, model.sentence];
  if (!model.box) return;
  const cell = model.hovered ?? model.pinned ?? model.peak;
  const { left, top, wide, tall } = cellBox(cell.row, cell.column, model.box);
  Object.assign(ring.style, { left: `${left}px`, top: `${top}px`, width: `${wide}px`, height: `${tall}px` });
  const share = model.shares[cell.row * model.width + cell.column];
  told.textContent = sentenceOf(model, cell);
  told.title = exact(share);
  frame.setAttribute("aria-label", `${model.title}, ${model.height} by ${model.width} cells. ${told.textContent} ${model.sentence}`);
  legend.draw({ counts: null, limit: model.limit, signed: model.signed, words: model.words, value: share, wide: model.across });
}

function sentenceOf(model, { row, column }) {
  const share = model.shares[row * model.width + column];
  if (model.refusal) return `Cell ${row}, ${column} reads ${number(share, 2)}.`;
  if (share < 0) return `Cell ${row}, ${column} takes ${number(-share, 2)} away.`;
  return `Cell ${row}, ${column} gives ${share === 0 ? "nothing" : number(share, 2)}.`;
}
