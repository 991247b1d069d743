// A canvas as a window onto a larger picture: dragging moves it, + and − and a pinch zoom it.

import { fit, ratio } from "../shared/canvas.js";
import { clamped, fitting, IDENTITY, revealed, zoomed } from "./transform.js";

const DRAGGED = 4; // pixels until a press becomes a drag

export class Viewport {
  // paint(context, from, to) draws the content; point(x, y | null) and pick(x, y, event) hear of the pointer, in its pixels.
  constructor(canvas, { paint, point, pick }) {
    Object.assign(this, { canvas, paint, point, pick, view: IDENTITY, size: { wide: 1, tall: 1 }, width: 1, height: 1 });
    canvas.addEventListener("pointerdown", (event) => this.down(event));
    canvas.addEventListener("pointermove", (event) => this.move(event));
    canvas.addEventListener("pointerup", (event) => this.up(event));
    canvas.addEventListener("pointercancel", () => (this.press = null));
    canvas.addEventListener("pointerleave", () => this.point(null));
    canvas.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
  }

  // Content of wide × tall pixels in a window `width` wide and as high as the content at its size.
  show(wide, tall, width, height) {
    Object.assign(this, { size: { wide, tall }, width, height });
    this.change(this.view);
  }

  get least() {
    return Math.max(0.1, fitting(this.size.wide, this.width));
  }

  fit() {
    this.change({ scale: this.least, x: 0, y: 0 });
  }

  zoom(factor, x = this.width / 2, y = this.height / 2) {
    this.change(zoomed(this.view, factor, x, y, this.least));
  }

  // Moves so that the content from x to x + wide is in sight.
  reveal(x, wide, margin = 40) {
    this.change(revealed(this.view, x, x + wide, this.width, margin));
  }

  change(view) {
    const scale = Math.max(this.least, view.scale);
    this.view = clamped({ ...view, scale }, this.size.wide, this.size.tall, this.width, this.height);
    this.draw();
  }

  draw() {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = null;
      this.drawNow();
    });
  }

  drawNow() {
    const context = fit(this.canvas, this.width, this.height);
    const { scale, x, y } = this.view;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    context.setTransform(scale * ratio(), 0, 0, scale * ratio(), x * ratio(), y * ratio());
    this.paint(context, -x / scale, (this.width - x) / scale);
    this.canvas.dataset.scale = scale.toFixed(3);
  }

  dispose() {
    if (this.frame) cancelAnimationFrame(this.frame);
  }

  at(event) {
    const box = this.canvas.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    return { x, y, u: (x - this.view.x) / this.view.scale, v: (y - this.view.y) / this.view.scale };
  }

  down(event) {
    this.press = { ...this.at(event), view: this.view, dragged: false, id: event.pointerId };
  }

  move(event) {
    const now = this.at(event);
    if (!this.press || !(event.buttons & 1)) return this.point(now.u, now.v);
    const [dx, dy] = [now.x - this.press.x, now.y - this.press.y];
    if (!this.press.dragged && Math.hypot(dx, dy) < DRAGGED) return null;
    if (!this.press.dragged) this.canvas.setPointerCapture(this.press.id);
    this.press.dragged = true;
    return this.change({ ...this.press.view, x: this.press.view.x + dx, y: this.press.view.y + dy });
  }

  up(event) {
    const pressed = this.press;
    this.press = null;
    if (pressed && !pressed.dragged) this.pick(this.at(event).u, this.at(event).v, event);
  }

  // A pinch on a trackpad comes as a wheel with Ctrl; a sideways wheel moves; all else scrolls the page.
  wheel(event) {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      const { x, y } = this.at(event);
      this.zoom(Math.exp(-event.deltaY / 200), x, y);
    } else if (Math.abs(event.deltaX) > Math.abs(event.deltaY) && this.least < this.view.scale) {
      event.preventDefault();
      this.change({ ...this.view, x: this.view.x - event.deltaX });
    }
  }
}
