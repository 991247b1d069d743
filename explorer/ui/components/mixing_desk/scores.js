// The scores with the faders, as heard, beside those without, of some classes, the leading one first.

import { make, writeText } from "../shared/markup.js";
import { number, probability } from "../shared/numbers.js";

const HEADS = ["class", "logit", "mixed", "probability", "mixed"];

// {element, tell}; tell(model, {logits, probabilities}, mixed) says other scores in the rows that are there.
export function buildScores() {
  const body = make("tbody");
  const element = make("table", { "aria-label": "Scores without and with the faders" },
    make("thead", {}, make("tr", {}, ...HEADS.map((text) => make("th", { scope: "col" }, text)))), body);
  let rows = [];
  const tell = ({ rows: shown, classes, label, arrays }, { logits, probabilities }, mixed) => {
    const before = arrays.before.data;
    if (rows.length !== classes.length) {
      rows = classes.map(rowOf);
      body.replaceChildren(...rows.map((row) => row.element));
    }
    rows.forEach((row, at) => {
      const chance = before[classes.length + at];
      row.tell(classes[at], classes[at] === label, [
        number(before[at]), mixed ? number(logits[shown[at]]) : "–",
        probability(chance), mixed ? probability(probabilities[shown[at]]) : "–"]);
    });
  };
  return { element, tell };
}

function rowOf() {
  const [head, ...cells] = [make("th", { scope: "row" }), make("td.old"), make("td"), make("td.old"), make("td")];
  const element = make("tr", {}, head, ...cells);
  const tell = (name, chosen, texts) => {
    element.classList.toggle("chosen", chosen);
    head.title = name;
    writeText(head, name);
    cells.forEach((cell, at) => writeText(cell, texts[at]));
  };
  return { element, tell };
}
