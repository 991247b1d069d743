import assert from "node:assert/strict";
import { test } from "node:test";

import {
  colourAt, gridOf, levelsOf, movedPlace, normalisedOf, pixelAt, placeOfPixel, planeHistogram, unitOf,
} from "../../explorer/ui/components/photo_steps/pixels.js";

// A photo of 8 × 12, halved to 4 × 6, of which the middle 4 × 4 stays: columns 1 to 4, photo columns 2 to 9.
const HALVED = { photo: [8, 12], resized: [4, 6], cropped: [4, 4], crop: { top: 0, left: 2, height: 8, width: 8 } };

test("a pixel of one step is found in the others", () => {
  const place = placeOfPixel(HALVED, "cropped", 1, 2);
  assert.deepEqual(place, { y: 3, x: 7 });
  assert.deepEqual(pixelAt(HALVED, "original", place), { row: 3, column: 7 });
  assert.deepEqual(pixelAt(HALVED, "resized", place), { row: 1, column: 3 });
  assert.deepEqual(pixelAt(HALVED, "normalised", place), { row: 1, column: 2 });
});

test("what the crop leaves out has a place in the photo only", () => {
  const place = placeOfPixel(HALVED, "original", 4, 1);
  assert.deepEqual(pixelAt(HALVED, "resized", place), { row: 2, column: 0 });
  assert.equal(pixelAt(HALVED, "cropped", place), null);
  assert.equal(pixelAt(HALVED, "unit", { y: 4, x: 10 }), null);
});

test("a padded square has pixels that no photo pixel made", () => {
  const padded = { photo: [2, 4], resized: [2, 4], cropped: [4, 4], crop: { top: -1, left: 0, height: 4, width: 4 } };
  assert.equal(pixelAt(padded, "original", placeOfPixel(padded, "cropped", 0, 3)), null);
  assert.deepEqual(pixelAt(padded, "original", placeOfPixel(padded, "cropped", 1, 3)), { row: 0, column: 3 });
});

test("every pixel of every step finds itself again, at torchvision's sizes too", () => {
  const height = (224 * 345) / 271;
  const real = {
    photo: [345, 325], resized: [271, 256], cropped: [224, 224],
    crop: { top: (24 * 345) / 271, left: (16 * 325) / 256, height, width: (224 * 325) / 256 },
  };
  for (const kind of ["original", "resized", "cropped"]) {
    const [rows, columns] = gridOf(real, kind);
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        assert.deepEqual(pixelAt(real, kind, placeOfPixel(real, kind, row, column)), { row, column });
      }
    }
  }
  for (const [row, column] of [[0, 0], [100, 7], [223, 223]]) {
    assert.deepEqual(pixelAt(real, "resized", placeOfPixel(real, "cropped", row, column)), { row: row + 24, column: column + 16 });
  }
});

test("arrow keys stop at the edges", () => {
  const corner = placeOfPixel(HALVED, "cropped", 0, 3);
  assert.deepEqual(pixelAt(HALVED, "cropped", movedPlace(HALVED, "cropped", corner, -1, 1)), { row: 0, column: 3 });
  assert.deepEqual(pixelAt(HALVED, "cropped", movedPlace(HALVED, "cropped", corner, 1, -1)), { row: 1, column: 2 });
});

test("a colour is read from the whole picture or from its preview", () => {
  const preview = { data: Uint8Array.from([1, 2, 3, 4, 5, 6]), shape: [1, 2, 3] };
  assert.deepEqual(colourAt(preview, 1, 2, { row: 0, column: 1 }), [4, 5, 6]);
  assert.deepEqual(colourAt(preview, 10, 20, { row: 9, column: 9 }), [1, 2, 3]);
  assert.deepEqual(colourAt(preview, 10, 20, { row: 9, column: 10 }), [4, 5, 6]);
});

test("normalising by hand: 255 is 1, and (1 - 0.5) / 0.25 is 2", () => {
  assert.equal(unitOf(255), 1);
  assert.equal(unitOf(51), Math.fround(0.2));
  assert.equal(normalisedOf(255, 0.5, 0.25), 2);
  assert.equal(normalisedOf(0, 0.5, 0.25), -2);
  assert.equal(levelsOf(0, 1)[17], unitOf(17));
});

test("the histogram counts each colour of each pixel once", () => {
  const levels = [0, 1, 2].map(() => levelsOf(0.5, 0.5));
  const counts = planeHistogram(Uint8Array.from([0, 0, 255, 128, 127, 255]), levels, 1, 3);
  assert.deepEqual([...counts], [2, 2, 2]);
});
