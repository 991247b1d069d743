import assert from "node:assert/strict";
import test from "node:test";
import { unpack } from "../../explorer/ui/components/shared/wire.js";

// A payload built as the format is described, `shift` bytes into a larger buffer.
function payload(header, parts, shift) {
  let text = JSON.stringify(header);
  while ((4 + text.length) % 8) text += " ";
  const whole = new Uint8Array(shift + 4 + text.length + parts.length);
  new DataView(whole.buffer).setUint32(shift, text.length, true);
  whole.set(new TextEncoder().encode(text), shift + 4);
  whole.set(parts, shift + 4 + text.length);
  return whole.subarray(shift);
}

function example(shift) {
  const parts = new Uint8Array(24);
  new Float32Array(parts.buffer, 0, 3).set([1.5, -2, 3e-8]);
  parts.set([7, 8, 9, 10], 16);
  const place = (at) => ({
    layer: "conv1",
    arrays: {
      values: { dtype: "float32", shape: [3], offset: at },
      tiles: { dtype: "uint8", shape: [2, 2], offset: at + 16 },
    },
  });
  const start = payload(place(100), parts, 0).length - parts.length;
  return payload(place(start).arrays.values.offset > 99 ? place(start) : place(start), parts, shift);
}

for (const shift of [0, 1, 2, 3, 5]) {
  test(`reads a payload ${shift} bytes into its buffer`, () => {
    const { header, arrays } = unpack(example(shift));
    assert.equal(header.layer, "conv1");
    assert.deepEqual([...arrays.values.data], [1.5, -2, Math.fround(3e-8)]);
    assert.deepEqual([...arrays.tiles.data], [7, 8, 9, 10]);
    assert.deepEqual(arrays.tiles.shape, [2, 2]);
  });
}

test("copies, so that later changes of the message do not show", () => {
  const bytes = example(0);
  const { arrays } = unpack(bytes);
  bytes.fill(0);
  assert.equal(arrays.values.data[0], 1.5);
});

test("refuses an unknown type and a payload that is cut", () => {
  const bad = payload({ arrays: { x: { dtype: "int64", shape: [1], offset: 0 } } }, [], 0);
  assert.throws(() => unpack(bad), /"x" has the type int64; expected uint8 or float32/);
  assert.throws(() => unpack(example(0).slice(0, -12)), /ends at byte \d+, the payload at/);
});
