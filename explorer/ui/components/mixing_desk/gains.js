// What faders say and what is asked of them.

import { number } from "../shared/numbers.js";

export const STEP = 0.05;

// "muted", "× 1", "× 0.35".
export function gainText(gain) {
  return gain === 0 ? "muted" : `× ${gain}`;
}

// [[channel, gain], …] with one gain a channel, the later one.
export function merged(...lists) {
  return [...new Map(lists.flat())];
}

// Takes from the queue of [layer, gains] what belongs to the layer of the first, as one.
export function taken(queue) {
  const [layer] = queue[0];
  const parts = [];
  while (queue.length && queue[0][0] === layer) parts.push(queue.shift()[1]);
  return [layer, merged(...parts)];
}

// Where a value of the slider belongs: whole steps, without the crumbs of binary fractions.
export function stepped(value) {
  return Number((Math.round(value / STEP) * STEP).toFixed(2));
}

// The channel that was typed, or a sentence that says why it is none.
export function channelOf(text, channels) {
  const channel = /^\s*\d+\s*$/.test(text) ? Number(text) : NaN;
  if (channel < channels) return { channel };
  return { complaint: `Type a channel from 0 to ${number(channels - 1)}.` };
}

// How strong a map's picture is: zero is paper, and what is louder than 1 cannot be stronger than it is.
export function strength(gain) {
  return Math.min(1, gain);
}
