// A few maps of one size side by side, with one scale and one pointer.

import { picture } from "../shared/canvas.js";
import { colourBar } from "../shared/colour_bar.js";
import { tableOf } from "../shared/colours.js";
import { make } from "../shared/markup.js";
import { mount, watchWidth } from "../shared/mounting.js";
import { number, size } from "../shared/numbers.js";
import { unpack } from "../shared/wire.js";
import { frameOf } from "../kernel_lab/frame.js";
import { photoImage } from "../kernel_lab/photo.js";
import { quantised } from "../kernel_lab/scaling.js";

const NARROW = 560;
const GAP = 24;

export default function mapRow(component) {
  return mount(component, ({ data, root }) => {
    const row = new MapRow(root);
    row.update(data);
    return row;
  });
}

class MapRow {
  constructor(root) {
    this.root = root;
    this.legend = colourBar("Values of these maps");
    this.stop = watchWidth(root, () => this.draw());
  }

  // arrays: maps (N, H, W), and a photo (h, w, 3) of any size that stands before them where it is not empty.
  update(data) {
    const { header, arrays } = unpack(data);
    [this.header, this.arrays] = [header, arrays];
    const [many, height, width] = arrays.maps.shape;
    const cells = height * width;
    this.maps = Array.from({ length: many }, (_, at) => arrays.maps.data.subarray(at * cells, (at + 1) * cells));
    Object.assign(this, { height, width });
    this.limit = arrays.maps.data.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0);
    this.signed = arrays.maps.data.some((value) => value < 0);
    this.here = { row: height >> 1, column: width >> 1 };
    this.draw();
  }

  restyle() {
    this.draw();
  }

  dispose() {
    this.stop();
  }

  draw() {
    const across = this.root.clientWidth;
    if (!across || !this.maps) return;
    const seen = this.arrays.photo.data.length > 0;
    const columns = across < NARROW ? 1 : this.maps.length + Number(seen);
    const wide = Math.min(this.header.widest, Math.floor((across - (columns - 1) * GAP) / columns));
    const words = tableOf(this.root, this.arrays);
    this.frames = this.maps.map((values, at) => this.frame(values, at, wide, words));
    this.photo = seen ? this.photoFrame(wide) : null;
    const list = make("div.maps", {}, this.photo?.element, ...this.frames.map((one) => one.element));
    list.style.gridTemplateColumns = `repeat(${columns}, ${wide}px)`;
    this.legend.element.style.maxWidth = `${columns * wide + (columns - 1) * GAP}px`;
    this.root.replaceChildren(list, this.legend.element);
    this.legend.draw({ counts: null, limit: this.limit, signed: this.signed, words });
    this.point(this.here);
  }

  frame(values, at, wide, words) {
    const title = this.header.titles[at];
    const { element, show, mark } = frameOf(`${title}: arrow keys move the pointer`, {
      point: (cell) => cell && this.point(cell), walk: (down, right) => this.walk(down, right), press: () => false,
    });
    show(picture(quantised(values, this.limit), this.height, this.width, words), 1, this.here, wide);
    const caption = make("p.note.caption");
    const told = make("div.map", {}, make("b", {}, title), make("p.note", {}, size(this.height, this.width)), element, caption);
    return { element: told, mark, tell: (place) => { caption.textContent = `here ${number(values[place])}`; } };
  }

  photoFrame(wide) {
    const image = photoImage(this.arrays.photo);
    const { element, show, mark } = frameOf("The photo as the network sees it", { point: () => {}, walk: () => {}, press: () => false });
    show(image, 1, this.here, wide);
    return { image, mark, element: make("div.map", {}, make("b", {}, "The photo"), make("p.note", {}, size(image.height, image.width)), element) };
  }

  walk(down, right) {
    const within = (place, side) => Math.max(0, Math.min(side - 1, place));
    this.point({ row: within(this.here.row + down, this.height), column: within(this.here.column + right, this.width) });
  }

  point(cell) {
    this.here = cell;
    for (const { mark, tell } of this.frames) {
      mark({ top: cell.row, left: cell.column, rows: 1, columns: 1 });
      tell(cell.row * this.width + cell.column);
    }
    if (!this.photo) return;
    const { image, mark } = this.photo;
    const part = (place, cells, pixels) => Math.floor((place * pixels) / cells);
    const [top, left] = [part(cell.row, this.height, image.height), part(cell.column, this.width, image.width)];
    const [bottom, right] = [part(cell.row + 1, this.height, image.height), part(cell.column + 1, this.width, image.width)];
    mark({ top, left, rows: Math.max(1, bottom - top), columns: Math.max(1, right - left) });
  }
}
