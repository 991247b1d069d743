// How a score adds up: the strip of all numbers above, the waterfall of the largest terms below. Both point at the
// same term.

import { tableOf } from "../shared/colours.js";
import { make } from "../shared/markup.js";
import { mount, watchWidth } from "../shared/mounting.js";
import { unpack } from "../shared/wire.js";
import { orderOf, reachOf } from "./entries.js";
import { buildStrip } from "./strip.js";
import { buildWaterfall } from "./waterfall.js";

const NARROW = 560;

export default function scoreSum(component) {
  return mount(component, view);
}

function view({ data, root, kept, send }) {
  const { header, arrays } = unpack(data);
  const values = arrays.inputs.data;
  const model = {
    ...header, arrays, values, products: arrays.products.data, weights: arrays.weights.data, reach: reachOf(values),
    sorted: kept.sorted ?? false, order: orderOf(values, kept.sorted ?? false), at: null, pinned: null,
    most: arrays.products.data.reduce((most, product) => Math.max(most, Math.abs(product)), 0),
  };
  const act = { look: (entry) => look(entry), pin: (entry) => pin(entry), open: (what, entry) => open(what, entry) };
  const [strip, fall] = [buildStrip(model, act), buildWaterfall(model, act)];
  root.append(strip.element, fall.element);

  // Points at a term, or at the pinned one, if any (null): in the strip and, where it has a row, in the waterfall.
  function look(entry) {
    const at = entry ?? model.pinned;
    if (at === model.at) return;
    model.at = at;
    mark();
  }
  function pin(entry) {
    [model.at, model.pinned] = [entry, entry];
    mark();
  }
  function mark() {
    strip.mark();
    fall.mark();
  }
  function open(what, entry) {
    const { places, sources } = arrays;
    const count = values.length;
    const [channel, row, column] = [0, 1, 2].map((axis) => places.data[axis * count + entry]);
    const layer = what === "layers" ? model.maps : model.layers[sources.data[entry]];
    send("open", [what, layer, channel, row, column]);
  }
  root.classList.toggle("cells", model.cells);
  const layOut = () => {
    root.classList.toggle("narrow", root.clientWidth < NARROW);
    model.words = tableOf(root, arrays);
    fall.paint();
    strip.draw();
  };
  const stop = watchWidth(root, layOut);
  return { restyle: layOut, dispose: stop, keep: () => ({ sorted: model.sorted }) };
}
