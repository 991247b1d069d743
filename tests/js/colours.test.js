import assert from "node:assert/strict";
import test from "node:test";
import { css, indexOf, lookup, luminance, parseColour, textOn, wordOf } from "../../explorer/ui/components/shared/colours.js";

test("indices are symmetric around 128 and clamped", () => {
  assert.deepEqual([0, 1, -1, 2, -2, Infinity, -Infinity].map((value) => indexOf(value, 1)), [128, 255, 1, 255, 1, 255, 1]);
  for (let value = 0; value < 3; value += 0.0037) {
    assert.equal(indexOf(value, 2.3) - 128, 128 - indexOf(-value, 2.3));
  }
  assert.equal(indexOf(NaN, 1), 0);
  assert.equal(indexOf(5, 0), 128);
  assert.equal(indexOf(-0.5 / 127, 1), 127);
});

test("words hold alpha, blue, green, red from the top", () => {
  const bytes = new Uint8Array(768);
  bytes.set([255, 128, 1], 3 * 200);
  const words = lookup(bytes);
  assert.equal(words[200], 0xff0180ff);
  assert.equal(wordOf([255, 128, 1]), 0xff0180ff);
  assert.equal(css(words, 200), "rgb(255, 128, 1)");
  assert.deepEqual([...new Uint8Array(new Uint32Array([words[200]]).buffer)], [255, 128, 1, 255]);
});

test("colours of themes in every notation", () => {
  assert.deepEqual(parseColour(" #1B1C21"), [27, 28, 33]);
  assert.deepEqual(parseColour("#fff"), [255, 255, 255]);
  assert.deepEqual(parseColour("rgba(27, 28, 33, 0.5)"), [27, 28, 33]);
  assert.ok(luminance([27, 28, 33]) < 0.02);
  assert.equal(luminance([255, 255, 255]), 1);
});

test("text is dark on pale colours and light on strong ones", () => {
  const words = lookup(Uint8Array.from({ length: 768 }, (_, at) => Math.floor(at / 3)));
  assert.equal(textOn(words, 255), "dark");
  assert.equal(textOn(words, 0), "light");
  const turning = Array.from({ length: 256 }, (_, index) => textOn(words, index)).indexOf("dark");
  assert.ok(turning > 100 && turning < 150);
  for (let grey = 0; grey < 256; grey += 1) {
    const [text, behind] = [textOn(words, grey) === "light" ? 1 : 0, luminance([grey, grey, grey])];
    const [high, low] = [Math.max(text, behind), Math.min(text, behind)];
    assert.ok((high + 0.05) / (low + 0.05) >= 4.5);
  }
});
