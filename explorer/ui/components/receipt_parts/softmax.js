// Arithmetic of softmax.

// {powers, sum, shares} of numbers: e^(number − largest), their sum, and each of them over it.
export function sharesOfPowers(numbers) {
  const largest = numbers.reduce((most, value) => Math.max(most, value), -Infinity);
  const powers = Float64Array.from(numbers, (value) => Math.exp(value - largest));
  const sum = powers.reduce((total, value) => total + value, 0);
  return { powers, sum, shares: powers.map((power) => power / sum) };
}

// Positions of the largest shares, then the opened one if it is not among them, then all others by size.
export function rankedShares(shares, shown, own) {
  const order = Array.from(shares, (_, index) => index).sort((a, b) => shares[b] - shares[a] || a - b);
  const leading = order.slice(0, shown);
  const rows = own < 0 || leading.includes(own) ? leading : [...leading, own];
  return { rows, rest: order.filter((index, place) => place >= shown && index !== own) };
}
