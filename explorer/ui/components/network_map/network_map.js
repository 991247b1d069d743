// The whole network for one photo. The chain of blocks is a canvas, the open block another below it; the pointer, the
// keys, the search and the zoom answer here, and the server hears of the layer that was chosen.

import { picture } from "../shared/canvas.js";
import { tableOf } from "../shared/colours.js";
import { make, segments } from "../shared/markup.js";
import { mount, watchWidth } from "../shared/mounting.js";
import { unpack } from "../shared/wire.js";
import { Finder } from "./finder.js";
import { inkOf } from "./ink.js";
import { lanePlan, NODE, stepUnder } from "./lane_plan.js";
import { paintLane } from "./paint_lane.js";
import { paintOverview } from "./paint_overview.js";
import { overview, rows, under } from "./plan.js";
import { Tiles } from "./tiles.js";
import { factorOf } from "./transform.js";
import { Viewport } from "./viewport.js";
import { spoken, stepTo } from "./walking.js";

const NARROW = 600;
const LIST_PAUSE = 100;
const PAUSE = 250; // held keys do not flood the server

class NetworkMap {
  constructor(root, send) {
    Object.assign(this, { root, send: (event, layer = "") => send("act", { event, layer }), which: 0, turn: null });
    Object.assign(this, { opened: null, place: { block: -1, step: null }, hovered: null, hoveredStep: null, focused: false });
    this.finder = new Finder((step) => this.find(step));
    this.canvases = ["overview", "lane"].map((name) => make(`canvas.${name}`, { "aria-hidden": "true" }));
    this.above = new Viewport(this.canvases[0], this.hearsAbove());
    this.below = new Viewport(this.canvases[1], this.hearsBelow());
    this.build();
    this.stop = watchWidth(this.figure, (width) => this.layOut(width));
  }

  build() {
    this.bars = make("div.bars");
    const zoom = [["−", "Zoom out", () => this.zoom(1 / 1.25)], ["fit", "Show all", () => this.fit()], ["+", "Zoom in", () => this.zoom(1.25)]];
    const buttons = zoom.map(([text, label, click]) => make("button", { type: "button", "aria-label": label, title: label, click }, text));
    const tools = make("div.tools", {}, this.finder.element, this.bars, make("div.zoom", {}, ...buttons));
    this.fan = make("div.fanned", { hidden: "" });
    this.fan.innerHTML = '<svg class="fan" aria-hidden="true"><path/></svg>';
    this.list = make("ul.hidden");
    this.figure = make("div.figure", {
      tabindex: 0, role: "group", "aria-roledescription": "map",
      keydown: (event) => this.key(event), focus: () => this.focus(true), blur: () => this.focus(false),
    }, this.canvases[0], this.fan, this.canvases[1]);
    this.spoken = make("div.hidden", { "aria-live": "polite" });
    this.line = make("div.line");
    this.root.append(make("div.map", {}, tools, this.figure, this.line, this.spoken, this.list));
  }

  update(data) {
    ({ header: this.header, arrays: this.arrays } = unpack(data));
    const { nodes, blocks, selected, turn, figures } = this.header;
    const network = nodes.map(({ name, shape }) => `${name} ${shape}`).join();
    if (turn !== this.turn || network !== this.network) {
      Object.assign(this, { turn, network, hovered: null, hoveredStep: null });
      const step = nodes.findIndex(({ name }) => name === selected);
      this.opened = step < 0 ? null : nodes[step].block;
      this.place = { block: this.opened ?? -1, step: step < 0 ? null : step };
    }
    this.measuring = false;
    this.finder.show(nodes);
    const chosen = segments("Bars below", figures.map(({ name }) => name), figures[this.which].name, (name) => this.choose(name));
    this.bars.replaceChildren(make("span.label", {}, "Bars below"), chosen);
    this.figure.setAttribute("aria-label", `${blocks.length} blocks and ${nodes.length} layers from the photo to the classes; arrow keys follow the edges, Enter opens`);
    clearTimeout(this.listing); // after the picture: a thousand lines take their time
    this.listing = setTimeout(() => this.fillList(), LIST_PAUSE);
    this.restyle();
  }

