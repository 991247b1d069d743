// Statistics as a list of names and figures.

import { number, share } from "./numbers.js";

// Lowest, mean, highest, deviation and the share below zero, or of zeros; "…" for what is still on its way.
export function statsOf({ low, mean, high, deviation, below, zero }, signed) {
  const shown = (value, text) => (value === undefined ? "…" : text(value));
  const last = signed ? ["below zero", shown(below, share)] : ["zero", shown(zero, share)];
  const rows = [
    ["lowest", shown(low, number)], ["mean", shown(mean, number)], ["highest", shown(high, number)],
    ["deviation", shown(deviation, number)], last,
  ];
  return rows.map(([name, text]) => `<div><dt>${name}</dt><dd>${text}</dd></div>`).join("");
}
