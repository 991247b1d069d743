// One kernel: its name, its weights as a table to write in, what they are divided by, and a menu for all else.

import { dividedBy, weightSum } from "../shared/convolution.js";
import { arrowOf, make, segments } from "../shared/markup.js";
import {
  custom, divisorFrom, letterOf, numberFrom, resized, sameKernel, sentenceOf, wholeFrom, withPlanes, withWeight, written,
} from "./editing.js";
import { choice, field } from "./fields.js";

export const COLOURS = ["red", "green", "blue"];
const ROOMY = 4; // columns beside which there is room for another field

// {element, told}: the editor of kernel number `at`. change(kernel, {anew}) takes another one and says whether it fits;
// anew: its form changed, so the editor must be built again. told() shows what follows from the weights.
export function editorOf(model, at, { change, remove }) {
  const kernel = () => model.kernels[at];
  const [name, sentence, sum] = [make("b"), make("p.note.sentence"), make("p.note.total")];
  const menu = menuOf(model, at, { change, remove });
  const more = make("button.more", {
    type: "button", "aria-expanded": "false", "aria-label": `More for kernel ${letterOf(at)}`,
    click: () => {
      menu.hidden = !menu.hidden;
      more.setAttribute("aria-expanded", String(!menu.hidden));
    },
  }, "•••");
  const divisor = field("divide by", dividedBy(kernel()), {
    parse: divisorFrom, format: written, taken: (value) => change(custom(kernel(), { divisor: value })),
  });
  const bias = field("add", kernel().bias, {
    parse: numberFrom, format: written, taken: (value) => change(custom(kernel(), { bias: value })),
  });
  const sides = make("div.sides", {}, divisor.element, bias.element);
  const tables = planesOf(kernel().planes.map((_, plane) => weightTable(model, at, plane, change)));
  const wide = kernel().planes[0][0].length > ROOMY || kernel().planes.length > 1 ? ".wide" : "";
  const told = () => {
    name.textContent = kernel().name;
    sentence.textContent = sentenceOf(kernel(), model.presets);
    const all = kernel().planes.length > 1 ? "all weights add up to" : "weights add up to";
    sum.textContent = `${all} ${written(tidy(weightSum(kernel().planes)))}`;
    divisor.input.disabled = kernel().divisor === "sum";
    if (kernel().divisor === "sum") divisor.show(dividedBy(kernel()));
  };
  told();
  const head = make("div.head", {}, make("span.letter", { "aria-hidden": "true" }, letterOf(at)), name, more);
  const close = ({ key }) => {
    if (key !== "Escape" || menu.hidden) return;
    more.click();
    more.focus();
  };
  const element = make("section.editor", { "aria-label": `Kernel ${letterOf(at)}`, keydown: close }, head, menu, sentence,
    make(`div.numbers${wide}`, {}, tables, sides), sum);
  return { element, told };
}

// One plane; or three, of which one is in sight.
function planesOf(tables) {
  if (tables.length === 1) return make("div.planes", {}, ...tables);
  const show = (colour) => tables.forEach((table, plane) => { table.hidden = COLOURS[plane] !== colour; });
  show(COLOURS[0]);
  return make("div.planes", {}, segments("Weights for", COLOURS, COLOURS[0], show), ...tables);
}

// Sums such as -5/3 - 5/3 - 5/3 + 5, whose last bits are no finding.
const tidy = (sum) => (Math.abs(sum) < 1e-12 ? 0 : sum);

function weightTable(model, at, plane, change) {
  const rows = model.kernels[at].planes[plane];
  const colour = model.kernels[at].planes.length > 1 ? COLOURS[plane] : null;
  const inputs = rows.map((line, row) => line.map((weight, column) =>
    field(`${colour ? `${colour}, ` : ""}row ${row + 1}, column ${column + 1}`, weight, {
      parse: numberFrom, format: written, compact: true, hint: "a number, or a fraction such as -5/3",
      taken: (value) => change(withWeight(model.kernels[at], plane, row, column, value)),
    }).input));
  const body = make("tbody", {}, ...inputs.map((line) => make("tr", {}, ...line.map((input) => make("td", {}, input)))));
  const table = make("table.weights", { "aria-label": `weights of kernel ${letterOf(at)}${colour ? `, ${colour}` : ""}` }, body);
  table.addEventListener("keydown", (event) => moveBetween(inputs, event));
  return make("div.scroll", {}, table);
}

// Up and down lead to the weight above and below; left and right stay with the text.
function moveBetween(inputs, event) {
  const down = arrowOf(event.key)?.[0];
  if (!down || event.altKey || event.ctrlKey || event.metaKey) return;
  const row = inputs.findIndex((line) => line.includes(event.target));
  inputs[row + down]?.[inputs[row].indexOf(event.target)]?.focus();
  event.preventDefault();
}

function menuOf(model, at, { change, remove }) {
  const kernel = model.kernels[at];
  const anew = (next) => change(next, { anew: true });
  const [rows, columns] = [kernel.planes[0].length, kernel.planes[0][0].length];
  const preset = model.presets.find((one) => sameKernel(one.kernel, kernel));
  const presets = [...(preset ? [] : [["", kernel.name]]), ...model.presets.map((one) => [one.short, one.kernel.name])];
  const side = (label, value, what, next) => field(label, value, { parse: (text) => wholeFrom(text, what), late: true, taken: (count) => anew(next(count)) }).element;
  const divisor = kernel.divisor === "sum" ? "sum" : kernel.divisor === 1 ? "none" : "number";
  const menu = make("div.menu", {},
    choice("kernel", presets, preset?.short ?? "", (short) => short && anew(structuredClone(model.presets.find((one) => one.short === short).kernel))),
    make("div.pair", {},
      side("rows", rows, "rows", (count) => resized(model.kernels[at], count, columns)),
      side("columns", columns, "columns", (count) => resized(model.kernels[at], rows, count))),
    choice("weights for", [["1", "all colours alike"], ["3", "each colour"]], String(kernel.planes.length),
      (many) => anew(withPlanes(model.kernels[at], Number(many)))),
    choice("divided by", [["number", "a number"], ["sum", "the sum of its weights"], ["none", "nothing"]], divisor, (how) => {
      const now = model.kernels[at];
      anew(custom(now, { divisor: how === "sum" ? "sum" : how === "none" ? 1 : dividedBy(now) }));
    }),
    make("button.remove", { type: "button", ...(model.kernels.length > 1 ? {} : { disabled: "" }), click: () => remove(at) }, "Remove this kernel"));
  menu.hidden = true;
  return menu;
}
