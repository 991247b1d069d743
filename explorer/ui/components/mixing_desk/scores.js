// The scores with the faders beside those without, the leading one first.

import { make } from "../shared/markup.js";
import { number, probability } from "../shared/numbers.js";

const HEADS = ["class", "logit", "mixed", "probability", "mixed"];

export function tableOfScores({ classes, label, arrays, mixed }) {
  const [before, after] = [arrays.before.data, arrays.after.data];
  const count = classes.length;
  const rows = classes.map((name, at) => make(name === label ? "tr.chosen" : "tr", {},
    make("th", { scope: "row", title: name }, name),
    make("td.old", {}, number(before[at])), make("td", {}, mixed ? number(after[at]) : "–"),
    make("td.old", {}, probability(before[count + at])), make("td", {}, mixed ? probability(after[count + at]) : "–")));
  return make("table", { "aria-label": "Scores without and with the faders" },
    make("thead", {}, make("tr", {}, ...HEADS.map((text) => make("th", { scope: "col" }, text)))), make("tbody", {}, ...rows));
}
