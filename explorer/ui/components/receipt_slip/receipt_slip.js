// The slip of a receipt. A line opens its number; the line of a term that is lit elsewhere on the page lights up here.

import { announce, listen } from "../shared/link.js";
import { make } from "../shared/markup.js";
import { mount } from "../shared/mounting.js";
import { unpack } from "../shared/wire.js";

const COPIED_FOR = 2000;

export default function receiptSlip(component) {
  return mount(component, slipView);
}

function slipView({ data, root, send }) {
  const { header } = unpack(data);
  const open = (place) => place && send("open", place);
  const lines = header.rows.map((row) => lineOf(row, open));
  const table = lines.length ? make("table", {}, headOf(header.heading), make("tbody", {}, ...lines)) : null;
  const sums = header.sums.map(([name, text], place) => make(place === header.sums.length - 1 ? "div.sum" : "div", {}, make("dt", {}, name), make("dd", {}, text)));
  const proof = header.proof.map(([name, text]) => make("div", {}, make("dt", {}, name), make("dd", {}, text)));
  root.append(
    make("section.slip", { "aria-label": "The sum" }, table, make("dl.sums", {}, ...sums), make("dl.proof", {}, ...proof), gaugeOf(header),
      make(`p.verdict${header.holds ? "" : ".broken"}`, { role: "status" }, header.holds ? "✓ " : "", header.verdict)),
    buttonsOf(header.rows.find((row) => row.place && !row.padding), open),
  );
  const stop = listen("term", ({ index }) => header.rows.forEach((row, place) => lines[place].classList.toggle("lit", row.term === index)));
  return { restyle: () => {}, keep: () => ({}), dispose: stop };
}

function headOf(names) {
  return make("thead", {}, make("tr", {}, ...names.map((name) => make("th", { scope: "col" }, name))));
}

function lineOf({ term, place, cells, sign, padding }, open) {
  const tone = ["minus", "zero", "plus"][sign + 1];
  const last = cells.length - 1;
  const light = (index) => () => announce("term", { index, from: "slip" });
  const attributes = { pointerenter: light(term), pointerleave: light(null), focus: light(term), blur: light(null) };
  if (place && !padding) {
    attributes.tabindex = "0";
    attributes.role = "button";
    attributes["aria-label"] = `Open ${place[0]}, channel ${place[1]}, row ${place[2]}, column ${place[3]}: ${cells[last]}`;
    attributes.click = () => open(place);
    attributes.keydown = (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        open(place);
      }
    };
  }
  return make("tr", attributes, ...cells.map((text, at) => make(at === last ? `td.${tone}` : "td", {}, text)));
}

// How much of what rounding may cause there is.
function gaugeOf({ share, holds }) {
  if (share === null) return null;
  const part = make(holds ? "div" : "div.broken");
  part.style.width = `max(6px, ${100 * share}%)`;
  return make("div.gauge", { "aria-hidden": "true" }, part);
}

function buttonsOf(largest, open) {
  const copy = make("button", { type: "button" }, "Copy link");
  copy.addEventListener("click", () => copyLink(copy));
  const next = largest && make("button", { type: "button", click: () => open(largest.place) }, "Open largest ↳");
  return make("div.buttons", {}, copy, next);
}

async function copyLink(button) {
  try {
    await navigator.clipboard.writeText(location.href);
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy link"; }, COPIED_FOR);
  } catch {
    // A page without https, or a browser that refuses: the address to be copied by hand.
    const field = make("input", { type: "text", readonly: "", value: location.href, "aria-label": "The link" });
    button.replaceWith(field);
    field.select();
  }
}
