// What the payload says, ready to be drawn.

import { unpack } from "../shared/wire.js";
import { groupsOf, limitOf, ownersOf, productsOf } from "./grouping.js";

// {header, terms, groups, owners, pictures, limits, tables}; terms are columns, groups as in grouping.js, owners the
// group of each term, limits the largest |input|, |weight| and |product|.
export function modelOf(data) {
  const { header, arrays } = unpack(data);
  const names = ["source", "channel", "row", "column", "input", "weight", "padding"];
  const terms = Object.fromEntries(names.map((name) => [name, arrays[name].data]));
  terms.product = productsOf(terms.input, terms.weight);
  const groups = groupsOf(terms.source, terms.channel, terms.product);
  return {
    header: { ...header, value: Number(header.value), bias: Number(header.bias), stages: stagesOf(header.stages) },
    terms,
    groups,
    owners: ownersOf(groups, terms.product.length),
    pictures: picturesOf(header.pictures, arrays.tiles.data),
    limits: { input: limitOf(terms.input), weight: limitOf(terms.weight), product: limitOf(terms.product) },
    tables: { light: arrays.light, dark: arrays.dark },
  };
}

function stagesOf(stages) {
  return stages.map(([name, value]) => ({ name, value: Number(value) }));
}

function picturesOf(pictures, tiles) {
  let start = 0;
  return pictures.map((picture) => {
    const indices = tiles.subarray(start, start + picture.tall * picture.wide);
    start += indices.length;
    return { ...picture, limit: Number(picture.limit), indices };
  });
}
