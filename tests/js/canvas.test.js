import assert from "node:assert/strict";
import test from "node:test";
import {
  arrange, cellAt, cellBox, paint, shrink, tileAt, zoomWindow,
} from "../../explorer/ui/components/shared/canvas.js";

test("paints each cell as a square of whole pixels and nothing else", () => {
  const table = Uint32Array.from({ length: 256 }, (_, index) => index + 1000);
  const words = new Uint32Array(6 * 5);
  paint(words, 6, 1, 2, Uint8Array.of(1, 2, 3, 4), 2, 2, table, 2);
  assert.deepEqual(Array.from({ length: 5 }, (_, row) => [...words.subarray(row * 6, row * 6 + 6)]), [
    [0, 0, 0, 0, 0, 0],
    [0, 0, 1001, 1001, 1002, 1002],
    [0, 0, 1001, 1001, 1002, 1002],
    [0, 0, 1003, 1003, 1004, 1004],
    [0, 0, 1003, 1003, 1004, 1004],
  ]);
});

test("shrinks by the mean of blocks, smaller ones at the edges", () => {
  const made = shrink(Uint8Array.of(128, 130, 10, 132, 134, 20, 200, 202, 30), 3, 3, 2);
  assert.deepEqual(made, { data: Uint8Array.of(131, 15, 201, 30), height: 2, width: 2 });
});

test("a cell that is no number stays visible when shrunk", () => {
  assert.deepEqual([...shrink(Uint8Array.of(0, 255, 255, 255), 2, 2, 2).data], [0]);
});

test("every cell is under its own box, and boxes tile the map", () => {
  for (const [height, width, tall, wide] of [[54, 54, 366, 366], [150, 150, 366, 366], [7, 9, 280, 360], [3, 5, 20, 33]]) {
    const map = { height, width, tall, wide };
    let area = 0;
    for (let row = 0; row < height; row += 1) {
      for (let column = 0; column < width; column += 1) {
        const box = cellBox(row, column, map);
        area += box.wide * box.tall;
        const middle = cellAt(box.left + box.wide / 2, box.top + box.tall / 2, map);
        assert.deepEqual(middle, { row, column });
      }
    }
    assert.equal(area, tall * wide);
    assert.equal(cellAt(wide, 0, map), null);
    assert.equal(cellAt(0, -0.1, map), null);
  }
});

test("tiles fill the room and are found where they lie", () => {
  const grid = arrange(128, 54, 54, 568, 3, 6);
  assert.deepEqual([grid.columns, grid.rows, grid.gap, grid.across], [10, 13, 3, 567]);
  for (const index of [0, 9, 10, 127]) {
    const [x, y] = [(index % 10) * 57, Math.floor(index / 10) * 57];
    assert.deepEqual(tileAt(x + 5, y + 53, 128, grid), { index, x: 5, y: 53 });
    assert.equal(tileAt(x + 56, y + 56, 128, grid).index, index);
  }
  assert.equal(tileAt(8 * 57 + 1, 12 * 57 + 1, 128, grid), null);
  assert.equal(tileAt(570, 5, 128, grid), null);
  assert.equal(arrange(1, 54, 54, 20, 3).columns, 1);
});

test("a zoomed window stays inside the map and holds its cell", () => {
  assert.deepEqual(zoomWindow(1, 15, 33, 54, 54), { top: 0, left: 0, rows: 54, columns: 54 });
  for (const zoom of [2, 4, 8]) {
    for (const [row, column] of [[0, 0], [53, 53], [15, 33]]) {
      const { top, left, rows, columns } = zoomWindow(zoom, row, column, 54, 54);
      assert.equal(rows, Math.round(54 / zoom));
      assert.ok(top >= 0 && left >= 0 && top + rows <= 54 && left + columns <= 54);
      assert.ok(row >= top && row < top + rows && column >= left && column < left + columns);
    }
  }
});
