// The legend of a scale: a histogram standing on its colour bar, ends and zero in numbers.

import { fit, ratio } from "./canvas.js";
import { css, themeColour, ZERO } from "./colours.js";
import { barHeight, barIndex } from "./histogram.js";
import { make } from "./markup.js";
import { number } from "./numbers.js";

const BARS = 52;
const STRIP = 11;
const STEPS = 127;
const QUIET = 0.55; // opacity of the grey bars near zero

// A legend of `what`, which names it for those who do not see it: {element, draw}.
//
// draw({counts, limit, signed, words, value, zero, wide}) paints it. counts: values in equal bins from -limit (signed,
// with one bin around zero) or 0 to limit; null leaves the histogram out. words: the colour table. value: where a line
// stands on the bar; NaN for none. zero: the text at zero. wide: how wide the element is, so that it need not be laid out.
export function colourBar(what) {
  const canvas = make("canvas", { role: "img" });
  const ends = [0, 1, 2].map(() => make("span"));
  const element = make("div.colour-bar", {}, canvas, make("div.ends", { "aria-hidden": "true" }, ...ends));
  const draw = ({ counts, limit, signed, words, value = NaN, zero = "0", wide = element.clientWidth }) => {
    const texts = signed ? [number(-limit), zero, number(limit)] : [zero, "", number(limit)];
    texts.forEach((text, at) => { ends[at].textContent = text; });
    canvas.setAttribute("aria-label", `${what}: from ${signed ? number(-limit) : 0} to ${number(limit)}${nearZero(counts, signed)}`);
    if (wide === 0) return;
    const context = fit(canvas, wide, (counts ? BARS : 0) + STRIP);
    const base = canvas.height - Math.round(STRIP * ratio());
    context.clearRect(0, 0, canvas.width, canvas.height);
    if (counts) drawBars(context, { counts, signed, words, base });
    drawStrip(context, { signed, words, base, part: partOf(value, limit, signed) });
  };
  return { element, draw };
}

const hairline = () => Math.max(1, Math.round(ratio()));

// How far along the bar a value lies, 0 to 1; NaN where the scale has no length.
function partOf(value, limit, signed) {
  const low = signed ? -limit : 0;
  return limit > 0 ? (value - low) / (limit - low) : NaN;
}

function drawBars(context, { counts, signed, words, base }) {
  const { canvas } = context;
  const line = hairline();
  const largest = counts.reduce((most, tally) => Math.max(most, tally), 0);
  const edge = (bar) => Math.round((bar * canvas.width) / counts.length);
  counts.forEach((tally, bar) => {
    const index = barIndex(bar, counts.length, signed);
    const tall = barHeight(tally, largest, base - line);
    context.fillStyle = index === null ? themeColour(canvas, "gray-color") : css(words, index);
    context.globalAlpha = index === null ? QUIET : 1;
    context.fillRect(edge(bar), base - tall, Math.max(1, edge(bar + 1) - edge(bar) - line), tall);
  });
  context.globalAlpha = 1;
  if (!signed) return;
  const middle = Math.floor(canvas.width / 2) + line / 2;
  context.strokeStyle = themeColour(canvas, "text-color");
  context.lineWidth = line;
  context.setLineDash([2 * line, 3 * line]);
  context.beginPath();
  context.moveTo(middle, 0);
  context.lineTo(middle, base);
  context.stroke();
  context.setLineDash([]);
}

function drawStrip(context, { signed, words, base, part }) {
  const { canvas } = context;
  const [across, tall, line] = [canvas.width, canvas.height - base, hairline()];
  for (let x = 0; x < across; x += 1) {
    const along = across > 1 ? x / (across - 1) : 0;
    context.fillStyle = css(words, ZERO + Math.round(STEPS * (signed ? 2 * along - 1 : along)));
    context.fillRect(x, base, 1, tall);
  }
  context.strokeStyle = themeColour(canvas, "border-color");
  context.lineWidth = line;
  context.strokeRect(line / 2, base + line / 2, across - line, tall - line);
  if (!(part >= 0 && part <= 1)) return;
  const at = Math.min(across - 2 * line, Math.max(2 * line, Math.round(part * across)));
  context.fillStyle = themeColour(canvas, "background-color");
  context.fillRect(at - 2 * line, base, 4 * line, tall);
  context.fillStyle = themeColour(canvas, "primary-color");
  context.fillRect(at - line, base, 2 * line, tall);
}

// How much of it the grey bars hold, for those who do not see them.
function nearZero(counts, signed) {
  if (!counts) return "";
  const total = counts.reduce((sum, tally) => sum + tally, 0);
  const inside = counts.reduce((sum, tally, bar) => sum + (barIndex(bar, counts.length, signed) === null ? tally : 0), 0);
  return `; ${Math.round((100 * inside) / Math.max(1, total))} % lie near zero`;
}
