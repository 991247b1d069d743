// What colours end at: the largest |value| of each channel, of the whole layer, or a value that is typed.

// Streamlit may put a component up anew while its page settles: what was chosen in the one before holds on.
const keptRange = { mode: "channel", typed: null };

export class ColourRange {
  // `node` holds the choice and the field of gridNode; changed() is called after the visitor's every change.
  constructor(node, changed) {
    [this.choice, this.own, this.field] = ["range", "own", "limit"].map((name) => node.querySelector(`.${name}`));
    ({ mode: this.mode, typed: this.typed } = keptRange);
    this.field.hidden = this.mode !== "fixed";
    if (this.typed !== null) this.field.value = this.typed;
    node.addEventListener("input", () => {
      this.read();
      changed();
    });
  }

  // Another layer: its largest |value|, and whether its maps are single cells.
  show(layerLimit, single) {
    [this.layerLimit, this.single] = [layerLimit, single];
    this.own.hidden = single;
    this.choice.querySelector(`[value="${this.shared()}"]`).checked = true;
  }

  // The mode in force: a single cell on its own scale would always have the strongest colour.
  shared() {
    return this.mode === "channel" && this.single ? "layer" : this.mode;
  }

  // The limit that all tiles share, or null when each has its own.
  limit() {
    return { layer: this.layerLimit, fixed: this.typed }[this.shared()] ?? null;
  }

  read() {
    this.mode = this.choice.querySelector("input:checked").value;
    this.field.hidden = this.mode !== "fixed";
    if (this.mode === "fixed" && this.field.value === "") this.field.value = Number(this.layerLimit.toPrecision(3));
    const entered = Number(this.field.value);
    const valid = this.field.value !== "" && Number.isFinite(entered) && entered > 0;
    this.field.setAttribute("aria-invalid", String(!valid));
    if (valid) this.typed = entered;
    Object.assign(keptRange, { mode: this.mode, typed: this.typed });
  }
}
