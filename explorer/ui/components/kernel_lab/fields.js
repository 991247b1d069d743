// Fields for numbers: what cannot be used is outlined in red, and nothing else changes.

import { make } from "../shared/markup.js";
import { MINUS } from "../shared/numbers.js";

// {element, input, show}: a labelled text field. parse(text) gives a value or null; taken(value) is called at every
// keystroke that leaves a value that can be used, and says whether it can be used here. `late`: once it is typed to the
// end, for values whose beginnings would destroy something. Outside of the focus the field shows format(value), inside
// all digits.
export function field(label, value, { parse, taken, format = String, hint = "", compact = false, late = false }) {
  const input = make("input", {
    type: "text", inputmode: "decimal", autocomplete: "off", spellcheck: "false", "aria-label": compact ? label : null, title: hint || null,
    input: () => read(!late), change: () => read(true),
    focus: () => { if (!wrong()) input.value = plain(state.value); input.select(); },
    blur: () => { if (!wrong()) input.value = format(state.value); },
  });
  const state = { value };
  const wrong = () => input.getAttribute("aria-invalid") === "true";
  const read = (now) => {
    const found = parse(input.value);
    const good = found !== null && (found === state.value || !now || taken(found) !== false);
    input.setAttribute("aria-invalid", String(!good));
    if (good && now) state.value = found;
  };
  const show = (next) => {
    state.value = next;
    input.setAttribute("aria-invalid", "false");
    input.value = format(next);
  };
  show(value);
  const element = compact ? input : make("label.field", {}, make("span", {}, label), input);
  return { element, input, show };
}

// All digits of a number, as somebody would type it.
const plain = (value) => String(value).replace("-", MINUS);

export function choice(label, options, value, chosen) {
  const select = make("select", { "aria-label": label, change: () => chosen(select.value) },
    ...options.map(([key, text]) => make("option", { value: key, ...(key === value ? { selected: "" } : {}) }, text)));
  return make("label.field", {}, make("span", {}, label), select);
}
