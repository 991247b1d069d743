// One life for a component: Streamlit calls the default function again at every rerun and change of theme, with the
// same parent and without a cleanup in between. What has not changed must keep its scroll, focus and selection.

import { themeColour } from "./colours.js";

const mounts = new WeakMap();

// create({data, root, send, kept}) builds the view inside root; send(name, value) tells Python. It returns
//   restyle()     paints again after a change of theme
//   dispose()     stops what runs outside of root
//   update(data)  shows other data; a view without it is built anew, and has
//   keep()        what the next view starts from: its `kept`, {} for the first
// mount returns the cleanup for Streamlit.
export function mount({ data, parentElement, setTriggerValue }, create) {
  const mounted = mounts.get(parentElement) ?? { parent: parentElement };
  mounts.set(parentElement, mounted);
  mounted.trigger = setTriggerValue;
  const theme = themeColour(parentElement, "background-color") + themeColour(parentElement, "primary-color");
  const other = mounted.view && !sameBytes(mounted.data, data);
  mounted.data = data;
  if (!mounted.view || (other && !mounted.view.update)) rebuild(mounted, create);
  else if (other) mounted.view.update(data);
  if (mounted.theme && mounted.theme !== theme) mounted.view.restyle();
  mounted.theme = theme;
  return () => {
    mounted.view?.dispose();
    mounted.root?.remove();
    mounts.delete(parentElement);
  };
}

function rebuild(mounted, create) {
  const kept = mounted.view?.keep() ?? {};
  mounted.view?.dispose();
  const root = document.createElement("div");
  root.className = "root";
  if (mounted.root) mounted.root.replaceWith(root);
  else mounted.parent.appendChild(root);
  mounted.root = root;
  mounted.view = create({ data: mounted.data, root, kept, send: (name, value) => mounted.trigger(name, value) });
}

export function sameBytes(a, b) {
  if (a === b) return true;
  if (!a || !b || a.length !== b.length) return false;
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false;
  return true;
}

// Calls changed(width) now and whenever the element's width in whole CSS pixels is another one. Returns the stop.
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
