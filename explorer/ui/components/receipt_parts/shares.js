// Softmax: e to the power of each number, and its share of the sum of all.

import { make } from "../shared/markup.js";
import { count, exact, number, probability } from "../shared/numbers.js";
import { layerOf, mapName, placeName } from "./places.js";
import { rankedShares, sharesOfPowers } from "./softmax.js";
import { moreButton } from "./sums.js";

const LEADING_ROWS = 10;
const SLICE_OF_SHARES = 240;

export function sharesBody(model, act) {
  const { terms, header } = model;
  const { powers, sum, shares } = sharesOfPowers(terms.input);
  const [channel, row, column] = header.place;
  const own = terms.input.findIndex((_, index) => isOwn(model, index, { channel, row, column }));
  const { rows, rest } = rankedShares(shares, model.unfolded ?? LEADING_ROWS, own);
  const labelled = layerOf(model, 0) === header.outputLayer;
  const left = rest.reduce((total, index) => total + shares[index], 0);
  const noun = labelled ? ["class", "classes"] : ["number", "numbers"];
  return make("section.shares", {},
    make("h3", {}, `Share of e to the power of each ${labelled ? "score" : "number"}`),
    make("div.share-head.note", { "aria-hidden": "true" }, ...[noun[0], labelled ? "logit" : "value", "e^(logit − largest)", "", "share"].map((text) => make("span", {}, text))),
    make("div.rows.unfolding", { role: "group", "aria-label": `The largest ${noun[1]} first`, "data-roving": 1 },
      ...rows.map((index, at) => shareRow(model, index, { power: powers[index], part: shares[index], largest: shares[rows[0]], own: index === own, focus: at === 0 ? 0 : -1, labelled }))),
    rest.length ? moreButton(`${count(rest.length)} more ${noun[rest.length === 1 ? 0 : 1]}`, probability(left), () => act.unfold(rows.length + SLICE_OF_SHARES)) : null,
    make("div.closing", {}, make("span", {}, "Sum of all e^(logit − largest)"), make("b", {}, number(sum))));
}

// Whether a term is the number whose share is opened: a probability has one per channel, a softmax layer one per cell.
function isOwn(model, index, { channel, row, column }) {
  const { terms } = model;
  return terms.channel[index] === channel && terms.row[index] === row && terms.column[index] === column;
}

function shareRow(model, index, { power, part, largest, own, focus, labelled }) {
  const { input, channel } = model.terms;
  const name = labelled ? mapName(model, layerOf(model, index), channel[index]) : placeName(model, index);
  const bar = make("span.amount.adds");
  bar.style.width = `${(100 * part) / largest}%`;
  return make(`button.share${own ? ".own" : ""}`, {
    type: "button", "data-term": index, tabindex: focus, "aria-current": own ? "true" : null, title: `${name}\n${exact(input[index])}, share ${exact(part)}`,
  }, make("span.name", {}, name), make("span", {}, number(input[index])), make("span.quiet", {}, number(power)),
  make("span.track", { "aria-hidden": "true" }, bar), make("b", {}, probability(part)));
}
