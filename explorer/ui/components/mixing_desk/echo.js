// What moved faders come to, before the network has been asked: where one matrix makes the scores of the averages, a
// fader changes them by a multiple of what its channel says.

import { powersOf } from "../softmax_terms/terms.js";

// Faders that stand elsewhere than in the last answer: [[place, gain, gain before], …]; `told` and `values` are
// [[channel, gain], …] in one order.
export function movedOf(told, values) {
  return values.map(([, gain], place) => [place, gain, told[place][1]]).filter(([, gain, before]) => gain !== before);
}

// {logits, probabilities, terms: [[channel, {value, product}], …], shares}: all scores, the terms of the chosen class
// that change, and how much the shares of its cells change, (H × W).
export function echoOf({ faders, chosen, against, arrays }, moved) {
  const logits = Float64Array.from(arrays.logits.data);
  const [, height, width] = arrays.shares.shape;
  const shares = new Float64Array(height * width);
  const terms = [];
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
