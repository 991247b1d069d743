// Several kernels on one photo, side by side: written in their tables, computed here at every keystroke.

import { picture } from "../shared/canvas.js";
import { colourBar } from "../shared/colour_bar.js";
import { tableOf } from "../shared/colours.js";
import { convolving, outputSize, paddedMaps } from "../shared/convolution.js";
import { make, segments } from "../shared/markup.js";
import { mount, watchWidth } from "../shared/mounting.js";
import { probability, size } from "../shared/numbers.js";
import { unpack } from "../shared/wire.js";
import { differencesOf } from "./differences.js";
import { fromJson, letterOf, toJson } from "./editing.js";
import { editorOf } from "./editor.js";
import { frameOf } from "./frame.js";
import { movesOf, sizesOf } from "./moves.js";
import { laidOut } from "./page.js";
import { photoOf } from "./photo.js";
import { cellUnder, middleAt, onPhoto, strongest, windowBox } from "./pointing.js";
import { productsOf } from "./products.js";
import { measured, PLAIN, plainOf, quantised, scaleOf, summaryOf } from "./scaling.js";

const NARROW = 720;
const SLICE = 40; // milliseconds of computing before the page may draw
const PAUSE = 300; // milliseconds without a change before Python hears of it
const LOOKS = ["signed", "plain"];
const ZOOMS = [1, 2, 4, 8, 16];
const GAP = 24;

export default function kernelLab(component) {
  return mount(component, ({ data, root, send }) => {
    const lab = new KernelLab(root, send);
    lab.update(data);
    return lab;
  });
}

class KernelLab {
  constructor(root, send) {
    [this.root, this.send, this.results, this.jobs] = [root, send, [], new Map()];
    this.model = { look: LOOKS[0], base: 0, zoom: 1, middle: null, reference: 0 };
    this.legend = colourBar("Values of all maps");
    this.scaleNote = make("p.note");
    this.tools = make("div.tools", {}, segments("How maps are drawn", LOOKS, LOOKS[0], (look) => {
      this.model.look = look;
      this.draw();
    }), ...[["−", -1, "Show more of the photo"], ["+", 1, "Enlarge"]].map(([text, step, label]) =>
      make("button.zoom", { type: "button", "aria-label": label, click: () => this.zoomBy(step) }, text)));
    this.list = make("ul.hidden", { "aria-live": "polite" });
    root.addEventListener("focusout", () => this.flush());
    root.addEventListener("pointerleave", () => this.flush());
    this.stop = watchWidth(root, () => this.layOut());
  }

  update(data) {
    const { header, arrays } = unpack(data);
    const { model } = this;
    const photo = photoOf(arrays.pixels, header);
    if (model.photo?.height !== photo.height || model.photo?.width !== photo.width) [model.middle, model.zoom] = [null, 1];
    Object.assign(model, {
      photo, arrays, presets: header.presets.map(({ short, sentence, kernel }) => ({ short, sentence, kernel: fromJson(kernel) })),
      setting: header.selected.setting, kernels: header.selected.kernels.map(fromJson), normalised: header.normalised,
    });
    this.pending = null;
    model.base = Math.min(model.base, model.kernels.length - 1);
    [model.reference, this.results] = [0, []];
    this.build();
    this.recompute();
  }

  restyle() {
    this.draw();
  }

  dispose() {
    this.stop();
    this.flush();
    clearTimeout(this.timer);
    clearTimeout(this.later);
  }

  // All parts anew: kernels came, went or changed their form.
  build() {
    const { model } = this;
    const { photo } = model;
    this.photoHead = make("section.photo-head", {}, make("div.head", {}, make("b", {}, "The photo")),
      make("p.note.sentence", {}, `${size(photo.height, photo.width)}, ${model.normalised ? "normalised values" : "values 0 to 1"}`),
      movesOf(model.setting, (setting) => this.move(setting)));
    this.editors = model.kernels.map((_, at) => this.editor(at));
    const frame = (label, at) => frameOf(label, {
      point: (cell) => cell && this.point(at, cell), walk: (down, across) => this.walk(down, across), press: (key) => this.press(key),
    });
    this.photoFrame = frame("The photo: arrow keys move the pointer, plus and minus enlarge", null);
    this.frames = model.kernels.map((_, at) => frame(`What kernel ${letterOf(at)} makes of it`, at));
    this.differences = differencesOf(model, frame, (base) => {
      model.base = base;
      this.draw();
    });
    this.layOut();
  }

