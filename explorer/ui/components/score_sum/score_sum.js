// How a score adds up: the strip of all numbers above, the waterfall of the largest terms below. Both point at the
// same term.

import { tableOf } from "../shared/colours.js";
import { followFaders } from "../shared/faders.js";
import { mount, sameBytes, watchWidth } from "../shared/mounting.js";
import { unpack } from "../shared/wire.js";
import { echoed } from "./echo.js";
import { orderOf, reachOf } from "./entries.js";
import { buildStrip } from "./strip.js";
import { buildWaterfall } from "./waterfall.js";

const NARROW = 560;

export default function scoreSum(component) {
  return mount(component, view);
}

function view({ data, root, kept, send }) {
  const model = { sorted: kept.sorted ?? false, at: null, pinned: null };
  learn(data);
  const act = { look: (entry) => look(entry), pin: (entry) => pin(entry), open: (what, entry) => open(what, entry) };
  const strip = buildStrip(model, act);
  const waterfall = buildWaterfall(model, act);
  root.append(strip.element, waterfall.element);

  // Takes a sum as Python sends it.
  function learn(sum) {
    const { header, arrays } = unpack(sum);
    Object.assign(model, header, { sum, header, arrays, weights: arrays.weights.data });
    take(arrays.inputs.data, arrays.products.data);
  }
  function take(values, products) {
    const most = products.reduce((largest, product) => Math.max(largest, Math.abs(product)), 0);
    Object.assign(model, { values, products, most, reach: reachOf(values), order: orderOf(values, model.sorted) });
  }
  // While faders move the desk tells the sum, and what some of its terms come to before the network has answered.
  function hear({ sum, terms }) {
    if (!sameBytes(sum, model.sum)) learn(sum);
    const { header, arrays } = model;
    const channels = arrays.places.data.subarray(0, arrays.inputs.data.length);
    const changes = new Map(terms.map(([channel, change]) => [channels.indexOf(channel), change]));
    const fall = echoed({ ...header, products: arrays.products.data }, changes);
    const [values, products] = [arrays.inputs.data.slice(), arrays.products.data.slice()];
    for (const [entry, { value, product }] of fall ? changes : []) [values[entry], products[entry]] = [value, product];
    take(values, products);
    model.receipts = header.receipts && changes.size === 0; // they are of the network as it is
    waterfall.tell(fall ?? header);
    model.at = waterfall.pointed() ?? model.at; // its line may say another term now
    mark();
  }

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
    waterfall.mark();
  }
  function open(what, entry) {
    const { places, sources } = model.arrays;
    const count = model.values.length;
    const [channel, row, column] = [0, 1, 2].map((axis) => places.data[axis * count + entry]);
    const layer = what === "layers" ? model.maps : model.layers[sources.data[entry]];
    send("open", [what, layer, channel, row, column]);
  }
  root.classList.toggle("cells", model.cells);
  const layOut = () => {
    root.classList.toggle("narrow", root.clientWidth < NARROW);
    model.words = tableOf(root, model.arrays);
    waterfall.paint();
    strip.draw();
  };
  const stops = [watchWidth(root, layOut), followFaders(model.asked, hear)];
  return { restyle: layOut, dispose: () => stops.forEach((stop) => stop()), keep: () => ({ sorted: model.sorted }) };
}
