// Two grids in step: one order, one scroll, one pointer, one chosen channel, for two photos.

import { nextPlace } from "../channel_grid/parts.js";
import { valueOf } from "../channel_grid/layout.js";
import { tileAt } from "../shared/canvas.js";
import { parseColour, tableOf, themeColour, wordOf } from "../shared/colours.js";
import { make, segments } from "../shared/markup.js";
import { mount, watchWidth } from "../shared/mounting.js";
import { APPROXIMATELY, approximate, count, number } from "../shared/numbers.js";
import { unpack } from "../shared/wire.js";
import { pairOrder, pairPlan, paintGrid } from "./pairs.js";

const PAIR_ORDERS = ["by number", "moved farthest"];
const [BETWEEN, PAUSE] = [24, 250];
const SIDES = ["here", "there"];

export default function gridPair(component) {
  return mount(component, view);
}

function view({ data, root, kept, send }) {
  const { header, arrays } = unpack(data);
  const [total, tall, wide] = arrays.here.shape;
  const own = SIDES.map((side) => arrays[`${side}_limits`].data);
  const means = SIDES.map((side) => arrays[`${side}_means`].data);
  const model = {
    ...header, arrays, own, means, tall, wide, farthest: kept.farthest ?? false, chosen: header.selected,
    limits: own[0].map((limit, channel) => Math.max(limit, own[1][channel])), total,
  };
  const parts = build(root, model);
  const act = actions(root, model, parts, send);
  parts.head.append(segments("Order", PAIR_ORDERS, PAIR_ORDERS[Number(model.farthest)], act.reorder));
  listenTo(model, parts, act);
  act.arrangeAll();
  const stop = watchWidth(root, act.draw);
  return { restyle: act.draw, dispose: () => { stop(); act.stop(); }, keep: () => ({ farthest: model.farthest }) };
}

function build(root, model) {
  const parts = { caption: make("span.told"), head: make("div.head"), list: make("div.hidden", { role: "presentation" }) };
  parts.sides = SIDES.map(() => ({ canvas: make("canvas"), chosen: make("i.mark.chosen"), pointed: make("i.mark.pointed") }));
  parts.fields = parts.sides.map(({ canvas, chosen, pointed }) => make("div.field", { "aria-hidden": "true" }, canvas, chosen, pointed));
  parts.box = make("div.box", { tabindex: 0, role: "listbox", "aria-label": `${count(model.total)} channels of ${model.layer} for two photos; arrow keys choose one` },
    make("div.pair", {}, ...parts.fields), parts.list);
  parts.head.append(parts.caption);
  root.append(parts.head, make("div.names", {}, ...model.names.map((name) => make("strong", {}, name))), parts.box);
  return parts;
}

function actions(root, model, parts, send) {
  let timer;
  const draw = () => {
    const room = Math.floor((root.clientWidth - BETWEEN) / 2);
    if (room <= 0) return;
    model.plan = pairPlan(model.order.length, model.tall, model.wide, room);
    const table = tableOf(root, model.arrays);
    const line = wordOf(parseColour(themeColour(root, "border-color")));
    parts.sides.forEach(({ canvas }, side) => {
      const { across, down } = model.plan;
      [canvas.width, canvas.height] = [across, down];
      const words = paintGrid({ ...model, tiles: model.arrays[SIDES[side]].data, own: model.own[side], height: model.tall, width: model.wide, table, line });
      canvas.getContext("2d").putImageData(new ImageData(new Uint8ClampedArray(words.buffer), across, down), 0, 0);
    });
    mark("chosen", model.chosen);
  };
  const mark = (name, channel) => {
    const place = model.placeOf.get(channel);
    for (const side of parts.sides) {
      side[name].style.display = place === undefined ? "none" : "block";
      if (place === undefined) continue;
      const { columns, tile, gap } = model.plan;
      const [left, top] = [(place % columns) * (tile.wide + gap), Math.floor(place / columns) * (tile.tall + gap)];
      Object.assign(side[name].style, { left: `${left}px`, top: `${top}px`, width: `${tile.wide}px`, height: `${tile.tall}px` });
    }
  };
  const point = (at) => {
    parts.caption.replaceChildren(...(at ? pairPointed(model, at) : [pairResting(model)]));
    mark("pointed", at?.channel);
  };
  const choose = (channel, pause) => {
    model.chosen = channel;
    mark("chosen", channel);
    parts.list.querySelector('[aria-selected="true"]')?.setAttribute("aria-selected", "false");
    const option = parts.list.children[model.placeOf.get(channel)];
    option?.setAttribute("aria-selected", "true");
    parts.box.setAttribute("aria-activedescendant", option?.id ?? "");
    clearTimeout(timer);
    timer = setTimeout(() => send("channel", channel), pause);
  };
  const arrangeAll = () => {
    model.order = pairOrder(...model.means, model.farthest);
    model.placeOf = new Map(model.order.map((channel, place) => [channel, place]));
    parts.list.replaceChildren(...model.order.map((channel) => optionOf(model, channel)));
    draw();
    point(null);
  };
  const reorder = (order) => {
    model.farthest = order === PAIR_ORDERS[1];
    parts.box.scrollTop = 0;
    arrangeAll();
  };
  return { draw, point, choose, arrangeAll, reorder, stop: () => clearTimeout(timer) };
}

function listenTo(model, parts, act) {
  parts.sides.forEach(({ canvas }) => {
    const under = (event) => {
      const found = tileAt(event.offsetX, event.offsetY, model.order.length, model.plan);
      if (!found) return null;
      const [row, column] = [found.y, found.x].map((at) => Math.floor(at / model.plan.scale));
      return { channel: model.order[found.index], row, column };
    };
    canvas.addEventListener("pointermove", (event) => act.point(under(event)));
    canvas.addEventListener("pointerleave", () => act.point(null));
    canvas.addEventListener("click", (event) => {
      const at = under(event);
      if (at) act.choose(at.channel, 0);
    });
  });
  parts.box.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const { columns, tile, gap } = model.plan;
    const page = columns * Math.max(1, Math.floor(parts.box.clientHeight / (tile.tall + gap)));
    const next = nextPlace(event.key, model.placeOf.get(model.chosen) ?? -1, model.order.length, columns, page);
    if (next === null) return;
    act.choose(model.order[next], PAUSE);
    parts.sides[0].chosen.scrollIntoView({ block: "nearest" });
    event.preventDefault();
  });
}

const pairResting = ({ farthest }) => (farthest ? "channels whose averages are farthest apart come first" : "each pair of maps shares one scale");

function pairPointed(model, { channel, row, column }) {
  const values = SIDES.map((side, at) => {
    const limit = model.own[at][channel];
    const index = model.arrays[side].data[(channel * model.tall + row) * model.wide + column];
    return `${limit > 0 && index > 0 ? `${APPROXIMATELY} ` : ""}${approximate(valueOf(index, limit), limit / 127)}`;
  });
  const cell = model.tall === model.height ? ` · row ${row}, column ${column}` : "";
  return [make("strong", {}, `channel ${count(channel)}`), `${cell} · ${values[0]} and ${values[1]}`];
}

function optionOf({ means, chosen }, channel) {
  const text = `channel ${channel}, average ${number(means[0][channel])} and ${number(means[1][channel])}`;
  return make("div", { role: "option", id: `pair-${channel}`, "aria-selected": String(channel === chosen) }, text);
}
