import assert from "node:assert/strict";
import test from "node:test";

import { lanePlan, NODE, stepUnder, trackSpans } from "../../explorer/ui/components/network_map/lane_plan.js";
import { labelRoom, overview, rows, shares, tileCount, tileOf, tileSide, under } from "../../explorer/ui/components/network_map/plan.js";
import { clamped, factorOf, fitting, IDENTITY, revealed, zoomed } from "../../explorer/ui/components/network_map/transform.js";
import { matches, spoken, stepTo } from "../../explorer/ui/components/network_map/walking.js";

// A stem, two blocks with a skip connection, and a head.
const node = (name, type, block, place) => ({ name, type, block, place, does: "does", shape: "4 × 8²", tiles: [0, 4, 8, 8] });
const header = {
  nodes: [
    node("conv1", "Conv2d", 0, [0, 0]),
    node("a.conv", "Conv2d", 1, [0, 0]), node("a.down", "Conv2d", 1, [0, 1]), node("a.add", "Add", 1, [1, 0]),
    node("b.conv", "Conv2d", 2, [0, 0]), node("b.add", "Add", 2, [1, 0]),
    node("fc", "Linear", 3, [0, 0]),
  ],
  blocks: [
    { name: "stem", shape: "64 × 112²", shown: 0, channels: 64, sides: [112, 112], first: 0, last: 0, lane: [1, 1, 0], routes: [[-1, 0, "straight", 0]] },
    { name: "a", shape: "256 × 56²", shown: 3, channels: 256, sides: [56, 56], first: 1, last: 3, lane: [2, 2, 0],
      routes: [[-1, 1, "straight", 0], [-1, 2, "down", 0], [1, 3, "straight", 0], [2, 3, "up", 0]] },
    { name: "b", shape: "256 × 56²", shown: 5, channels: 256, sides: [56, 56], first: 4, last: 5, lane: [2, 1, 1],
      routes: [[-1, 4, "straight", 0], [4, 5, "straight", 0], [-1, 5, "track", 0]] },
    { name: "head", shape: "10", shown: 6, channels: 10, sides: [1, 1], first: 6, last: 6, lane: [1, 1, 0], routes: [[-1, 6, "straight", 0]] },
  ],
  stages: [{ label: "stem", first: 0, last: 0 }, { label: "layer1", first: 1, last: 2 }, { label: "avgpool–fc", first: 3, last: 3 }],
  classes: [{ label: "teapot", text: "79.2 %" }],
};

test("tiles shrink more slowly than maps, and their number grows with the channels", () => {
  assert.equal(tileSide(112), 52);
  assert.ok(tileSide(7) < tileSide(14) && tileSide(14) < tileSide(28) && tileSide(7) > 52 / 16);
  assert.deepEqual([64, 256, 512, 1024, 2048].map((channels) => tileCount(channels, 14)), [3, 5, 7, 10, 14]);
  assert.equal(tileCount(1, 14), 1);
  assert.deepEqual(tileOf([10, 20], 40), { wide: 40, tall: 20 });
});

test("columns stand from the photo to the classes without overlapping, all within the width", () => {
  for (const width of [700, 960, 1400]) {
    const plan = overview(header, width);
    let end = plan.photo.x + plan.photo.side;
    for (const column of plan.columns) {
      assert.ok(column.x > end);
      assert.ok(column.y >= 0 && column.y + column.tall <= plan.labels.y);
      assert.ok(Math.abs(column.y + column.tall / 2 - plan.axis) < 1e-6);
      end = column.x + column.wide;
    }
    assert.ok(plan.classes.x > end && plan.classes.x + plan.classes.wide <= width + 1e-6);
    assert.ok(plan.bars.y + plan.bars.tall < plan.height);
  }
});

test("a small network's tiles become larger, and five classes have room beside it", () => {
  const few = { ...header, blocks: [header.blocks[1], header.blocks[3]], stages: [{ first: 0, last: 0, label: "a" }, { first: 1, last: 1, label: "fc" }] };
  const plan = overview(few, 960);
  assert.ok(plan.columns[0].tile.wide > tileSide(56) && plan.columns[0].tall <= 280);
  assert.ok(plan.classes.y >= 75 && plan.labels.y - plan.classes.y >= 75);
});

