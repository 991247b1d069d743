// The strip: photo, its part, an input map with the window, the output map with the cell; and the kernel that slides.

import { picture } from "../shared/canvas.js";
import { tableOf, themeColour } from "../shared/colours.js";
import { announce, listen } from "../shared/link.js";
import { arrowOf, make } from "../shared/markup.js";
import { mount, watchWidth } from "../shared/mounting.js";
import { unpack } from "../shared/wire.js";
import { drawView, photoCanvas } from "./drawing.js";
import { between, controlsOf, figureOf } from "./figures.js";
import { about, announcedMap, cellName, cellOf, mapOf, nameOf, placeOf } from "./maps.js";
import {
  apartText, aroundOf, boxOf, cellsOf, cellUnder, neighbour, paddedView, partOf, reached, slideText, stepped, viewOf,
  windowOf,
} from "./windows.js";

const PICTURES = ["seen", "part", "input", "output"];
const [SIDE, ARROW, GAP] = [124, 42, 16];
const [ROOM, NARROW] = [900, 560];
const PHOTO_MARGIN = 0.14;
const CELLS_A_SECOND = 6;

export default function receiptStrip(component) {
  return mount(component, (given) => new Strip(given));
}

class Strip {
  constructor({ data, root, send, kept }) {
    const { header, arrays } = unpack(data);
    Object.assign(this, { header, arrays, root, send, timer: null, filling: false, pointed: {}, term: null, cursor: null });
    this.photo = { seen: photoCanvas(arrays.seen), part: arrays.part.shape[0] ? photoCanvas(arrays.part) : null };
    this.maps = { output: header.output && mapOf(header.output, arrays.output), input: header.input && mapOf(header.input, arrays.input) };
    this.first = this.maps.input;
    this.opened = this.at = this.maps.output && cellOf(this.maps.output, header.place);
    this.spoken = make("div.hidden", { "aria-live": "polite" });
    this.build();
    this.stops = [
      listen("input-map", (map) => this.show(map)),
      listen("term", ({ index, from }) => from !== "strip" && this.light(index)),
      watchWidth(root, (width) => this.layOut(width)),
    ];
    this.figures[kept.focus]?.canvas.focus({ preventScroll: true });
  }

  build() {
    const { apart, captions, slide, inputSize, output } = this.header;
    const names = PICTURES.filter((name) => name in captions);
    this.figures = Object.fromEntries(names.map((name) => [name, figureOf(name, captions[name], name in this.maps)]));
    const row = make("div.figures", {}, ...names.flatMap((name, place) => [place ? between(name) : null, this.figures[name].node]));
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const calls = { step: (by) => this.step(by), play: () => this.toggle(), open: () => this.openAt("output", this.at) };
    const lines = slide && [`Slide the ${this.header.pool ? "window" : "kernel"} over the map.`, slideText(slide, inputSize, [output.height, output.width])];
    if (slide && apart) lines.push(apartText(apart, [output.height, output.width]));
    this.controls = slide && controlsOf(lines, calls, { still });
    this.root.append(make("div.strip", {}, row, this.controls?.node, this.spoken));
    for (const name of Object.keys(this.maps)) if (this.figures[name]) this.listenTo(name, this.figures[name].canvas);
    this.root.addEventListener("keydown", (event) => {
      if (event.key !== " " || !slide || still || event.composedPath()[0].closest("button")) return;
      event.preventDefault();
      if (!event.repeat) this.toggle();
    });
  }

  listenTo(name, canvas) {
    const under = (event) => {
      const box = canvas.getBoundingClientRect();
      return cellUnder(this.viewOf(name), this.side, event.clientX - box.left, event.clientY - box.top);
    };
    canvas.addEventListener("pointermove", (event) => this.point(name, under(event)));
    canvas.addEventListener("pointerleave", () => this.point(name, null));
    canvas.addEventListener("click", (event) => this.openAt(name, under(event)));
    canvas.addEventListener("keydown", (event) => this.key(name, event));
    canvas.addEventListener("blur", () => name === "input" && this.point(name, null));
  }

