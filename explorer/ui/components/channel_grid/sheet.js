// The grid's picture: where the tiles lie in the room at hand, and their pixels.

import { fit, ratio } from "../shared/canvas.js";
import { parseColour, tableOf, themeColour, wordOf, ZERO } from "../shared/colours.js";
import { cellUnder, moved, pageOf, placesIn, plan, rowsIn, sized, tileBox } from "./layout.js";
import { drawNumbers, drawTiles } from "./painting.js";
import { isDead } from "./places.js";

const BOX = 700;
const SHARE = 0.75;
const EDGE = 5;
const SCROLLBAR = 12;

export class Sheet {
  // `node` is that of gridNode; drawn() is called after every painting, that is, after every scroll, too.
  constructor(node, drawn) {
    [this.node, this.drawn] = [node, drawn];
    [this.box, this.field, this.canvas] = ["box", "field", "sheet"].map((name) => node.querySelector(`.${name}`));
    this.box.addEventListener("scroll", () => this.later(), { passive: true });
  }

  // Other channels, or others of them: `places` in their order. They appear with the next colour and measure.
  show(header, arrays, places) {
    [this.header, this.arrays, this.plan, this.width] = [header, arrays, null, 0];
    this.places = places;
    this.placeOf = new Map(places.map((channel, at) => [channel, at]));
  }

  dispose() {
    cancelAnimationFrame(this.frame);
  }

  // Layout for the width at hand; false when neither width nor resolution changed.
  measure() {
    const width = Math.floor(this.node.clientWidth);
    if (width === 0 || (width === this.width && this.dpr === ratio())) return false;
    [this.width, this.dpr] = [width, ratio()];
    const { channels, height, width: across } = this.header;
    const many = this.places.length;
    [this.line, this.edge] = [1, EDGE].map((side) => Math.max(1, Math.round(side * this.dpr)));
    this.plan = plan(many, height, across, width, this.dpr);
    if (this.plan.scrolls) this.plan = plan(many, height, across, width - SCROLLBAR, this.dpr);
    this.tiles = sized(this.arrays.tiles.data, channels, height, across, this.plan.factor);
    const [wide, down] = [this.plan.across, this.plan.down].map((side) => (side + 2 * this.edge) / this.dpr);
    this.tall = this.plan.scrolls ? Math.min(BOX, SHARE * innerHeight, down) : down;
    this.box.classList.toggle("scrolls", this.plan.scrolls);
    this.box.style.height = `${this.tall}px`;
    [this.field.style.width, this.field.style.height] = [`${wide}px`, `${down}px`];
    this.context = fit(this.canvas, wide, this.tall);
    this.draw();
    return true;
  }

  // Tables of the theme and of the range, `limit` null for each channel's own; then everything again.
  colour(limit) {
    this.table = tableOf(this.node, this.arrays);
    this.border = wordOf(parseColour(themeColour(this.node, "border-color")));
    this.tables = Array.from(this.arrays.limits.data, (own) =>
      limit === null ? this.table : moved(this.table, own, limit));
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
    if (!this.plan) return;
    const { context, places, tiles, tables, border, line, edge } = this;
    const from = Math.round(this.box.scrollTop * this.dpr);
    const rows = rowsIn(this.plan, from, this.canvas.height, edge);
    const scene = { plan: this.plan, places, tiles, tables, rows, from, line, edge, border, paper: this.table[ZERO] };
    this.image = drawTiles(context, scene, this.image);
    context.fillStyle = themeColour(this.node, "gray-color");
    context.font = `${Math.round(11 * this.dpr)}px ${themeColour(this.node, "font")}`;
    drawNumbers(context, scene, (channel) => isDead(this.arrays, channel));
    this.drawn();
  }

  // {from, to} of the channels whose full rows are in sight.
  inSight() {
    return placesIn(this.plan, this.places.length, this.box.scrollTop * this.dpr, this.tall * this.dpr);
  }

  // [columns, channels of a page], for keys.
  strides() {
    return [this.plan.columns, pageOf(this.plan, this.tall * this.dpr)];
  }

  // {channel, row, column} under the pointer; null where there is none.
  under(event) {
    const box = this.field.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top].map((side) => side * this.dpr - this.edge);
    const found = cellUnder(Math.max(0, x), Math.max(0, y), this.places.length, this.plan, this.header);
    return found && { channel: this.places[found.index], row: found.row, column: found.column };
  }

  // Puts a mark with its badge around a channel's tile, or away when `channel` is null.
  mark(mark, channel) {
    const at = this.placeOf.get(channel);
    const shown = at !== undefined && this.plan;
    mark.style.display = shown ? "block" : "none";
    if (!shown) return;
    const { left, top, wide, tall } = tileBox(this.plan, at, this.edge, this.dpr);
    mark.style.transform = `translate(${left}px, ${top}px)`;
    [mark.style.width, mark.style.height] = [`${wide}px`, `${tall}px`];
    const badge = mark.querySelector(".badge");
    badge.textContent = String(channel);
    badge.classList.toggle("above", top + tall + 22 > this.box.scrollTop + this.tall && top > 20);
  }

  // Scrolls only as far as a channel's tile is out of sight.
  reveal(channel) {
    const at = this.placeOf.get(channel);
    if (at === undefined || !this.plan?.scrolls) return;
    const { top, tall } = tileBox(this.plan, at, this.edge, this.dpr);
    const lowest = top + tall + 24 - this.tall;
    this.box.scrollTop = Math.min(Math.max(this.box.scrollTop, lowest), Math.max(0, top - 6));
  }
}
