// The legend of signed values: a histogram standing on its colour bar, ends and zero in numbers.

import { fit } from "./canvas.js";
import { css, indexOf, themeColour } from "./colours.js";
import { make } from "./markup.js";
import { number } from "./numbers.js";

const BARS = 44;
const STRIP = 10;
const NEAR_ZERO = 0.08; // share of the limit within which bars are grey: there lie most values of every layer

// counts: values per bin, equal bins from -limit to +limit; one of them lies around zero.
export function colourBar(counts, limit, what) {
  const canvas = make("canvas", { role: "img", "aria-label": read(counts, limit, what) });
  const ends = [`${number(-limit, 3)}`, "0", `${number(limit, 3)}`].map((text) => make("span", {}, text));
  const element = make("div.colour-bar", {}, canvas, make("div.ends", { "aria-hidden": "true" }, ...ends));
  return { element, draw: (words) => drawBars(canvas, counts, words, element.clientWidth) };
}

function drawBars(canvas, counts, words, width) {
  if (width === 0) return;
  const context = fit(canvas, width, BARS + STRIP);
  const unit = canvas.width / width;
  context.clearRect(0, 0, canvas.width, canvas.height);
  const highest = Math.sqrt(Math.max(1, ...counts));
  const grey = themeColour(canvas, "gray-color");
  counts.forEach((tally, bin) => {
    const [left, right] = [bin, bin + 1].map((edge) => Math.round((edge * canvas.width) / counts.length));
    const value = (2 * (bin + 0.5)) / counts.length - 1;
    const tall = Math.round((Math.sqrt(tally) / highest) * (BARS - 2) * unit);
    context.fillStyle = Math.abs(value) < NEAR_ZERO ? grey : css(words, indexOf(value, 1));
    context.fillRect(left, BARS * unit - tall, Math.max(1, right - left - Math.round(unit)), tall);
  });
  for (let x = 0; x < canvas.width; x += 1) {
    context.fillStyle = css(words, indexOf((2 * (x + 0.5)) / canvas.width - 1, 1));
    context.fillRect(x, (BARS + 1) * unit, 1, (STRIP - 1) * unit);
  }
  context.fillStyle = themeColour(canvas, "border-color");
  context.fillRect(0, Math.round(BARS * unit), canvas.width, Math.max(1, Math.round(unit)));
}

function read(counts, limit, what) {
  const total = counts.reduce((sum, tally) => sum + tally, 0);
  const near = counts.filter((_, bin) => Math.abs((2 * (bin + 0.5)) / counts.length - 1) < NEAR_ZERO);
  const inside = near.reduce((sum, tally) => sum + tally, 0);
  return `${what}: from ${number(-limit, 3)} to ${number(limit, 3)}; ` +
    `${Math.round((100 * inside) / Math.max(1, total))} % lie near zero.`;
}
