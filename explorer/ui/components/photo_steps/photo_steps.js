// The photo on its way into the network: every step as a picture, one pointer for all of them.

import { indexOf, tableOf } from "../shared/colours.js";
import { picture } from "../shared/canvas.js";
import { colourBar } from "../shared/colour_bar.js";
import { arrowOf, make } from "../shared/markup.js";
import { mount, watchWidth } from "../shared/mounting.js";
import { exact, MINUS, number, size } from "../shared/numbers.js";
import { unpack } from "../shared/wire.js";
import { colourAt, gridOf, levelsOf, movedPlace, pixelAt, placeOfPixel, planeHistogram, unitOf } from "./pixels.js";

const COLOURS = ["red", "green", "blue"];
const BINS = 61;

export default function photoSteps(component) {
  return mount(component, view);
}

function view({ data, root, kept }) {
  const { header, arrays } = unpack(data);
  const levels = COLOURS.map((_, channel) => levelsOf(header.mean[channel], header.std[channel]));
  const state = { header, arrays, levels, geometry: header.geometry, place: null, frames: [] };
  state.table = numbersTable(state);
  const [legend, planes] = planesOf(state);
  root.append(
    make("div.top", {}, photoOf(state), make("div.side", {}, ...state.table.parts)),
    make("div.strip", {}, ...header.steps.map((step) => stepOf(state, step))),
    make("div.planes", {}, ...planes.map((plane) => plane.element), legend.element),
  );
  const paintPlanes = () => {
    const words = tableOf(root, arrays);
    planes.forEach((plane) => plane.paint(words));
    legend.draw(words);
  };
  const stop = watchWidth(root, (width) => {
    root.classList.toggle("narrow", width < 640);
    paintPlanes();
    mark(state);
  });
  const [rows, columns] = gridOf(state.geometry, "cropped");
  const same = kept.photo === String(state.geometry.photo);
  point(state, same ? kept.place : placeOfPixel(state.geometry, "cropped", rows >> 1, columns >> 1));
  return { restyle: paintPlanes, dispose: stop, keep: () => ({ place: state.place, photo: String(state.geometry.photo) }) };
}

// The photo, large, with what the crop leaves out veiled.
function photoOf(state) {
  const { photo, crop } = state.geometry;
  const frame = frameOf(state, "original", colourPicture(state.arrays.original), "The photo");
  const edges = [
    crop.left / photo[1], crop.top / photo[0], (crop.left + crop.width) / photo[1], (crop.top + crop.height) / photo[0],
  ].map((edge) => Math.min(1, Math.max(0, edge)) * 100);
  const [left, top, right, bottom] = edges;
  const box = make("div.crop");
  Object.assign(box.style, { left: `${left}%`, top: `${top}%`, width: `${right - left}%`, height: `${bottom - top}%` });
  const veil = make("div.veil");
  veil.style.clipPath = `polygon(evenodd, 0 0, 100% 0, 100% 100%, 0 100%, 0 0, ${left}% ${top}%, ` +
    `${right}% ${top}%, ${right}% ${bottom}%, ${left}% ${bottom}%, ${left}% ${top}%)`;
  frame.querySelector("canvas").after(veil, box);
  frame.style.maxWidth = `calc(440px * ${photo[1] / photo[0]})`;
  const note = make("div.caption", {}, state.header.sentence);
  return make("figure.photo", {}, frame, note);
}

function stepOf(state, step) {
  const { kind, title, shape, low, high, sentence } = step;
  const frame = frameOf(state, kind, stepPicture(state, step), title);
  if (kind !== "cropped") frame.tabIndex = -1;
  frame.style.width = `min(100%, calc(176px * ${shape[1] / shape[0]}))`;
  const range = `${rangeEnd(low)} to ${rangeEnd(high)}`;
  return make("figure", {},
    make("div.well", {}, frame),
    make("figcaption", {},
      make("strong", {}, title), make("span.range", {}, `${size(shape[0], shape[1])} · ${range}`),
      make("span.caption", {}, sentence)));
}

const rangeEnd = (value) => (Number.isInteger(value) ? String(value).replace("-", MINUS) : number(value, 4));

