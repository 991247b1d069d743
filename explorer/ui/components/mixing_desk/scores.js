// The scores with the faders, as heard, beside those without, of some classes, the leading one first.

import { make } from "../shared/markup.js";
import { number, probability } from "../shared/numbers.js";

const HEADS = ["class", "logit", "mixed", "probability", "mixed"];

export function tableOfScores({ rows: shown, classes, label, arrays }, { logits, probabilities }, mixed) {
  const before = arrays.before.data;
  const count = classes.length;
  const rows = classes.map((name, at) => make(name === label ? "tr.chosen" : "tr", {},
    make("th", { scope: "row", title: name }, name),
    make("td.old", {}, number(before[at])), make("td", {}, mixed ? number(logits[shown[at]]) : "–"),
    make("td.old", {}, probability(before[count + at])), make("td", {}, mixed ? probability(probabilities[shown[at]]) : "–")));
  return make("table", { "aria-label": "Scores without and with the faders" },
    make("thead", {}, make("tr", {}, ...HEADS.map((text) => make("th", { scope: "col" }, text)))), make("tbody", {}, ...rows));
}
