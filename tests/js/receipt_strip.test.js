import assert from "node:assert/strict";
import { test } from "node:test";

import { about, announcedMap, cellName, cellOf, mapOf, nameOf, placeOf } from "../../explorer/ui/components/receipt_strip/maps.js";
import {
  apartText, aroundOf, boxOf, cellsOf, cellUnder, fitted, neighbour, paddedView, partOf, reached, sizeText, slideText,
  stepped, viewOf, windowOf, within,
} from "../../explorer/ui/components/receipt_strip/windows.js";

const slideOf = (size, { stride = 1, before = 0, after = before, dilation = 1 } = {}) => ({
  size: [size, size], stride: [stride, stride], before: [before, before], after: [after, after], dilation: [dilation, dilation],
});

test("the size of a side in numbers, as torch reckons it", () => {
  assert.equal(sizeText(slideOf(3, { before: 1 }), 0, 54, 54), "(54 + 2·1 − 3) / 1 + 1 = 54");
  assert.equal(sizeText(slideOf(3), 1, 54, 52), "(54 − 3) / 1 + 1 = 52");
  assert.equal(sizeText(slideOf(7, { stride: 2, before: 3 }), 0, 224, 112), "(224 + 2·3 − 7) / 2 + 1 = 112, rounded down");
  assert.equal(sizeText(slideOf(3, { stride: 2 }), 0, 110, 55), "(110 − 3) / 2 + 1 = 55, rounded up");
  assert.equal(sizeText(slideOf(2, { before: 0, after: 1 }), 0, 10, 10), "(10 + 0 + 1 − 2) / 1 + 1 = 10");
  assert.equal(sizeText(slideOf(3, { before: 2, dilation: 2 }), 0, 28, 28), "(28 + 2·2 − (2·(3 − 1) + 1)) / 1 + 1 = 28");
  assert.equal(sizeText(slideOf(1, { dilation: 2 }), 0, 28, 28), "(28 − 1) / 1 + 1 = 28");
});

test("how far neighbours look apart", () => {
  assert.equal(apartText([4, 4], [54, 54]), "Neighbouring cells look 4 pixels apart.");
  assert.equal(apartText([1, 1], [54, 54]), "Neighbouring cells look 1 pixel apart.");
  assert.equal(apartText([4, 8], [54, 27]), "Neighbouring cells look 4 pixels apart down and 8 across.");
  assert.equal(apartText([0, 8], [1, 27]), "Neighbouring cells look 8 pixels apart.");
  assert.equal(apartText([0, 0], [24, 24]), "Neighbouring cells see the same pixels.");
  assert.equal(apartText([0, 0], [1, 1]), "");
});

test("the printed arithmetic is true for every window", () => {
  for (let side = 5; side < 40; side += 1) {
    for (const [size, stride, before, after, dilation] of [[3, 1, 1, 1, 1], [3, 2, 1, 1, 1], [2, 2, 0, 1, 1], [3, 3, 2, 2, 2], [5, 4, 0, 2, 1]]) {
      const steps = (side + before + after - dilation * (size - 1) - 1) / stride;
      if (steps < 0) continue;
      for (const [output, word] of [[Math.floor(steps) + 1, "down"], [Math.ceil(steps) + 1, "up"]]) {
        const text = sizeText(slideOf(size, { stride, before, after, dilation }), 0, side, output);
        const [left, right] = text.split(", ")[0].split(" = ");
        const value = Function(`return ${left.replaceAll("·", "*").replaceAll("−", "-")}`)();
        assert.ok(Math.abs(value - steps - 1) < 1e-9, text);
        assert.equal(Number(right), output);
        assert.equal(text.endsWith(`, rounded ${word}`), !Number.isInteger(steps), text);
      }
    }
  }
});

