// One map enlarged, with the exact value under the pointer. The topics that it shares with the channel grid are listed
// in channel_grid.js.

import { cellAt, cellBox, fit, picture, ratio, zoomWindow } from "../shared/canvas.js";
import { colourBar } from "../shared/colour_bar.js";
import { indexOf, tableOf } from "../shared/colours.js";
import { barsFor, histogram } from "../shared/histogram.js";
import { announce, listen } from "../shared/link.js";
import { arrowOf } from "../shared/markup.js";
import { mount } from "../shared/mounting.js";
import { APPROXIMATELY, approximate, exact, reading } from "../shared/numbers.js";
import { statsOf } from "../shared/statistics.js";
import { unpack } from "../shared/wire.js";
import { mapNode, markCell, noteText, zeroText } from "./parts.js";

const LARGEST_CELL = 96;
const TALLEST = 1.4;
const PATIENCE = 4000;
const FEWEST = 7;
const KEY_PAUSE = 200;
const ZOOMS = [1, 2, 4, 8, 16];

class FeatureMap {
  constructor(root, send) {
    this.send = send;
    this.node = mapNode(root);
    this.part = (name) => this.node.querySelector(`.${name}`);
    this.frame = this.part("frame");
    this.legend = colourBar("Values of the map");
    this.part("legend").append(this.legend.element);
    [this.pinned, this.hovered, this.focus, this.range, this.zoom] = [null, null, null, null, 1];
    this.stops = [
      listen("channel", (detail) => this.preview(detail)),
      listen("range", (detail) => this.ranged(detail)),
      listen("pointer", (detail) => this.follow(detail)),
      listen("ask", ({ layer, from }) => layer === this.header?.layer && from !== "map" && this.answer()),
    ];
    this.observer = new ResizeObserver(() => this.draw());
    this.observer.observe(this.node);
    this.frame.addEventListener("pointermove", (event) => this.hover(this.under(event)));
    this.frame.addEventListener("pointerleave", () => this.hover(null));
    this.frame.addEventListener("click", (event) => this.pin(this.under(event)));
    this.frame.addEventListener("keydown", (event) => this.key(event));
  }

  update(data) {
    const { header, arrays } = unpack(data);
    const elsewhere = this.header?.layer !== header.layer;
    if (elsewhere) {
      [this.hovered, this.focus, this.waiting, this.range, this.zoom] = [null, null, null, null, 1];
      this.pinned = header.pinned && { row: header.pinned[0], column: header.pinned[1] };
    }
    // A later choice is on display already: these values belong to an earlier one.
    if (this.waiting && this.waiting.channel !== header.channel && Date.now() < this.waiting.until) return;
    this.waiting = null;
    [this.header, this.arrays, this.step] = [header, arrays, 0];
    this.show(arrays.values.data, header);
    this.tell();
    if (elsewhere) announce("ask", { layer: header.layer, from: "map" });
  }

  restyle() {
    this.draw();
  }

  dispose() {
    this.stops.forEach((stop) => stop());
    this.observer.disconnect();
    clearTimeout(this.timer);
  }

  show(values, { channel, limit, peak, stats }) {
    [this.values, this.channel, this.limit, this.peak, this.stats] = [values, channel, limit, peak, stats];
    this.part("title").textContent = `Channel ${channel}`;
    this.part("caption").textContent = this.header.caption;
    this.part("stats").innerHTML = statsOf(stats, this.header.signed);
    this.part("stats").hidden = values.length === 1;
    this.draw();
  }

  // The 8-bit tile of a channel just chosen, until its exact values arrive.
  preview({ layer, channel, tile, limit, low, high, mean }) {
    if (layer !== this.header?.layer) return;
    this.waiting = { channel, until: Date.now() + PATIENCE };
    if (channel === this.channel) return;
    // Back to the channel that came last: its exact values are here, and the server will not send them again.
    if (channel === this.header.channel) {
      this.step = 0;
      this.show(this.arrays.values.data, this.header);
      return;
    }
    this.step = limit / 127;
    const values = Float32Array.from(tile, (index) => (index === 0 ? NaN : (index - 128) * this.step));
    const at = values.reduce((best, value, place) => (value > values[best] ? place : best), 0);
    const peak = [Math.floor(at / this.header.width), at % this.header.width];
    this.show(values, { channel, limit, peak, stats: { low, high, mean } });
  }

  tell() {
    announce("shown", { layer: this.header.layer, channel: this.channel });
  }

  answer() {
    this.tell();
    this.draw();
  }

  ranged({ layer, limit }) {
    if (layer !== this.header?.layer || limit === this.range) return;
    this.range = limit;
    this.draw();
  }

  // The pointer is over the grid: the same cell here.
  follow({ layer, row, column, from }) {
    if (from === "map" || layer !== this.header?.layer) return;
    this.hovered = row === null ? null : { row, column };
    this.place();
  }

  current() {
    return this.hovered ?? this.pinned ?? { row: this.peak[0], column: this.peak[1] };
  }