test("stages stand as far apart as their words need, where there is room", () => {
  for (const width of [960, 1400]) {
    const { stages } = overview(header, width);
    for (let at = 1; at < stages.length; at += 1) assert.ok(stages[at].x - stages[at - 1].x >= labelRoom(header.stages[at - 1]));
  }
});

test("many blocks become narrower until they fit", () => {
  const many = { ...header, blocks: Array.from({ length: 60 }, () => header.blocks[1]), stages: [{ label: "a", first: 0, last: 59 }] };
  const plan = overview(many, 960);
  assert.ok(plan.scale < 1);
  assert.ok(plan.classes.x + plan.classes.wide <= 960 + 1e-6 && plan.classes.wide >= 100);
});

test("in a narrow window each stage is a row with tiles for a finger", () => {
  const plan = rows(header, 358);
  for (const [at, { first, last }] of header.stages.entries()) {
    for (let block = first; block <= last; block += 1) {
      const column = plan.columns[block];
      assert.ok(column.x + column.wide <= 358 && column.y > plan.stages[at].y);
      if (plan.stages[at + 1]) assert.ok(column.y + column.tall < plan.stages[at + 1].y);
      if (column.count) assert.equal(Math.max(column.wide, column.tall), 44);
    }
  }
});

test("what lies under the pointer", () => {
  const plan = overview(header, 960);
  const middle = ({ x, y, wide, tall }) => [x + wide / 2, y + tall / 2];
  assert.equal(under(plan, 10, plan.photo.y + 10), -1);
  header.blocks.forEach((_, at) => assert.equal(under(plan, ...middle(plan.columns[at])), at));
  assert.equal(under(plan, plan.columns[1].x + 2, plan.bars.y + plan.bars.tall), 1); // its bar belongs to the column
  assert.equal(under(plan, plan.classes.x + 5, plan.classes.y), header.blocks.length);
  assert.equal(under(plan, 959, 2), null);
});

test("bars are parts of the largest, and nothing is no bar", () => {
  assert.deepEqual(shares([{ 0: 2 }, { 0: 4 }, { 0: 0 }], 0), [0.5, 1, 0]);
  assert.deepEqual(shares([{ 0: 0 }], 0), [0]);
});

test("edges of a lane begin and end at their steps, and tracks run below all rows", () => {
  for (const block of header.blocks) {
    const nodes = header.nodes.slice(block.first, block.last + 1);
    const plan = lanePlan(block, nodes);
    assert.equal(plan.edges.length, block.routes.length + 1);
    for (const { source, target, course, points } of plan.edges) {
      if (source >= 0) assert.equal(points[0][0], plan.boxes[source - block.first].x + NODE);
      if (target >= 0) assert.equal(points[points.length - 1][0], plan.boxes[target - block.first].x);
      for (let at = 1; at < points.length; at += 1) {
        const [[x, y], [u, v]] = [points[at - 1], points[at]];
        assert.ok(x === u || y === v, "edges run level or upright");
        assert.ok(u >= x, "and never back");
      }
      for (const [, y] of points.slice(1, -1)) assert.equal(y % 1, 0.5);
      if (course === "track") assert.ok(points[2][1] >= plan.below && points[2][1] < plan.tall);
    }
    plan.boxes.forEach(({ x, y }, at) => assert.equal(stepUnder(plan, x + 5, y + 5), at));
    assert.equal(stepUnder(plan, 1, 1), null);
  }
});

test("all edges of one source on a track have one line of words", () => {
  const edges = [
    { source: 4, course: "track", points: [[0, 0], [10, 0], [10, 90], [50, 90], [50, 0], [60, 0]] },
    { source: 4, course: "track", points: [[0, 0], [10, 0], [10, 90], [130, 90], [130, 0], [140, 0]] },
    { source: 5, course: "straight", points: [[0, 0], [10, 0]] },
  ];
  assert.deepEqual([...trackSpans({ edges })], [[4, { x: 10, y: 90, end: 130 }]]);
});

