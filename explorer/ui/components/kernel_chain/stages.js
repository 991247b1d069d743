// The stages of a chain, and what each makes of the maps before it; explorer/lab/chain.py is the reference.
//
// A stage is a text, as it stands in the address: the letters of a convolution's kernels ("AB"), "relu", "max2",
// "average3". Maps are {planes: [array], height, width}.

import { convolved, inNumbers, outputSize, paddedMaps } from "../shared/convolution.js";

export const MOST_STAGES = 12;
export const POOL_SIZES = [2, 3, 4, 5, 6, 7, 8];
const LETTERS = "ABCDEF";

// {kind: "convolution", kernels: [place]}, {kind: "relu"} or {kind: "max" or "average", size}.
export function stageOf(text) {
  if (text === "relu") return { kind: "relu" };
  const pool = /^(max|average)(\d)$/.exec(text);
  return pool ? { kind: pool[1], size: Number(pool[2]) } : { kind: "convolution", kernels: [...text].map((letter) => LETTERS.indexOf(letter)) };
}

export function textOf({ kind, kernels, size }) {
  if (kind === "convolution") return kernels.map((place) => LETTERS[place]).join("");
  return kind === "relu" ? kind : `${kind}${size}`;
}

// The maps of each stage, or {refused: sentence} for one that does not fit; nothing comes after that.
export function chained(photo, texts, kernels, setting) {
  const made = [];
  let maps = photo;
  for (const text of texts) {
    const next = through(maps, stageOf(text), kernels, setting);
    made.push(next);
    if (next.refused) break;
    maps = next;
  }
  return made;
}

function through(maps, stage, kernels, setting) {
  if (stage.kind === "convolution") return convolution(maps, stage.kernels.map((place) => kernels[place]), setting);
  if (stage.kind === "relu") return { ...maps, planes: maps.planes.map((plane) => plane.map((value) => Math.max(0, value))) };
  return pooled(maps, stage);
}

function convolution(maps, kernels, setting) {
  const wrong = kernels.find(({ planes }) => planes.length !== 1 && planes.length !== maps.planes.length);
  if (wrong) return { refused: `“${wrong.name}” has a plane for each colour and cannot read ${maps.planes.length} maps.` };
  const sizes = kernels.map((kernel) => outputSize(maps, kernel, setting));
  const bad = sizes.findIndex((size) => !size);
  if (bad >= 0) return { refused: refusal(maps, kernels[bad], setting) };
  if (sizes.some(({ height, width }) => height !== sizes[0].height || width !== sizes[0].width)) {
    return { refused: "These kernels give maps of different sizes." };
  }
  const padded = paddedMaps(maps, setting);
  return { ...sizes[0], planes: kernels.map((kernel, at) => convolved(padded, kernel, setting, sizes[at]).values) };
}

function refusal({ height, width }, { name, planes }, setting) {
  if (setting.edge === "reflect" && setting.padding >= Math.min(height, width)) {
    return `${Math.min(height, width)} cells cannot be reflected ${setting.padding} cells far.`;
  }
  const [down, across] = [inNumbers(height, planes[0].length, setting), inNumbers(width, planes[0][0].length, setting)];
  const { left, outputs } = down.outputs < 1 ? down : across;
  return `“${name}” does not fit: ${left} = ${String(outputs).replace("-", "−")}.`;
}

// Windows side by side; rows and columns left over are dropped.
function pooled({ planes, height, width }, { kind, size }) {
  const [tall, wide] = [Math.floor(height / size), Math.floor(width / size)];
  if (tall < 1 || wide < 1) return { refused: `A pool of ${size} × ${size} does not fit into maps of ${height} × ${width}.` };
  const pool = (plane) => Float32Array.from({ length: tall * wide }, (_, at) => {
    const [top, left] = [Math.floor(at / wide) * size, (at % wide) * size];
    let [most, sum] = [-Infinity, 0];
    for (let row = 0; row < size; row += 1) {
      for (let column = 0; column < size; column += 1) {
        const value = plane[(top + row) * width + left + column];
        most = Math.max(most, value);
        sum += value;
      }
    }
    return kind === "max" ? most : sum / (size * size);
  });
  return { planes: planes.map(pool), height: tall, width: wide };
}