test("how the window moves is said once where down and across are alike", () => {
  assert.equal(slideText(slideOf(3, { before: 1 }), [54, 54], [54, 54]), "Stride 1, padding 1: (54 + 2·1 − 3) / 1 + 1 = 54.");
  const tall = { ...slideOf(1), size: [7, 1], before: [3, 0], after: [3, 0] };
  assert.equal(slideText(tall, [17, 17], [17, 17]), "Stride 1, padding 3 × 0: down (17 + 2·3 − 7) / 1 + 1 = 17; across (17 − 1) / 1 + 1 = 17.");
  assert.match(slideText(slideOf(2, { before: 0, after: 1 }), [9, 9], [9, 9]), /^Stride 1, padding 0 before and 1 behind: /);
  assert.match(slideText(slideOf(3, { dilation: 2 }), [9, 9], [5, 5]), /, dilation 2: /);
});

test("a window has its cells where stride, padding and dilation put them, and the box holds exactly them", () => {
  const slide = { size: [3, 2], stride: [2, 3], before: [1, 2], after: [1, 2], dilation: [2, 1] };
  const window = windowOf(slide, 1, 2);
  assert.deepEqual(cellsOf(window), [[1, 4], [1, 5], [3, 4], [3, 5], [5, 4], [5, 5]]);
  assert.deepEqual(boxOf(window), [1, 4, 5, 2]);
  for (let row = 0; row < 4; row += 1) {
    for (let column = 0; column < 4; column += 1) {
      const at = windowOf(slide, row, column);
      assert.deepEqual(aroundOf(cellsOf(at)), boxOf(at));
    }
  }
  assert.equal(aroundOf([]), null);
});

test("stepping visits every cell once in reading order and ends", () => {
  const seen = [];
  for (let cell = [0, 0]; cell; cell = stepped(...cell, 1, 3, 4)) seen.push(cell);
  assert.deepEqual(seen, Array.from({ length: 12 }, (_, at) => [Math.floor(at / 4), at % 4]));
  assert.deepEqual(stepped(1, 0, -1, 3, 4), [0, 3]);
  assert.equal(stepped(0, 0, -1, 3, 4), null);
});

test("what is reached are the cells up to the window's, each once", () => {
  for (let row = 0; row < 3; row += 1) {
    for (let column = 0; column < 4; column += 1) {
      const boxes = reached([row, column], 4);
      for (let at = 0; at < 12; at += 1) {
        const [down, across] = [Math.floor(at / 4), at % 4];
        const times = boxes.filter(([top, left, tall, wide]) => down >= top && down < top + tall && across >= left && across < left + wide).length;
        assert.equal(times, at <= row * 4 + column ? 1 : 0);
      }
    }
  }
});

test("arrows stay on the map", () => {
  const map = { height: 3, width: 4 };
  assert.deepEqual(neighbour([0, 3], [-1, 0], map), [0, 3]);
  assert.deepEqual(neighbour([0, 3], [0, 1], map), [0, 3]);
  assert.deepEqual(neighbour([1, 1], [1, 0], map), [2, 1]);
});

test("each cell of a view, padding as well, is found under its middle", () => {
  const view = paddedView({ before: [1, 2], after: [1, 0] }, 5, 9);
  assert.deepEqual(view, [-1, -2, 7, 11]);
  const { scale, x, y } = fitted(view, 124);
  for (let row = -1; row < 6; row += 1) {
    for (let column = -2; column < 9; column += 1) {
      assert.deepEqual(cellUnder(view, 124, x + (column + 2.5) * scale, y + (row + 1.5) * scale), [row, column]);
    }
  }
  assert.equal(cellUnder(view, 124, 1, 1), null);
});

test("a photo is shown whole with as much beyond its edge as is allowed", () => {
  assert.deepEqual(viewOf(100, 100, [10, 10, 5, 5]), [0, 0, 100, 100]);
  assert.deepEqual(viewOf(100, 100, [-5, 90, 20, 20]), [-5, 0, 105, 110]);
  assert.deepEqual(viewOf(100, 100, [-200, -200, 500, 500], 0.25), [-25, -25, 150, 150]);
  assert.deepEqual(viewOf(100, 100, null), [0, 0, 100, 100]);
});

