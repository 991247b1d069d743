// How the kernels move over the photo, and what size that gives.

import { EDGES, inNumbers, outputSize } from "../shared/convolution.js";
import { make } from "../shared/markup.js";
import { size } from "../shared/numbers.js";
import { letterOf, wholeFrom } from "./editing.js";
import { choice, field } from "./fields.js";

// The fields of a setting; change(setting) takes another one and says whether every kernel still fits.
export function movesOf(setting, change) {
  const whole = (what) => field(what, setting[what], {
    parse: (text) => wholeFrom(text, what), taken: (value) => change({ ...setting, [what]: value }),
  });
  const fields = Object.fromEntries(["stride", "padding", "dilation"].map((what) => [what, whole(what)]));
  const edge = choice("edge", EDGES.map((one) => [one, one]), setting.edge, (value) => change({ ...setting, edge: value }));
  return make("div.moves", {}, fields.stride.element, fields.padding.element, edge, fields.dilation.element);
}

// The output size worked out, a line for each size of kernel: [element].
export function sizesOf(model) {
  const groups = new Map();
  model.kernels.forEach((kernel, at) => {
    const key = `${kernel.planes[0].length}|${kernel.planes[0][0].length}`;
    groups.set(key, [...(groups.get(key) ?? []), at]);
  });
  return [...groups.values()].map((group) => sizeLine(model, group, groups.size > 1));
}

function sizeLine(model, group, several) {
  const { photo, setting } = model;
  const kernel = model.kernels[group[0]];
  const [rows, columns] = [kernel.planes[0].length, kernel.planes[0][0].length];
  const alike = photo.height === photo.width && rows === columns;
  const [down, across] = [inNumbers(photo.height, rows, setting), inNumbers(photo.width, columns, setting)];
  const worked = ({ left, outputs }) => [`${left} = `, make("b", {}, String(outputs).replace("-", "−"))];
  const names = several ? ` of ${group.map(letterOf).join(", ")}` : "";
  return make("p.size", {}, make("b.what", {}, `Output size${names}`),
    make("span.sum", {}, ...worked(down)), alike ? null : make("span.sum", {}, ...worked(across)),
    make("span.note", {}, remark(model, kernel, { down, across, alike })));
}

function remark({ photo, setting }, kernel, { down, across, alike }) {
  if (!outputSize(photo, kernel, setting)) {
    return down.outputs < 1 || across.outputs < 1 ? "no window fits: less dilation, more padding or a smaller kernel"
      : "the photo cannot be reflected that far: less padding, or another edge";
  }
  const which = alike ? "height and width alike: " : "height and width: ";
  if (down.outputs === photo.height && across.outputs === photo.width) {
    return `${which}a stride of ${setting.stride} and a padding of ${setting.padding} keep the size`;
  }
  return `${which}${size(photo.height, photo.width)} becomes ${size(down.outputs, across.outputs)}`;
}
