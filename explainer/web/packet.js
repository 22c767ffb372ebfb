// Reads what shell/packet.py packs: a JSON header, then typed arrays.

const ARRAY_TYPES = {
  float64: Float64Array, float32: Float32Array, int32: Int32Array,
  uint32: Uint32Array, uint16: Uint16Array, uint8: Uint8Array,
};

// Numbers that torch.rand drew, each three bytes: times 2²⁴ they are whole.
function drawn(bytes) {
  const numbers = new Float32Array(bytes.length / 3);
  for (let k = 0, b = 0; k < numbers.length; k++, b += 3) {
    numbers[k] = (bytes[b] | (bytes[b + 1] << 8) | (bytes[b + 2] << 16)) / 2 ** 24;
  }
  return numbers;
}

export function unpack(bytes) {
  const buffer = bytes.slice().buffer; // a copy: it starts at an aligned address
  const length = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
  const arrays = {};
  for (const [name, [type, shape, offset]] of Object.entries(header.arrays)) {
    const count = shape.reduce((product, side) => product * side, 1);
    const start = 4 + length + offset;
    arrays[name] = type === "void24"
      ? drawn(new Uint8Array(buffer, start, 3 * count))
      : new ARRAY_TYPES[type](buffer, start, count);
  }
  return { header, arrays };
}

export function sameBytes(a, b) {
  if (a.length !== b.length) return false;
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return false;
  return true;
}
