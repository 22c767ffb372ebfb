// The backing image of each panel: one pixel a unit, exactly what torch's trace holds.
// A display value is round(clip(v · 255 / range)); assigning to a Uint8ClampedArray clips and
// rounds half to even, as torch does.

import { BRIGHT, SCALE } from "./constants.js";
import { OPAQUE, pixels } from "./draw.js";
import { seedMarks } from "./view.js";

export const PANELS = [
  "input", "seeds", "blocks", "mask", "output", "filled", "specks", "dropout", "refilled",
];

// Whose dropped units a panel shows.
export const DROPPED_BY = {
  blocks: "dropblock", mask: "dropblock", output: "dropblock", specks: "dropout", dropout: "dropout",
};

// The ink of a number on a colour of the scale, by its place in the range: what is read better.
export const numberInk = (level, ink) => ink[level > BRIGHT ? "on-bright" : "on-dim"];

// The value of a unit, as float32: a picture's byte / 255, or the map's own number.
export function unitValue(base, channel, unit) {
  const { values } = base.arrays;
  if (base.header.picture) return Math.fround(values[unit * 3 + channel] / 255);
  return values[channel * base.header.size ** 2 + unit];
}

export function outputValue(base, view, channel, unit, gone) {
  return gone ? 0 : Math.fround(unitValue(base, channel, unit) * Math.fround(view.scale));
}

// White where a unit is marked, or the other way round, else black.
export function paintBinary(image, marks, white = 1) {
  const words = pixels(image);
  for (let u = 0; u < words.length; u++) words[u] = marks[u] === white ? OPAQUE | 0xffffff : OPAQUE;
}

// What is kept keeps its colour under the mask: the range of the output is stretched by the scale.
export function shownRange(base, view, gone) {
  return base.header.range * (gone ? view.scale || 1 : 1);
}

// A picture has 256 values: each is multiplied and rounded once, then looked up.
// gone: of all colours; undefined for the input, which loses nothing.
function paintPicture(image, base, view, gone) {
  const words = pixels(image);
  const bytes = base.arrays.values;
  const scale = gone ? view.scale : 1;
  const range = shownRange(base, view, gone);
  gone ??= new Uint8Array(view.units);
  const table = new Uint8ClampedArray(256);
  for (let b = 0; b < 256; b++) {
    const result = Math.fround(Math.fround(b / 255) * Math.fround(scale));
    table[b] = (result * 255) / range;
  }
  const next = view.units > view.plane ? view.plane : 0; // to the mask of the next colour
  for (let u = 0, q = 0; u < words.length; u++, q += 3) {
    const red = gone[u] ? 0 : table[bytes[q]];
    const green = gone[u + next] ? 0 : table[bytes[q + 1]];
    const blue = gone[u + 2 * next] ? 0 : table[bytes[q + 2]];
    words[u] = OPAQUE | (blue << 16) | (green << 8) | red;
  }
}

function paintMap(image, range, value) {
  const { data } = image;
  const shown = new Uint8ClampedArray(1);
  for (let u = 0, p = 0; p < data.length; u++, p += 4) {
    shown[0] = (value(u) * 255) / range;
    const rgb = SCALE[shown[0]];
    data[p] = rgb[0];
    data[p + 1] = rgb[1];
    data[p + 2] = rgb[2];
    data[p + 3] = 255;
  }
}

// One unit of the input, in colour, to where its pixel stands.
export function paintUnit(data, at, base, channel, unit) {
  const { values } = base.arrays;
  const rgb = base.header.picture
    ? values.subarray(unit * 3, unit * 3 + 3)
    : SCALE[Math.round((unitValue(base, channel, unit) * 255) / base.header.range)];
  data.set(rgb, at);
  data[at + 3] = 255;
}

// What is filled in: values channel by channel, a picture's as bytes.
function paintFilling(image, base, channel, values) {
  const { data } = image;
  const { size, picture, range } = base.header;
  const plane = size * size;
  if (!picture) {
    paintMap(image, range, (u) => values[channel * plane + u]);
    return;
  }
  for (let u = 0, p = 0; p < data.length; u++, p += 4) {
    for (let c = 0; c < 3; c++) data[p + c] = values[c * plane + u];
    data[p + 3] = 255;
  }
}

// filling: of the panel's method, where it has one.
export function paintBacking(name, image, base, view, channel, filling = null) {
  const all = view.gone[DROPPED_BY[name]];
  const gone = all?.subarray(view.noiseAt); // under the mask that is shown
  if (name === "seeds") paintBinary(image, seedMarks(view));
  else if (name === "blocks") paintBinary(image, gone);
  else if (["mask", "specks"].includes(name)) paintBinary(image, gone, 0);
  else if (filling) paintFilling(image, base, channel, filling);
  else if (base.header.picture) paintPicture(image, base, view, all);
  else {
    paintMap(image, shownRange(base, view, gone), (u) =>
      gone ? outputValue(base, view, channel, u, gone[u]) : unitValue(base, channel, u));
  }
}
