// Keys that work anywhere on the page, whatever has the focus.

import { conceal } from "../shared/conceal.js";
import { mount } from "../shared/mounting.js";
import { meantBy } from "./meaning.js";

const FIELDS = ["stSelectbox", "stTextInput"].map((kind) => `[data-testid="stMain"] [data-testid="${kind}"] input`).join();

export default function pageKeys(component) {
  return mount(component, view);
}

function view({ root, send }) {
  conceal(root);
  const hear = (event) => {
    const key = meantBy(event);
    if (key === null) return;
    const field = key === "/" ? document.querySelector(FIELDS) : null;
    if (key === "/" && !field) return;
    event.preventDefault();
    if (field) field.focus();
    else send("press", key);
  };
  document.addEventListener("keydown", hear);
  return { restyle: () => {}, keep: () => ({}), dispose: () => document.removeEventListener("keydown", hear) };
}
