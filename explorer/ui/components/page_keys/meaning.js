// Which keys are meant for the page.

const KEYS = ["[", "]", "/"];
const UNTYPED = ["button", "checkbox", "radio", "range", "submit"]; // inputs that take no text

// The key of a keydown event, or null where it has another meaning. Keyboards that write [ with AltGr report Ctrl and
// Alt as well.
export function meantBy(event) {
  const withOthers = (event.ctrlKey || event.altKey) && !event.getModifierState("AltGraph");
  if (!KEYS.includes(event.key) || withOthers || event.metaKey || event.repeat || event.defaultPrevented) return null;
  return takesText(event.composedPath()[0]) ? null : event.key;
}

function takesText({ tagName, type, isContentEditable }) {
  if (tagName === "INPUT") return !UNTYPED.includes(type);
  return tagName === "TEXTAREA" || tagName === "SELECT" || isContentEditable === true;
}
