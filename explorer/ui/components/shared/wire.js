// Reads the payload that explorer/ui/components/wire.py writes: uint32 little endian length of the header,
// the header as JSON padded with spaces, then the arrays, each aligned to 8 bytes.

const KINDS = { uint8: Uint8Array, float32: Float32Array };

// unpack(bytes) -> {header, arrays: {name: {data, shape}}}. `bytes` may start anywhere in its buffer
// (Streamlit hands out a view into a larger message), so every array is copied: typed views need alignment.
export function unpack(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length)));
  const arrays = {};
  for (const [name, { dtype, shape, offset }] of Object.entries(header.arrays)) {
    const Kind = KINDS[dtype];
    if (!Kind) throw new Error(`array "${name}" has the type ${dtype}; expected ${Object.keys(KINDS).join(" or ")}`);
    const count = shape.reduce((product, side) => product * side, 1);
    const end = offset + count * Kind.BYTES_PER_ELEMENT;
    if (end > bytes.byteLength) {
      throw new Error(`array "${name}" ends at byte ${end}, the payload at ${bytes.byteLength}`);
    }
    arrays[name] = { data: new Kind(bytes.slice(offset, end).buffer), shape };
  }
  return { header, arrays };
}