// Red, green and blue of the normalised tensor, on one scale around zero.
function planesOf(state) {
  const { cropped } = state.arrays;
  const [height, width] = cropped.shape;
  const { limit, meanName } = state.header;
  const counts = planeHistogram(cropped.data, state.levels, limit, BINS);
  const bar = colourBar("Normalised values");
  const legend = { element: bar.element, draw: (words) => bar.draw({ counts, limit, signed: true, words }) };
  legend.element.prepend(make("strong", {}, "What the network reads"),
    make("span.caption", {}, `Three planes of ${size(height, width)}, one scale: zero has the colour of the page, ` +
      `orange is brighter than ${meanName}, blue is darker.`));
  const planes = state.header.planes.map((plane, channel) => {
    const canvas = make("canvas");
    const frame = frameOf(state, "normalised", canvas, `${plane.name} plane`);
    frame.tabIndex = -1;
    const shade = state.levels[channel].map((value) => indexOf(value, limit));
    const indices = Uint8Array.from({ length: height * width }, (_, at) => shade[cropped.data[3 * at + channel]]);
    const paint = (words) => {
      const fresh = picture(indices, height, width, words);
      [canvas.width, canvas.height] = [width, height];
      canvas.getContext("2d").drawImage(fresh, 0, 0);
    };
    const caption = make("figcaption", {}, make("strong", {}, plane.name),
      make("span.range", {}, `mean ${number(plane.mean, 4)} · deviation ${number(plane.std, 4)}`));
    return { element: make("figure", {}, frame, caption), paint };
  });
  return [legend, planes];
}

// A picture with the marks of the shared pointer. Pointing, touching and the arrow keys move the pointer.
function frameOf(state, kind, canvas, label) {
  const marks = { across: make("div.across"), down: make("div.down"), here: make("div.here") };
  const frame = make("div.frame", {
    tabindex: 0, role: "application", "aria-label": `${label}: arrow keys move the pixel`,
  }, canvas, marks.across, marks.down, marks.here);
  const [rows, columns] = gridOf(state.geometry, kind);
  frame.style.aspectRatio = `${columns} / ${rows}`;
  const follow = (event) => {
    const box = frame.getBoundingClientRect();
    const row = Math.floor(((event.clientY - box.top) * rows) / box.height);
    const column = Math.floor(((event.clientX - box.left) * columns) / box.width);
    if (row < 0 || column < 0 || row >= rows || column >= columns) return;
    point(state, placeOfPixel(state.geometry, kind, row, column));
  };
  frame.addEventListener("pointermove", follow);
  frame.addEventListener("pointerdown", follow);
  frame.addEventListener("keydown", (event) => {
    const arrow = arrowOf(event.key);
    if (!arrow) return;
    event.preventDefault();
    const stride = event.shiftKey ? 10 : 1;
    point(state, movedPlace(state.geometry, kind, state.place, arrow[0] * stride, arrow[1] * stride));
    state.table.speak();
  });
  state.frames.push({ frame, kind, marks });
  return frame;
}

function point(state, place) {
  state.place = place;
  mark(state);
  state.table.show(place);
}

function mark(state) {
  if (!state.place) return;
  for (const { frame, kind, marks } of state.frames) {
    const [rows, columns] = gridOf(state.geometry, kind);
    const pixel = pixelAt(state.geometry, kind, state.place);
    frame.classList.toggle("outside", pixel === null);
    if (!pixel) continue;
    const [y, x] = [(100 * (pixel.row + 0.5)) / rows, (100 * (pixel.column + 0.5)) / columns];
    marks.across.style.top = `${y}%`;
    marks.down.style.left = `${x}%`;
    const side = Math.max(9, frame.clientWidth / columns + 2);
    Object.assign(marks.here.style, { top: `${y}%`, left: `${x}%`, width: `${side}px`, height: `${side}px` });
  }
}

