// The pictures of the ladder: maps in the colours of their values, evidence over the grey picture.

import { HEAT, SCALE } from "../../web/constants.js";
import { coverDropped, drawGrid, drawUnits, offscreen, ratioOf } from "../../web/draw.js";
import { fill } from "../../web/format.js";

const PLACES = 7; // along a side of an activation map

function fitted(canvas) {
  const wide = (canvas.seen ??= canvas.clientWidth);
  const side = Math.max(1, Math.round(wide * (window.devicePixelRatio || 1)));
  if (canvas.width !== side) canvas.width = canvas.height = side;
  return canvas.getContext("2d");
}

// side × side pixels: rgba(pixel) gives each.
function pixels(side, rgba) {
  const data = new ImageData(side, side);
  for (let u = 0; u < side * side; u++) data.data.set(rgba(u), 4 * u);
  return data;
}

// Pixels as what can be drawn.
function put(name, data) {
  const canvas = offscreen(name, data.width);
  canvas.getContext("2d").putImageData(data, 0, 0);
  return canvas;
}

const image = (name, side, rgba) => put(name, pixels(side, rgba));

// The same for what is drawn again and again, made once for each base.
const keptImage = (base, name, rgba) => put(name, (base[name] ??= pixels(base.header.size, rgba)));

export function paintMap(canvas, values, size, gone, ink) {
  const context = fitted(canvas);
  const side = canvas.width;
  drawUnits(context, image("map", size, (u) => [...SCALE[values[u]], 255]), side);
  coverDropped(context, side, size, ink, ratioOf(ink), gone);
  drawGrid(context, size, side, ink);
}

export function paintPicture(canvas, base, title) {
  const { values } = base.arrays;
  const context = fitted(canvas);
  const rgba = (u) => [...values.subarray(3 * u, 3 * u + 3), 255];
  drawSmooth(context, keptImage(base, "photo", rgba), canvas.width);
  canvas.setAttribute("aria-label", title);
}

function drawSmooth(context, picture, side) {
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, side, side);
}

// The picture, grey and dim; it is the same below every activation map.
function greyPicture(base) {
  const { values } = base.arrays;
  const grey = (u) => 0.4 * (0.3 * values[3 * u] + 0.59 * values[3 * u + 1] + 0.11 * values[3 * u + 2]) + 24;
  return keptImage(base, "grey", (u) => [grey(u), grey(u), grey(u), 255]);
}

/** evidence: 7 × 7 bytes, of which 255 is the strongest of the intact network. */
export function paintEvidence(canvas, base, evidence) {
  const context = fitted(canvas);
  const side = canvas.width;
  drawSmooth(context, greyPicture(base), side);
  const heat = image("heat", PLACES, (u) => [...HEAT[evidence[u]], Math.min(255, evidence[u] * 0.9)]);
  // A place is as wide as a seventh of the picture; between two their values blend.
  context.globalCompositeOperation = "screen";
  drawSmooth(context, heat, side);
  context.globalCompositeOperation = "source-over";
}

export function paintSeen(parent, seen, size, words) {
  const number = seen.length / size ** 2;
  while (parent.children.length < number) parent.append(document.createElement("canvas"));
  while (parent.children.length > number) parent.lastChild.remove();
  [...parent.children].forEach((canvas, k) => {
    const values = seen.subarray(k * size ** 2, (k + 1) * size ** 2);
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", fill(words.seenAlternative, { number: k + 1 }));
    drawUnits(fitted(canvas), image("seen", size, (u) => [...SCALE[values[u]], 255]), canvas.width);
  });
}
