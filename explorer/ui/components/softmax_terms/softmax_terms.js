// Softmax: a table of its terms, and a slider for the temperature.

import { followFaders } from "../shared/faders.js";
import { make } from "../shared/markup.js";
import { mount } from "../shared/mounting.js";
import { number } from "../shared/numbers.js";
import { unpack } from "../shared/wire.js";
import { linesOf, temperatureAt } from "./terms.js";

const HEADS = ["class", "score", "÷ temperature", "e^(… − largest)", "probability"];

export default function softmaxTerms(component) {
  return mount(component, view);
}

function view({ data, root, kept }) {
  const { header, arrays } = unpack(data);
  const slider = make("input", { type: "range", min: 0, max: 100, step: 1, "aria-label": "Temperature" });
  slider.value = kept.position ?? 50;
  let logits = arrays.logits.data;
  const [told, body, sum] = [make("output"), make("tbody"), make("tfoot")];
  const draw = () => {
    const temperature = temperatureAt(Number(slider.value));
    told.textContent = number(temperature, 2);
    slider.setAttribute("aria-valuetext", number(temperature, 2));
    const { lines, sum: total } = linesOf(Array.from(logits), header.rows, temperature);
    body.replaceChildren(...lines.map((line, at) => rowOf(line, header.labels[at], header.rows[at] === header.chosen)));
    sum.replaceChildren(make("tr", {}, make("th", { scope: "row", colspan: 3 }, "sum"), make("td", {}, total), make("td", {}, "100 %")));
  };
  slider.addEventListener("input", draw);
  root.append(
    make("label.slider", {}, "Temperature ", slider, told),
    make("div.scroll", { tabindex: 0, role: "region", "aria-label": "Terms of softmax" }, make("table", {},
      make("thead", {}, make("tr", {}, ...HEADS.map((text) => make("th", { scope: "col" }, text)))), body, sum)),
    make("p.note", {}, "Each score is divided by the temperature, which is 1 in the network itself; e to that power, over the sum of all,"
      + " is the probability. The largest score is taken off all of them first: it cancels out, and no number grows too large."));
  draw();
  // While faders move the desk tells the scores.
  const stop = followFaders(header.about, (heard) => {
    logits = heard.logits;
    draw();
  });
  return { restyle: () => {}, dispose: stop, keep: () => ({ position: slider.value }) };
}

function rowOf({ name, logit, scaled, power, share }, label, chosen) {
  return make(chosen ? "tr.chosen" : "tr", {}, make("th", { scope: "row" }, name ?? label), ...[logit, scaled, power, share].map((text) => make("td", {}, text)));
}
