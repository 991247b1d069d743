// All channels of a layer on one canvas. Everything that follows the pointer happens here, without the
// server.
//
// Topics, each with the `layer` it is about:
//   channel  {channel, tile, limit, low, high, mean, send}  a tile was chosen: show it at once, exact
// values follow   shown    {channel}                 the enlarged map shows this channel   range    {limit}
// colours end at this value; null means each channel's own   pointer  {row, column}             the cell
// under the pointer; row null when it leaves   ask      {}                        a component that has just
// come wants to know the state of the others

import { fit, ratio } from "../shared/canvas.js";
import { isDark, lookup, parseColour, themeColour } from "../shared/colours.js";
import { announce, listen } from "../shared/link.js";
import { count } from "../shared/numbers.js";
import { sameBytes } from "../shared/mounting.js";
import { unpack } from "../shared/wire.js";
import { cellUnder, moved, ordered, pageOf, placesIn, plan, rowsIn, sized, tileBox } from "./layout.js";
import { drawNumbers, drawTiles } from "./painting.js";
import { footnote, gridNode, nextPlace, optionsOf, pointedWords, restingWords } from "./parts.js";

const BOX = 700;
const SHARE = 0.75;
const EDGE = 5;
const SCROLLBAR = 12;
const KEY_PAUSE = 250;
const PATIENCE = 4000;

class ChannelGrid {
  constructor(root) {
    this.root = root;
    this.node = gridNode(root);
    this.part = (name) => this.node.querySelector(`.${name}`);
    [this.box, this.field, this.canvas] = ["box", "field", "sheet"].map(this.part);
    this.mode = "channel";
    this.chosen = null;
    this.stops = [
      listen("shown", (detail) => this.shown(detail)),
      listen("pointer", (detail) => this.pointer(detail)),
      listen("ask", ({ layer, from }) => layer === this.header?.layer && from !== "grid" && this.tellRange()),
    ];
    this.observer = new ResizeObserver(() => this.measure());
    this.observer.observe(this.node);
    this.field.addEventListener("pointermove", (event) => this.point(event));
    this.field.addEventListener("pointerleave", () => this.unpoint());
    this.field.addEventListener("click", (event) => this.choose(this.under(event)?.channel, 0));
    this.box.addEventListener("scroll", () => this.later(), { passive: true });
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.part("list").addEventListener("click", (event) => this.choose(Number(event.target.dataset.channel), 0));
    this.node.addEventListener("input", () => this.ranged());
  }

  update(data, send) {
    this.send = send;
    const theme = themeColour(this.node, "background-color") + themeColour(this.node, "primary-color");
    if (this.data && theme !== this.theme) this.colour();
    this.theme = theme;
    if (sameBytes(this.data, data)) return;
    const other = unpack(data);
    const before = this.header?.layer;
    [this.data, this.header, this.arrays] = [data, other.header, other.arrays];
    const { channels } = this.header;
    this.layerLimit = this.arrays.limits.data.reduce((most, limit) => Math.max(most, limit), 0);
    this.order = ordered(this.header.order, channels, {
      high: this.arrays.high.data, mean: this.arrays.mean.data, limits: this.arrays.limits.data,
    });
    this.placeOf = new Int32Array(channels);
    this.order.forEach((channel, place) => (this.placeOf[channel] = place));
    if (before !== this.header.layer) {
      this.chosen = null;
      this.box.scrollTop = 0;
    }
    this.pending = null;
    this.unpoint();
    this.fillList();
    this.width = 0;
    this.measure();
    this.colour();
    announce("ask", { layer: this.header.layer, from: "grid" });
    this.tellRange();
  }

  remove() {
    this.stops.forEach((stop) => stop());
    this.observer.disconnect();
    [this.timer, this.listing].forEach(clearTimeout);
    cancelAnimationFrame(this.frame);
    this.node.remove();
  }

