// What the faders of the mixing desk come to, from the desk to the parts of its page. A part that is built anew while
// faders move has missed what was said, so it asks.

import { announce, listen } from "./link.js";

const [HEARD, WANTED] = ["faders", "faders wanted"];

// Calls receive(heard) now, if faders have moved since the last answer, and whenever they move; the stop.
export function followFaders(receive) {
  const stop = listen(HEARD, receive);
  announce(WANTED, null);
  return stop;
}

// Calls answer() whenever a part of the page asks for what is heard; the stop.
export function whenWanted(answer) {
  return listen(WANTED, answer);
}

export function tellFaders(heard) {
  announce(HEARD, heard);
}
