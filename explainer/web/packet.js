// Reads what shell/packet.py packs: a JSON header, then typed arrays.

const ARRAY_TYPES = {
  float64: Float64Array, float32: Float32Array, int32: Int32Array,
  uint32: Uint32Array, uint16: Uint16Array, uint8: Uint8Array,
};

export function unpack(bytes) {
  const buffer = bytes.slice().buffer; // a copy: it starts at an aligned address
  const length = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  const arrays = {};
  for (const [name, [type, shape, offset]] of Object.entries(header.arrays)) {
    const count = shape.reduce((product, side) => product * side, 1);
    arrays[name] = new ARRAY_TYPES[type](buffer, 4 + length + offset, count);
  }
  return { header, arrays };
}

export function sameBytes(a, b) {
  if (a.length !== b.length) return false;
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return false;
  return true;
}
