// Arithmetic of a photo that lies over colours.

// How much of the photo is left: enough to be known, too little to hide a colour (render/class_picture.py has the same).
const PHOTO = 0.5;

// RGB bytes -> RGBA bytes in grey, pale to be multiplied with light colours, or dim to be screened over dark ones.
export function greyed(rgb, dark) {
  const rgba = new Uint8ClampedArray((rgb.length / 3) * 4);
  for (let at = 0; at < rgb.length / 3; at += 1) {
    const grey = 0.299 * rgb[3 * at] + 0.587 * rgb[3 * at + 1] + 0.114 * rgb[3 * at + 2];
    const shown = dark ? PHOTO * grey : 255 - PHOTO * (255 - grey);
    rgba.set([shown, shown, shown, 255], 4 * at);
  }
  return rgba;
}

// {row, column} of the largest share of a map `width` cells wide; the first where none is a number.
export function peakOf(shares, width) {
  let best = 0;
  shares.forEach((share, at) => {
    if (share > shares[best] || (Number.isNaN(shares[best]) && !Number.isNaN(share))) best = at;
  });
  return { row: Math.floor(best / width), column: best % width };
}
