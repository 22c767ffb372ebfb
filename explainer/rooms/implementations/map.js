// Small maps, drawn from one number a unit: whether it is dropped, whether it is marked.

import { hatchOf } from "../../web/draw.js";

export const DROPPED = 1;
export const MARKED = 2;

// What they are drawn with.
export const mapInk = (ink, pixelRatio) => ({ ...ink, dropped: hatchOf(ink, pixelRatio), pixelRatio });

// Draws what canvas.backing says. unit: the side of one, in device pixels.
export function drawMap(canvas, { height, width }, unit, ink) {
  const edge = (index) => Math.round(index * unit);
  if (canvas.width !== edge(width)) canvas.width = edge(width);
  if (canvas.height !== edge(height)) canvas.height = edge(height);
  canvas.style.width = `${canvas.width / ink.pixelRatio}px`;
  const pen = canvas.getContext("2d");
  pen.fillStyle = ink.kept;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  // Each unit with this bit, as (left, top, width, height).
  const each = (bit, draw) => canvas.backing.forEach((bits, u) => {
    if (!(bits & bit)) return;
    const [row, column] = [Math.floor(u / width), u % width];
    const [left, top] = [edge(column), edge(row)];
    draw(left, top, edge(column + 1) - left, edge(row + 1) - top);
  });
  pen.fillStyle = ink.dropped;
  each(DROPPED, (...box) => pen.fillRect(...box));
  pen.fillStyle = ink.grid;
  if (unit >= 8) {
    for (let row = 1; row < height; row++) pen.fillRect(0, edge(row), canvas.width, 1);
    for (let column = 1; column < width; column++) pen.fillRect(edge(column), 0, 1, canvas.height);
  }
  pen.strokeStyle = ink.mark;
  const line = (pen.lineWidth = Math.round(Math.min(2, Math.max(1, unit * 0.08)) * ink.pixelRatio));
  each(MARKED, (left, top, w, h) =>
    pen.strokeRect(left + line / 2, top + line / 2, w - line, h - line));
}