  key(name, event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const map = this.maps[name];
    const here = name === "output" ? this.at : this.pointed.input ?? this.centre() ?? [0, 0];
    const arrow = arrowOf(event.key);
    const end = { Home: [0, 0], End: [map.height - 1, map.width - 1] }[event.key];
    if (arrow || end) this.go(name, end ?? neighbour(here, arrow, map));
    else if (event.key === "Enter") this.openAt(name, here);
    else if (event.key === "Escape") this.go(name, name === "output" ? this.opened : null);
    else return;
    event.preventDefault();
  }

  go(name, cell) {
    if (name === "input") this.point(name, cell);
    else this.move(cell, false);
    this.spoken.textContent = this.figures[name].here.textContent;
  }

  // A cell under the pointer, or under the keys on the input map; its term lights up on the whole page.
  point(name, cell) {
    const inside = cell && placeOf(this.maps[name], cell) ? cell : null;
    if (String(this.pointed[name]) === String(inside)) return;
    this.pointed[name] = inside;
    if (name === "input") this.tell(inside);
    this.paint();
  }

  tell(cell) {
    const wanted = cell && placeOf(this.maps.input, cell);
    const index = wanted ? this.terms().find((term) => String(this.placeOfTerm(term)) === String(wanted)) ?? null : null;
    if (index === this.told) return;
    this.told = index;
    announce("term", { index, from: "strip" });
  }

  light(index) {
    this.term = index;
    this.paint();
  }

  show(map) {
    if (!this.first) return;
    this.maps.input = map ? announcedMap(map, this.first) : this.first;
    this.found = null;
    this.paint();
  }

  toggle() {
    if (this.timer !== null) return this.pause();
    if (stepped(...this.at, 1, this.maps.output.height, this.maps.output.width) === null) this.move([0, 0], true);
    this.controls.playing(true);
    this.timer = setInterval(() => this.onward(1), 1000 / CELLS_A_SECOND);
    this.move(this.at, true);
  }

  pause() {
    clearInterval(this.timer);
    this.timer = null;
    this.controls?.playing(false);
  }

  step(by) {
    this.pause();
    this.onward(by);
    this.spoken.textContent = this.figures.output.here.textContent;
  }

  onward(by) {
    const { height, width } = this.maps.output;
    const next = stepped(...this.at, by, height, width);
    if (next) this.move(next, true);
    else this.pause();
  }

  // The window goes to a cell of the output map; `filling`: the map is shown as far as the window has come.
  move(cell, filling) {
    if (!filling) this.pause();
    [this.at, this.filling] = [cell, filling];
    this.controls?.moved(String(cell) !== String(this.opened));
    this.paint();
  }

  openAt(name, cell) {
    const place = cell && placeOf(this.maps[name], cell);
    if (place && String(place) !== String(this.header.place)) this.send("open", place);
  }

  placeOfTerm(index) {
    const { source, channel, row, column } = this.arrays;
    return [this.header.layers[source.data[index]], ...[channel, row, column].map(({ data }) => data[index])];
  }

  // The terms that stand in the input map on display.
  terms() {
    const indices = Array.from(this.arrays.source.data, (_, index) => index);
    this.found ??= indices.filter((index) => cellOf(this.maps.input, this.placeOfTerm(index)));
    return this.found;
  }

  // What the number under the window reads of the input map: boxes, the one around all last.
  window() {
    const { slide, window } = this.header;
    const input = this.maps.input;
    if (input.folded || !(slide || window)) {
      const around = aroundOf(this.terms().map((index) => cellOf(input, this.placeOfTerm(index))));
      return around && around[2] * around[3] < input.height * input.width ? [{ box: around }] : [];
    }
    const one = slide ? windowOf(slide, ...(this.pointed.output ?? this.at)) : window;
    const gaps = (one.dilation[0] > 1 && one.rows > 1) || (one.dilation[1] > 1 && one.columns > 1);
    const cells = gaps ? cellsOf(one).map(([row, column]) => ({ box: [row, column, 1, 1], thin: true })) : [];
    return [{ box: boxOf(one) }, ...cells];
  }