  fillList() {
    const { blocks, nodes } = this.header;
    const line = ({ name, does, shape }) => make("li", {}, `${name}, ${does}, ${shape}`);
    this.list.replaceChildren(...blocks.map(({ name, shape, first, last }) =>
      make("li", {}, `${name}, ${shape}`, make("ul", {}, ...nodes.slice(first, last + 1).map(line)))));
  }

  restyle() {
    this.ink = inkOf(this.root);
    const { sheet, seen, strip, light, dark } = this.arrays;
    const table = tableOf(this.root, { light, dark });
    this.tiles = new Tiles(this.header, sheet.data, table);
    this.strip = picture(strip.data, strip.data.length, 1, table);
    this.photo = photoOf(seen);
    this.layOut(this.width ?? this.figure.clientWidth);
  }

  layOut(width) {
    this.width = width;
    if (!this.header || !(width > 0)) return;
    this.plan = width < NARROW ? rows(this.header, width) : overview(this.header, width);
    this.above.show(width, this.plan.height, width, this.plan.height);
    this.openLane();
    this.above.drawNow();
  }

  openLane() {
    const block = this.header.blocks[this.opened];
    this.canvases[1].hidden = !block;
    if (block) {
      this.lane = lanePlan(block, this.header.nodes.slice(block.first, block.last + 1));
      const tall = Math.min(this.lane.tall, 640);
      this.below.view = { ...this.below.view, scale: 1 };
      this.below.show(this.lane.wide, this.lane.tall, this.width - 2, tall);
      if (this.place.step !== null) this.reveal();
    }
    this.tell();
  }

  // From the open block's bar to the lane's corners, wherever the chain has been moved to.
  drawFan() {
    const column = this.plan.kind === "columns" ? this.plan.columns[this.opened] : null;
    this.fan.hidden = !column;
    if (!column) return;
    const [from, to] = [column.x, column.x + column.wide].map((edge) => edge * this.above.view.scale + this.above.view.x);
    this.fan.querySelector("path").setAttribute("d", `M${from} 0L0 28M${to} 0L${this.width} 28`);
  }

  reveal() {
    const box = this.lane.boxes[this.place.step - this.header.blocks[this.opened].first];
    if (box) this.below.reveal(box.x, NODE);
  }

  hearsAbove() {
    return {
      paint: (context) => {
        paintOverview(context, this.ink, this);
        this.drawFan();
      },
      point: (x, y) => this.hover(x === null ? null : under(this.plan, x, y), null),
      pick: (x, y) => this.pickBlock(under(this.plan, x, y)),
    };
  }

  hearsBelow() {
    const step = (x, y) => {
      const at = x === null ? null : stepUnder(this.lane, x, y);
      return at === null ? null : at + this.header.blocks[this.opened].first;
    };
    return {
      paint: (context, from, to) => this.opened !== null && paintLane(context, this.ink, {
        header: this.header, plan: this.lane, tiles: this.tiles, which: this.which, place: this.place,
        block: this.header.blocks[this.opened], hovered: this.hoveredStep,
      }, from, to),
      point: (x, y) => this.hover(null, step(x, y)),
      pick: (x, y, event) => {
        const found = step(x, y);
        if (found === null) return;
        if (event.detail > 1 || found === this.place.step) this.send("open", this.header.nodes[found].name);
        else this.go({ block: this.opened, step: found }, 0);
      },
    };
  }

  hover(block, step) {
    if (block === this.hovered && step === this.hoveredStep) return;
    [this.hovered, this.hoveredStep] = [block, step];
    this.above.draw();
    if (this.opened !== null) this.below.draw();
    this.tell();
  }

  // A block opens, or closes where it is open; the photo and the classes lead to their pages.
  pickBlock(block) {
    if (block === null) return;
    const { blocks } = this.header;
    if (block < 0 || block >= blocks.length) this.send(block < 0 ? "photo" : "scores");
    else this.open(block === this.opened ? null : block, { block, step: null });
  }

  open(block, place) {
    this.opened = block;
    this.place = place;
    this.below.view = { scale: 1, x: 0, y: 0 };
    this.openLane();
    this.above.draw();
    this.spoken.textContent = `${spoken(this.header, place)}${block === null ? "" : ", open"}`;
  }

