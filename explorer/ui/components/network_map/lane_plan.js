// Where the steps of an open block stand, and the corners of its edges, in CSS pixels before zooming.

export const NODE = 58;
const PITCH = 92;
const ROW = 134;
const TRACK = 12;
const LEFT = 40;
const TOP = 42;
const ELBOW = 10.5; // half pixels: a line on a whole one lies on two, and thickens where edges share it

// The lane of one block: boxes[i] for its steps in order, and for each edge its points and where it comes from.
export function lanePlan(block, nodes) {
  const [columns, rowCount, tracks] = block.lane;
  const boxes = nodes.map(({ place: [column, row] }) => ({ x: LEFT + column * PITCH, y: TOP + row * ROW, side: NODE }));
  const last = boxes[boxes.length - 1];
  const below = TOP + rowCount * ROW - 7.5;
  const edges = block.routes.map(([source, target, course, track]) => {
    const from = source < 0 ? { right: 8, middle: middleOf({ y: TOP }), next: LEFT } : ends(boxes[source - block.first]);
    const to = boxes[target - block.first];
    const y = middleOf(to);
    return { source, target, course, points: corners(course, from, { x: to.x, y }, below + track * TRACK) };
  });
  const wide = LEFT + columns * PITCH - (PITCH - NODE) + LEFT;
  edges.push({ source: block.last, target: -1, course: "straight", points: [[last.x + NODE, middleOf(last)], [wide - 8, middleOf(last)]] });
  return { boxes, edges, wide, tall: below + tracks * TRACK + 12, below };
}

// For each source of edges on tracks where the first of them turns level, and where the last leaves the track.
export function trackSpans({ edges }) {
  const spans = new Map();
  for (const { source, course, points } of edges) {
    if (course !== "track") continue;
    const [[x, y], [end]] = [points[2], points[3]];
    spans.set(source, { x, y, end: Math.max(end, spans.get(source)?.end ?? end) });
  }
  return spans;
}

const middleOf = ({ y }) => y + NODE / 2 + 0.5;

function ends(box) {
  return { right: box.x + NODE, middle: middleOf(box), next: box.x + PITCH };
}

function corners(course, from, to, track) {
  const start = [from.right, from.middle];
  const behind = from.next - ELBOW;
  const before = to.x - ELBOW;
  if (course === "down") return [start, [behind, from.middle], [behind, to.y], [to.x, to.y]];
  if (course === "up") return [start, [before, from.middle], [before, to.y], [to.x, to.y]];
  if (course === "track") return [start, [behind, from.middle], [behind, track], [before, track], [before, to.y], [to.x, to.y]];
  return [start, [to.x, to.y]];
}

// The step under (x, y), counted within the block, its words included; null for none.
export function stepUnder({ boxes }, x, y) {
  const hit = boxes.findIndex((box) => x >= box.x - 6 && x <= box.x + NODE + 22 && y >= box.y - 6 && y <= box.y + NODE + 56);
  return hit < 0 ? null : hit;
}
