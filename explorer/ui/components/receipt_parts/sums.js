// Sums beside and below the parts.

import { make } from "../shared/markup.js";
import { MINUS } from "../shared/numbers.js";

// The class that colours a printed sum.
export function signOf(text) {
  return text.startsWith("+") ? "plus" : text.startsWith(MINUS) ? "minus" : "quiet";
}

// "480 more maps: sum" as a button that unfolds some of them.
export function moreButton(text, sum, click) {
  return make("button.more", { type: "button", click }, make("span", {}, `${text}: sum`), make(`b.${signOf(sum)}`, {}, sum));
}

// A line that closes a list: what it is and the number that it comes to.
export function closing(text, number) {
  return make("div.closing", {}, make("span", {}, text), make("b", {}, number));
}