  editor(at) {
    return editorOf(this.model, at, {
      change: (kernel, { anew = false } = {}) => this.change(at, kernel, anew), remove: (which) => this.remove(which),
    });
  }

  layOut() {
    if (!this.editors) return;
    const narrow = this.root.clientWidth < NARROW;
    this.root.classList.toggle("narrow", narrow);
    this.width = narrow ? this.root.clientWidth : Math.floor((this.root.clientWidth - 3 * GAP) / 4);
    this.slots = { sizes: make("div.sizes"), inputs: make("div"), products: this.frames.map(() => make("div")) };
    const several = this.differences.frames.length > 1;
    const note = make("div.scale-note", {}, this.scaleNote, this.tools);
    this.root.replaceChildren(...laidOut({
      photoHead: this.photoHead, editors: this.editors.map((one) => one.element), sizes: this.slots.sizes, photo: this.photoFrame.element,
      maps: this.frames.map((one) => one.element), inputs: this.slots.inputs, products: this.slots.products, scaleNote: note,
      legend: this.legend.element, differenceHead: this.differences.head, list: this.list,
      differences: several ? this.differences.frames.map((one) => one.element) : [],
    }, narrow));
    this.draw();
  }

  change(at, kernel, anew) {
    if (!outputSize(this.model.photo, kernel, this.model.setting)) return false;
    this.model.kernels[at] = kernel;
    if (anew) setTimeout(() => this.rebuild(at));
    else this.editors[at].told();
    this.compute([at]);
    this.keep();
    return true;
  }

  // The editor of one kernel anew, with its menu and the focus as they were.
  rebuild(at) {
    const old = this.editors[at].element;
    const inside = () => [...this.editors[at].element.querySelectorAll(".menu input, .menu select, .menu button")];
    const focus = inside().indexOf(this.root.getRootNode().activeElement);
    const open = !old.querySelector(".menu").hidden;
    this.editors[at] = this.editor(at);
    old.replaceWith(this.editors[at].element);
    if (open) this.editors[at].element.querySelector(".more").click();
    if (focus >= 0) inside()[focus].focus();
  }

  remove(at) {
    this.model.kernels.splice(at, 1);
    [this.model.base, this.model.reference] = [0, 0];
    this.results.splice(at, 1);
    this.build();
    this.recompute();
    this.keep();
    this.editors[Math.min(at, this.editors.length - 1)].element.querySelector(".more").focus();
  }

  move(setting) {
    const { model } = this;
    if (model.kernels.some((kernel) => !outputSize(model.photo, kernel, setting))) return false;
    // Fields read the setting that they were built with: it stays the same object.
    Object.assign(model.setting, setting);
    this.recompute();
    this.keep();
    return true;
  }

  recompute() {
    this.model.padded = paddedMaps(this.model.photo, this.model.setting);
    this.compute(this.model.kernels.map((_, at) => at));
  }

  compute(list) {
    const { model } = this;
    for (const at of list) {
      const found = outputSize(model.photo, model.kernels[at], model.setting);
      if (found) this.jobs.set(at, convolving(model.padded, model.kernels[at], model.setting, found));
      else this.results[at] = null;
    }
    this.work();
  }

  // Computes for a while; what is not done by then goes on after the page has had its turn.
  work() {
    clearTimeout(this.timer);
    const until = performance.now() + SLICE;
    for (const [at, job] of this.jobs) {
      let step = job.next();
      while (!step.done && performance.now() < until) step = job.next();
      if (!step.done) break;
      this.results[at] = measured(step.value);
      this.jobs.delete(at);
    }
    if (this.jobs.size) this.timer = setTimeout(() => this.work());
    else this.draw();
  }

