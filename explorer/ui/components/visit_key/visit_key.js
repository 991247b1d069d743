// Leaves the visitor's key in a cookie, so that a reload of the page comes back to the same place.
import { conceal } from "../shared/conceal.js";

export default function ({ data, parentElement }) {
  conceal(parentElement);
  const { name, key, seconds } = data;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${name}=${key}; Path=/; Max-Age=${seconds}; SameSite=Strict${secure}`;
}
