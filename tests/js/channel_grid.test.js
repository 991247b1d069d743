import assert from "node:assert/strict";
import test from "node:test";
import {
  cellUnder, moved, pageOf, placesIn, plan, rowsIn, sized, tileBox, valueOf,
} from "../../explorer/ui/components/channel_grid/layout.js";
import {
  footnote, nextPlace, optionsOf, pointedWords, restingWords,
} from "../../explorer/ui/components/channel_grid/parts.js";
import { boundWords, ORDERS, placed } from "../../explorer/ui/components/channel_grid/places.js";
import { ColourRange } from "../../explorer/ui/components/channel_grid/range.js";

const array = (...values) => ({ data: Float32Array.from(values) });

test("tiles of the usual layers in a column of 568 pixels", () => {
  const shapes = [
    [64, 150, { factor: 2, columns: 7, scrolls: false }],
    [128, 54, { factor: 1, scale: 1, columns: 10, scrolls: false }],
    [256, 75, { factor: 2, scrolls: false }],
    [2048, 10, { factor: 1, scale: 3, scrolls: true }],
    [2048, 7, { factor: 1, scale: 4, scrolls: true }],
    [3, 300, { factor: 2, columns: 3, scrolls: false }],
  ];
  for (const [count, side, wanted] of shapes) {
    const made = plan(count, side, side, 568, 1);
    for (const [name, value] of Object.entries(wanted)) assert.equal(made[name], value, `${count} of ${side}: ${name}`);
    assert.ok(made.across <= 568 && made.tile.wide >= 24);
  }
});

test("six columns of tiles that a finger hits on a telephone", () => {
  for (const dpr of [1, 2, 3]) {
    for (const side of [7, 10, 54, 75, 150]) {
      const made = plan(256, side, side, 358, dpr);
      assert.ok(made.columns >= 4 && made.columns <= 7, `${side} at ${dpr}: ${made.columns}`);
      assert.ok(made.tile.wide >= 44 * dpr);
    }
  }
});

test("tiles never leave a narrow room, however large the maps", () => {
  for (const room of [60, 120, 358, 568, 900]) {
    for (const [height, width] of [[1, 1], [1, 40], [512, 512], [9, 300]]) {
      const made = plan(40, height, width, room, 1.5);
      assert.ok(made.columns === 1 || made.across <= room * 1.5);
    }
  }
});

test("the pointer finds the cell that is drawn there", () => {
  const grid = plan(128, 54, 54, 568, 2);
  const { wide, tall, left, top } = tileBox(grid, 59, 10, 2);
  assert.deepEqual([wide, tall], [grid.tile.wide / 2, grid.tile.tall / 2]);
  const at = (part, start) => (start + part) * 2 - 10;
  const found = cellUnder(at((33.5 / 54) * wide, left), at((15.5 / 54) * tall, top), 128, grid, { height: 54, width: 54 });
  assert.deepEqual(found, { index: 59, row: 15, column: 33 });
});

test("only the rows in sight are drawn", () => {
  const grid = { columns: 16, rows: 128, tile: { tall: 30, wide: 30 }, gap: 5, scrolls: true };
  assert.deepEqual(rowsIn(grid, 0, 700, 5), { first: 0, last: 20 });
  assert.deepEqual(rowsIn(grid, 3600, 700, 5), { first: 102, last: 123 });
  assert.deepEqual(rowsIn(grid, 4470, 700, 5), { first: 127, last: 128 });
  assert.equal(pageOf(grid, 700), 320);
  assert.deepEqual(placesIn(grid, 2048, 3500, 700), { from: 1600, to: 1920 });
  assert.deepEqual(placesIn({ ...grid, scrolls: false }, 2048, 0, 700), { from: 0, to: 2048 });
});

