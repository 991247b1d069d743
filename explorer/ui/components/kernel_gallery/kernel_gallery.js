// All kernels of a convolution at once: in colour, as signed planes, or as a grid of output × input slices.

import { fit, ratio } from "../shared/canvas.js";
import { colourBar } from "../shared/colour_bar.js";
import { indexOf, parseColour, tableOf, themeColour, wordOf } from "../shared/colours.js";
import { arrowOf, make, segments } from "../shared/markup.js";
import { mount, watchWidth } from "../shared/mounting.js";
import { count, exact, number } from "../shared/numbers.js";
import { unpack } from "../shared/wire.js";
import { detailOf, PLANES } from "./detail.js";
import { boxOf, greyLevel, hit, labelEvery, moved, planOf, weightAt } from "./plan.js";

const SCALES = ["each kernel", "whole layer"];
const LOOKS = ["colour", "signed planes"];
const NARROW = 720;

export default function kernelGallery(component) {
  return mount(component, view);
}

function view({ data, root, kept, send }) {
  const { header, arrays } = unpack(data);
  const model = {
    ...header, arrays, weights: arrays.weights.data, shape: arrays.weights.shape, limits: arrays.limits.data,
    look: kept.look ?? LOOKS[0], scale: kept.scale ?? (header.mode === "slices" ? SCALES[1] : SCALES[0]),
    choice: choiceFrom(header, arrays.weights.shape), words: null, plan: null,
  };
  const parts = build(root, model);
  const act = actions(root, model, parts, send);
  const stop = watchWidth(root, act.layOut);
  parts.scroll.scrollTop = kept.scrollTop ?? 0;
  return {
    restyle: act.layOut, dispose: stop,
    keep: () => ({ look: model.look, scale: model.scale, scrollTop: parts.scroll.scrollTop }),
  };
}

// The selected (output, input) as a place in the window; the first kernel when it lies elsewhere.
function choiceFrom({ selected, outputs, firstInput }, [, inputs]) {
  const [output, input] = [outputs.indexOf(selected[0]), selected[1] - firstInput];
  const inside = output >= 0 && input >= 0 && input < inputs;
  return inside ? { output, input } : { output: 0, input: 0 };
}

function build(root, model) {
  const canvas = make("canvas", { "aria-hidden": "true" });
  const [hover, chosen, tag] = [make("div.hover"), make("div.chosen"), make("div.tag")];
  const stage = make("div.stage", {}, canvas, hover, chosen, tag);
  const scroll = make("div.scroll", {
    tabindex: 0, role: "application", "aria-label": `Kernels of ${model.layer}: arrow keys choose, Enter opens`,
  }, stage);
  const parts = {
    canvas, hover, chosen, tag, stage, scroll, readout: make("div.readout"), note: make("div.note"),
    voice: make("div.hidden", { "aria-live": "polite" }), panel: make("div"), tools: make("div.tools"),
    legend: colourBar(`Weights of ${model.layer}`), legendNote: make("div.note"),
  };
  root.append(parts.tools, make("div.columns", {},
    make("div.left", {}, scroll, parts.readout, parts.note, parts.voice),
    make("div.right", {}, parts.panel, parts.legend.element, parts.legendNote)));
  return parts;
}

function actions(root, model, parts, send) {
  const point = (place) => {
    parts.readout.replaceChildren(...(place ? spoken(model, place) : idle(model)));
    show(parts.hover, place && outline(model, place));
  };
  const choose = (place) => {
    model.choice = { output: place.output, input: place.input };
    drawChoice(model, parts, point);
  };
  const open = () => send("select", [model.outputs[model.choice.output], model.firstInput + model.choice.input]);
  const layOut = () => {
    root.classList.toggle("narrow", root.clientWidth < NARROW);
    model.words = tableOf(root, model.arrays);
    model.plan = planOf(planShape(model), parts.scroll.clientWidth, model.mode === "colour" && model.look === LOOKS[1] ? 3 : 1);
    paintAll(model, parts.canvas);
    parts.legend.draw({ counts: model.counts, limit: model.limit, signed: true, words: model.words });
    parts.note.textContent = noteOf(model);
    parts.legendNote.textContent = `${count(model.total)} weights of the layer, bars as square roots` +
      (model.scale === SCALES[0] ? "; cells are coloured by their own kernel's largest |weight|" : "");
    drawChoice(model, parts, point);
    point(null);
  };
  listenTo(model, parts, { point, choose, open });
  if (model.mode === "colour") parts.tools.append(segments("Look", LOOKS, model.look, (look) => { model.look = look; layOut(); }));
  parts.tools.append(segments("Colour scale", SCALES, model.scale, (scale) => { model.scale = scale; layOut(); }));
  return { layOut };
}

