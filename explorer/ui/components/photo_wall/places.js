// Where the keys lead on a wall of photos, and where each photo's file lies among all of them.

// The place after a key, null for keys that do not move: arrows by one photo or one row, Home and End to the ends.
export function stepOf(key, place, columns, count) {
  const moved = {
    ArrowLeft: place - 1, ArrowRight: place + 1, ArrowUp: place - columns, ArrowDown: place + columns,
    Home: 0, End: count - 1,
  }[key];
  if (moved === undefined) return null;
  return moved < 0 || moved >= count ? place : moved;
}

// How many of the tops are the first one's: the photos of the first row.
export function columnsOf(tops) {
  const next = tops.findIndex((top) => top > tops[0]);
  return next < 0 ? Math.max(1, tops.length) : next;
}

// [start, end] of each file, from where each ends.
export function spansOf(ends) {
  return ends.map((end, place) => [place ? ends[place - 1] : 0, end]);
}