  centre() {
    const [mark] = this.window();
    return mark ? neighbour([0, 0], mark.box.slice(0, 2).map((start, axis) => start + (mark.box[axis + 2] >> 1)), this.maps.input) : null;
  }

  viewOf(name) {
    const { height, width } = this.maps[name];
    return name === "input" && this.header.slide ? paddedView(this.header.slide, height, width) : [0, 0, height, width];
  }

  layOut(width) {
    const narrow = width < NARROW;
    this.root.classList.toggle("narrow", narrow);
    this.root.classList.toggle("stacked", width < ROOM);
    this.side = narrow ? Math.floor((width - ARROW) / 2) : Math.min(SIDE, Math.floor((width - GAP - 2 * ARROW) / 4));
    this.root.style.setProperty("--side", `${this.side}px`);
    this.paint();
  }

  paint() {
    if (!this.side) return;
    const names = { accent: "primary-color", paper: "background-color", hatch: "gray-color" };
    this.look = Object.fromEntries(Object.entries(names).map(([name, variable]) => [name, themeColour(this.root, variable)]));
    const { size, field } = this.header;
    const photo = { image: this.photo.seen, box: [0, 0, ...size] };
    this.draw("seen", viewOf(...size, field?.whole, PHOTO_MARGIN), [photo], field ? [{ box: field.whole }] : []);
    if (field) {
      const view = partOf(size, field);
      const part = this.photo.part ? [{ image: this.photo.part, box: field.seen }] : [];
      this.draw("part", view, [photo, ...part], [{ box: field.whole }]);
    }
    if (this.maps.input) this.paintInput();
    if (this.maps.output) this.paintOutput();
  }

  paintInput() {
    const map = this.maps.input;
    const cell = this.pointed.input ?? (this.term === null ? null : cellOf(map, this.placeOfTerm(this.term)));
    this.draw("input", this.viewOf("input"), [this.layerOf(map)], [...this.window(), ...(cell ? [{ box: [...cell, 1, 1], thin: true }] : [])]);
    const name = map.folded ? "" : `${nameOf(map, [0, 0], this.header)} `;
    this.say("input", cell && placeOf(map, cell) ? `${name}${map.folded ? "" : "· "}${cellName(map, cell, this.header)} ${about(map, cell)}` : name && `${name}shown`);
  }

  paintOutput() {
    const map = this.maps.output;
    const cell = this.pointed.output ?? this.at;
    const shown = this.filling ? reached(this.at, map.width) : null;
    this.draw("output", this.viewOf("output"), [{ ...this.layerOf(map), shown }], [{ box: [...this.at, 1, 1] }, ...(this.pointed.output ? [{ box: [...cell, 1, 1], thin: true }] : [])]);
    const value = String(cell) === String(this.opened) ? this.header.value : about(map, cell);
    this.say("output", `${cellName(map, cell, this.header)}: ${value}`);
  }

  layerOf(map) {
    map.image ??= picture(map.indices, map.tall, map.wide, tableOf(this.root, this.arrays));
    return { image: map.image, box: [0, 0, map.height, map.width] };
  }

  draw(name, view, layers, marks) {
    drawView(this.figures[name].canvas, this.side, view, layers, marks, this.look);
    if (!(name in this.maps)) this.figures[name].canvas.setAttribute("aria-label", this.header.captions[name]);
  }

  say(name, text) {
    const { canvas, here } = this.figures[name];
    here.textContent = text;
    canvas.setAttribute("aria-label", `${this.header.captions[name]}; ${text}. Arrow keys move, Enter opens.`);
  }

  restyle() {
    for (const map of [this.first, this.maps.input, this.maps.output]) if (map) map.image = null;
    this.paint();
  }

  keep() {
    return { focus: this.root.getRootNode().activeElement?.dataset.picture };
  }

  dispose() {
    this.pause();
    for (const stop of this.stops) stop();
  }
}
