// The page elements of the strip: pictures with their captions, and the controls of the sliding window.

import { make } from "../shared/markup.js";

const ICONS = {
  back: "M6 6h2v12H6zM18 6v12l-8.5-6z",
  play: "M8 5v14l11-7z",
  pause: "M6 5h4v14H6zM14 5h4v14h-4z",
  on: "M16 6h2v12h-2zM6 6v12l8.5-6z",
  arrow: "M12 4l-1.4 1.4 5.6 5.6H4v2h12.2l-5.6 5.6L12 20l8-8z",
};

// {node, canvas, caption, here}: `here` says what changes with the pointer. One that `opens` can have the focus.
export function figureOf(name, caption, opens) {
  const canvas = make("canvas", { role: "img", "data-picture": name, tabindex: opens ? "0" : null });
  const parts = { canvas, caption: make("span", {}, caption), here: make("span.here") };
  return { ...parts, node: make("figure", {}, canvas, make("figcaption", {}, parts.caption, parts.here)) };
}

// What stands between two pictures: nothing between the photo and its part, else an arrow.
export function between(name) {
  return make(`span.between.to-${name}`, { "aria-hidden": "true" }, name === "part" ? null : icon(ICONS.arrow));
}

// {node, playing(on), moved(on)}: buttons for the calls step(-1), step(1), play() and open(), above lines of text.
export function controlsOf(lines, calls, { still }) {
  const button = (name, label, click) => make("button", { type: "button", title: label, "aria-label": label, click }, icon(ICONS[name]));
  const play = button("play", "Play, key Space", calls.play);
  const open = make("button.open", { type: "button", click: calls.open }, "Open this number");
  const row = make("div.buttons", {}, button("back", "One cell back", () => calls.step(-1)), still ? null : play, button("on", "One cell on", () => calls.step(1)), open);
  const playing = (on) => {
    play.replaceChildren(icon(on ? ICONS.pause : ICONS.play));
    play.setAttribute("aria-label", on ? "Pause, key Space" : "Play, key Space");
    play.title = play.getAttribute("aria-label");
  };
  const moved = (on) => open.classList.toggle("away", !on);
  moved(false);
  return { node: make("div.controls", {}, row, ...lines.map((line) => make("p", {}, line))), playing, moved };
}

function icon(path) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS("http://www.w3.org/2000/svg", "path");
  shape.setAttribute("d", path);
  svg.append(shape);
  return svg;
}
