// Which line has the focus after a key.

// The line that `key` leads to from line `at` of `count`; null where the key has another meaning.
export function lineAfter(at, key, count) {
  const next = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: count - 1 }[key];
  return next === undefined ? null : Math.max(0, Math.min(count - 1, next));
}
