// Which stops of a long way are shown.

const MOST = 6;
const [FIRST, LAST] = [2, 3];

// Of `count` stops the places that are shown, with null where those between are folded; all when `unfolded`.
export function shownStops(count, unfolded) {
  const all = Array.from({ length: count }, (_, place) => place);
  return unfolded || count <= MOST ? all : [...all.slice(0, FIRST), null, ...all.slice(count - LAST)];
}

// How many stops the null of shownStops stands for.
export function foldedStops(count) {
  return count <= MOST ? 0 : count - FIRST - LAST;
}