function colourPicture({ data, shape: [height, width] }, shades = null) {
  const canvas = make("canvas", { width, height });
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  for (let from = 0, to = 0; from < data.length; from += 3, to += 4) {
    for (let channel = 0; channel < 3; channel += 1) {
      const byte = data[from + channel];
      image.data[to + channel] = shades ? shades[channel][byte] : byte;
    }
    image.data[to + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

// The normalised step is drawn from its lowest value (black) to its highest (white).
function stepPicture({ arrays, levels }, { kind, low, high }) {
  if (kind === "original" || kind === "resized") return colourPicture(arrays[kind]);
  if (kind !== "normalised") return colourPicture(arrays.cropped);
  const span = high > low ? high - low : 1;
  return colourPicture(arrays.cropped, levels.map((values) =>
    Uint8ClampedArray.from(values, (value) => (255 * (value - low)) / span)));
}

// The numbers of the pointed pixel, one line a step.
function numbersTable(state) {
  const heading = make("div.place");
  const rows = state.header.steps.map((step) => {
    const cells = [make("td.where"), make("td"), make("td"), make("td")];
    return { step, cells, element: make("tr", {}, make("th", { scope: "row" }, step.title), ...cells) };
  });
  const head = ["step", "row, column", ...COLOURS].map((text) => make("th", { scope: "col" }, text));
  const table = make("table", {}, make("thead", {}, make("tr", {}, ...head)),
    make("tbody", {}, ...rows.map((row) => row.element)));
  const way = make("div.way");
  const voice = make("div.hidden", { "aria-live": "polite" });
  const show = (place) => {
    const pixel = pixelAt(state.geometry, "cropped", place);
    const [height, width] = state.geometry.cropped;
    heading.replaceChildren(
      make("strong", {}, pixel ? `row ${pixel.row}, column ${pixel.column}` : "outside the crop"),
      ` of the ${size(height, width)} that the network sees`);
    for (const { step, cells } of rows) {
      const { texts, at, note } = valuesAt(state, step.kind, place);
      cells[0].textContent = at ? `${at.row}, ${at.column}${note}` : "cut off";
      texts.forEach((text, channel) => { cells[channel + 1].textContent = text; });
    }
    const lines = pixel ? wayOf(state, pixel) : ["The crop leaves this pixel out: the network never sees it."];
    way.replaceChildren(...lines.map((line) => make("div", {}, line)));
  };
  const speak = () => {
    const lines = rows.map(({ step, cells }) => `${step.title}: ${cells.map((cell) => cell.textContent).join("; ")}`);
    voice.textContent = `${heading.textContent}. ${lines.join(". ")}`;
  };
  return { parts: [heading, table, way, voice], show, speak };
}

function valuesAt(state, kind, place) {
  const at = pixelAt(state.geometry, kind, place);
  if (!at) return { at, note: "", texts: ["–", "–", "–"] };
  const [rows, columns] = gridOf(state.geometry, kind);
  const sent = kind === "original" || kind === "resized" ? state.arrays[kind] : state.arrays.cropped;
  const reduced = sent.shape[0] !== rows || sent.shape[1] !== columns;
  const inCrop = reduced && kind === "resized" ? pixelAt(state.geometry, "cropped", place) : null;
  const bytes = inCrop ? colourAt(state.arrays.cropped, ...state.geometry.cropped, inCrop)
    : colourAt(sent, rows, columns, at);
  const note = reduced && !inCrop ? " (preview)" : "";
  if (kind === "unit") return { at, note, texts: bytes.map((byte) => exact(unitOf(byte))) };
  if (kind === "normalised") return { at, note, texts: bytes.map((byte, channel) => exact(state.levels[channel][byte])) };
  return { at, note, texts: bytes.map(String) };
}

// The last two steps as arithmetic, one line a colour.
function wayOf(state, pixel) {
  const bytes = colourAt(state.arrays.cropped, ...state.geometry.cropped, pixel);
  return bytes.map((byte, channel) => {
    const [mean, std] = [state.header.mean[channel], state.header.std[channel]];
    const result = number(state.levels[channel][byte], 4);
    return `${COLOURS[channel]}: (${byte} ÷ 255 ${MINUS} ${mean}) ÷ ${std} = ${result}`;
  });
}