  find(step) {
    this.figure.focus();
    this.go({ block: this.header.nodes[step].block, step }, 0);
  }

  // Looks at a place; a step's block opens with it, and the server hears of the layer.
  go(place, pause) {
    this.place = place;
    const { nodes, blocks } = this.header;
    if (place.step !== null && this.opened !== place.block) this.open(place.block, place);
    else if (place.step !== null) this.reveal();
    this.tell();
    this.above.draw();
    this.below.draw();
    this.spoken.textContent = spoken(this.header, place);
    clearTimeout(this.timer);
    if (place.step !== null) this.timer = setTimeout(() => this.send("select", nodes[place.step].name), pause);
    else if (blocks[place.block]) this.above.reveal(this.plan.columns[place.block].x, this.plan.columns[place.block].wide);
  }

  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target !== this.figure) return;
    const factor = factorOf(event.key);
    if (event.key.startsWith("Arrow")) this.go(stepTo(this.header, this.place, event.key), PAUSE);
    else if (event.key === "Enter") this.enter();
    else if (event.key === "Escape") this.open(null, { block: this.place.block, step: null });
    else if (factor !== null) this.zoom(factor);
    else if (event.key === "0") this.fit();
    else if (event.key === "/") this.finder.field.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  enter() {
    const { block, step } = this.place;
    if (step !== null) this.send("open", this.header.nodes[step].name);
    else this.pickBlock(block);
  }

  zoom(factor) {
    (this.opened !== null ? this.below : this.above).zoom(factor);
  }

  fit() {
    this.above.fit();
    if (this.opened !== null) this.below.fit();
  }

  choose(name) {
    this.which = this.header.figures.findIndex((figure) => figure.name === name);
    if (!this.header.figures[this.which].total && !this.measuring) {
      this.measuring = true;
      this.send("measure");
    }
    this.above.draw();
    if (this.opened !== null) this.below.draw();
  }

  focus(focused) {
    this.focused = focused;
    this.above.draw();
  }

  // The line below: the step or block under the pointer, else the one that is looked at.
  tell() {
    const { nodes, blocks } = this.header;
    const step = this.hoveredStep ?? (this.hovered === null ? this.place.step : null);
    const block = this.hovered ?? this.place.block;
    const node = step !== null ? nodes[step] : null;
    const [name, facts] = node ? [node.name, node.facts] : blockWords(blocks[block]);
    const layer = this.place.step === null ? null : nodes[this.place.step];
    const button = (kind, text, event) => make(`button${kind}`, { type: "button", click: () => this.send(event, layer.name) }, text);
    this.line.replaceChildren(
      make("div.words", {}, make("code", {}, name), make("span.facts", {}, facts)),
      ...(layer?.kernels ? [button("", "Kernels", "kernels")] : []),
      ...(layer ? [button(".main", "Open the layer →", "open")] : []),
    );
  }

  keep() {
    return {};
  }

  dispose() {
    this.stop();
    [this.timer, this.listing].forEach(clearTimeout);
    [this.above, this.below].forEach((one) => one.dispose());
  }
}

function blockWords(block) {
  if (!block) return ["", "Point at a block to see what it costs; click to lay it open."];
  const [adds, parameters, memory] = block.texts;
  const count = block.last - block.first + 1;
  return [block.name, `${count} ${count === 1 ? "layer" : "layers"}, ${block.shape} at the end. ${adds} multiply-adds, ${parameters} parameters, ${memory} of values.`];
}

// RGB bytes as a canvas.
function photoOf({ data, shape: [height, width] }) {
  const canvas = make("canvas", { width, height });
  const context = canvas.getContext("2d");
  const image = context.createImageData(width, height);
  const words = new Uint32Array(image.data.buffer);
  for (let at = 0; at < words.length; at += 1) {
    words[at] = 0xff000000 | (data[3 * at + 2] << 16) | (data[3 * at + 1] << 8) | data[3 * at];
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

export default function networkMap(component) {
  return mount(component, ({ data, root, send }) => {
    const map = new NetworkMap(root, send);
    map.update(data);
    return map;
  });
}