test("a field is enlarged as it is, a small one with its surroundings on the photo", () => {
  const field = (...box) => ({ whole: box, seen: box });
  assert.deepEqual(partOf([224, 224], field(30, 40, 35, 35)), [30, 40, 35, 35]);
  assert.deepEqual(partOf([224, 224], field(100, 100, 1, 1)), [93, 93, 15, 15]);
  assert.deepEqual(partOf([224, 224], field(0, 223, 1, 1)), [0, 209, 15, 15]);
  assert.deepEqual(partOf([8, 8], field(3, 3, 1, 1)), [0, 0, 8, 8]);
  assert.deepEqual(partOf([224, 224], { whole: [-5, 27, 171, 171], seen: [0, 27, 166, 171] }), [-5, 27, 171, 171]);
});

test("marks are cut at the edge of what is shown", () => {
  assert.deepEqual(within([0, 0, 10, 10], [-2, 8, 4, 5]), [0, 8, 2, 2]);
  assert.deepEqual(within([0, 0, 10, 10], [3, 3, 2, 2]), [3, 3, 2, 2]);
});

const indices = Uint8Array.from([128, 255, 1, 0, 192, 64]);
const plain = mapOf({ layer: "conv1", channel: 3, height: 2, width: 3, limit: 1270, folded: false, numbers: null }, { data: indices, shape: [2, 3] });
const vector = { ...plain, layer: "fc", folded: true, numbers: 5 };
const header = { photoLayer: "x", outputLayer: "fc", labels: ["tench", "goldfish", "shark", "hen", "cock"] };

test("a cell opens its own number; padding and what fills up a vector's last row open nothing", () => {
  assert.deepEqual(placeOf(plain, [1, 2]), ["conv1", 3, 1, 2]);
  for (const cell of [[-1, 0], [0, -1], [2, 0], [0, 3]]) assert.equal(placeOf(plain, cell), null);
  assert.deepEqual(placeOf(vector, [1, 1]), ["fc", 4, 0, 0]);
  assert.equal(placeOf(vector, [1, 2]), null);
});

test("the number that a cell opens is shown in that cell", () => {
  for (const map of [plain, vector]) {
    for (const cell of [[0, 0], [0, 2], [1, 1]]) assert.deepEqual(cellOf(map, placeOf(map, cell)), cell);
  }
  assert.equal(cellOf(plain, ["conv1", 4, 0, 0]), null);
  assert.equal(cellOf(plain, ["other", 3, 0, 0]), null);
});

test("maps, colours, numbers and classes have their names", () => {
  assert.equal(nameOf(plain, [0, 0], header), "map 3");
  assert.equal(nameOf({ ...plain, layer: "x", channel: 1 }, [0, 0], header), "green of the photo");
  assert.equal(nameOf(vector, [1, 0], header), "hen");
  assert.equal(nameOf({ ...vector, layer: "avgpool" }, [1, 0], header), "number 3");
  assert.equal(cellName(plain, [1, 2], header), "row 1, column 2");
  assert.equal(cellName(vector, [0, 1], header), "goldfish");
});

test("values are as exact as eight bits, and not said where a picture is smaller than its map", () => {
  assert.equal(about(plain, [0, 0]), "≈\u00a00");
  assert.equal(about(plain, [0, 1]), "≈\u00a01,270");
  assert.equal(about(plain, [0, 2]), "≈\u00a0−1,270");
  assert.equal(about(plain, [1, 0]), "not a number");
  assert.equal(about({ ...plain, height: 4, width: 6 }, [0, 0]), "");
});

test("an announced map is folded where the strip's own of that layer is", () => {
  const detail = { layer: "fc", channel: 2, height: 2, width: 3, limit: 1, indices, tileHeight: 2, tileWidth: 3 };
  assert.ok(announcedMap(detail, vector).folded);
  assert.equal(announcedMap(detail, vector).numbers, 5);
  const other = announcedMap({ ...detail, layer: "conv1" }, plain);
  assert.deepEqual([other.folded, other.numbers, other.tall, other.wide], [false, null, 2, 3]);
});
