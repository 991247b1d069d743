// The grid's page elements and sentences.

import { APPROXIMATELY, approximate, count, number, size } from "../shared/numbers.js";
import { valueOf } from "./layout.js";
import { ORDERS } from "./places.js";

const TEMPLATE = `
  <div class="tools">
    <select class="order" aria-label="Order of the channels">${orderOptions()}</select>
    <input class="bound" type="number" step="any" hidden>
    <label class="living" hidden><input class="alive" type="checkbox">without dead ones</label>
    <input class="jump" type="number" min="0" step="1" placeholder="channel" aria-label="Show the channel of this number">
  </div>
  <div class="head">
    <div class="caption"></div>
    <button class="tune" type="button" aria-expanded="false">Order, colours</button>
    <input class="limit" type="number" min="0" step="any" aria-label="Colours end at this value" hidden>
    <div class="range" role="radiogroup" aria-label="Colour range">
      <label class="own"><input type="radio" name="range" value="channel" checked>each channel</label>
      <label><input type="radio" name="range" value="layer">whole layer</label>
      <label><input type="radio" name="range" value="fixed">fixed</label>
    </div>
  </div>
  <div class="box" tabindex="0" role="listbox" aria-orientation="horizontal">
    <div class="field" aria-hidden="true">
      <canvas class="sheet"></canvas>
      <div class="mark chosen"><div class="spot"></div><div class="badge"></div></div>
      <div class="mark pointed"><div class="badge"></div></div>
    </div>
    <div class="list hidden" role="presentation"></div>
  </div>
  <div class="foot"></div>
  <div class="whole"><b>All channels together</b><div class="legend"></div><dl class="stats"></dl></div>`;

function orderOptions() {
  return Object.entries(ORDERS).map(([name, { words }]) => `<option value="${name}">${words}</option>`).join("");
}

// Puts the empty grid into the component's root and returns it.
export function gridNode(root) {
  const node = document.createElement("div");
  node.className = "grid";
  node.innerHTML = TEMPLATE;
  root.appendChild(node);
  return node;
}

// The hidden list: one option a channel, in the order of the tiles.
export function optionsOf({ low, high }, places) {
  const option = (channel) =>
    `<div role="option" id="channel-${channel}" data-channel="${channel}" aria-selected="false">` +
    `channel ${channel}, ${number(low.data[channel])} to ${number(high.data[channel])}</div>`;
  return places.map(option).join("");
}

// "128 maps of 54 × 54"
export function restingWords({ channels, height, width }) {
  const what = height * width > 1 ? `maps of ${size(height, width)}` : "values";
  return `${count(channels)} ${what}`;
}

// "channel 59 · row 15, column 33 · ≈ 1,540" as HTML; "≈" because a tile knows steps of limit / 127 only.
export function pointedWords({ channel, row, column }, { height, width }, { tiles, limits, mean }) {
  if (height * width === 1) return `<b>channel ${channel}</b> · <b>${number(mean.data[channel])}</b>`;
  const limit = limits.data[channel];
  const index = tiles.data[(channel * height + row) * width + column];
  const value = `${limit > 0 && index > 0 ? `${APPROXIMATELY} ` : ""}${approximate(valueOf(index, limit), limit / 127)}`;
  return `<b>channel ${channel}</b> · row ${row}, column ${column} · <b>${value}</b>`;
}

// The place that a key leads to from `at` (-1: nowhere yet) among `total` in rows of `columns`; null for other keys.
export function nextPlace(key, at, total, columns, page) {
  const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns, PageDown: page, PageUp: -page };
  if (key === "Home") return 0;
  if (key === "End") return total - 1;
  if (!(key in steps)) return null;
  if (at < 0) return 0;
  const next = at + steps[key];
  if (Math.abs(steps[key]) === page && page !== columns) return Math.max(0, Math.min(total - 1, next));
  return next < 0 || next >= total ? at : next;
}

// "128 of 128 channels · none is dead · each tile is coloured by its own largest value"
// `from` and `to` count the tiles in sight, `shown` all tiles.
export function footnote({ from, to, shown, total, limits, odd, limit, signed }) {
  const among = shown === total ? `${count(total)} channels` : `${count(shown)}, chosen from ${count(total)} channels`;
  const seen = shown === 0 ? `none of ${count(total)} channels is left`
    : from === 0 && to === shown ? `${count(shown)} of ${count(total)} channels` : `${count(from + 1)} to ${count(to)} of ${among}`;
  let [dead, strange, beyond] = [0, 0, 0];
  for (let channel = 0; channel < total; channel += 1) {
    if (odd[channel] > 0) strange += 1;
    else if (limits[channel] === 0) dead += 1;
    if (limit !== null && limits[channel] > limit) beyond += 1;
  }
  const verb = (number, one, many) => `${count(number)} ${number === 1 ? one : many}`;
  const parts = [seen, dead === 0 ? "none is dead" : `${verb(dead, "is", "are")} dead: zero everywhere`];
  if (strange > 0) parts.push(`${verb(strange, "holds", "hold")} values that are no numbers, in grey`);
  if (limit === null) parts.push("each tile is coloured by its own largest value");
  else parts.push(`all tiles share one scale, ${number(signed ? -limit : 0)} to ${number(limit)}`);
  if (beyond > 0) parts.push(`${verb(beyond, "goes", "go")} beyond it`);
  return parts.join(" · ");
}
