// The thumbnails as canvases, made when they are first drawn.

import { picture } from "../shared/canvas.js";

export class Tiles {
  constructor(header, sheet, table) {
    [this.header, this.sheet, this.table, this.made] = [header, sheet, table, new Map()];
  }

  // Draws tile number `which` of a step into the rectangle; nothing where the step has fewer.
  draw(context, step, which, x, y, wide, tall) {
    const [start, count, height, width] = this.header.nodes[step].tiles;
    if (which >= count) return;
    if (!this.made.has(step)) {
      const cells = this.sheet.subarray(start, start + count * height * width);
      this.made.set(step, picture(cells, count * height, width, this.table));
    }
    const ratio = context.getTransform().a;
    context.imageSmoothingEnabled = width > wide * ratio; // what is made larger keeps its cells, what shrinks is averaged
    context.drawImage(this.made.get(step), 0, which * height, width, height, x, y, wide, tall);
  }
}
