// The button that copies the page's address.

import { make } from "../shared/markup.js";

const COPIED_FOR = 2000;
const COPY = "Copy link";

export function copyButton() {
  const button = make("button", { type: "button" }, COPY);
  const said = make("span.hidden", { role: "status" });
  const group = make("span.copy", {}, button, said);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(location.href);
      button.textContent = said.textContent = "Copied";
      setTimeout(() => { [button.textContent, said.textContent] = [COPY, ""]; }, COPIED_FOR);
    } catch {
      showAddress(group);
    }
  });
  return group;
}

// A page without https, or a browser that refuses: the address, selected, to be copied by hand.
function showAddress(group) {
  const field = make("input", { type: "text", readonly: "", value: location.href, "aria-label": "The link, to be copied" });
  field.addEventListener("focus", () => field.select());
  group.replaceChildren(field);
  field.focus();
}
