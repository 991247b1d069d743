// Colours of values: 128 is zero and has the colour of the page, 255 is +limit, 1 is -limit, 0 is "not a number".

export const ZERO = 128;

// [red, green, blue] of "#RRGGBB", "#RGB", "rgb(r, g, b)" or "rgba(r, g, b, a)".
export function parseColour(text) {
  const value = text.trim();
  if (value.startsWith("#")) {
    const hex = value.length === 4 ? [...value.slice(1)].map((digit) => digit + digit).join("") : value.slice(1, 7);
    return [0, 2, 4].map((start) => parseInt(hex.slice(start, start + 2), 16));
  }
  return value.match(/[\d.]+/g).slice(0, 3).map(Number);
}

// Relative luminance 0..1 of [red, green, blue] in 0..255 (WCAG 2.2, "relative luminance").
export function luminance([red, green, blue]) {
  const [r, g, b] = [red, green, blue].map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

// The text of a theme variable as the element inherits it: themeColour(element, "primary-color").
// `element` may be a shadow root.
export function themeColour(element, name) {
  return getComputedStyle(element.host ?? element).getPropertyValue(`--st-${name}`).trim();
}

// Whether the page behind the element is dark.
export function isDark(element) {
  const background = themeColour(element, "background-color");
  return background !== "" && luminance(parseColour(background)) < 0.18;
}

// [red, green, blue] as the word that ImageData holds on a little-endian machine.
export function wordOf([red, green, blue]) {
  return (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0;
}

// 256 * 3 bytes of red, green, blue -> 256 words.
export function lookup(bytes) {
  return Uint32Array.from({ length: 256 }, (_, index) => wordOf(bytes.subarray(3 * index, 3 * index + 3)));
}

// The table of the page's theme, as words, of the two that a payload's arrays hold.
export function tableOf(element, { light, dark }) {
  return lookup((isDark(element) ? dark : light).data);
}

// Colour index of a value on the symmetric scale -limit..+limit. Values beyond it take its end; NaN takes 0.
export function indexOf(value, limit) {
  if (Number.isNaN(value)) return 0;
  if (!(limit > 0) && Number.isFinite(value)) return ZERO;
  const size = Math.min(127, Math.round((127 * Math.abs(value)) / limit));
  return value < 0 ? ZERO - size : ZERO + size;
}

// CSS text of one entry of a lookup table.
export function css(words, index) {
  const word = words[index];
  return `rgb(${word & 255}, ${(word >> 8) & 255}, ${(word >> 16) & 255})`;
}

// Which text reads better on a colour of the table: white, "light", or black, "dark" (the higher contrast ratio of
// WCAG 2.2, which with these two is nowhere below the 4.5 that it asks for).
export function textOn(words, index) {
  const word = words[index];
  const behind = luminance([word & 255, (word >> 8) & 255, (word >> 16) & 255]);
  const light = (1.0 + 0.05) / (behind + 0.05);
  const dark = (behind + 0.05) / (0.0 + 0.05);
  return light > dark ? "light" : "dark";
}
