// The columns: their parts, pictures and captions.

import { SCALE } from "../../web/constants.js";
import {
  coverDropped, drawGrid, drawUnits, fillHatched, ratioOf, reuse, rgb, unitsOf, without,
} from "../../web/draw.js";
import { fill } from "../../web/format.js";
import { inAll } from "../../web/view.js";

// One column a method.
export function buildColumns(parent, methods, channels) {
  parent.replaceChildren();
  parent.style.setProperty("--methods", methods.length);
  const columns = new Map();
  for (const method of methods) {
    const column = document.createElement("section");
    column.className = "method";
    column.dataset.method = method.name;
    if (method.colour) column.style.setProperty("--own", `var(--${method.colour})`);
    column.innerHTML =
      '<h3></h3><p class="drops"></p>' +
      '<div><div class="result"></div><div class="bar" aria-hidden="true"><i></i></div></div>' +
      '<div class="frame left"><canvas role="img"></canvas></div>' +
      '<div><div class="stack" aria-hidden="true"></div><p class="label kept"></p></div>' +
      '<div class="frame guess"><canvas role="img"></canvas></div>' +
      '<p class="label given"></p>' +
      '<p class="note"></p>';
    for (let c = 0; c < channels && channels > 1 && method.samples === 1; c++) {
      column.querySelector(".stack").append(document.createElement("canvas"));
    }
    parent.append(column);
    const canvas = (selector) => column.querySelector(`${selector} canvas`);
    columns.set(method.name, {
      column, left: { canvas: canvas(".left") }, guess: { canvas: canvas(".guess") },
      stack: [...column.querySelectorAll(".stack canvas")], filled: null,
    });
  }
  return columns;
}

// One pixel a unit; value(channel, unit) in the input's own numbers. What is gone, marked channel
// by channel, is black.
export function paintUnits(canvas, base, value, gone) {
  const { channels, size, picture, range } = base.header;
  const { data } = canvas.backing;
  const plane = size * size;
  const shown = new Uint8ClampedArray(1);
  for (let u = 0, p = 0; u < plane; u++, p += 4) {
    data[p + 3] = 255;
    if (picture) {
      for (let c = 0; c < channels; c++) data[p + c] = gone?.[c * plane + u] ? 0 : value(c, u);
      continue;
    }
    shown[0] = gone?.[u] ? 0 : (value(0, u) * 255) / range;
    data.set(SCALE[shown[0]], p);
  }
}

// From the backing image to the canvas; what is gone in all that is shown is covered.
export function composeUnits(canvas, base, gone, ink) {
  const { size, picture } = base.header;
  const side = canvas.width;
  const context = canvas.getContext("2d");
  if (gone) {
    fillHatched(context, side, ink, ratioOf(ink));
    const covered = picture ? inAll(gone, size * size) : gone;
    drawUnits(context, without(covered, canvas.backing), side);
  } else drawUnits(context, unitsOf(canvas.backing), side);
  if (!picture) drawGrid(context, size, side, ink);
}

// A batch as a square of tiles: where a sample's branch is kept, the input; else what is in the
// backing image, covered if nothing of it is to be seen.
export function composeBatch(canvas, base, whole, samples, covered, ink) {
  const { size } = base.header;
  const side = canvas.width;
  const context = canvas.getContext("2d");
  const across = Math.ceil(Math.sqrt(samples.length));
  const tiles = [whole, canvas.backing].map((image, k) => unitsOf(image, `units ${k}`));
  context.clearRect(0, 0, side, side);
  context.imageSmoothingEnabled = side < across * size;
  context.imageSmoothingQuality = "high";
  const edge = (k) => Math.round((k * side) / across);
  samples.forEach((gone, k) => {
    const [x, y] = [k % across, Math.floor(k / across)];
    const [left, top] = [edge(x), edge(y)];
    context.drawImage(tiles[gone ? 1 : 0], left, top, edge(x + 1) - left, edge(y + 1) - top);
  });
  if (covered) coverDropped(context, side, across, ink, ratioOf(ink), samples.map(Number));
  context.fillStyle = ink.background;
  const gap = Math.round(2 * ratioOf(ink));
  for (let k = 1; k < across; k++) {
    context.fillRect(edge(k) - gap / 2, 0, gap, side);
    context.fillRect(0, edge(k) - gap / 2, side, gap);
  }
}

// What stands below what is left.
export function keptWords(words, share, scales, samples) {
  if (!samples) return fill(words.kept, { share: share.toFixed(3) });
  const gone = samples.filter(Boolean).length;
  const numbers = { kept: samples.length - gone, samples: samples.length, scale: scales[gone].toFixed(2) };
  return fill(words.batch, numbers);
}

// The channels one by one, small: so a whole one that is gone can be seen. Of a large map every
// second unit does.
export function paintStack(stack, base, gone, value, ink) {
  const dropped = rgb(ink.dropped);
  const { size, picture, range } = base.header;
  const step = size > 112 ? 2 : 1;
  const side = Math.floor(size / step);
  stack.forEach((canvas, c) => {
    if (canvas.width !== side) canvas.width = canvas.height = side;
    const image = reuse(`stack ${side}`, () => new ImageData(side, side));
    const { data } = image;
    for (let p = 0; p < data.length; p += 4) {
      const row = Math.floor(p / 4 / side);
      const u = step * (row * size + (p / 4 - row * side));
      const shade = picture ? value(c, u) : Math.min(255, Math.round((value(c, u) * 255) / range));
      const shown = gone(c, u) ? dropped : picture ? [shade, shade, shade] : SCALE[shade];
      data.set(shown, p);
      data[p + 3] = 255;
    }
    canvas.getContext("2d").putImageData(image, 0, 0);
  });
}

// count: how many units are gone, of all channels.
export function captionColumn({ column, left, guess }, method, header, { fresh, count, share, channels, view, samples }) {
  const { words } = header;
  const { name, title, drops, notes } = method;
  const r2 = header.r2[name];
  const put = (selector, text) => (column.querySelector(selector).textContent = text);
  const numbers = { title, share: share.toFixed(3), gone: Math.round(count / view.plane), channels };
  put("h3", title);
  put(".drops", drops);
  const kept = keptWords(words, share, header.scales[name], samples);
  put(".kept", [samples ? "" : words.channels, kept].filter(Boolean).join("; "));
  const { [name]: before } = header.share;
  const had = !view.training ? 1 : method.samples > 1 && before < 1 ? 0 : before; // to guess from
  const guessed = words.guess[{ 0: "gone", 1: "whole" }[had] ?? "some"];
  put(".given", fresh || !view.training ? guessed : words.old);
  column.classList.toggle("old", view.training && !fresh);
  const none = r2 === null || !view.training;
  const nothing = had === 1 ? words.whole : words.flat;
  const result = none ? nothing : fill(words.r2, { r2: r2.toFixed(2).replace("-", "−") });
  put(".result", result);
  column.querySelector(".result").classList.toggle("none", none);
  column.querySelector(".bar i").style.width = none ? 0 : `${100 * Math.max(0, Math.min(1, r2))}%`;
  put(".note", view.training ? fill(notes[count ? 1 : 0], numbers) : "");
  left.canvas.setAttribute("aria-label", fill(words.leftAlternative, numbers));
  guess.canvas.setAttribute("aria-label", fill(words.guessAlternative, { ...numbers, guess: guessed, result }));
}
