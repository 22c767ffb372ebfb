// Draws in device pixels: sharp units, a hatch on what is dropped, outlines of blocks, numbers
// in cells.

const MANY_SEEDS = 1500; // beyond, single dots and outlines would be one blur
const MOST = 60; // canvases and images that are kept to be filled anew
const DOT = 3.5; // pixels: a seed never gets smaller, however far the map is shrunk

/** Device pixels a pixel of the page: the ink's own, on a slide, or the screen's. */
export const ratioOf = (ink) => ink.pixelRatio ?? (window.devicePixelRatio || 1);

// Canvases and images that are filled anew on each use: making them costs more than filling.
const scratch = new Map();

export function reuse(name, make) {
  if (scratch.size > MOST) scratch.clear(); // a window that is resized asks for ever new sizes
  if (!scratch.has(name)) scratch.set(name, make());
  return scratch.get(name);
}

export function offscreen(name, side) {
  return reuse(`${name} ${side}`, () => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = side;
    return canvas;
  });
}

// A colour #rrggbb as its three numbers.
export const rgb = (colour) => [1, 3, 5].map((k) => parseInt(colour.slice(k, k + 2), 16));

// An image's pixels as words of alpha, blue, green and red: every browser's machine is little-endian.
export const pixels = (image) => new Uint32Array(image.data.buffer);
export const OPAQUE = 0xff000000;

// An image, one pixel a unit, as what can be drawn.
export function unitsOf(image, name = "units") {
  const canvas = offscreen(name, image.width);
  canvas.getContext("2d").putImageData(image, 0, 0);
  return canvas;
}

const blank = (size) => reuse(`image ${size}`, () => new ImageData(size, size));

// The units with this mark, in one colour.
export function stencil(size, colour, marks, mark = 1) {
  const words = pixels(blank(size));
  const [red, green, blue] = rgb(colour);
  const word = OPAQUE | (blue << 16) | (green << 8) | red;
  for (let u = 0; u < words.length; u++) words[u] = marks[u] === mark ? word : 0;
  return unitsOf(blank(size));
}

// An image without what is gone: what lies below is seen there.
export function without(gone, image) {
  const [from, words] = [pixels(image), pixels(blank(image.width))];
  for (let u = 0; u < words.length; u++) words[u] = gone[u] ? 0 : from[u];
  return unitsOf(blank(image.width));
}

export function drawUnits(context, units, side) {
  context.imageSmoothingEnabled = side < units.width;
  context.imageSmoothingQuality = "high";
  context.drawImage(units, 0, 0, side, side);
}

// What dropped units are filled with: ink and a fine hatch, so that they read without colour.
export function hatchOf(ink, pixelRatio) {
  return reuse(`hatched ${ink.dropped} ${ink.hatch} ${pixelRatio}`, () => makeHatched(ink, pixelRatio));
}

function makeHatched(ink, pixelRatio) {
  const step = Math.round(6 * pixelRatio);
  const tile = document.createElement("canvas");
  tile.width = tile.height = step;
  const pen = tile.getContext("2d");
  pen.fillStyle = ink.dropped;
  pen.fillRect(0, 0, step, step);
  pen.strokeStyle = ink.hatch;
  pen.lineWidth = pixelRatio;
  pen.beginPath();
  for (const shift of [-step, 0, step]) {
    pen.moveTo(shift, step);
    pen.lineTo(shift + step, 0);
  }
  pen.stroke();
  return pen.createPattern(tile, "repeat");
}

// The ground of a picture whose dropped units are left out.
export function fillHatched(context, side, ink, pixelRatio) {
  context.fillStyle = hatchOf(ink, pixelRatio);
  context.fillRect(0, 0, side, side);
}

// Covers the units that are gone.
export function coverDropped(context, side, size, ink, pixelRatio, gone) {
  const layer = offscreen("layer", side);
  const pen = layer.getContext("2d");
  pen.globalCompositeOperation = "source-over";
  pen.clearRect(0, 0, side, side);
  drawUnits(pen, stencil(size, ink.dropped, gone), side);
  pen.globalCompositeOperation = "source-in";
  fillHatched(pen, side, ink, pixelRatio);
  context.drawImage(layer, 0, 0);
}

function cellEdge(index, size, side) {
  return Math.round((index * side) / size);
}

// How far a seed's dot reaches from the seed, in units.
export function dotRadius(canvas, size) {
  return ((DOT * (window.devicePixelRatio || 1)) / canvas.width / 2) * size;
}

export function drawSeeds(context, view, seeds, side, ink, pixelRatio) {
  context.fillStyle = ink["seed-dot"];
  const { size } = view;
  const least = seeds.length > MANY_SEEDS ? 1 : Math.round(DOT * pixelRatio);
  for (const [row, column] of seeds) {
    let x = cellEdge(column, size, side);
    let y = cellEdge(row, size, side);
    let width = cellEdge(column + 1, size, side) - x;
    let height = cellEdge(row + 1, size, side) - y;
    if (width < least || height < least) {
      x = Math.max(0, Math.min(side - least, Math.round(x + width / 2 - least / 2)));
      y = Math.max(0, Math.min(side - least, Math.round(y + height / 2 - least / 2)));
      width = height = least;
    }
    context.fillRect(x, y, width, height);
  }
}

export function drawOutlines(context, view, seeds, side, ink, pixelRatio) {
  if (seeds.length > MANY_SEEDS) return;
  const { size, before, after } = view;
  context.strokeStyle = ink["block-line"];
  const line = (context.lineWidth = Math.max(1, Math.round(1.25 * pixelRatio)));
  for (const [row, column] of seeds) {
    const x = cellEdge(Math.max(0, column - before), size, side) + line / 2;
    const y = cellEdge(Math.max(0, row - before), size, side) + line / 2;
    const right = cellEdge(Math.min(size, column + after + 1), size, side) - line / 2;
    const bottom = cellEdge(Math.min(size, row + after + 1), size, side) - line / 2;
    context.strokeRect(x, y, right - x, bottom - y);
  }
}

export function drawGrid(context, size, side, ink) {
  if (side / size < 8) return;
  context.fillStyle = ink.grid;
  for (let i = 1; i < size; i++) {
    context.fillRect(cellEdge(i, size, side), 0, 1, side);
    context.fillRect(0, cellEdge(i, size, side), side, 1);
  }
}

// Numbers, where every one of them fits its cell.
export function drawNumbers(context, size, side, pixelRatio, text, colour) {
  const cell = side / size;
  const texts = Array.from({ length: size * size }, (_, u) => text(u));
  const longest = Math.max(...texts.map((t) => t.length));
  const font = Math.min(cell * 0.5, (cell * 0.88) / (longest * 0.58));
  if (font < 7.5 * pixelRatio) return;
  context.font = `600 ${Math.min(font, 17 * pixelRatio)}px system-ui, sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  texts.forEach((t, u) => {
    context.fillStyle = colour(u);
    const row = Math.floor(u / size);
    context.fillText(t, ((u % size) + 0.5) * cell, (row + 0.52) * cell);
  });
}
