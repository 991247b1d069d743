// Everything that a number was made of: the ribbon of sums, and below it part by part.

import { tableOf, themeColour } from "../shared/colours.js";
import { make } from "../shared/markup.js";
import { mount, watchWidth } from "../shared/mounting.js";
import { ORDERS } from "./grouping.js";
import { mixBody } from "./mixing.js";
import { modelOf } from "./model.js";
import { noneBody, partsBody } from "./pieces.js";
import { patchBody } from "./patches.js";
import { pointing } from "./pointing.js";
import { poolBody } from "./pool.js";
import { ribbonView } from "./ribbon_view.js";
import { sharesBody } from "./shares.js";
import { stepsBody } from "./steps_view.js";

const NARROW = 560;
const BODIES = {
  patch: patchBody, mix: mixBody, pool: poolBody, steps: stepsBody, shares: sharesBody, parts: partsBody, none: noneBody,
};

export default function receiptParts(component) {
  return mount(component, partsView);
}

// The model of what is drawn has besides: order, how the parts are sorted; unfolded, how many of the smaller ones are
// shown; promoted, the maps that are shown in numbers because they were clicked; watchers, told what is pointed at; and wide,
// narrow, words and hairline for drawing.
function partsView({ data, root, kept, send }) {
  const model = Object.assign(modelOf(data), { order: kept.order ?? ORDERS[0], unfolded: null, promoted: [], wide: 0 });
  const box = make("div.parts");
  root.append(box);
  const act = {};
  const draw = () => {
    model.narrow = model.wide < NARROW;
    model.words = tableOf(root, model.tables);
    model.hairline = themeColour(root, "border-color");
    model.watchers = [];
    box.classList.toggle("narrow", model.narrow);
    box.replaceChildren(...[ribbonView(model), BODIES[model.header.kind](model, act)].filter(Boolean));
    pointer.drawn();
  };
  act.open = (target) => send("open", target);
  act.sort = (order) => {
    Object.assign(model, { order, unfolded: null, promoted: [] });
    draw();
    box.querySelector(`.segments [value="${order}"]`).focus();
  };
  act.unfold = (count) => {
    model.unfolded = count;
    const before = box.querySelectorAll(".unfolding > *").length;
    draw();
    focusItem(box.querySelectorAll(".unfolding > *")[before]);
  };
  act.promote = (map) => {
    if (model.header.kind !== "patch") return;
    if (!box.querySelector(`[data-row="${map}"]`)) {
      model.promoted.push(map);
      draw();
    }
    const row = box.querySelector(`[data-row="${map}"]`);
    row.querySelector("[tabindex]").focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  };
  const pointer = pointing(box, model, act);
  const stop = watchWidth(root, (wide) => {
    model.wide = wide;
    draw();
  });
  return {
    restyle: draw,
    dispose: () => {
      stop();
      pointer.stop();
    },
    keep: () => ({ order: model.order }),
  };
}

function focusItem(element) {
  if (!element) return;
  for (const item of element.parentElement.children) item.tabIndex = -1;
  element.tabIndex = 0;
  element.focus();
}
