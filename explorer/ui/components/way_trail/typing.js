// When Backspace means "back".

const UNTYPED = ["button", "checkbox", "radio", "range", "submit"]; // inputs that take no text

// Whether a keydown event asks for the stop before: Backspace alone, pressed once, where no text is edited.
export function asksBack(event) {
  if (event.key !== "Backspace" || event.repeat || event.defaultPrevented) return false;
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return false;
  const { tagName, type, isContentEditable } = event.composedPath()[0];
  if (tagName === "INPUT") return UNTYPED.includes(type);
  return tagName !== "TEXTAREA" && tagName !== "SELECT" && isContentEditable !== true;
}
