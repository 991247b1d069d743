// Leaves the visit's key in the tab and in a cookie, so that a reload comes back to the same place.
//
// The cookie travels with the first request, so it must name the tab that is loaded again: each tab writes it when it
// comes into view and when it goes.
import { conceal } from "../shared/conceal.js";
import { cookieText, exchange, strayed } from "./tab.js";

const stops = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  conceal(parentElement);
  stops.get(parentElement)?.();
  const sign = () => (document.cookie = cookieText(data, location.protocol === "https:"));
  document.addEventListener("visibilitychange", sign);
  window.addEventListener("pagehide", sign);
  const stop = () => {
    document.removeEventListener("visibilitychange", sign);
    window.removeEventListener("pagehide", sign);
  };
  stops.set(parentElement, stop);
  if (document.visibilityState === "visible") sign();
  const left = lastKey(data);
  if (strayed(left, data)) setTriggerValue("left", left);
  return stop;
}

function lastKey({ name, key }) {
  try {
    return exchange(sessionStorage, name, key);
  } catch {
    return null; // a browser that keeps no data of sites throws
  }
}
