// The way to the opened number. Backspace goes back one stop, wherever the focus is, except in a field.

import { make } from "../shared/markup.js";
import { mount } from "../shared/mounting.js";
import { unpack } from "../shared/wire.js";
import { foldedStops, shownStops } from "./folding.js";

const TYPED_INTO = "input:not([type=checkbox], [type=radio], [type=range], [type=button]), textarea, select, [contenteditable=true]";

export default function wayTrail(component) {
  return mount(component, trailView);
}

function trailView({ data, root, send }) {
  const { stops } = unpack(data).header;
  const back = (place) => send("back", place);
  const draw = (unfolded) => root.replaceChildren(trailOf(stops, unfolded, back, () => draw(true)));
  const hear = (event) => {
    if (event.key !== "Backspace" || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (stops.length < 2 || event.composedPath()[0].matches?.(TYPED_INTO)) return;
    event.preventDefault();
    back(stops.length - 2);
  };
  draw(false);
  document.addEventListener("keydown", hear);
  return { restyle: () => {}, keep: () => ({}), dispose: () => document.removeEventListener("keydown", hear) };
}

function trailOf(stops, unfolded, back, unfold) {
  const items = shownStops(stops.length, unfolded).map((place) => {
    if (place === null) return make("li", {}, make("button.more", { type: "button", click: unfold }, `${foldedStops(stops.length)} more`));
    const text = [make("span.where", {}, stops[place].where), " ", make("b", {}, stops[place].value)];
    if (place === stops.length - 1) return make("li", { "aria-current": "page" }, ...text);
    return make("li", {}, make("button", { type: "button", title: "Back to this number", click: () => back(place) }, ...text));
  });
  const return_ = make("button.return", { type: "button", title: "Back, key Backspace", "aria-label": "Back", click: () => back(stops.length - 2) }, "←");
  return make("nav", { "aria-label": "The way to this number" }, stops.length > 1 ? return_ : null, make("ol", {}, ...items));
}
