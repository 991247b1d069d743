// What moved faders come to, before the network has been asked: where one matrix makes the scores of the averages, a
// fader changes them by a multiple of what its channel says.

import { powersOf } from "../softmax_terms/terms.js";

// Faders that stand elsewhere than in the last answer: [[place, gain, gain before], …]; `told` and `values` are
// [[channel, gain], …] in one order.
export function movedOf(told, values) {
  return values.map(([, gain], place) => [place, gain, told[place][1]]).filter(([, gain, before]) => gain !== before);
}

// {logits, probabilities, shares, terms: [[channel, {value, product}], …]}: all scores, the shares of the cells,
// (H × W), null where there are none, and the terms of the chosen class that are others than in the answer. Where
// nothing has moved, or only the network can say what it comes to, the answer stands.
export function echoOf({ faders, chosen, against, arrays }, moved) {
  const terms = [];
  if (moved.length === 0 || !arrays.voices) {
    return { logits: arrays.logits.data, probabilities: arrays.probabilities.data, shares: arrays.cells?.data ?? null, terms };
  }
  const logits = Float64Array.from(arrays.logits.data);
  const shares = Float64Array.from(arrays.cells.data);
  for (const [place, gain, before] of moved) {
    const voice = partOf(arrays.voices.data, place, logits.length);
    voice.forEach((said, index) => { logits[index] += (gain - before) * said; });
    partOf(arrays.shares.data, place, shares.length).forEach((said, cell) => { shares[cell] += (gain - before) * said; });
    const lead = voice[chosen] - (against === null ? 0 : voice[against]);
    terms.push([faders[place][0], { value: gain * arrays.pooled.data[place], product: gain * lead }]);
  }
  const { powers, sum } = powersOf(logits, 1);
  return { logits, probabilities: powers.map((power) => power / sum), shares, terms };
}

// Row `place` of an array whose rows are `count` long.
const partOf = (data, place, count) => data.subarray(place * count, (place + 1) * count);
