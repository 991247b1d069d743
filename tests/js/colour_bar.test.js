import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { colourBar } from "../../explorer/ui/components/shared/colour_bar.js";

// An element that remembers what is set, and a canvas whose context remembers its filled rectangles.
function element(tag) {
  const made = {
    tag, children: [], attributes: {}, style: {}, clientWidth: 122, width: 0, height: 0, filled: [],
    append(...parts) { made.children.push(...parts); },
    setAttribute(name, value) { made.attributes[name] = value; },
    addEventListener() {},
  };
  const nothing = () => {};
  const context = new Proxy({ canvas: made }, {
    get: (target, name) => (name === "fillRect" ? (...box) => made.filled.push([context.fillStyle, ...box]) : target[name] ?? nothing),
  });
  made.getContext = () => context;
  return made;
}

beforeEach(() => {
  globalThis.document = { createElement: element };
  globalThis.getComputedStyle = () => ({ getPropertyValue: (name) => name });
});

afterEach(() => {
  delete globalThis.document;
  delete globalThis.getComputedStyle;
});

const words = Uint32Array.from({ length: 256 }, (_, index) => index);
const texts = ({ element: { children: [, ends] } }) => ends.children.map((end) => end.children.join() || end.textContent);

test("a signed scale has two arms and says how much is near zero", () => {
  const bar = colourBar("Weights");
  bar.draw({ counts: [1, 0, 2, 13, 4, 0, 0], limit: 2, signed: true, words });
  const [canvas] = bar.element.children;
  assert.deepEqual(texts(bar), ["−2.000", "0", "2.000"]);
  assert.equal(canvas.attributes["aria-label"], "Weights: from −2.000 to 2.000; 65 % lie near zero");
  const bars = canvas.filled.filter(([, , , wide]) => wide > 10 && wide < 20);
  assert.equal(bars.length, 7);
  assert.deepEqual(bars.filter(([colour]) => colour === "--st-gray-color").map(([, left]) => left), [52]);
  assert.deepEqual([canvas.height, canvas.filled.length], [63, 7 + 122]);
});

test("without negative values zero stands at the left, with its share", () => {
  const bar = colourBar("Values");
  bar.draw({ counts: [8, 2], limit: 5, signed: false, words, zero: "0 · 80 % of the cells", value: 5 });
  assert.deepEqual(texts(bar), ["0 · 80 % of the cells", "", "5.000"]);
  const [canvas] = bar.element.children;
  assert.deepEqual(canvas.filled.slice(-2).map(([colour]) => colour), ["--st-background-color", "--st-primary-color"]);
});

test("a single cell has a bar without a histogram, and a scale of no length no line", () => {
  const bar = colourBar("Values");
  bar.draw({ counts: null, limit: 0, signed: false, words, value: 0 });
  const [canvas] = bar.element.children;
  assert.deepEqual([canvas.height, canvas.filled.length], [11, 122]);
  assert.equal(canvas.attributes["aria-label"], "Values: from 0 to 0");
});
