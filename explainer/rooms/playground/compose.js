// From a backing image to what the eye gets.

import {
  drawGrid, drawNumbers, drawOutlines, drawSeeds, drawUnits, fillHatched, ratioOf, stencil, unitsOf,
  without,
} from "../../web/draw.js";
import { shortNumber } from "../../web/format.js";
import { DROPPED_BY, numberInk, outputValue, shownRange, unitValue } from "../../web/paint.js";
import { inAll } from "../../web/view.js";

export function composePanel(name, canvas, base, view, channel, seeds, ink, filling = null) {
  const side = canvas.width;
  const pixelRatio = ratioOf(ink);
  const context = canvas.getContext("2d");
  const { size } = view;
  const { picture } = base.header;
  const at = view.noiseAt;
  context.clearRect(0, 0, side, side);
  const all = view.gone[DROPPED_BY[name]];
  const gone = all?.subarray(at);
  const onValue = (value) => (u) => {
    if (gone?.[u]) return ink["on-dropped"];
    return numberInk(value(u) / shownRange(base, view, gone), ink);
  };
  const numbers = (text, colour) => {
    if (!picture && size <= 28) drawNumbers(context, size, side, pixelRatio, text, colour);
  };

  if (["input", "filled", "refilled"].includes(name)) {
    drawUnits(context, unitsOf(canvas.backing), side);
    const value = (u) =>
      filling ? filling[channel * size * size + u] : unitValue(base, channel, u);
    if (!picture) drawGrid(context, size, side, ink);
    numbers((u) => shortNumber(value(u)), onValue(value));
    return;
  }
  if (name === "output" || name === "dropout") {
    // With a mask per colour a unit is covered when all three colours are gone.
    const covered = picture ? inAll(all, view.plane) : gone;
    fillHatched(context, side, ink, pixelRatio);
    drawUnits(context, without(covered, canvas.backing), side);
    const value = (u) => outputValue(base, view, channel, u, gone[u]);
    if (!picture) drawGrid(context, size, side, ink);
    numbers((u) => shortNumber(value(u)), onValue(value));
    return;
  }
  if (name === "mask") {
    fillHatched(context, side, ink, pixelRatio);
    drawUnits(context, stencil(size, ink.kept, gone, 0), side);
    if (!picture) drawGrid(context, size, side, ink);
    numbers((u) => (gone[u] ? "0" : "1"), (u) => (gone[u] ? ink["on-dropped"] : ink["under-picture"]));
    return;
  }
  context.fillStyle = name === "specks" ? ink.kept : ink.paper;
  context.fillRect(0, 0, side, side);
  if (name === "specks") {
    // Of a large map only a part, one pixel a unit or more: the whole would be grey.
    const part = Math.min(size, Math.floor(side / pixelRatio));
    const units = stencil(size, ink.dropped, gone);
    context.imageSmoothingEnabled = false;
    context.drawImage(units, 0, 0, part, part, 0, 0, side, side);
    if (!picture) drawGrid(context, part, side, ink);
    return;
  }
  if (name === "blocks") {
    drawUnits(context, stencil(size, ink["block-fill"], gone), side);
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
