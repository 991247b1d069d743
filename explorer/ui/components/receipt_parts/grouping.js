// Terms gathered by the map that they stand in. A group is {source, channel, terms, sum, adds, takes}: the positions
// of its terms, the sum of their products, and what the positive and the negative ones come to.

export const ORDERS = ["largest first", "by number"];

export function productsOf(input, weight) {
  return Float64Array.from(input, (value, index) => value * weight[index]);
}

// Groups in the order in which their first terms come.
export function groupsOf(source, channel, products) {
  const groups = new Map();
  for (let index = 0; index < products.length; index += 1) {
    const key = `${source[index]} ${channel[index]}`;
    let group = groups.get(key);
    if (!group) {
      group = { source: source[index], channel: channel[index], terms: [], sum: 0, adds: 0, takes: 0 };
      groups.set(key, group);
    }
    group.terms.push(index);
    group.sum += products[index];
    group[products[index] > 0 ? "adds" : "takes"] += products[index];
  }
  return [...groups.values()];
}

// Positions of the groups: the largest |sum| first (equal ones as they come), or by layer and number.
export function orderOf(groups, order) {
  const [layer, number] = [(at) => groups[at].source, (at) => groups[at].channel];
  const positions = groups.map((_, at) => at);
  if (order === ORDERS[1]) return positions.sort((a, b) => layer(a) - layer(b) || number(a) - number(b));
  const size = groups.map(({ sum }) => (Number.isNaN(sum) ? Infinity : Math.abs(sum)));
  return positions.sort((a, b) => (size[a] === size[b] ? a - b : size[b] - size[a]));
}

// For each term the position of its group.
export function ownersOf(groups, count) {
  const owners = new Int32Array(count);
  groups.forEach(({ terms }, at) => terms.forEach((index) => { owners[index] = at; }));
  return owners;
}

// The term with the largest |product| among `terms`; the first of equal ones.
export function leadingOf(terms, products) {
  return terms.reduce((best, index) => (Math.abs(products[index]) > Math.abs(products[best]) ? index : best), terms[0]);
}

// The largest |value|; what is not finite does not count.
export function limitOf(values) {
  return values.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0);
}

// {rows, columns} of the rectangle that the terms fill row by row; null where they fill none.
export function rectangleOf(row, column) {
  const columns = row.findIndex((value) => value !== row[0]);
  const wide = columns < 0 ? row.length : columns;
  const fits = row.length % wide === 0 && row.every((value, index) => value === row[index - (index % wide)]
    && column[index] === column[index % wide]);
  return fits ? { rows: row.length / wide, columns: wide } : null;
}
