// From a backing image to what the eye gets.

import {
  coverDropped, drawGrid, drawNumbers, drawOutlines, drawSeeds, drawUnits, offscreen, ratioOf, stencil,
} from "../../web/draw.js";
import { shortNumber } from "../../web/format.js";
import { numberInk, outputValue, shownRange, unitValue } from "../../web/paint.js";

export function composePanel(name, canvas, base, view, channel, seeds, ink, filling = null) {
  const side = canvas.width;
  const pixelRatio = ratioOf(ink);
  const context = canvas.getContext("2d");
  const { size } = view;
  const { picture } = base.header;
  const at = view.noiseAt;
  context.clearRect(0, 0, side, side);
  const backing = () => {
    const units = offscreen("units", size);
    units.getContext("2d").putImageData(canvas.backing, 0, 0);
    drawUnits(context, units, side);
  };
  const onValue = (value, gone) => (u) => {
    if (gone && gone(u)) return ink["on-dropped"];
    return numberInk(value(u) / shownRange(base, view, gone), ink);
  };
  const numbers = (text, colour) => {
    if (!picture && size <= 28) drawNumbers(context, size, side, pixelRatio, text, colour);
  };

  if (["input", "filled", "refilled"].includes(name)) {
    backing();
    const value = (u) =>
      filling ? filling[channel * size * size + u] : unitValue(base, channel, u);
    if (!picture) drawGrid(context, size, side, ink);
    numbers((u) => shortNumber(value(u)), onValue(value));
    return;
  }
  if (name === "output" || name === "dropout") {
    backing();
    const test = name === "output" ? view.isDropped : view.isSpeck;
    const gone = (u) => test(at + u);
    // With a mask per colour a unit is covered when all three colours are gone.
    const covered = picture && view.units > view.plane
      ? (u) => test(u) && test(view.plane + u) && test(2 * view.plane + u)
      : gone;
    coverDropped(context, side, size, ink, pixelRatio, covered);
    const value = (u) => outputValue(base, view, channel, u, gone(u));
    if (!picture) drawGrid(context, size, side, ink);
    numbers((u) => shortNumber(value(u)), onValue(value, gone));
    return;
  }
  context.fillStyle = ["mask", "specks"].includes(name) ? ink.kept : ink.paper;
  context.fillRect(0, 0, side, side);
  if (name === "specks") {
    // Of a large map only a part, one pixel a unit or more: the whole would be grey.
    const part = Math.min(size, Math.floor(side / pixelRatio));
    const units = stencil(size, ink.dropped, (u) => view.isSpeck(at + u));
    context.imageSmoothingEnabled = false;
    context.drawImage(units, 0, 0, part, part, 0, 0, side, side);
    if (!picture) drawGrid(context, part, side, ink);
    return;
  }
  if (name === "mask") {
    const gone = (u) => view.isDropped(at + u);
    coverDropped(context, side, size, ink, pixelRatio, gone);
    if (!picture) drawGrid(context, size, side, ink);
    numbers((u) => (gone(u) ? "0" : "1"), (u) => (gone(u) ? ink["on-dropped"] : ink["under-picture"]));
    return;
  }
  if (name === "blocks") {
    drawUnits(context, stencil(size, ink["block-fill"], (u) => view.isDropped(at + u)), side);
  }
  drawSeeds(context, view, seeds, side, ink, pixelRatio);
  if (!picture) drawGrid(context, size, side, ink);
  if (name === "blocks") drawOutlines(context, view, seeds, side, ink, pixelRatio);
  if (name === "seeds") {
    numbers(
      (u) => view.noise[at + u].toFixed(2).replace(/^0/, ""),
      (u) => (view.isSeed(at + u) ? ink["on-bright"] : ink["faint-number"]),
    );
  }
}
