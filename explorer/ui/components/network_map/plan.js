// Where everything stands on the map: arithmetic without a canvas, in CSS pixels.

const PHOTO = 92;
const STRIP = 12;
const CLASSES = 132;
const WIDEST_CLASSES = 240;
const GAP = 8;
const STAGE_GAP = 18;
const ARC = 14;
const TALLEST = 270; // as columns of tiles that are made larger may become
const LARGER = 1.7;
const LABELS = 44;
const BARS = 38;
const TAPPED = 44;
const HEAD = 154; // room for five classes beside the photo
const LABEL = [74, 150]; // a stage's name and shape: at least, and at most where there is room

// The longer side of a tile whose map has `height` cells: 52 px at 112, shrinking more slowly than the map does.
export function tileSide(height) {
  return Math.min(60, Math.max(10, 52 * (height / 112) ** 0.36));
}

// How wide a stage is at least, so that its words fit.
export function labelRoom({ label }) {
  return Math.min(LABEL[1], Math.max(LABEL[0], 7 * label.length + 8));
}

// How many of a block's strongest maps stand in its column: more, as channels grow.
export function tileCount(channels, most) {
  return Math.max(1, Math.min(most, Math.floor(2.5 * Math.sqrt(channels / 64) + 0.5)));
}

// {wide, tall} of a map of [height, width] cells whose longer side is `side` pixels.
export function tileOf([height, width], side) {
  const longer = Math.max(height, width);
  return { wide: (side * width) / longer, tall: (side * height) / longer };
}

// Of the blocks with maps: the head, whose numbers have no height and width, is the strip.
export const hasMaps = (block) => block.sides[0] * block.sides[1] > 1;

// The chain of blocks from left to right, `width` pixels wide. columns[i] belongs to blocks[i]; a block without maps
// has the strip's place. Tiles become smaller where a deep network would not fit, and larger where one leaves room.
export function overview({ blocks, stages, nodes }, width) {
  const stageOf = blocks.map((_, at) => stages.findIndex(({ first, last }) => first <= at && at <= last));
  const gapBefore = (at) => (at === 0 || stageOf[at] !== stageOf[at - 1] ? STAGE_GAP : GAP);
  const sides = blocks.map((block) => tileSide(Math.max(...block.sides)));
  const maps = blocks.map((_, at) => at).filter((at) => hasMaps(blocks[at]));
  const tiles = maps.reduce((sum, at) => sum + tileOf(blocks[at].sides, sides[at]).wide, 0);
  const gaps = maps.reduce((sum, at) => sum + gapBefore(at), 0);
  const room = width - PHOTO - STAGE_GAP - STRIP - 2 * STAGE_GAP - CLASSES;
  const fits = room / (tiles + gaps);
  const scale = Math.min(1, fits);
  const counts = blocks.map((block) => Math.min(nodes[block.shown].tiles[1], tileCount(block.channels, 14)));
  const tall = Math.max(1, ...maps.map((at) => counts[at] * tileOf(blocks[at].sides, sides[at]).tall));
  const size = fits > 1 ? Math.max(1, Math.min(fits, LARGER, TALLEST / tall)) : scale;
  const spread = Math.min(4, room / (tiles * size + gaps * scale));
  const columns = blocks.map((block, at) => {
    const tile = hasMaps(block) ? tileOf(block.sides, sides[at] * size) : { wide: STRIP, tall: 0 };
    const count = hasMaps(block) ? counts[at] : 0;
    return { tile, count, wide: tile.wide, tall: hasMaps(block) ? count * (tile.tall + 1) - 1 : 0 };
  });
  let spare = Math.max(0, room - tiles * size - gaps * scale * spread);
  const tallest = Math.max(HEAD, ...columns.map((column) => column.tall));
  const axis = ARC + 6 + tallest / 2;
  let x = PHOTO;
  for (const [at, column] of columns.entries()) {
    x += hasMaps(blocks[at]) ? gapBefore(at) * scale * spread : STAGE_GAP;
    if (at > 0 && stageOf[at] !== stageOf[at - 1]) {
      const before = stages[stageOf[at - 1]];
      const wanted = Math.min(spare, Math.max(0, columns[before.first].x + labelRoom(before) - x));
      x += wanted;
      spare -= wanted;
    }
    Object.assign(column, { x, y: axis - (column.tall || tallest * 0.92) / 2, tall: column.tall || tallest * 0.92 });
    x += column.wide;
  }
  const bottom = axis + tallest / 2;
  const at = (place) => ({ x: columns[place].x, end: columns[place].x + columns[place].wide });
  return {
    kind: "columns",
    photo: { x: 0, y: axis - PHOTO / 2, side: PHOTO },
    columns,
    axis,
    arc: ARC,
    labels: { y: bottom + 14 },
    stages: stages.map(({ first, last }) => ({ x: at(first).x, wide: at(last).end - at(first).x })),
    bars: { y: bottom + 14 + LABELS + 8, tall: BARS },
    classes: { x: x + STAGE_GAP, y: axis, wide: Math.min(WIDEST_CLASSES, width - x - STAGE_GAP) },
    height: bottom + 14 + LABELS + 8 + BARS + 20,
    scale,
  };
}

// The same for a narrow window: one row a stage, and in it one map of each block, large enough for a finger.
export function rows({ blocks, stages }, width) {
  const columns = [];
  let y = HEAD + 16;
  const each = Math.max(1, Math.floor((width + GAP) / (TAPPED + GAP)));
  const places = stages.map(({ first, last }) => {
    const top = y;
    for (let at = first; at <= last; at += 1) {
      const place = at - first;
      const x = (place % each) * (TAPPED + GAP);
      const flat = !hasMaps(blocks[at]);
      const tile = flat ? { wide: width, tall: STRIP } : tileOf(blocks[at].sides, TAPPED);
      columns.push({ x, y: top + 24 + Math.floor(place / each) * (TAPPED + 14), tile, count: flat ? 0 : 1, ...tile });
    }
    y = top + 24 + Math.ceil((last - first + 1) / each) * (TAPPED + 14) + 10;
    return { x: 0, y: top, wide: width };
  });
  const photo = { x: 0, y: (HEAD - PHOTO) / 2, side: PHOTO };
  return { kind: "rows", photo, columns, stages: places, classes: { x: PHOTO + 16, y: HEAD / 2, wide: width - PHOTO - 16 }, height: y, scale: 1 };
}

// What lies under (x, y): -1 the photo, a block's number, the number of blocks for the classes, null for nothing.
export function under(plan, x, y) {
  const { photo, columns, classes } = plan;
  if (x >= photo.x && x <= photo.x + photo.side && y >= photo.y && y <= photo.y + photo.side) return -1;
  const low = plan.kind === "columns" ? plan.bars.y + plan.bars.tall + 16 : 0;
  const hit = columns.findIndex((column) => {
    const bottom = plan.kind === "columns" ? low : column.y + Math.max(column.tall, TAPPED * (column.count > 0)) + 8;
    return x >= column.x - 4 && x <= column.x + column.wide + 4 && y >= column.y - 4 && y <= bottom;
  });
  if (hit >= 0) return hit;
  if (x >= classes.x && Math.abs(y - classes.y) < 90) return columns.length;
  return null;
}

// Lengths of bars, 0 to 1, for one of the figures of every block or step; all 0 where there is nothing to show.
export function shares(figures, which) {
  const most = Math.max(0, ...figures.map((each) => each[which]));
  return figures.map((each) => (most > 0 ? each[which] / most : 0));
}
