// Pan and zoom as {scale, x, y}: what lies at (u, v) is drawn at (scale * u + x, scale * v + y).

export const IDENTITY = { scale: 1, x: 0, y: 0 };
const STEP = 1.25;
const CLOSEST = 6;

// `factor` times closer around the point (x, y) of the screen, between `least` and six times.
export function zoomed(view, factor, x, y, least) {
  const scale = Math.max(least, Math.min(CLOSEST, view.scale * factor));
  const change = scale / view.scale;
  return { scale, x: x - (x - view.x) * change, y: y - (y - view.y) * change };
}

// The view in which content of `wide` × `tall` stays within sight in a window of `width` × `height`.
export function clamped(view, wide, tall, width, height) {
  const inside = (offset, length, room) => {
    const spare = room - length * view.scale;
    return spare >= 0 ? Math.min(spare, Math.max(0, offset)) : Math.max(spare, Math.min(0, offset));
  };
  return { scale: view.scale, x: inside(view.x, wide, width), y: inside(view.y, tall, height) };
}

// The largest scale, at most 1, at which all of `wide` fits into `width`.
export function fitting(wide, width) {
  return Math.min(1, width / wide);
}

// The view moved as little as needed so that `from` to `to` of the content lies within the window, with a margin.
export function revealed(view, from, to, width, margin) {
  const [left, right] = [from * view.scale + view.x, to * view.scale + view.x];
  if (left < margin) return { ...view, x: view.x + margin - left };
  if (right > width - margin) return { ...view, x: view.x + width - margin - right };
  return view;
}

// How a key or a wheel zooms: a factor, null where it does not.
export function factorOf(key) {
  return { "+": STEP, "=": STEP, "-": 1 / STEP, "−": 1 / STEP }[key] ?? null;
}
