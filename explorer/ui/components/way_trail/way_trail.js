// The way to the opened number. Backspace goes back one stop, wherever the focus is, except in a field.

import { make } from "../shared/markup.js";
import { mount } from "../shared/mounting.js";
import { unpack } from "../shared/wire.js";
import { foldedStops, shownStops } from "./folding.js";
import { asksBack } from "./typing.js";

export default function wayTrail(component) {
  return mount(component, trailView);
}

function trailView({ data, root, send }) {
  const { stops } = unpack(data).header;
  const back = (place) => send("back", place);
  const draw = (unfolded) => root.replaceChildren(trailOf(stops, unfolded, back, unfold));
  const unfold = () => {
    const first = shownStops(stops.length, false).indexOf(null);
    draw(true);
    root.querySelectorAll("li button")[first].focus();
  };
  const hear = (event) => {
    if (stops.length < 2 || !asksBack(event)) return;
    event.preventDefault();
    back(stops.length - 2);
  };
  draw(false);
  document.addEventListener("keydown", hear);
  return { restyle: () => {}, keep: () => ({}), dispose: () => document.removeEventListener("keydown", hear) };
}

function trailOf(stops, unfolded, back, unfold) {
  const last = stops.length - 1;
  const items = shownStops(stops.length, unfolded).map((place) => {
    if (place === null) {
      const folded = foldedStops(stops.length);
      return make("li", {}, make("button.more", { type: "button", "aria-label": `Show ${folded} more`, click: unfold }, `${folded} more`));
    }
    if (place === last) return make("li", { "aria-current": "page" }, ...stopOf(stops[place]));
    return make("li", {}, make("button", { type: "button", title: "Back to this number", click: () => back(place) }, ...stopOf(stops[place])));
  });
  const arrow = make("button.return", { type: "button", title: "Back, key Backspace", "aria-label": "Back", click: () => back(last - 1) }, "←");
  return make("nav", { "aria-label": "The way to this number" }, last > 0 ? arrow : null, make("ol", {}, ...items));
}

function stopOf({ path, place, value }) {
  return [path ? make("code", {}, path) : null, path ? " " : null, place, " ", make("b", {}, value)];
}
