// Above the grid: the order of the channels, what of them is shown, and the way to one of them.

import { boundWords, isDead, ORDERS } from "./places.js";

// Streamlit may put a component up anew while its page settles: what was chosen in the one before holds on.
const keptTools = { order: "number", bound: "", alive: false };

export class Tools {
  // `node` is that of gridNode; changed() is called when other channels are to be shown, jump(channel) for one of them.
  constructor(node, changed, jump) {
    [this.order, this.bound, this.alive, this.jump, this.tune] =
      ["order", "bound", "alive", "jump", "tune"].map((name) => node.querySelector(`.${name}`));
    this.tools = node.querySelector(".tools");
    [this.order.value, this.alive.checked] = [keptTools.order, keptTools.alive];
    this.order.addEventListener("change", () => {
      this.bound.value = "";
      this.dress();
      this.keep(changed);
    });
    this.bound.addEventListener("input", () => {
      this.bound.setAttribute("aria-invalid", String(this.bound.value !== "" && this.limit() === null));
      this.keep(changed);
    });
    this.alive.addEventListener("change", () => this.keep(changed));
    this.jump.addEventListener("change", () => jump(this.wanted()));
    this.tune.addEventListener("click", () => this.unfold(this.tools.classList.toggle("open")));
  }

  keep(changed) {
    Object.assign(keptTools, { order: this.order.value, bound: this.bound.value, alive: this.alive.checked, layer: this.layer });
    changed();
  }

  // Another layer; the order stays, and its bound goes, for it belongs to other values.
  show(arrays, layer) {
    this.layer = layer;
    this.channels = arrays.limits.data.length;
    const dead = Array.from(arrays.limits.data, (_, channel) => isDead(arrays, channel)).some(Boolean);
    this.alive.closest("label").hidden = !dead;
    [this.bound.value, this.jump.value, this.jump.max] = [keptTools.layer === layer ? keptTools.bound : "", "", this.channels - 1];
    this.jump.setAttribute("aria-invalid", "false");
    this.dress();
  }

  unfold(open) {
    this.tune.setAttribute("aria-expanded", String(open));
  }

  dress() {
    const words = boundWords(this.order.value);
    this.bound.hidden = words === "";
    this.bound.placeholder = words;
    this.bound.setAttribute("aria-label", `Only channels with ${words} this ${ORDERS[this.order.value].figure ?? ""}`);
  }

  limit() {
    const typed = Number(this.bound.value);
    return this.bound.value !== "" && Number.isFinite(typed) ? typed : null;
  }

  wish() {
    return { order: this.order.value, bound: this.limit(), dead: this.alive.closest("label").hidden || !this.alive.checked };
  }

  // The channel that was typed; null, and marked as wrong, where there is none of that number.
  wanted() {
    const typed = Number(this.jump.value);
    const there = this.jump.value !== "" && Number.isInteger(typed) && typed >= 0 && typed < this.channels;
    this.jump.setAttribute("aria-invalid", String(this.jump.value !== "" && !there));
    return there ? typed : null;
  }
}