test("shrunk sheets keep every channel", () => {
  const tiles = Uint8Array.from({ length: 3 * 16 }, (_, at) => 100 + Math.floor(at / 16));
  const small = sized(tiles, 3, 4, 4, 2);
  assert.deepEqual(small, { data: Uint8Array.from([100, 100, 100, 100, 101, 101, 101, 101, 102, 102, 102, 102]), height: 2, width: 2 });
  assert.equal(sized(tiles, 3, 4, 4, 1).data, tiles);
});

test("a tile on another scale keeps its values' colours", () => {
  const table = Uint32Array.from({ length: 256 }, (_, index) => index);
  assert.equal(moved(table, 2, 2), table);
  const half = moved(table, 1, 2);
  assert.deepEqual([0, 1, 64, 128, 192, 255].map((index) => half[index]), [0, 64, 96, 128, 160, 192]);
  const double = moved(table, 2, 1);
  assert.deepEqual([1, 96, 128, 160, 255].map((index) => double[index]), [1, 64, 128, 192, 255]);
});

test("bytes stand for values within half a step", () => {
  assert.equal(valueOf(255, 2230), 2230);
  assert.equal(valueOf(1, 2230), -2230);
  assert.equal(valueOf(128, 2230), 0);
  assert.ok(Number.isNaN(valueOf(0, 2230)));
});

test("keys move by cell, row, page and to both ends", () => {
  const from = (key, at) => nextPlace(key, at, 128, 10, 50);
  assert.equal(from("ArrowRight", 59), 60);
  assert.equal(from("ArrowUp", 59), 49);
  assert.equal(from("ArrowUp", 5), 5);
  assert.equal(from("ArrowDown", 125), 125);
  assert.equal(from("PageDown", 100), 127);
  assert.equal(from("PageUp", 20), 0);
  assert.equal(from("Home", 59), 0);
  assert.equal(from("End", 59), 127);
  assert.equal(from("ArrowDown", -1), 0);
  assert.equal(from("x", 59), null);
});

test("the sentence below the grid", () => {
  const given = { from: 0, to: 3, shown: 3, total: 3, limits: [1, 2, 3], odd: [0, 0, 0], limit: null, signed: true };
  assert.equal(footnote(given), "3 of 3 channels · none is dead · each tile is coloured by its own largest value");
  assert.equal(
    footnote({ ...given, from: 1, limits: [0, 2, 3], limit: 2.5 }),
    "2 to 3 of 3 channels · 1 is dead: zero everywhere · all tiles share one scale, −2.500 to 2.500 · 1 goes beyond it",
  );
  assert.equal(
    footnote({ ...given, limits: [0, 0, 0], odd: [0, 0, 2], limit: 3, signed: false }),
    "3 of 3 channels · 2 are dead: zero everywhere · 1 holds values that are no numbers, in grey · " +
      "all tiles share one scale, 0 to 3.000",
  );
  assert.match(footnote({ ...given, to: 2, shown: 2 }), /^2 of 3 channels/);
  assert.match(footnote({ ...given, from: 1, to: 2, shown: 2 }), /^2 to 2 of 2, chosen from 3 channels/);
  assert.match(footnote({ ...given, to: 0, shown: 0 }), /^none of 3 channels is left/);
});

test("what the line above the grid says", () => {
  const header = { channels: 2048, height: 2, width: 2 };
  assert.equal(restingWords(header), "2,048 maps of 2 × 2");
  const arrays = { tiles: { data: Uint8Array.of(128, 128, 128, 128, 128, 216, 0, 128) }, limits: array(0, 2230), mean: array(0, 1) };
  assert.equal(
    pointedWords({ channel: 1, row: 0, column: 1 }, header, arrays),
    "<b>channel 1</b> · row 0, column 1 · <b>≈ 1,550</b>",
  );
  assert.match(pointedWords({ channel: 1, row: 1, column: 0 }, header, arrays), /<b>not a number<\/b>/);
  assert.match(pointedWords({ channel: 0, row: 1, column: 0 }, header, arrays), /<b>0<\/b>/);
  assert.equal(pointedWords({ channel: 1, row: 0, column: 0 }, { height: 1, width: 1 }, arrays), "<b>channel 1</b> · <b>1.000</b>");
});

