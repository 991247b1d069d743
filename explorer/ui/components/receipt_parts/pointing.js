// The pointer and the keyboard over all parts. Elements carry data-term (a term's position) or data-map (a group's);
// whatever shows the pointed term is lit in the same frame, here and in the other components of the page.

import { announce, listen } from "../shared/link.js";
import { arrowOf } from "../shared/markup.js";
import { leadingOf } from "./grouping.js";
import { layerOf, pictureOf, targetOf } from "./places.js";

const NOTHING = { term: null, map: null };
const FROM = "parts";

// Listens on `box`; act.open(target) and act.promote(map) hear clicks. model.watchers are called with the pointed
// {term, map} and hold what marks cells of its own. Returns {drawn, stop}: drawn() forgets what was pointed at.
export function pointing(box, model, act) {
  let pointed = NOTHING;
  let lit = [];
  const light = (next) => {
    pointed = next;
    for (const element of lit) element.classList.remove("lit");
    const wanted = [next.term === null ? null : `[data-term="${next.term}"]`, next.map === null ? null : `[data-map="${next.map}"]`];
    const query = wanted.filter(Boolean).join();
    lit = query ? [...box.querySelectorAll(query)] : [];
    for (const element of lit) element.classList.add("lit");
    for (const watcher of model.watchers) watcher(next);
  };
  const point = (next) => {
    if (next.term === pointed.term && next.map === pointed.map) return;
    const other = next.map !== pointed.map;
    light(next);
    announce("term", { index: next.term ?? leader(model, next.map), from: FROM });
    if (other) announce("input-map", inputMap(model, next.map));
  };
  model.point = (term) => point({ term, map: model.owners[term] });
  const look = (event) => point(meant(model, event.target));
  box.addEventListener("pointerover", look);
  box.addEventListener("focusin", look);
  box.addEventListener("pointerleave", () => point(NOTHING));
  box.addEventListener("focusout", () => point(NOTHING));
  box.addEventListener("click", (event) => choose(model, act, event.target));
  box.addEventListener("keydown", (event) => {
    if (!move(event) && !(event.key === "Enter" && event.target.tagName === "TD" && choose(model, act, event.target))) return;
    event.preventDefault();
    event.stopPropagation();
  });
  const stop = listen("term", ({ index, from }) => {
    if (from !== FROM) light(index === null ? NOTHING : { term: index, map: model.owners[index] });
  });
  return { drawn: () => point(NOTHING), stop };
}

// What an element shows: a pointed-at canvas keeps its own cell.
function meant(model, element) {
  const { term, map } = element.closest("[data-term], [data-map]")?.dataset ?? {};
  if (term !== undefined) return { term: Number(term), map: model.owners[term] };
  return { term: null, map: map === undefined ? null : Number(map) };
}

function leader(model, map) {
  return map === null ? null : leadingOf(model.groups[map].terms, model.terms.product);
}

function choose(model, act, element) {
  const chosen = element.closest("[data-term], [data-map]");
  if (!chosen) return false;
  if (chosen.dataset.term === undefined) {
    act.promote(Number(chosen.dataset.map));
    return true;
  }
  const target = targetOf(model, Number(chosen.dataset.term));
  if (target) act.open(target);
  return target !== null;
}

// Arrows inside a box with data-roving: how many of its items stand side by side.
function move(event) {
  const arrow = arrowOf(event.key);
  const list = event.target.closest?.("[data-roving]");
  if (!arrow || !list) return false;
  const items = [...list.querySelectorAll("[tabindex]")];
  const [down, right] = arrow;
  const next = items[items.indexOf(event.target) + down * Number(list.dataset.roving) + right];
  if (!next) return true;
  event.target.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
  return true;
}

// What the strip draws of a group's map; null where there is no picture of it.
function inputMap(model, map) {
  if (map === null) return null;
  const { channel, terms } = model.groups[map];
  const found = pictureOf(model, layerOf(model, terms[0]), channel);
  if (!found) return null;
  const { layer, height, width, limit, indices, tall, wide } = found;
  return { layer, channel, height, width, limit, indices, tileHeight: tall, tileWidth: wide };
}