  draw() {
    if (!this.values || this.node.clientWidth === 0) return;
    const { height, width } = this.header;
    this.table = tableOf(this.node, this.arrays);
    this.scale = this.range ?? this.limit;
    this.tally();
    const room = Math.max(1, this.node.clientWidth - 2);
    const cell = Math.min(room / width, (TALLEST * room) / height, LARGEST_CELL);
    const [tall, wide] = [height, width].map((side) => Math.max(1, Math.round(side * cell * ratio())) / ratio());
    const { row, column } = this.focus ?? this.current();
    const window = zoomWindow(this.zoom, row, column, height, width);
    this.view = { ...window, tall, wide };
    const context = fit(this.part("picture"), wide, tall);
    [this.frame.style.width, this.frame.style.height] = [`${wide + 2}px`, `${tall + 2}px`];
    const { top, left, rows, columns } = window;
    const { canvas } = context;
    context.imageSmoothingEnabled = columns > canvas.width;
    const indices = Uint8Array.from(this.values, (value) => indexOf(value, this.scale));
    const whole = picture(indices, height, width, this.table);
    announce("picture", { layer: this.header.layer, indices, height, width });
    context.drawImage(whole, left, top, columns, rows, 0, 0, canvas.width, canvas.height);
    this.place();
  }

  // What the legend shows of all cells, whichever is pointed at.
  tally() {
    const { values, header: { signed }, scale, node } = this;
    const { counts, outside } = histogram(values, signed ? -scale : 0, scale, barsFor(node.clientWidth, signed));
    this.told = { counts: values.length > 1 ? counts : null, zero: zeroText(values, signed) };
    this.part("note").textContent = noteText(values, outside);
  }

  // Crosshair, value and legend for the cell in question; nothing else is drawn again.
  place() {
    if (!this.view) return;
    const { row, column } = this.current();
    announce("cell", { layer: this.header.layer, row, column });
    const { top, left, rows, columns, tall, wide } = this.view;
    const box = cellBox(row - top, column - left, { height: rows, width: columns, tall, wide });
    const inside = row >= top && row < top + rows && column >= left && column < left + columns;
    const several = this.values.length > 1;
    markCell(this.node, inside && several ? box : null);
    this.read(row, column, several);
  }

  read(row, column, several) {
    const value = this.values[row * this.header.width + column];
    const where = several ? `at row ${row}, column ${column}` : "";
    const number = this.step > 0 ? `${APPROXIMATELY} ${approximate(value, this.step)}` : reading(value);
    this.part("number").textContent = number;
    this.part("number").title = this.step > 0 ? "" : `${exact(value)}, all digits of this float32`;
    this.part("where").textContent = where;
    this.part("exact").textContent = this.step > 0 ? "" : exact(value);
    const { layer, signed } = this.header;
    this.frame.setAttribute("aria-label", `Channel ${this.channel} of ${layer}: ${number} ${where}`);
    this.legend.draw({ ...this.told, limit: this.scale, signed, words: this.table, value });
  }

  under(event) {
    const box = this.frame.getBoundingClientRect();
    const { top, left, rows, columns, tall, wide } = this.view;
    const at = { height: rows, width: columns, tall, wide };
    const found = cellAt(event.clientX - box.left - 1, event.clientY - box.top - 1, at);
    return found && { row: found.row + top, column: found.column + left };
  }

  hover(cell) {
    this.hovered = cell;
    this.place();
    const { layer } = this.header;
    announce("pointer", { layer, row: cell?.row ?? null, column: cell?.column ?? null, from: "map" });
  }

  // Keeps a cell in sight after the pointer is gone, and tells the page.
  pin(cell) {
    this.pinned = cell;
    this.hovered = null;
    this.place();
    if (cell === null) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send("cell", [cell.row, cell.column]), KEY_PAUSE);
  }

  zoomTo(zoom) {
    this.zoom = zoom;
    this.focus = zoom === 1 ? null : this.current();
    this.draw();
  }

  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const { height, width } = this.header;
    const deeper = ZOOMS.filter((zoom) => Math.min(height, width) / zoom >= FEWEST);
    const at = deeper.indexOf(this.zoom);
    const arrow = arrowOf(event.key);
    if (arrow) {
      const [down, across] = arrow;
      const { row, column } = this.current();
      const cell = (side, most) => Math.max(0, Math.min(most - 1, side));
      this.pin({ row: cell(row + down, height), column: cell(column + across, width) });
      this.follows();
      this.part("spoken").textContent = this.frame.getAttribute("aria-label");
    } else if (event.key === "Enter") this.pin(this.current());
    else if (event.key === "Escape") this.pin(null);
    else if (event.key === "+" || event.key === "=") this.zoomTo(deeper[Math.min(deeper.length - 1, at + 1)] ?? 1);
    else if (event.key === "-") this.zoomTo(deeper[Math.max(0, at - 1)] ?? 1);
    else if (event.key === "0") this.zoomTo(1);
    else return;
    event.preventDefault();
  }

  // An enlarged window moves along when the arrow keys lead out of it.
  follows() {
    const { row, column } = this.pinned;
    const { top, left, rows, columns } = this.view;
    if (row >= top && row < top + rows && column >= left && column < left + columns) return;
    this.focus = this.pinned;
    this.draw();
  }
}

export default function featureMap(component) {
  return mount(component, ({ data, root, send }) => {
    const map = new FeatureMap(root, send);
    map.update(data);
    return map;
  });
}
