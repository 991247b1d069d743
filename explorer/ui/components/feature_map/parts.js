// The enlarged map's page elements and sentences.

import { count, share } from "../shared/numbers.js";

const TEMPLATE = `
  <div class="head"><b class="title"></b><span class="caption"></span></div>
  <div class="frame" tabindex="0" role="img">
    <canvas class="picture"></canvas>
    <div class="line across"></div><div class="line down"></div><div class="cell"></div>
  </div>
  <div class="value"><b class="number"></b><span class="where"></span><span class="exact"></span></div>
  <div class="hidden spoken" aria-live="polite"></div>
  <div class="legend"></div>
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

// Puts crosshair and frame on a cell's box, in CSS pixels of the picture, or away when there is none.
export function markCell(node, box) {
  const marks = ["cell", "across", "down"].map((name) => node.querySelector(`.${name}`));
  for (const mark of marks) mark.style.display = box ? "block" : "none";
  if (!box) return;
  const [cell, across, down] = marks;
  cell.style.transform = `translate(${box.left}px, ${box.top}px)`;
  [cell.style.width, cell.style.height] = [`${box.wide}px`, `${box.tall}px`];
  across.style.transform = `translateY(${Math.round(box.top + box.tall / 2)}px)`;
  down.style.transform = `translateX(${Math.round(box.left + box.wide / 2)}px)`;
}

// What stands at the zero of the legend: on a scale without negative values also how many cells lie there.
export function zeroText(values, signed) {
  if (signed || values.length === 1) return "0";
  return `0 · ${share(values.reduce((sum, value) => sum + (value === 0), 0) / values.length)} of the cells`;
}

// What the legend leaves out.
export function noteText(values, outside) {
  const odd = values.reduce((sum, value) => sum + !Number.isFinite(value), 0);
  return [beyondText(outside), oddText(odd)].filter(Boolean).join(" · ");
}

const cells = (number) => `${count(number)} ${number === 1 ? "cell" : "cells"}`;
const beyondText = (outside) => outside > 0 && `${cells(outside)} beyond this scale`;
const oddText = (odd) => odd > 0 && `${cells(odd)} not a number or infinite, left out of all figures`;