function planShape({ mode, shape: [outputs, inputs, height, width] }) {
  return { mode, outputs, inputs, height, width };
}

function listenTo(model, parts, { point, choose, open }) {
  const find = (event) => {
    const box = parts.canvas.getBoundingClientRect();
    return hit(model.plan, event.clientX - box.left, event.clientY - box.top);
  };
  parts.canvas.addEventListener("pointermove", (event) => point(find(event)));
  parts.canvas.addEventListener("pointerleave", () => point(null));
  parts.canvas.addEventListener("click", (event) => {
    const place = find(event);
    if (!place) return;
    choose(place);
    point(place);
    open();
  });
  parts.scroll.addEventListener("keydown", (event) => {
    const arrow = arrowOf(event.key);
    if (event.key === "Enter") open();
    else if (arrow) {
      event.preventDefault();
      choose(moved(model.plan, model.choice, ...arrow));
      reveal(parts, boxOf(model.plan, model.choice.output, model.choice.input));
      parts.voice.textContent = described(model);
    }
  });
}

function drawChoice(model, parts, point) {
  const { output, input } = model.choice;
  const box = outline(model, model.choice);
  show(parts.chosen, box);
  parts.tag.textContent = model.mode === "slices" ? `${model.outputs[output]} · ${model.firstInput + input}` : model.outputs[output];
  const below = box.top + box.tall + 22 < parts.canvas.clientHeight;
  const left = Math.max(0, Math.min(box.left - 2, model.plan.wide - 64));
  Object.assign(parts.tag.style, { left: `${left}px`, top: `${below ? box.top + box.tall + 2 : box.top - 20}px` });
  parts.panel.replaceChildren(detailOf(model, model.choice, limitOf(model, output), model.words, point));
}

const outline = ({ plan, mode }, { output, input }) => boxOf(plan, output, mode === "slices" ? input : null);

function show(element, box) {
  element.hidden = !box;
  if (box) Object.assign(element.style, { left: `${box.left}px`, top: `${box.top}px`, width: `${box.wide}px`, height: `${box.tall}px` });
}

function reveal({ scroll }, box) {
  scroll.scrollTop = Math.min(box.top - 4, Math.max(scroll.scrollTop, box.top + box.tall + 8 - scroll.clientHeight));
  scroll.scrollLeft = Math.min(box.left - 40, Math.max(scroll.scrollLeft, box.left + box.wide + 8 - scroll.clientWidth));
}

const limitOf = (model, output) => (model.scale === SCALES[0] ? model.limits[output] : model.limit);

// What the pointer is on, with every digit.
function spoken(model, { output, input, row, column }) {
  const at = (plane) => exact(model.weights[weightAt(model.shape, output, plane, row, column)]);
  const where = [`output ${model.outputs[output]}`];
  const mixed = model.mode === "colour" && model.look === LOOKS[0];
  if (model.mode === "colour" && !mixed) where.push(PLANES[input]);
  if (model.mode === "slices") where.push(`input ${model.firstInput + input}`);
  where.push(`row ${row}, column ${column}`);
  const value = mixed ? PLANES.map((name, plane) => `${name} ${at(plane)}`).join(" · ") : at(input);
  return [make("span", {}, `${where.join(" · ")} · `), make("strong", {}, value)];
}

const idle = () => [make("span", {}, "Point at a cell for its weight; click a kernel to enlarge it.")];

function described(model) {
  const { output, input } = model.choice;
  const [, , height, width] = model.shape;
  const plane = model.mode === "slices" ? `, input ${model.firstInput + input}` : "";
  const values = model.weights.subarray(weightAt(model.shape, output, input, 0, 0)).subarray(0, Math.min(25, height * width));
  return `Output ${model.outputs[output]}${plane}: ${[...values].map((value) => number(value, 3)).join("; ")}`;
}

