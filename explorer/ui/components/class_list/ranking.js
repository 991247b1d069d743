// Arithmetic of the list of classes: who leads, and who is meant by what is typed.

// Class numbers, highest logit first; equal logits by number.
export function ranked(logits) {
  return Array.from(logits, (_, index) => index).sort((a, b) => logits[b] - logits[a] || a - b);
}

// Classes whose label holds every typed word, or whose number is typed; in the order given. Case does not matter.
export function matching(labels, order, query) {
  const words = query.toLowerCase().split(/[\s,]+/).filter(Boolean);
  return order.filter((index) => {
    const label = labels[index].toLowerCase();
    return query.trim() === String(index) || words.every((word) => label.includes(word));
  });
}

// Labels that more than one class bears (ImageNet has two cranes).
export function repeated(labels) {
  const seen = new Set();
  return new Set(labels.filter((label) => seen.has(label) || !seen.add(label)));
}

// Steps from the active row by an arrow key; from none, down begins at the first row and up at the last.
export function stepped(active, rows, down) {
  if (rows === 0) return -1;
  if (active < 0) return down > 0 ? 0 : rows - 1;
  return Math.min(rows - 1, Math.max(0, active + down));
}
