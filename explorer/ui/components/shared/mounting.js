// One life for a component: Streamlit calls the default function again at every rerun and change of theme,
// with the same parent and without a cleanup in between. What has not changed must keep its scroll, focus
// and selection.

import { themeColour } from "./colours.js";

const mounts = new WeakMap();

// create({data, root, send, kept}) builds the view inside root and returns {restyle(), dispose(), keep()}:
// restyle paints again after a change of theme, keep returns what the next view starts from when the data
// change, send(name, value) tells Python. Returns the cleanup for Streamlit.
export function mount({ data, parentElement, setTriggerValue }, create) {
  const mounted = mounts.get(parentElement) ?? { parent: parentElement };
  mounts.set(parentElement, mounted);
  mounted.trigger = setTriggerValue;
  const theme = themeColour(parentElement, "background-color") + themeColour(parentElement, "primary-color");
  if (!mounted.view || !sameBytes(mounted.data, data)) rebuild(mounted, data, create);
  else if (mounted.theme !== theme) mounted.view.restyle();
  mounted.theme = theme;
  return () => {
    mounted.view?.dispose();
    mounted.root?.remove();
    mounts.delete(parentElement);
  };
}

function rebuild(mounted, data, create) {
  const kept = mounted.view?.keep() ?? {};
  mounted.view?.dispose();
  const root = document.createElement("div");
  root.className = "root";
  if (mounted.root) mounted.root.replaceWith(root);
  else mounted.parent.appendChild(root);
  mounted.root = root;
  mounted.data = data;
  mounted.view = create({ data, root, kept, send: (name, value) => mounted.trigger(name, value) });
}

export function sameBytes(a, b) {
  if (a === b) return true;
  if (!a || !b || a.length !== b.length) return false;
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false;
  return true;
}

// Calls changed(width) now and whenever the element's width in whole CSS pixels is another one. Returns the
// stop.
export function watchWidth(element, changed) {
  let before = -1;
  const look = () => {
    const width = Math.floor(element.clientWidth);
    if (width > 0 && width !== before) {
      before = width;
      changed(width);
    }
  };
  const observer = new ResizeObserver(look);
  observer.observe(element);
  look();
  return () => observer.disconnect();
}
