// The strip: photo, its part, an input map with the window, the output map with the cell; and the kernel that slides.

import { picture } from "../shared/canvas.js";
import { tableOf, themeColour } from "../shared/colours.js";
import { listen } from "../shared/link.js";
import { arrowOf, make } from "../shared/markup.js";
import { mount } from "../shared/mounting.js";
import { unpack } from "../shared/wire.js";
import { drawView, photoCanvas } from "./drawing.js";
import { boxOf, cellsOf, sizeText, stepped, viewOf, windowOf } from "./windows.js";

const PICTURES = ["seen", "part", "input", "output"];
const SIDE = 124;
const CELLS_A_SECOND = 6;

export default function receiptStrip(component) {
  return mount(component, (given) => new Strip(given));
}

class Strip {
  constructor({ data, root, send }) {
    const { header, arrays } = unpack(data);
    Object.assign(this, { header, arrays, root, send, other: null, timer: null, first: null });
    const [, , row, column] = header.place;
    this.opened = this.at = header.output?.folded ? folded(header) : [row, column];
    this.figures = {};
    const strip = make("div.figures");
    const names = PICTURES.filter((name) => name in header.captions);
    names.forEach((name, place) => {
      if (place > 1 || name === "output") strip.append(make("span.arrow", { "aria-hidden": "true" }, "→"));
      strip.append(this.figure(name));
    });
    root.append(make("div.strip", {}, strip, this.controls()));
    this.stops = [listen("input-map", (map) => { this.other = map; this.paint(); })];
    this.paint();
  }

  figure(name) {
    const canvas = make("canvas", { role: "img", "aria-label": this.header.captions[name] });
    const caption = make("figcaption", {}, this.header.captions[name]);
    this.figures[name] = { canvas, caption };
    if (name === "output" && !this.header.output.folded) this.listenTo(canvas);
    return make("figure", {}, canvas, caption);
  }

  listenTo(canvas) {
    canvas.tabIndex = 0;
    canvas.classList.add("map");
    canvas.addEventListener("click", (event) => {
      const { height, width } = this.header.output;
      const box = canvas.getBoundingClientRect();
      this.open([Math.floor(((event.clientY - box.top) * height) / box.height), Math.floor(((event.clientX - box.left) * width) / box.width)]);
    });
    canvas.addEventListener("keydown", (event) => {
      const arrow = arrowOf(event.key);
      const { height, width } = this.header.output;
      if (arrow) this.move([clamp(this.at[0] + arrow[0], height), clamp(this.at[1] + arrow[1], width)]);
      else if (event.key === "Enter") this.open(this.at);
      else return;
      event.preventDefault();
    });
  }

  controls() {
    const { slide, input, output } = this.header;
    if (!slide || !input || !output) return null;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const button = (text, label, click) => make("button", { type: "button", title: label, "aria-label": label, click }, text);
    this.play = button("▶", "Slide the kernel over the map, key Space", () => this.toggle());
    this.where = make("p.where", { "aria-live": "polite" });
    this.openButton = make("button.open", { type: "button", click: () => this.open(this.at) }, "Open this number");
    const [down, across] = [0, 1].map((axis) => sizeText(slide, axis, [input.height, input.width][axis], [output.height, output.width][axis]));
    const pair = ([first, second]) => (first === second ? `${first}` : `${first} × ${second}`);
    const node = make("div.controls", {},
      make("div.buttons", {}, button("‹", "One cell back", () => this.step(-1)), still ? null : this.play, button("›", "One cell on", () => this.step(1)), this.openButton),
      make("p", {}, `Slide the window over the map. Stride ${pair(slide.stride)}, padding ${pair(slide.before)}: ${down}${down === across ? "" : ` high, ${across} wide`}.`),
      this.where);
    if (!still) this.hear();
    return node;
  }

  hear() {
    const space = (event) => {
      const target = event.composedPath()[0];
      if (event.key !== " " || event.repeat || target.closest?.("button, input, textarea, select, [role=button], [contenteditable=true]")) return;
      event.preventDefault();
      this.toggle();
    };
    this.root.addEventListener("keydown", space);
  }

  toggle() {
    if (this.timer !== null) return this.pause();
    this.first ??= this.at;
    this.play.textContent = "❚❚";
    this.timer = setInterval(() => this.step(1, true), 1000 / CELLS_A_SECOND);
  }

  pause() {
    clearInterval(this.timer);
    this.timer = null;
    if (this.play) this.play.textContent = "▶";
  }

  step(by, playing = false) {
    if (!playing) this.pause();
    const { height, width } = this.header.output;
    this.move(stepped(...this.at, by, height, width));
  }

  move(cell) {
    this.at = cell;
    const moved = cell[0] !== this.opened[0] || cell[1] !== this.opened[1];
    if (this.where) this.where.textContent = moved ? `Row ${cell[0]}, column ${cell[1]}` : "";
    if (this.openButton) this.openButton.style.visibility = moved ? "visible" : "hidden";
    this.paint();
  }

  open([row, column]) {
    const [layer, channel] = this.header.place;
    if (row !== this.opened[0] || column !== this.opened[1]) this.send("open", [layer, channel, row, column]);
  }

  window() {
    const { slide, window } = this.header;
    return slide ? windowOf(slide, ...this.at) : window;
  }

  paint() {
    const words = tableOf(this.root, this.arrays);
    const look = { accent: themeColour(this.root, "primary-color"), paper: themeColour(this.root, "background-color"), line: themeColour(this.root, "gray-color") };
    const { size, field, input, output } = this.header;
    const draw = (name, image, height, width, marks) => {
      const shown = this.figures[name];
      if (shown) drawView(shown.canvas, SIDE, image, viewOf(height, width, marks.at(-1)), height, width, marks, look);
    };
    draw("seen", photoCanvas(this.arrays.seen), ...size, field ? [field.whole] : []);
    if (field) this.paintPart(field, look);
    if (input) {
      const map = this.other ?? { ...input, indices: this.arrays.input.data, tileHeight: this.arrays.input.shape[0], tileWidth: this.arrays.input.shape[1] };
      const window = input.folded ? null : this.window();
      const marks = window ? [...(window.dilation.some((gap) => gap > 1) ? cellsOf(window).map(([row, column]) => [row, column, 1, 1]) : []), boxOf(window)] : [];
      draw("input", picture(map.indices, map.tileHeight, map.tileWidth, words), map.height, map.width, marks);
      if (this.other && !input.folded) this.figures.input.caption.textContent = this.header.captions.input.replace(/map \d+ shown/, `map ${map.channel} shown`);
    }
    if (output) {
      const [height, width] = this.arrays.output.shape;
      draw("output", picture(this.arrays.output.data, height, width, words), output.height, output.width, [[...this.at, 1, 1]]);
    }
  }

  paintPart({ whole, seen }, look) {
    const [height, width] = this.arrays.part.shape;
    const view = viewOf(seen[2], seen[3], [whole[0] - seen[0], whole[1] - seen[1], whole[2], whole[3]]);
    drawView(this.figures.part.canvas, SIDE, height && width ? photoCanvas(this.arrays.part) : null, view, seen[2], seen[3], [], look);
  }

  restyle() {
    this.paint();
  }

  keep() {
    return {};
  }

  dispose() {
    this.pause();
    for (const stop of this.stops) stop();
  }
}

const clamp = (at, length) => Math.max(0, Math.min(length - 1, at));

// The cell of a vector's number on its folded picture.
function folded({ place, output }) {
  return [Math.floor(place[1] / output.width), place[1] % output.width];
}
