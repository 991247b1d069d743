// What the faders of the mixing desk come to, from the desk to the parts of its page. A part that is built anew while
// faders move has missed what was said, so it asks.

import { announce, listen } from "./link.js";

const [HEARD, WANTED] = ["faders", "faders wanted"];

// Calls receive(heard) now, if there is a desk, and whenever its faders move, if what is heard is about the same as the
// part: the page is drawn part by part, and the desk may still be about another class or photo. The stop.
export function followFaders(about, receive) {
  const hear = (heard) => heard.about.includes(about) && receive(heard);
  const stop = listen(HEARD, hear);
  announce(WANTED, hear);
  return stop;
}

// Calls answer(hear) whenever a part of the page asks for what is heard, to be told by hear(heard); the stop.
export function whenWanted(answer) {
  return listen(WANTED, answer);
}

export function tellFaders(heard) {
  announce(HEARD, heard);
}
