// All channels of a layer on one canvas. Everything that follows the pointer happens here, without the server.
//
// Topics, each with the `layer` that it is about:
//   channel  {channel, tile, limit, low, high, mean}  a tile was chosen: show it at once, exact values follow
//   shown    {channel}                                the enlarged map shows this channel
//   range    {limit}                                  colours end at this value; null: at each channel's own
//   pointer  {row, column, from}                      the cell under the pointer; row null when it leaves
//   cell     {row, column}                            the cell that the enlarged map is about
//   picture  {indices, height, width}                 what the enlarged map shows, as colour indices
//   ask      {from}                                   one that has just come wants to know the others' state

import { announce, listen } from "../shared/link.js";
import { colourBar } from "../shared/colour_bar.js";
import { mount } from "../shared/mounting.js";
import { count } from "../shared/numbers.js";
import { statsOf } from "../shared/statistics.js";
import { unpack } from "../shared/wire.js";
import { footnote, gridNode, nextPlace, optionsOf, pointedWords, restingWords } from "./parts.js";
import { placed } from "./places.js";
import { ColourRange } from "./range.js";
import { Sheet } from "./sheet.js";
import { Tools } from "./tools.js";

const KEY_PAUSE = 250;
const LIST_PAUSE = 100;
const PATIENCE = 4000;

class ChannelGrid {
  constructor(root, send) {
    this.send = send;
    this.node = gridNode(root);
    this.part = (name) => this.node.querySelector(`.${name}`);
    [this.box, this.field] = ["box", "field"].map(this.part);
    this.sheet = new Sheet(this.node, () => this.foot());
    this.range = new ColourRange(this.part("head"), () => this.ranged());
    this.tools = new Tools(this.node, () => this.reorder(), (channel) => this.jump(channel));
    this.legend = colourBar("Values of the layer");
    this.part("legend").append(this.legend.element);
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
    this.field.addEventListener("click", (event) => this.choose(this.sheet.under(event)?.channel, 0));
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.part("list").addEventListener("click", (event) => this.choose(Number(event.target.dataset.channel), 0));
  }

  // The channels of a message; the choice and the scroll stay while the layer does.
  update(data) {
    const before = this.header?.layer;
    ({ header: this.header, arrays: this.arrays } = unpack(data));
    const { layer, height, width } = this.header;
    if (before !== layer) {
      this.chosen = null;
      this.box.scrollTop = 0;
    }
    this.pending = null;
    this.range.show(this.arrays.limits.data.reduce((most, limit) => Math.max(most, limit), 0), height * width === 1);
    if (before !== layer) this.tools.show(this.arrays, layer);
    this.part("stats").innerHTML = statsOf(this.header.stats, this.header.signed);
    this.arrange();
    this.unpoint();
    announce("ask", { layer, from: "grid" });
    this.tellRange();
  }

  // The channels that the tools ask for, in their order.
  arrange() {
    this.sheet.show(this.header, this.arrays, placed(this.arrays, this.tools.wish()));
    this.fillList();
    this.restyle();
    this.measure();
  }

  reorder() {
    this.box.scrollTop = 0;
    this.arrange();
    this.unpoint();
  }

  // A channel that was asked for by its number; where it is not among the tiles, it is enlarged all the same.
  jump(channel) {
    if (channel === null) return;
    this.choose(channel, 0);
    this.sheet.reveal(channel);
  }

  restyle() {
    this.sheet.colour(this.range.limit());
    this.drawWhole();
  }

  drawWhole() {
    const { bars, signed } = this.header;
    this.legend.draw({ counts: bars, limit: this.range.layerLimit, signed, words: this.sheet.table });
  }

  dispose() {
    this.stops.forEach((stop) => stop());
    this.observer.disconnect();
    [this.timer, this.listing].forEach(clearTimeout);
    this.sheet.dispose();
  }

  measure() {
    if (!this.header || !this.sheet.measure()) return;
    this.place();
    this.drawWhole();
  }

  fillList() {
    clearTimeout(this.listing); // after the picture: two thousand options take their time
    this.listing = setTimeout(() => {
      this.part("list").innerHTML = optionsOf(this.arrays, this.sheet.places);
      this.place();
    }, LIST_PAUSE);
    this.box.setAttribute("aria-label", `${count(this.header.channels)} channels of ${this.header.layer}; arrow keys choose one`);
  }

  // The chosen channel, on the picture and in the list for those who hear it.
  place() {
    this.sheet.mark(this.part("chosen"), this.chosen);
    this.part("list").querySelector('[aria-selected="true"]')?.setAttribute("aria-selected", "false");
    const option = this.part("list").children[this.sheet.placeOf.get(this.chosen) ?? -1];
    option?.setAttribute("aria-selected", "true");
    this.box.setAttribute("aria-activedescendant", option?.id ?? "");
  }

  foot() {
    const [limits, odd] = [this.arrays.limits.data, this.arrays.odd.data];
    const { channels: total, signed } = this.header;
    const [limit, shown] = [this.range.limit(), this.sheet.places.length];
    this.part("foot").textContent = footnote({ ...this.sheet.inSight(), shown, total, limits, odd, limit, signed });
  }

  point(event) {
    const at = this.sheet.under(event);
    if (!at) return this.unpoint();
    this.part("caption").innerHTML = pointedWords(at, this.header, this.arrays);
    this.sheet.mark(this.part("pointed"), at.channel);
    return announce("pointer", { layer: this.header.layer, row: at.row, column: at.column, from: "grid" });
  }

  unpoint() {
    this.part("caption").textContent = restingWords(this.header);
    this.sheet.mark(this.part("pointed"), null);
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

  // Chooses here and now; the server hears of it after `pause` milliseconds, so that held keys do not flood it.
  choose(channel, pause) {
    if (!Number.isInteger(channel)) return; // between tiles, or past the last one
    const { height, width, layer } = this.header;
    const [limit, low, high, mean] = ["limits", "low", "high", "mean"].map((name) => this.arrays[name].data[channel]);
    const tile = this.arrays.tiles.data.slice(channel * height * width, (channel + 1) * height * width);
    this.chosen = channel;
    this.pending = { channel, until: Date.now() + PATIENCE };
    this.place();
    announce("channel", { layer, channel, tile, limit, low, high, mean });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send("channel", channel), pause);
  }

  shown({ layer, channel }) {
    if (layer !== this.header?.layer || channel === this.chosen || channel >= this.header.channels) return;
    if (this.pending && this.pending.channel !== channel && Date.now() < this.pending.until) return;
    this.pending = null;
    this.chosen = channel;
    this.place();
    this.sheet.reveal(channel);
  }

  key(event) {
    if (event.target !== this.box || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter" && this.chosen !== null) this.choose(this.chosen, 0);
    const { places, placeOf } = this.sheet;
    const next = nextPlace(event.key, placeOf.get(this.chosen) ?? -1, places.length, ...this.sheet.strides());
    const channel = next === null ? undefined : places[next];
    if (channel !== undefined) {
      this.choose(channel, KEY_PAUSE);
      this.sheet.reveal(channel);
    }
    if (next !== null || event.key === "Enter") event.preventDefault();
  }

  ranged() {
    this.restyle();
    this.tellRange();
  }

  tellRange() {
    announce("range", { layer: this.header.layer, limit: this.range.limit() });
  }
}

export default function channelGrid(component) {
  return mount(component, ({ data, root, send }) => {
    const grid = new ChannelGrid(root, send);
    grid.update(data);
    return grid;
  });
}
