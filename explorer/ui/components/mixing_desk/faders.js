// The faders side by side: the map above, which mutes at a click, the slider, its channel and what it stands at.

import { picture } from "../shared/canvas.js";
import { tableOf } from "../shared/colours.js";
import { make } from "../shared/markup.js";
import { STEP, gainText, stepped, strength } from "./gains.js";

// {elements, values, set, paint, focus, focused}; set([[channel, gain], …]) moves some; moved(channel, gain) is called when somebody has moved one.
export function buildFaders(model, root, moved) {
  const strips = model.faders.map(([channel, gain], at) => stripOf(model, channel, gain, at, moved));
  const values = () => strips.map(({ channel, slider }) => [channel, stepped(Number(slider.value))]);
  const set = (gains) => gains.forEach(([channel, gain]) => strips.find((one) => one.channel === channel)?.show(gain));
  const paint = () => strips.forEach(({ spot }, at) => spot.replaceChildren(tileOf(model, root, at)));
  const focused = () => strips.find(({ slider }) => slider.matches(":focus"))?.channel ?? null;
  const focus = (channel) => {
    const strip = strips.find((one) => one.channel === channel);
    strip?.slider.focus();
    return strip !== undefined;
  };
  paint();
  return { elements: strips.map(({ element }) => element), values, set, paint, focus, focused };
}

function stripOf(model, channel, gain, at, moved) {
  const slider = make("input", { type: "range", min: 0, max: model.loudest, step: STEP, "aria-orientation": "vertical", "aria-label": `Fader of channel ${channel}` });
  const spot = make("button.spot", { type: "button" });
  const said = make("span.gain", { "aria-hidden": "true" });
  const element = make("div.fader", {}, spot, slider, make("span.channel", { "aria-hidden": "true" }, String(channel)), said);
  const show = (value) => {
    slider.value = value;
    slider.setAttribute("aria-valuetext", gainText(value));
    said.textContent = gainText(value);
    element.classList.toggle("moved", value !== 1);
    spot.style.setProperty("--strength", strength(value));
    spot.setAttribute("aria-label", `${value === 0 ? "Unmute" : "Mute"} channel ${channel}`);
  };
  const move = (value) => {
    show(stepped(value));
    moved(channel, stepped(value));
  };
  slider.addEventListener("input", () => move(Number(slider.value)));
  slider.addEventListener("dblclick", () => move(1));
  spot.addEventListener("click", () => move(Number(slider.value) === 0 ? 1 : 0));
  show(gain);
  return { element, channel, slider, spot, show };
}

function tileOf(model, root, at) {
  const { tiles } = model.arrays;
  const [, height, width] = tiles.shape;
  const canvas = picture(tiles.data.subarray(at * height * width, (at + 1) * height * width), height, width, tableOf(root, model.arrays));
  canvas.setAttribute("aria-hidden", "true");
  return canvas;
}