  keep() {
    this.pending = { kernels: this.model.kernels.map(toJson), setting: { ...this.model.setting } };
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.flush(), PAUSE);
  }

  flush() {
    clearTimeout(this.telling);
    if (this.pending) this.send("state", this.pending);
    this.pending = null;
  }

  draw() {
    const { model, results } = this;
    if (!this.width || results.length < model.kernels.length || this.jobs.size) return;
    model.words = tableOf(this.root, model.arrays);
    const made = results.filter(Boolean);
    const { limit, beyond } = scaleOf(made);
    Object.assign(model, { limit, signed: made.some(({ low }) => low < 0) });
    model.middle ??= strongest(model, results);
    const images = results.map((result) => result && this.image(result));
    this.slots.sizes.replaceChildren(...sizesOf(model));
    this.photoFrame.show(model.photo.image, model.zoom, onPhoto(model), this.width);
    this.frames.forEach(({ element, show }, at) => {
      element.hidden = !results[at];
      if (results[at]) show(images[at], model.zoom, cellUnder(this.model, at), this.width);
    });
    this.tellScale(made.length, beyond);
    this.list.replaceChildren(...results.map((result, at) => make("li", {}, `${letterOf(at)}, ${model.kernels[at].name}: ${summaryOf(result)}`)));
    this.place();
    this.drawLater();
  }

  // Differences follow once the maps are on the screen: nobody who types need wait for them.
  drawLater() {
    clearTimeout(this.later);
    this.later = setTimeout(() => {
      this.differences.draw(this.results, this.width, (at) => cellUnder(this.model, at));
      this.place();
    });
  }

  image(result) {
    const { values, height, width } = result;
    const signed = this.model.look === LOOKS[0];
    return picture(signed ? quantised(values, this.model.limit) : plainOf(result), height, width, signed ? this.model.words : PLAIN);
  }

  tellScale(many, beyond) {
    const { model } = this;
    const signed = model.look === LOOKS[0];
    this.legend.element.hidden = !signed;
    this.scaleNote.textContent = signed
      ? `${many > 1 ? `one scale for all ${many}` : "its scale"}; ${probability(beyond)} of the cells lie beyond it`
      : "each from its lowest value, white, to its highest, black, as the post’s show_image draws it";
    this.legend.draw({ counts: null, limit: model.limit, signed: model.signed, words: model.words });
  }

  point(at, cell) {
    if (at !== null) this.model.reference = at;
    this.model.middle = at === null ? cell : middleAt(this.model, at, cell);
    this.place();
  }

  walk(down, across) {
    const { reference } = this.model;
    const cell = cellUnder(this.model, reference);
    if (!cell) return;
    const { height, width } = this.results[reference];
    const within = (place, side) => Math.max(0, Math.min(side - 1, place));
    this.point(reference, { row: within(cell.row + down, height), column: within(cell.column + across, width) });
    if (this.model.zoom > 1) this.draw();
  }

  press(key) {
    if (key === "+" || key === "=") this.zoomBy(1);
    else if (key === "-") this.zoomBy(-1);
    else if (key === "0") this.zoomBy(-ZOOMS.length);
    else return false;
    return true;
  }

  zoomBy(step) {
    const at = ZOOMS.indexOf(this.model.zoom) + step;
    this.model.zoom = ZOOMS[Math.max(0, Math.min(ZOOMS.length - 1, at))];
    this.draw();
  }

  // Pointer, products and sums for the cell in question; no map is drawn again.
  place() {
    const cells = this.model.kernels.map((_, at) => cellUnder(this.model, at));
    this.frames.forEach(({ mark }, at) => mark(this.results[at] && cells[at] && { top: cells[at].row, left: cells[at].column, rows: 1, columns: 1 }));
    this.photoFrame.mark(windowBox(this.model, cells));
    const { inputs, products } = productsOf(this.model, cells);
    this.slots.inputs.replaceChildren(inputs);
    this.slots.products.forEach((slot, at) => slot.replaceChildren(products[at]));
    this.differences.place(this.results, cells);
  }
}
