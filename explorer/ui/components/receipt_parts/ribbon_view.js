// The ribbon: an orange bar of what adds, a blue one that hangs back from its end, and a frame around what is left.

import { make } from "../shared/markup.js";
import { count, number } from "../shared/numbers.js";
import { layerOf, mapName, placeName, shortName } from "./places.js";
import { ribbonOf, segmentsOf, sharesOf } from "./ribbon.js";

const NARROWEST = 4;
const LETTER = 7.5; // pixels, of a digit in a segment
const BESIDE = 190; // pixels that the words beside the blue bar need
const WORD_LETTER = 6.4; // pixels, of a letter in the frame
const TERM_NAMES = { patch: "product", mix: "product", pool: "cell", parts: "part", steps: "product" };

// null for numbers that are no sum of several parts.
export function ribbonView(model) {
  const { header, terms } = model;
  if (!(header.kind in TERM_NAMES) || terms.product.length < 2 || /max/i.test(header.operation)) return null;
  const ribbon = ribbonOf(terms.product, header.bias, header.value, header.decimals);
  if (!ribbon) return null;
  const scale = model.wide / (ribbon.high - ribbon.low);
  const at = (value) => (value - ribbon.low) * scale;
  const shares = [...sharesOf(model.groups, terms.product), { map: null, term: null, adds: Math.max(0, header.bias), takes: Math.min(0, header.bias) }];
  const word = TERM_NAMES[header.kind];
  const [adds, takes] = [sumWords(ribbon.counts.adds, header.bias > 0, word, ["adds", "add"]), sumWords(ribbon.counts.takes, header.bias < 0, word, ["takes away", "take away"])];
  const blue = barOf(model, shares, "takes", { left: at(ribbon.high + ribbon.takes), wide: -ribbon.takes * scale, scale });
  const [end, left] = [at(header.value), at(0)];
  const takesLine = ribbon.takes === 0 ? null : make("div.amount", {}, `${takes} `, make("b.minus", {}, ribbon.texts.takes));
  const beside = Boolean(takesLine) && at(ribbon.high + ribbon.takes) - Math.max(0, left) >= BESIDE;
  takesLine?.classList.add(beside ? "beside" : "above");
  if (beside) takesLine.style.right = `${model.wide - at(ribbon.high + ribbon.takes) + 8}px`;
  return make("section.ribbon", {},
    make("h3", {}, "What adds up, what takes away"),
    ribbon.adds > 0 ? make("div.amount", {}, `${adds} `, make("b.plus", {}, ribbon.texts.adds)) : null,
    barOf(model, shares, "adds", { left, wide: ribbon.adds * scale, scale }),
    ribbon.takes < 0 ? make("div.back", {}, takesLine, blue) : null,
    leftOf(model, ribbon, { from: Math.min(left, end), to: Math.max(left, end), end }));
}

// "20 products and the bias add", "one product takes away"
function sumWords(many, biased, word, [verb, verbs]) {
  const products = many === 1 ? `one ${word}` : `${count(many)} ${word}s`;
  if (!biased) return `${products} ${many === 1 ? verb : verbs}`;
  return many === 0 ? `the bias ${verb}` : `${products} and the bias ${verbs}`;
}

function barOf(model, shares, side, { left, wide, scale }) {
  const sized = shares.map((share) => ({ share, size: Math.abs(share[side]) }));
  const segments = segmentsOf(sized, scale, NARROWEST);
  const bar = make(`div.bar.${side}`, { role: "group", "aria-label": side === "adds" ? "What adds up" : "What takes away", "data-roving": segments.length });
  Object.assign(bar.style, { marginLeft: `${left}px`, width: `${wide}px` });
  bar.append(...segments.map((segment, place) => segmentButton(model, segment, { scale, side, first: place === 0 })));
  return bar;
}

function segmentButton(model, { share, size, merged }, { scale, side, first }) {
  const amount = `${side === "adds" ? "+" : ""}${number(side === "adds" ? size : -size)}`;
  const [full, short] = namesOf(model, share, first ? `${count(merged)} together` : `${count(merged)} more`);
  const wide = size * scale;
  const fits = short.length * LETTER + 6 <= wide;
  const button = make("button.segment", {
    type: "button", tabindex: first ? 0 : -1, title: `${full}: ${amount}`, "aria-label": `${full}: ${amount}`,
    "data-term": share?.term, "data-map": share?.term === null ? share.map : null,
  }, fits ? short : "");
  button.style.flex = `${wide} 0 0`;
  return button;
}

// The full name of a segment and the one that may fit in it.
function namesOf(model, share, others) {
  if (!share) return [others, others];
  if (share.map === null) return ["bias", "bias"];
  const { channel, terms } = model.groups[share.map];
  const [index] = terms;
  if (share.term === null) return [mapName(model, layerOf(model, index), channel), shortName(model, layerOf(model, index), channel)];
  const full = placeName(model, share.term);
  if (model.header.layers.length > 1) return [`${layerOf(model, share.term)}, ${full}`, layerOf(model, share.term)];
  if (model.groups.length > 1) return [full, shortName(model, layerOf(model, index), channel)];
  return [full, `${model.terms.row[share.term]}, ${model.terms.column[share.term]}`];
}

// The frame around what is left; its words stand beside it, or below, where it is too narrow for them.
function leftOf(model, { counts, texts }, { from, to, end }) {
  const zero = counts.zero === 0 ? "" : counts.zero === 1 ? "; one is zero" : `; ${count(counts.zero)} are zero`;
  const text = ` is left${zero}`;
  const room = (texts.left.length + text.length) * WORD_LETTER + 16;
  const words = make("div.words", {}, make("b", {}, texts.left), make("span.note", {}, text));
  const frame = make("div.frame");
  Object.assign(frame.style, { left: `${from}px`, width: `${Math.max(2, to - from)}px` });
  const line = make("div.line");
  line.style.left = `${Math.min(model.wide - 2, Math.max(0, end - 1))}px`;
  if (to - from >= room) words.style.left = `${from + 10}px`;
  else if (model.wide - to >= room) words.style.left = `${to + 8}px`;
  else if (from >= room) words.style.right = `${model.wide - from + 8}px`;
  else words.classList.add("below");
  return make("div.left", {}, frame, line, words);
}
