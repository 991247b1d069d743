// The enlarged map's page elements, its legend and its statistics.

import { fit, ratio } from "../shared/canvas.js";
import { css, themeColour } from "../shared/colours.js";
import { count, number, share } from "../shared/numbers.js";
import { barHeight, barIndex, barsFor, histogram } from "./histogram.js";

const BARS = 52;
const BAR = 11;

const TEMPLATE = `
  <div class="head"><b class="title"></b><span class="caption"></span></div>
  <div class="frame" tabindex="0" role="img">
    <canvas class="picture"></canvas>
    <div class="line across"></div><div class="line down"></div><div class="cell"></div>
  </div>
  <div class="value"><b class="number"></b><span class="where"></span><span class="exact"></span></div>
  <div class="hidden spoken" aria-live="polite"></div>
  <canvas class="bars" aria-hidden="true"></canvas>
  <canvas class="bar" aria-hidden="true"></canvas>
  <div class="legend"><span class="low"></span><span class="zero"></span><span class="high"></span></div>
  <div class="note"></div>
  <dl class="stats"></dl>`;

// Puts the empty map into the component's root and returns it.
export function mapNode(root) {
  const node = document.createElement("div");
  node.className = "map";
  node.innerHTML = TEMPLATE;
  root.appendChild(node);
  return node;
}

// Histogram of `values` standing on the colour bar of its scale, with a line at `value`.
export function drawLegend(node, { values, limit, signed, table, width, value }) {
  const low = signed ? -limit : 0;
  const bars = barsFor(width, signed);
  const { counts, outside, largest } = histogram(values, low, limit, bars);
  const context = fit(node.querySelector(".bars"), width, BARS);
  const [across, down] = [context.canvas.width, context.canvas.height];
  context.clearRect(0, 0, across, down);
  const edge = (bar) => Math.round((bar * across) / bars);
  const line = Math.max(1, Math.round(ratio()));
  counts.forEach((number, bar) => {
    const index = barIndex(bar, bars, signed);
    const tall = barHeight(number, largest, down - line);
    context.fillStyle = index === null ? themeColour(node, "gray-color") : css(table, index);
    context.globalAlpha = index === null ? 0.55 : 1;
    context.fillRect(edge(bar), down - tall, edge(bar + 1) - edge(bar) - line, tall);
  });
  context.globalAlpha = 1;
  if (signed) zeroLine(context, node, across, down, line);
  colourBar(node, { table, signed, width, value: limit > 0 ? (value - low) / (limit - low) : NaN });
  legendText(node, { values, limit, signed, outside });
}

function zeroLine(context, node, across, down, line) {
  context.strokeStyle = themeColour(node, "text-color");
  context.lineWidth = line;
  context.setLineDash([2 * line, 3 * line]);
  context.beginPath();
  context.moveTo(Math.floor(across / 2) + line / 2, 0);
  context.lineTo(Math.floor(across / 2) + line / 2, down);
  context.stroke();
  context.setLineDash([]);
}

// The bar itself; `value` is the place of the cell's value along it, 0 to 1.
function colourBar(node, { table, signed, width, value }) {
  const context = fit(node.querySelector(".bar"), width, BAR);
  const [across, down] = [context.canvas.width, context.canvas.height];
  const line = Math.max(1, Math.round(ratio()));
  for (let x = 0; x < across; x += 1) {
    const part = across > 1 ? x / (across - 1) : 0;
    context.fillStyle = css(table, 128 + Math.round(127 * (signed ? 2 * part - 1 : part)));
    context.fillRect(x, 0, 1, down);
  }
  context.strokeStyle = themeColour(node, "border-color");
  context.lineWidth = line;
  context.strokeRect(line / 2, line / 2, across - line, down - line);
  if (!(value >= 0 && value <= 1)) return;
  const at = Math.min(across - 2 * line, Math.max(2 * line, Math.round(value * across)));
  context.fillStyle = themeColour(node, "background-color");
  context.fillRect(at - 2 * line, 0, 4 * line, down);
  context.fillStyle = themeColour(node, "primary-color");
  context.fillRect(at - line, 0, 2 * line, down);
}

function legendText(node, { values, limit, signed, outside }) {
  const odd = values.reduce((sum, value) => sum + !Number.isFinite(value), 0);
  const zeros = values.reduce((sum, value) => sum + (value === 0), 0);
  const zero = signed || values.length === 1 ? "0" : `0 · ${share(zeros / values.length)} of the cells`;
  node.querySelector(".low").textContent = signed ? number(-limit) : zero;
  node.querySelector(".zero").textContent = signed ? "0" : "";
  node.querySelector(".high").textContent = number(limit);
  node.querySelector(".note").textContent =
    [beyondText(outside), oddText(odd)].filter(Boolean).join(" · ");
}

const cells = (number) => `${count(number)} ${number === 1 ? "cell" : "cells"}`;
const beyondText = (outside) => outside > 0 && `${cells(outside)} beyond this scale`;
const oddText = (odd) => odd > 0 && `${cells(odd)} not a number or infinite, left out of all figures`;

// Lowest, mean, highest, deviation and the share below zero, or of zeros; "…" for what is still on its way.
export function statsOf({ low, mean, high, deviation, below, zero }, signed) {
  const shown = (value, text) => (value === undefined ? "…" : text(value));
  const last = signed ? ["below zero", shown(below, share)] : ["zero", shown(zero, share)];
  const rows = [
    ["lowest", shown(low, number)], ["mean", shown(mean, number)], ["highest", shown(high, number)],
    ["deviation", shown(deviation, number)], last,
  ];
  return rows.map(([name, text]) => `<div><dt>${name}</dt><dd>${text}</dd></div>`).join("");
}
