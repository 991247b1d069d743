// Elements without a template language.

// make("div.note", {title: "…"}, "text", child): tag with classes, attributes (functions become listeners), children.
export function make(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const element = document.createElement(tag);
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

// Writes the text of an element; the same text once more would cost a layout.
export function writeText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

// A row of buttons of which one is pressed; chosen(value) is called when another is.
export function segments(label, options, value, chosen) {
  const group = make("div.segments", { role: "group", "aria-label": label });
  const mark = (now) => {
    for (const button of group.children) button.setAttribute("aria-pressed", String(button.value === now));
  };
  for (const option of options) {
    const press = () => {
      mark(option);
      chosen(option);
    };
    group.append(make("button", { type: "button", value: option, click: press }, option));
  }
  mark(value);
  return group;
}

// [down, right] of an arrow key, null for every other key.
export function arrowOf(key) {
  return { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[key] ?? null;
}
