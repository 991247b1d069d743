// A small network of one's own on this photo: its stages from left to right, and the maps of each.

import { picture } from "../shared/canvas.js";
import { tableOf } from "../shared/colours.js";
import { make } from "../shared/markup.js";
import { mount, watchWidth } from "../shared/mounting.js";
import { count, number, size } from "../shared/numbers.js";
import { unpack } from "../shared/wire.js";
import { fromJson, letterOf } from "../kernel_lab/editing.js";
import { frameOf } from "../kernel_lab/frame.js";
import { photoOf } from "../kernel_lab/photo.js";
import { measured, quantised, scaleOf } from "../kernel_lab/scaling.js";
import { chained, MOST_STAGES, POOL_SIZES, stageOf, textOf } from "./stages.js";

const NARROW = 720;
const GAP = 24;
const COLUMNS = 4;
const TITLES = { relu: "ReLU", max: "Max pool", average: "Average pool", convolution: "Convolution" };
const ADDED = [["convolution", "A"], ["relu", "relu"], ["max", "max2"], ["average", "average2"]];

export default function kernelChain(component) {
  return mount(component, ({ data, root, send }) => {
    const chain = new KernelChain(root, send);
    chain.update(data);
    return chain;
  });
}

class KernelChain {
  constructor(root, send) {
    [this.root, this.send] = [root, send];
    this.stop = watchWidth(root, () => this.draw());
  }

  update(data) {
    const { header, arrays } = unpack(data);
    [this.arrays, this.setting, this.chain] = [arrays, header.setting, [...header.selected]];
    [this.photo, this.kernels] = [photoOf(arrays.pixels, header), header.kernels.map(fromJson)];
    this.compute();
  }

  restyle() {
    this.draw();
  }

  dispose() {
    this.stop();
  }

  compute() {
    this.made = chained(this.photo, this.chain, this.kernels, this.setting);
    this.draw();
  }

  change(chain) {
    this.chain = chain;
    this.send("chain", chain);
    this.compute();
  }

  replace(at, stage) {
    this.change(this.chain.map((text, place) => (place === at ? textOf(stage) : text)));
  }

  draw() {
    const across = this.root.clientWidth;
    if (!across || !this.made) return;
    const narrow = across < NARROW;
    this.root.classList.toggle("narrow", narrow);
    this.width = narrow ? across : Math.floor((across - (COLUMNS - 1) * GAP) / COLUMNS);
    this.words = tableOf(this.root, this.arrays);
    const reached = () => [...this.root.querySelectorAll("button, select, .frame")];
    const focus = reached().indexOf(this.root.getRootNode().activeElement);
    this.root.replaceChildren(make("ol.stages", {}, this.start(), ...this.chain.map((text, at) => this.stage(text, at)), this.adding()));
    if (focus >= 0) (reached()[focus] ?? reached().at(-1))?.focus();
  }

  start() {
    const frame = frameOf("The photo", { point: () => {}, walk: () => {}, press: () => false });
    frame.show(this.photo.image, 1, { row: 0, column: 0 }, this.width);
    frame.mark(null);
    return make("li.stage", {}, make("div.head", {}, make("b", {}, "The photo")),
      make("p.note", {}, `3 maps of ${size(this.photo.height, this.photo.width)}`), frame.element);
  }

  stage(text, at) {
    const stage = stageOf(text);
    const made = this.made[at];
    const remove = make("button.remove", {
      type: "button", "aria-label": `Remove stage ${at + 1}, ${TITLES[stage.kind]}`, click: () => this.change(this.chain.filter((_, place) => place !== at)),
    }, "×");
    const head = make("div.head", {}, make("b", {}, `${at + 1} ${TITLES[stage.kind]}`), this.options(stage, at), remove);
    if (!made) return make("li.stage", {}, head, make("p.note", {}, "waits for the stage before"));
    if (made.refused) return make("li.stage", {}, head, make("p.refused", { role: "alert" }, made.refused));
    const { limit } = scaleOf(made.planes.map((values) => measured({ values })));
    const many = made.planes.length;
    return make("li.stage", {}, head,
      make("p.note", {}, `${count(many)} ${many === 1 ? "map" : "maps"} of ${size(made.height, made.width)}, strongest colour at ${number(limit)}`),
      ...made.planes.map((values, map) => this.map(made, values, limit, at, map)));
  }

  options(stage, at) {
    if (stage.kind === "relu") return null;
    if (stage.kind !== "convolution") {
      return make("select", { "aria-label": `Cells a side of pool ${at + 1}`, change: ({ target }) => this.replace(at, { ...stage, size: Number(target.value) }) },
        ...POOL_SIZES.map((side) => make("option", { value: side, ...(side === stage.size ? { selected: "" } : {}) }, String(side))));
    }
    const toggle = (place) => {
      const kernels = stage.kernels.includes(place) ? stage.kernels.filter((one) => one !== place) : [...stage.kernels, place].sort();
      if (kernels.length) this.replace(at, { ...stage, kernels });
    };
    return make("div.letters", { role: "group", "aria-label": `Kernels of convolution ${at + 1}` }, ...this.kernels.map((kernel, place) =>
      make("button", {
        type: "button", title: kernel.name, "aria-label": `${letterOf(place)}, ${kernel.name}`, "aria-pressed": String(stage.kernels.includes(place)), click: () => toggle(place),
      }, letterOf(place))));
  }

  map({ height, width }, values, limit, at, map) {
    const caption = make("p.note.caption", { "aria-live": "polite" });
    let here = { row: height >> 1, column: width >> 1 };
    const point = (cell) => {
      if (!cell) return;
      here = cell;
      frame.mark({ top: cell.row, left: cell.column, rows: 1, columns: 1 });
      caption.textContent = `row ${cell.row}, column ${cell.column}: ${number(values[cell.row * width + cell.column])}`;
    };
    const within = (place, side) => Math.max(0, Math.min(side - 1, place));
    const frame = frameOf(`Stage ${at + 1}, map ${map}: arrow keys move the pointer`, {
      point, press: () => false, walk: (down, right) => point({ row: within(here.row + down, height), column: within(here.column + right, width) }),
    });
    frame.show(picture(quantised(values, limit), height, width, this.words), 1, here, this.width);
    point(here);
    return make("div.map", {}, frame.element, caption);
  }

  adding() {
    const full = this.chain.length >= MOST_STAGES;
    return make("li.stage.adding", {}, make("div.head", {}, make("b", {}, "Add a stage")),
      ...ADDED.map(([kind, text]) => make("button.add", { type: "button", ...(full ? { disabled: "" } : {}), click: () => this.change([...this.chain, text]) }, TITLES[kind])),
      make("p.note", {}, full ? `${MOST_STAGES} stages are the most.` : "A convolution moves as Compare says: the same stride, padding, edge and dilation."));
  }
}