function noteOf(model) {
  const [outputs, inputs, height, width] = model.shape;
  if (model.mode === "colour" && model.look === LOOKS[0]) {
    return `${count(outputs)} kernels of 3 × ${height} × ${width} as colours: grey is zero, each kernel is stretched by its own largest |weight|.`;
  }
  if (model.mode !== "slices") return `${count(outputs)} kernels of ${model.mode === "colour" ? "3" : "1"} × ${height} × ${width}; ${inColour(model)}`;
  const [allOutputs, allInputs] = model.whole;
  const sorted = model.outputs.some((output, at) => at > 0 && output !== model.outputs[at - 1] + 1);
  const rows = sorted ? `${count(outputs)} of ${count(allOutputs)}, sorted` : span(model.outputs[0], outputs, allOutputs);
  return `Rows are outputs ${rows}, columns are inputs ${span(model.firstInput, inputs, allInputs)}; ${inColour(model)}`;
}

const inColour = () => "orange is above zero, blue below.";
const span = (first, length, all) => `${count(first)} to ${count(first + length - 1)} of ${count(all)}`;

function paintAll(model, canvas) {
  const { plan } = model;
  const context = fit(canvas, plan.wide, plan.tall);
  const unit = ratio();
  context.clearRect(0, 0, canvas.width, canvas.height);
  const colours = model.mode === "colour" && model.look === LOOKS[0];
  const image = context.createImageData(canvas.width, canvas.height);
  const words = new Uint32Array(image.data.buffer);
  const frame = wordOf(parseColour(themeColour(canvas, "border-color")));
  const fill = (left, top, wide, tall, word) => {
    const [x0, x1] = [Math.round(left * unit), Math.round((left + wide) * unit)];
    for (let y = Math.round(top * unit); y < Math.round((top + tall) * unit); y += 1) words.fill(word, y * canvas.width + x0, y * canvas.width + x1);
  };
  // Around slices of one pixel a cell, hairlines would outweigh the weights.
  if (plan.mode === "slices" && plan.cell > 1) fill(plan.left, plan.top, plan.wide - plan.left, plan.tall - plan.top, frame);
  for (let output = 0; output < plan.outputs; output += 1) {
    if (plan.mode !== "slices") {
      const box = boxOf(plan, output, null);
      fill(box.left - 1, box.top - 1, box.wide + 2, box.tall + 2, frame);
    }
    for (let input = 0; input < (plan.mode === "slices" ? plan.inputs : plan.parts); input += 1) {
      paintSlice(model, fill, output, input, colours);
    }
  }
  context.putImageData(image, 0, 0);
  if (plan.mode === "slices") headings(model, context, unit, canvas);
}

function paintSlice(model, fill, output, input, colours) {
  const { plan, weights, shape } = model;
  const box = boxOf(plan, output, input);
  const limit = colours ? model.limits[output] : limitOf(model, output);
  for (let row = 0; row < plan.height; row += 1) {
    for (let column = 0; column < plan.width; column += 1) {
      const level = (plane) => greyLevel(weights[weightAt(shape, output, plane, row, column)], limit);
      const word = colours ? wordOf([0, 1, 2].map(level))
        : model.words[indexOf(weights[weightAt(shape, output, input, row, column)], limit)];
      fill(box.left + column * plan.cell, box.top + row * plan.cell, plan.cell, plan.cell, word);
    }
  }
}

function headings(model, context, unit, canvas) {
  const { plan, firstInput, outputs } = model;
  context.fillStyle = themeColour(canvas, "gray-text-color");
  context.font = `${12 * unit}px ${getComputedStyle(canvas).fontFamily}`;
  context.textBaseline = "middle";
  const [everyColumn, everyRow] = [labelEvery(plan.step.across, 32), labelEvery(plan.step.down, 16)];
  for (let input = 0; input < plan.inputs; input += everyColumn) {
    const box = boxOf(plan, 0, input);
    context.textAlign = "center";
    context.fillText(String(firstInput + input), (box.left + box.wide / 2) * unit, (plan.top / 2) * unit);
  }
  for (let output = 0; output < plan.outputs; output += everyRow) {
    const box = boxOf(plan, output, 0);
    context.textAlign = "right";
    context.fillText(String(outputs[output]), (plan.left - 6) * unit, (box.top + box.tall / 2) * unit);
  }
}