  // Layout for the width at hand; nothing to do when neither width nor resolution changed.
  measure() {
    const width = Math.floor(this.node.clientWidth);
    if (!this.header || width === 0 || (width === this.width && this.dpr === ratio())) return;
    [this.width, this.dpr] = [width, ratio()];
    const { channels, height, width: across } = this.header;
    [this.line, this.edge] = [1, EDGE].map((side) => Math.max(1, Math.round(side * this.dpr)));
    this.plan = plan(channels, height, across, width, this.dpr);
    if (this.plan.scrolls) this.plan = plan(channels, height, across, width - SCROLLBAR, this.dpr);
    this.tiles = sized(this.arrays.tiles.data, channels, height, across, this.plan.factor);
    const down = (this.plan.down + 2 * this.edge) / this.dpr;
    this.tall = this.plan.scrolls ? Math.min(BOX, SHARE * innerHeight, down) : down;
    this.box.classList.toggle("scrolls", this.plan.scrolls);
    this.box.style.height = `${this.tall}px`;
    this.field.style.height = `${down}px`;
    this.field.style.width = `${(this.plan.across + 2 * this.edge) / this.dpr}px`;
    this.context = fit(this.canvas, (this.plan.across + 2 * this.edge) / this.dpr, this.tall);
    this.draw();
    this.place();
  }

