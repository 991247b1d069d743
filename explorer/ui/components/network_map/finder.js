// The field that finds a step by typing, with what it found below it.

import { make } from "../shared/markup.js";
import { matches } from "./walking.js";

const MOST = 8;

// chosen(step) is called with the number of the step that was picked.
export class Finder {
  constructor(chosen) {
    this.chosen = chosen;
    this.list = make("ul.found", { id: "found", role: "listbox", "aria-label": "Layers found", hidden: "" });
    this.field = make("input", {
      type: "search", placeholder: "name or type", role: "combobox", "aria-label": "Find a layer", "aria-expanded": "false",
      "aria-controls": "found", "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false",
      input: () => this.search(), keydown: (event) => this.key(event), blur: () => this.close(),
    });
    this.element = make("label.find", {}, make("span.label", {}, "Find a layer"), this.field, this.list);
  }

  show(nodes) {
    this.nodes = nodes;
    this.close();
  }

  search() {
    this.found = matches(this.nodes, this.field.value, MOST);
    this.at = 0;
    const nothing = this.field.value.trim() && !this.found.length;
    this.list.replaceChildren(
      ...this.found.map((step, at) =>
        make("li", { role: "option", id: `found-${at}`, pointerdown: (event) => this.pick(step, event) },
          this.nodes[step].name, make("span", {}, `${this.nodes[step].type} · ${this.nodes[step].shape}`))),
      ...(nothing ? [make("li.none", { role: "option", "aria-disabled": "true" }, "No layer has these words in its name or type.")] : []),
    );
    this.list.hidden = !this.found.length && !nothing;
    this.field.setAttribute("aria-expanded", String(!this.list.hidden));
    this.mark();
  }

  mark() {
    for (const [at, option] of [...this.list.children].entries()) option.setAttribute("aria-selected", String(at === this.at && this.found.length > 0));
    this.field.setAttribute("aria-activedescendant", this.found?.length ? `found-${this.at}` : "");
  }

  key(event) {
    event.stopPropagation();
    if (event.key === "Escape") this.close();
    if (!this.found?.length || this.list.hidden) return;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) this.at = (this.at + by + this.found.length) % this.found.length;
    if (by || event.key === "Enter") event.preventDefault();
    if (event.key === "Enter") this.pick(this.found[this.at], event);
    else this.mark();
  }

  pick(step, event) {
    event.preventDefault(); // the field keeps the focus until the map takes it
    this.close();
    this.chosen(step);
  }

  close() {
    this.list.hidden = true;
    this.field.setAttribute("aria-expanded", "false");
  }
}
