// Arithmetic of the histogram that stands on a colour bar.

const FAINT = 22; // steps of 127 within which a colour is too near the page for a bar

// {counts, outside} of the finite values in `bins` equal parts of low..high; what lies beyond is counted apart.
export function histogram(values, low, high, bins) {
  const counts = new Uint32Array(bins);
  let outside = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low || value > high) outside += 1;
    else {
      const part = high > low ? (value - low) / (high - low) : 0.5;
      counts[Math.min(bins - 1, Math.floor(part * bins))] += 1;
    }
  }
  return { counts, outside };
}

// How many bars fit `width` pixels; odd on a signed scale, so that zero has a bar of its own in the middle.
export function barsFor(width, signed) {
  const bars = Math.max(9, Math.floor(width / 10));
  return signed && bars % 2 === 0 ? bars - 1 : bars;
}

// Bars as square roots of their counts, so that few cells beside many stay visible; any cell at all shows 1 pixel.
export function barHeight(count, largest, tall) {
  return count === 0 ? 0 : Math.max(1, Math.round(tall * Math.sqrt(count / largest)));
}

// The colour index in the middle of a bar, of low..high on the scale -limit..limit; null, for grey, where it is faint.
export function barIndex(bar, bars, signed) {
  const part = (bar + 0.5) / bars;
  const steps = Math.round(127 * (signed ? 2 * part - 1 : part));
  return Math.abs(steps) < FAINT ? null : 128 + steps;
}