  // Tables of the theme and of the range, then everything again.
  colour() {
    if (!this.header) return;
    const tables = this.arrays.tables.data;
    this.table = lookup(isDark(this.node) ? tables.subarray(768) : tables.subarray(0, 768));
    const [red, green, blue] = parseColour(themeColour(this.node, "border-color"));
    this.border = (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;
    const target = this.target();
    this.tables = Array.from(this.arrays.limits.data, (limit) =>
      target === null ? this.table : moved(this.table, limit, target));
    this.draw();
  }

  later() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.draw();
    });
  }

  // Paints the rows in sight: as many as the box shows, whatever the number of channels.
  draw() {
    if (!this.plan || !this.tables) return;
    const { context, plan, order, tiles, tables, border, line, edge } = this;
    const from = Math.round(this.box.scrollTop * this.dpr);
    const rows = rowsIn(plan, from, this.canvas.height, edge);
    const scene = { plan, order, tiles, tables, rows, from, line, edge, border, paper: this.table[128] };
    this.image = drawTiles(context, scene, this.image);
    const dead = (channel) => this.arrays.limits.data[channel] === 0 && this.arrays.odd.data[channel] === 0;
    context.fillStyle = themeColour(this.node, "gray-color");
    context.font = `${Math.round(11 * this.dpr)}px ${themeColour(this.node, "font")}`;
    drawNumbers(context, scene, dead);
    this.foot();
  }

  mark(name, channel) {
    const mark = this.part(name);
    mark.style.display = channel === null ? "none" : "block";
    if (channel === null) return;
    const { left, top, wide, tall } = tileBox(this.plan, this.placeOf[channel], this.edge, this.dpr);
    mark.style.transform = `translate(${left}px, ${top}px)`;
    [mark.style.width, mark.style.height] = [`${wide}px`, `${tall}px`];
    const badge = mark.querySelector(".badge");
    badge.textContent = String(channel);
    badge.classList.toggle("above", top + tall + 22 > this.box.scrollTop + this.tall && top > 20);
  }

  place() {
    this.mark("chosen", this.chosen);
    this.part("list").querySelector('[aria-selected="true"]')?.setAttribute("aria-selected", "false");
    const option = this.part("list").children[this.placeOf[this.chosen ?? -1]];
    option?.setAttribute("aria-selected", "true");
    this.box.setAttribute("aria-activedescendant", option?.id ?? "");
  }

  under(event) {
    const box = this.field.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top].map((side) => side * this.dpr - this.edge);
    const found = cellUnder(Math.max(0, x), Math.max(0, y), this.order.length, this.plan, this.header);
    return found && { ...found, channel: this.order[found.place] };
  }

  point(event) {
    const at = this.under(event);
    if (!at) return this.unpoint();
    this.part("caption").innerHTML = pointedWords(at, this.header, this.arrays);
    this.mark("pointed", at.channel);
    return announce("pointer", { layer: this.header.layer, row: at.row, column: at.column, from: "grid" });
  }

  unpoint() {
    if (!this.header) return;
    this.part("caption").textContent = restingWords(this.header);
    this.mark("pointed", null);
    announce("pointer", { layer: this.header.layer, row: null, column: null, from: "grid" });
  }

  // The enlarged map has its pointer on this cell: a small square in the chosen tile.
  pointer({ layer, row, column, from }) {
    if (from === "grid" || layer !== this.header?.layer) return;
    const spot = this.part("spot");
    spot.style.display = row === null || this.chosen === null ? "none" : "block";
    spot.style.left = `${(100 * (column + 0.5)) / this.header.width}%`;
    spot.style.top = `${(100 * (row + 0.5)) / this.header.height}%`;
  }

  // Chooses here and now; the server hears of it after `pause` milliseconds, so that held keys do not flood
  // it.
  choose(channel, pause) {
    if (!Number.isInteger(channel)) return; // between tiles, or past the last one
    const { height, width, layer } = this.header;
    const [limits, low, high, mean] = ["limits", "low", "high", "mean"].map((name) => this.arrays[name].data[channel]);
    const tile = this.arrays.tiles.data.slice(channel * height * width, (channel + 1) * height * width);
    this.chosen = channel;
    this.pending = { channel, until: Date.now() + PATIENCE };
    this.place();
    announce("channel", { layer, channel, tile, limit: limits, low, high, mean });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send("channel", channel), pause);
  }

  shown({ layer, channel }) {
    if (layer !== this.header?.layer || channel === this.chosen || channel >= this.order.length) return;
    if (this.pending && this.pending.channel !== channel && Date.now() < this.pending.until) return;
    this.pending = null;
    this.chosen = channel;
    this.place();
    this.reveal();
  }

  reveal() {
    if (!this.plan?.scrolls) return;
    const { top, tall } = tileBox(this.plan, this.placeOf[this.chosen], this.edge, this.dpr);
    const lowest = top + tall + 24 - this.tall;
    this.box.scrollTop = Math.min(Math.max(this.box.scrollTop, lowest), Math.max(0, top - 6));
  }

  key(event) {
    if (event.target !== this.box || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter" && this.chosen !== null) this.choose(this.chosen, 0);
    const page = pageOf(this.plan, this.tall * this.dpr);
    const at = this.chosen === null ? -1 : this.placeOf[this.chosen];
    const next = nextPlace(event.key, at, this.order.length, this.plan.columns, page);
    if (next !== null) {
      this.choose(this.order[next], KEY_PAUSE);
      this.reveal();
    }
    if (next !== null || event.key === "Enter") event.preventDefault();
  }

  ranged() {
    this.mode = this.part("range").querySelector("input:checked").value;
    const field = this.part("limit");
    field.hidden = this.mode !== "fixed";
    if (this.mode === "fixed" && field.value === "") field.value = Number(this.layerLimit.toPrecision(3));
    const entered = Number(field.value);
    const valid = field.value !== "" && Number.isFinite(entered) && entered > 0;
    field.setAttribute("aria-invalid", String(!valid));
    if (valid) this.fixedLimit = entered;
    this.colour();
    this.tellRange();
  }

  // One cell a channel: on its own scale it would always have the strongest colour.
  single() {
    return this.header.height * this.header.width === 1;
  }

  // The limit that all tiles share, or null when each has its own.
  target() {
    const mode = this.mode === "channel" && this.single() ? "layer" : this.mode;
    return { layer: this.layerLimit, fixed: this.fixedLimit }[mode] ?? null;
  }

  tellRange() {
    announce("range", { layer: this.header.layer, limit: this.target() });
  }

  fillList() {
    const { channels, layer } = this.header;
    clearTimeout(this.listing); // after the picture: two thousand options take their time
    this.listing = setTimeout(() => {
      this.part("list").innerHTML = optionsOf(this.order, this.arrays);
      this.place();
    }, 100);
    this.box.setAttribute("aria-label", `${count(channels)} channels of ${layer}; arrow keys choose one`);
    this.part("own").hidden = this.single();
    const shown = this.single() && this.mode === "channel" ? "layer" : this.mode;
    this.node.querySelector(`[value="${shown}"]`).checked = true;
  }

  foot() {
    if (!this.plan) return;
    const total = this.order.length;
    const { from, to } = placesIn(this.plan, total, this.box.scrollTop * this.dpr, this.tall * this.dpr);
    const [limits, odd] = [this.arrays.limits.data, this.arrays.odd.data];
    const limit = this.target();
    this.part("foot").textContent = footnote({ from, to, total, limits, odd, limit, signed: this.header.signed });
  }
}

// One grid an element: a rerun with new data finds the one that is there.
export default function ({ data, parentElement, setTriggerValue }) {
  parentElement.channelGrid ??= new ChannelGrid(parentElement);
  parentElement.channelGrid.update(data, setTriggerValue);
  return () => {
    parentElement.channelGrid?.remove();
    delete parentElement.channelGrid;
  };
}