test("zooming keeps the point under the pointer, and the picture stays in sight", () => {
  const view = zoomed(IDENTITY, 2, 100, 50, 0.5);
  assert.deepEqual(view, { scale: 2, x: -100, y: -50 });
  assert.equal(zoomed(view, 100, 0, 0, 0.5).scale, 6);
  assert.equal(zoomed(view, 0.01, 0, 0, 0.5).scale, 0.5);
  assert.deepEqual(clamped({ scale: 2, x: 50, y: -900 }, 300, 100, 300, 100), { scale: 2, x: 0, y: -100 });
  assert.deepEqual(clamped({ scale: 1, x: 900, y: 0 }, 300, 100, 500, 100), { scale: 1, x: 200, y: 0 });
  assert.equal(fitting(1000, 500), 0.5);
  assert.equal(fitting(100, 500), 1);
  assert.equal(revealed({ scale: 1, x: 0, y: 0 }, 900, 950, 500, 40).x, 500 - 40 - 950);
  assert.equal(revealed({ scale: 1, x: -800, y: 0 }, 100, 150, 500, 40).x, 40 - 100);
  assert.equal(revealed({ scale: 1, x: 0, y: 0 }, 100, 150, 500, 40).x, 0);
  assert.ok(factorOf("+") > 1 && factorOf("-") < 1 && factorOf("a") === null);
});

test("arrows follow the edges from the photo to the classes and back", () => {
  let place = { block: -1, step: null };
  const way = [];
  for (let presses = 0; presses < 20 && place.block < header.blocks.length; presses += 1) {
    way.push(place.block);
    place = stepTo(header, place, "ArrowRight");
  }
  assert.deepEqual(way, [-1, 0, 1, 2, 3]);
  place = stepTo(header, { block: 0, step: null }, "ArrowDown");
  const steps = [];
  while (place.step !== null) {
    steps.push(place.step);
    place = stepTo(header, place, "ArrowRight");
  }
  assert.deepEqual(steps, [0, 1, 3, 4, 5, 6]);
  assert.equal(place.block, header.blocks.length);
  assert.deepEqual(stepTo(header, { block: 1, step: 1 }, "ArrowDown"), { block: 1, step: 2 });
  assert.deepEqual(stepTo(header, { block: 1, step: 2 }, "ArrowUp"), { block: 1, step: 1 });
  assert.deepEqual(stepTo(header, { block: 1, step: 1 }, "ArrowUp"), { block: 1, step: null });
  assert.deepEqual(stepTo(header, { block: 1, step: 2 }, "ArrowDown"), { block: 1, step: 2 });
  assert.deepEqual(stepTo(header, { block: 1, step: 1 }, "ArrowLeft"), { block: 0, step: 0 });
  assert.deepEqual(stepTo(header, { block: 0, step: 0 }, "ArrowLeft"), { block: -1, step: null });
});

test("typing finds by name and by type, whole names first", () => {
  assert.deepEqual(matches(header.nodes, "conv", 8), [0, 1, 2, 4]);
  assert.deepEqual(matches(header.nodes, "b.add", 8), [5]);
  assert.deepEqual(matches(header.nodes, "a conv2d", 8), [1, 2]);
  assert.deepEqual(matches(header.nodes, "CONV1", 8), [0]);
  assert.deepEqual(matches(header.nodes, "   ", 8), []);
  assert.equal(matches(header.nodes, "conv", 2).length, 2);
});

test("places in words", () => {
  assert.equal(spoken(header, { block: -1, step: null }), "the photo");
  assert.equal(spoken(header, { block: 4, step: null }), "the classes, teapot first with 79.2 %");
  assert.equal(spoken(header, { block: 1, step: null }), "block a, 256 × 56²");
  assert.equal(spoken(header, { block: 1, step: 3 }), "a.add, does, 4 × 8²");
});
