// What moved faders come to, before the network has been asked: where one matrix makes the scores of the averages, a
// fader changes them by a multiple of what its channel says.

import { powersOf } from "../softmax_terms/terms.js";

// Faders that stand elsewhere than in the last answer: [[place, gain, gain before], …]; `told` and `values` are
// [[channel, gain], …] in one order.
export function movedOf(told, values) {
  return values.map(([, gain], place) => [place, gain, told[place][1]]).filter(([, gain, before]) => gain !== before);
}

// {logits, probabilities, terms: [[channel, {value, product}], …], shares}: all scores, the terms of the chosen class
// that have moved, and the shares of its cells, (H × W). Nothing says by how much: a part of the page may have the
// network's answer before the desk has it. Where nothing has moved the answer stands: no terms, its own probabilities.
export function echoOf({ faders, chosen, against, arrays }, moved) {
  const logits = Float64Array.from(arrays.logits.data);
  const shares = Float64Array.from(arrays.map.data);
  const terms = [];
  if (moved.length === 0) return { logits, probabilities: null, terms, shares };
  for (const [place, gain, before] of moved) {
    const voice = partOf(arrays.voices.data, place, logits.length);
    voice.forEach((said, index) => { logits[index] += (gain - before) * said; });
    partOf(arrays.shares.data, place, shares.length).forEach((said, cell) => { shares[cell] += (gain - before) * said; });
    const lead = voice[chosen] - (against === null ? 0 : voice[against]);
    terms.push([faders[place][0], { value: gain * arrays.pooled.data[place], product: gain * lead }]);
  }
  const { powers, sum } = powersOf(logits, 1);
  return { logits, probabilities: powers.map((power) => power / sum), terms, shares };
}

// Row `place` of an array whose rows are `count` long.
const partOf = (data, place, count) => data.subarray(place * count, (place + 1) * count);