test("the list for those who hear it says what every channel reaches", () => {
  const options = optionsOf({ low: array(-1, 0), high: array(2, 0.5) }, [1, 0]).split("</div>").map((html) => html.replace(/<[^>]+>/, ""));
  assert.deepEqual(options, ["channel 1, 0 to 0.5000", "channel 0, −1.000 to 2.000", ""]);
});

test("channels in every order, those that are equal by number", () => {
  const arrays = {
    limits: array(4, 0, 4, 1), odd: array(0, 0, 0, 0), low: array(-4, 0, 0, 0), high: array(1, 0, 4, 1), mean: array(-1, 0, 2, 0),
    deviation: array(3, 0, 1, 0.5), zeros: array(0, 1, 0.5, 0.5),
  };
  const by = (order, bound = null, dead = true) => placed(arrays, { order, bound, dead });
  const wanted = {
    number: [0, 1, 2, 3], highest: [2, 0, 3, 1], lowest: [0, 1, 2, 3], largest: [2, 1, 3, 0], smallest: [0, 1, 3, 2],
    lively: [0, 2, 3, 1], calm: [1, 3, 2, 0], full: [0, 2, 3, 1], sparse: [1, 2, 3, 0],
  };
  assert.deepEqual(Object.keys(ORDERS), Object.keys(wanted));
  for (const [order, channels] of Object.entries(wanted)) assert.deepEqual(by(order), channels, order);
  assert.deepEqual(by("highest", 1), [2, 0, 3]);
  assert.deepEqual(by("full", 0.5), [0, 2, 3]);
  assert.deepEqual(by("number", null, false), [0, 2, 3]);
  assert.deepEqual(by("highest", 5), []);
  assert.deepEqual(["number", "highest", "full"].map(boundWords), ["", "at least", "at most"]);
});

test("nothing to show takes no room", () => {
  const empty = plan(0, 54, 54, 568, 1);
  assert.deepEqual([empty.rows, empty.down, empty.scrolls], [0, 0, false]);
});

function rangeOver(checked, value = "") {
  const radio = { value: checked, checked: false };
  const parts = {
    ".range": { querySelector: () => radio }, ".own": { hidden: null },
    ".limit": { value, hidden: true, setAttribute(name, text) { this[name] = text; } },
  };
  const node = { querySelector: (name) => parts[name], addEventListener: (_, heard) => { node.change = heard; } };
  let changes = 0;
  const range = new ColourRange(node, () => { changes += 1; });
  return { range, node, radio, field: parts[".limit"], own: parts[".own"], changes: () => changes };
}

test("colours end at each channel's own limit, at the layer's, or at a typed one", () => {
  const { range, node, radio, field, changes } = rangeOver("channel");
  range.show(7.25, false);
  assert.equal(range.limit(), null);
  radio.value = "layer";
  node.change();
  assert.equal(range.limit(), 7.25);
  radio.value = "fixed";
  node.change();
  assert.deepEqual([range.limit(), field.hidden], [7.25, false]);
  field.value = "-3";
  node.change();
  assert.deepEqual([range.limit(), field["aria-invalid"]], [7.25, "true"]);
  field.value = "2.5";
  node.change();
  assert.deepEqual([range.limit(), field["aria-invalid"], changes()], [2.5, "false", 4]);
});

test("a grid that is put up anew keeps the range", () => {
  const { range, field } = rangeOver("fixed");
  range.show(7.25, false);
  assert.deepEqual([range.limit(), field.value, field.hidden], [2.5, 2.5, false]);
});

test("single cells share the layer's scale, since each would have the strongest colour on its own", () => {
  const { range, node, own } = rangeOver("channel");
  node.change();
  range.show(3, true);
  assert.deepEqual([range.limit(), own.hidden], [3, true]);
  range.show(5, false);
  assert.deepEqual([range.limit(), own.hidden], [null, false]);
});
