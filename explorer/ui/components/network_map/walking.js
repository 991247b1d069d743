// Keyboard: arrows follow the edges. A place is {block, step}: block -1 is the photo, blocks.length the classes; step is
// a step's number while a block lies open and the keys are in it, else null.

// Where an arrow key leads from a place; the same place where it leads nowhere.
export function stepTo(header, place, key) {
  const { blocks } = header;
  if (place.step === null) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[key] ?? 0;
    const block = Math.max(-1, Math.min(blocks.length, place.block + by));
    if (key === "ArrowDown" && blocks[block]) return { block, step: blocks[block].first };
    return { block, step: null };
  }
  if (key === "ArrowRight" || key === "ArrowLeft") return along(header, place, key === "ArrowRight");
  return across(header, place, key === "ArrowDown" ? 1 : -1);
}

function along({ blocks, nodes }, { block, step }, forward) {
  const routes = blocks[block].routes;
  const next = forward
    ? routes.filter(([source]) => source === step).map(([, target]) => target)
    : routes.filter(([, target]) => target === step).map(([source]) => source);
  const inside = next.filter((one) => one >= 0);
  // Along the row where an edge runs there, and no farther than needed: other rows are reached up and down.
  const [column, row] = nodes[step].place;
  const away = (one) => (nodes[one].place[1] === row ? 0 : 1000) + Math.abs(nodes[one].place[0] - column);
  if (inside.length) return { block, step: inside.reduce((best, one) => (away(one) < away(best) ? one : best)) };
  const other = block + (forward ? 1 : -1);
  if (!blocks[other]) return { block: other, step: null };
  return { block: other, step: forward ? blocks[other].first : blocks[other].last };
}

// The nearest step of a row below or above; above the first row lies the chain of blocks.
function across({ blocks, nodes }, { block, step }, by) {
  const [column, row] = nodes[step].place;
  const { first, last } = blocks[block];
  let best = null;
  for (let at = first; at <= last; at += 1) {
    const [otherColumn, otherRow] = nodes[at].place;
    const away = (otherRow - row) * by * 1000 + Math.abs(otherColumn - column);
    if ((otherRow - row) * by > 0 && (best === null || away < best.away)) best = { at, away };
  }
  if (best) return { block, step: best.at };
  return by < 0 ? { block, step: null } : { block, step };
}

// The steps in whose name or type all words of the text occur, best first: whole names before parts.
export function matches(nodes, text, most) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return [];
  const found = [];
  for (const [at, { name, type }] of nodes.entries()) {
    const where = `${name} ${type}`.toLowerCase();
    if (words.every((word) => where.includes(word))) found.push(at);
  }
  const rank = (at) => (nodes[at].name.toLowerCase() === words[0] ? 0 : 1);
  return found.sort((a, b) => rank(a) - rank(b) || a - b).slice(0, most);
}

// A place in words, for those who hear it.
export function spoken({ blocks, nodes, classes }, { block, step }) {
  if (block < 0) return "the photo";
  if (block >= blocks.length) return `the classes, ${classes[0].label} first with ${classes[0].text}`;
  if (step === null) return `block ${blocks[block].name}, ${blocks[block].shape}`;
  const { name, does, shape } = nodes[step];
  return `${name}, ${does}, ${shape}`;
}
