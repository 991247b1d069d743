// Photos as a wall: equally large, with words below each; one of them is chosen by click or keyboard.

import { make } from "../shared/markup.js";
import { mount } from "../shared/mounting.js";
import { unpack } from "../shared/wire.js";
import { columnsOf, spansOf, stepOf } from "./places.js";

export default function photoWall(component) {
  return mount(component, view);
}

function view({ data, root, kept, send }) {
  const { header, arrays } = unpack(data);
  const addresses = spansOf(header.ends).map(([start, end]) => URL.createObjectURL(new Blob([arrays.files.data.subarray(start, end)])));
  const wall = make("ul.wall", { "aria-label": header.name });
  wall.style.setProperty("--side", `${header.side}px`);
  const open = (place) => send("open", place);
  wall.append(...header.tiles.map((tile, place) => make("li", {}, tileOf(tile, addresses[place], header.verb, () => open(place)))));
  root.append(wall);
  const state = { active: Math.min(kept.active ?? 0, header.tiles.length - 1) };
  if (header.verb) rove(wall, state);
  return {
    restyle: () => {},
    dispose: () => addresses.forEach((address) => URL.revokeObjectURL(address)),
    keep: () => ({ active: state.active }),
  };
}

function tileOf(tile, address, verb, open) {
  const picture = make("img", { src: address, alt: verb ? "" : tile.label, loading: "lazy" });
  const words = [make("span.label", {}, tile.label), tile.note ? make("span.note", {}, tile.note) : null];
  if (!verb) return make("div.tile", {}, picture, ...words);
  return make("button.tile", { type: "button", title: `${verb}: ${tile.label}`, click: open }, picture, ...words);
}

// One photo of the wall can be reached by Tab; the arrow keys lead to the others.
function rove(wall, state) {
  const tiles = [...wall.querySelectorAll("button")];
  const put = (place) => {
    state.active = place;
    tiles.forEach((tile, at) => tile.setAttribute("tabindex", at === place ? "0" : "-1"));
  };
  put(state.active);
  wall.addEventListener("focusin", (event) => put(tiles.indexOf(event.target.closest("button"))));
  wall.addEventListener("keydown", (event) => {
    const place = stepOf(event.key, state.active, columnsOf(tiles.map((tile) => tile.offsetTop)), tiles.length);
    if (place === null) return;
    event.preventDefault();
    tiles[place].focus();
  });
}
