// The photo with the receptive field of a cell. It follows the enlarged map of its page: topics
//   cell     {layer, row, column}                 the cell that the map is about
//   picture  {layer, indices, height, width}      what the map shows, as colour indices

import { picture } from "../shared/canvas.js";
import { tableOf, themeColour } from "../shared/colours.js";
import { announce, listen } from "../shared/link.js";
import { make } from "../shared/markup.js";
import { mount } from "../shared/mounting.js";
import { unpack } from "../shared/wire.js";
import { drawView, photoCanvas } from "../receipt_strip/drawing.js";
import { fieldOf, fieldWords, mapBox } from "./fields.js";

const PHOTO_SIDE = 168;
const MARGIN = 0.12;

class PhotoField {
  constructor(root) {
    this.canvas = make("canvas", { role: "img" });
    this.words = make("p.words");
    this.strength = make("input.strength", { type: "range", min: "0", max: "100", step: "5", value: "0", input: () => this.draw() });
    this.told = make("output.note");
    const slider = make("label.slider", {}, make("span.note", {}, "Map over the photo"), make("span.row", {}, this.strength, this.told));
    root.append(make("div.photo-field", {}, this.canvas, make("div.side", {}, this.words, slider)));
    this.stops = [
      listen("cell", (detail) => this.follow("cell", detail)),
      listen("picture", (detail) => this.follow("map", detail)),
    ];
  }

  update(data) {
    const { header, arrays } = unpack(data);
    if (header.layer !== this.header?.layer) [this.cell, this.map] = [null, null];
    [this.header, this.arrays] = [header, arrays];
    this.photo = photoCanvas(arrays.seen);
    this.draw();
    announce("ask", { layer: header.layer, from: "photo" });
  }

  follow(what, detail) {
    if (detail.layer !== this.header.layer) return;
    this[what] = detail;
    this.draw();
  }

  restyle() {
    this.draw();
  }

  dispose() {
    this.stops.forEach((stop) => stop());
  }

  // The field of the cell; null where there is no cell yet, or none that rows and columns tell.
  fieldNow() {
    const { rows, columns } = this.arrays;
    return rows && this.cell ? fieldOf({ rows, columns }, this.cell.row, this.cell.column) : null;
  }

  draw() {
    const [height, width] = this.arrays.seen.shape;
    const field = this.fieldNow();
    this.words.textContent = this.cell ? fieldWords(field, height, width) : "";
    this.canvas.setAttribute("aria-label", `What the network saw. ${this.words.textContent}`);
    this.told.textContent = `${this.strength.value} %`;
    const margin = [height, width].map((side) => MARGIN * side);
    const outside = field && field.whole.some((side, at) => side !== field.seen[at]);
    const view = outside ? [-margin[0], -margin[1], height + 2 * margin[0], width + 2 * margin[1]] : [0, 0, height, width];
    const look = { accent: themeColour(this.canvas, "primary-color"), paper: themeColour(this.canvas, "background-color"), hatch: themeColour(this.canvas, "gray-color") };
    const marks = field ? [{ box: field.whole, thin: false }] : [];
    drawView(this.canvas, PHOTO_SIDE, view, this.layers(height, width), marks, look);
  }

  layers(height, width) {
    const whole = [0, 0, height, width];
    const layers = [{ image: this.photo, box: whole }];
    const alpha = Number(this.strength.value) / 100;
    if (alpha === 0 || !this.map) return layers;
    const { rows, columns } = this.arrays;
    const image = picture(this.map.indices, this.map.height, this.map.width, tableOf(this.canvas, this.arrays));
    return [...layers, { image, box: rows ? mapBox({ rows, columns }, height, width) : whole, shown: [whole], alpha }];
  }
}

export default function photoField(component) {
  return mount(component, ({ data, root }) => {
    const field = new PhotoField(root);
    field.update(data);
    return field;
  });
}
