// A slide of what is live on the page: 1920 × 1080 pixels, drawn anew, since the canvases on the
// screen are too small to enlarge. Slides are light, whatever the theme: they go on paper, too.

import { INK, SCALE } from "./constants.js";
import { hatchOf } from "./draw.js";
import { fill, three } from "./format.js";
import { wrapped, write, writeLines } from "./writing.js";

const [WIDTH, HEIGHT] = [1920, 1080];
const MARGIN = 40; // at the left and the right
const EDGE = 16; // at the top and the bottom
const COLUMNS = 4; // of panels and text, where the text stands beside them
const GAP = 16;
const [TITLE, BADGE] = [34, 28]; // pixels above a panel
const [NUMBERS, CAPTION] = [54, 30]; // and below it: two lines of numbers, and a line of captions
const LINE = 23; // of captions that need more lines, and of words in place of a picture
const WHOLE = 8; // from so many pixels on a unit is a whole number of them
const SMALL = 46; // pixels: the most that a small picture beside a panel takes

/**
 * @typedef {object} Panel
 * @property {string} title
 * @property {string} [colour] Of the title.
 * @property {{words: string, colour: string}} [badge] Below the title.
 * @property {[string, string][]} [numbers] Below the picture: each number and what it is.
 * @property {string} caption Below those.
 * @property {[number, number]} units Rows and columns of the map.
 * @property {(canvas: HTMLCanvasElement, ink: object) => void} [draw] Draws on a canvas that it
 *   may not resize. Without it, words stand in its place.
 * @property {string} [words]
 * @property {HTMLCanvasElement[]} [small] Pictures beside it.
 *
 * @typedef {object} Mark One entry of the legend: words beside a swatch of the ink's colours.
 * @property {string} words
 * @property {string} fill
 * @property {string} [line]
 * @property {boolean} [hatched]
 *
 * @typedef {object} Slide
 * @property {string} title
 * @property {string[]} lines What was set and drawn.
 * @property {Panel[]} panels
 * @property {number} columns Panels abreast.
 * @property {number} side Of a panel, in pixels, at most.
 * @property {number} [textRow] The row beside which title, lines and legend stand, in the last
 *   column; without it they stand above and below the panels.
 * @property {Mark[]} legend
 * @property {string} [note] After the legend, where that stands below.
 * @property {{words: string, low: string, high: string}} [scale] What the colours mean.
 */

/** What slides are drawn with. A pixel on the screen is two here. */
export const slideInk = { ...INK.light, pixelRatio: 2 };
const ink = slideInk;

/**
 * Settings and figures in words: templates, filled with the numbers of a view.
 * @param {string[]} lines @param {object} view @param {number} keep @returns {string[]}
 */
export function setupLines(lines, view, keep) {
  const numbers = {
    size: view.size, block: view.block, keep: keep.toFixed(2), gamma: three(view.gamma),
    expected: view.expected.toFixed(3), drawn: (view.kept / view.units).toFixed(3),
    scale: view.scale.toFixed(2),
  };
  return lines.map((line) => fill(line, numbers));
}

/** @param {Slide} slide @param {HTMLCanvasElement} canvas */
export function composeSlide(slide, canvas) {
  [canvas.width, canvas.height] = [WIDTH, HEIGHT];
  const pen = canvas.getContext("2d");
  pen.fillStyle = ink.background;
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  if (slide.textRow === undefined) composeBelow(pen, slide);
  else composeBeside(pen, slide);
}

/**
 * The rows of panels: of each the panels, with captions broken to fit their room, and the heights
 * of what stands above and below them.
 */
function rowsOf(pen, { panels, columns }, room) {
  return Array.from({ length: Math.ceil(panels.length / columns) }, (_, k) => {
    const row = panels.slice(k * columns, (k + 1) * columns)
      .map((panel) => ({ ...panel, lines: wrapped(pen, panel.caption, room) }));
    const head = TITLE + (row.some(({ badge }) => badge) ? BADGE : 0);
    const more = Math.max(...row.map(({ lines }) => lines.length)) - 1;
    const foot = (row.some(({ numbers }) => numbers) ? NUMBERS : 0) + CAPTION + more * LINE;
    return { row, head, foot };
  });
}

function composeBelow(pen, slide) {
  const { columns } = slide;
  const room = WIDTH - 2 * MARGIN;
  const aside = slide.panels.some(({ small }) => small?.length) ? SMALL + GAP / 2 : 0;
  const most = Math.floor((room - (columns - 1) * GAP) / columns);
  const side = Math.min(slide.side, most - aside);
  const across = Math.floor((room - columns * (side + aside)) / Math.max(1, columns - 1));
  const pitch = side + aside + across;
  const rows = rowsOf(pen, slide, pitch - GAP / 2);
  const bottom = HEIGHT - EDGE;
  let top = EDGE;
  for (const [k, text] of [slide.title, ...slide.lines].entries()) {
    const size = k ? 24 : 44;
    write(pen, text, MARGIN, top, size, room, k ? ink.quiet : ink.text, k ? 400 : 700);
    top += Math.round(size * (k ? 1.35 : 1.4));
  }
  const taken = rows.reduce((sum, { head, foot }) => sum + head + side + foot, 0);
  const gap = Math.floor((bottom - 32 - top - taken) / (rows.length + 1));
  for (const { row, head, foot } of rows) {
    top += gap;
    row.forEach((panel, k) => {
      putPanel(pen, panel, MARGIN + k * pitch, top, head, side, pitch - GAP / 2);
    });
    top += head + side + foot;
  }
  putLegend(pen, slide, MARGIN, bottom);
}

function composeBeside(pen, slide) {
  const { side, textRow } = slide;
  const rows = rowsOf(pen, slide, side + GAP / 2);
  const left = MARGIN + (COLUMNS - 1) * (side + GAP) + GAP;
  const taken = rows.reduce((sum, { head, foot }) => sum + head + side + foot, 0);
  const between = Math.min(GAP, Math.floor((HEIGHT - taken) / (rows.length + 1)));
  const margin = Math.round((HEIGHT - taken - between * (rows.length - 1)) / 2);
  let top = margin;
  rows.forEach(({ row, head, foot }, at) => {
    if (at === textRow) {
      const sizes = textRow ? [32, 22] : [46, 30];
      writeLines(pen, [slide.title, ...slide.lines], left, top, WIDTH - MARGIN - left, sizes, ink);
    }
    row.forEach((panel, k) => {
      putPanel(pen, panel, MARGIN + k * (side + GAP), top, head, side, side + GAP / 2);
    });
    top += head + side + foot + between;
  });
  putLegend(pen, slide, left, HEIGHT - margin);
}

/** A panel with its words. room: how wide these may be. */
function putPanel(pen, panel, x, y, head, side, room) {
  const { badge, numbers, lines, small, units: [rows, columns] } = panel;
  write(pen, panel.title, x, y - 2, 26, room, panel.colour ?? ink.text, 700);
  if (badge) write(pen, badge.words, x, y + TITLE - 2, 20, room, badge.colour);
  const fitting = side / Math.max(rows, columns);
  const unit = fitting < WHOLE ? fitting : Math.floor(fitting);
  const [width, height] = [columns, rows].map((count) => Math.round(count * unit));
  const top = y + head;
  if (panel.draw) {
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    panel.draw(canvas, ink);
    pen.drawImage(canvas, x, top);
    frame(pen, x, top, width, height, ink.line);
  } else {
    frame(pen, x, top, side, side, badge?.colour ?? ink.line);
    wrapped(pen, panel.words, side - 20).forEach((line, k) => {
      write(pen, line, x + 10, top + 4 + k * LINE, 18, side - 20, ink.text);
    });
  }
  small?.forEach((canvas, k) => {
    const edge = Math.min(SMALL, Math.floor(side / small.length) - 6);
    pen.imageSmoothingEnabled = canvas.width > edge;
    pen.drawImage(canvas, x + side + GAP / 2, top + k * (edge + 6), edge, edge);
  });
  let under = top + side + 2; // where all maps are as small, below what is drawn
  let across = x;
  for (const [value, term] of numbers ?? []) {
    const wide = write(pen, value, across, under, 20, side, ink.text, 700);
    across += Math.max(wide, write(pen, term, across, under + 27, 18, side, ink.quiet)) + 10;
  }
  if (numbers) under += NUMBERS;
  const letters = lines.length > 1 ? 18 : 20;
  lines.forEach((text, k) => write(pen, text, x, under + k * LINE, letters, room, ink.quiet));
}

function frame(pen, x, y, width, height, colour) {
  pen.strokeStyle = colour;
  pen.lineWidth = 1;
  pen.strokeRect(x - 0.5, y - 0.5, width + 1, height + 1);
}

/** What the marks mean: beside the panels from the bottom up, else in one row. */
function putLegend(pen, { legend, note, scale, textRow }, left, bottom) {
  const beside = textRow !== undefined;
  const size = beside ? 30 : 24;
  let [x, y] = [left, bottom - size];
  for (const { words, fill: colour, line, hatched } of legend) {
    pen.fillStyle = hatched ? hatchOf(ink, ink.pixelRatio) : colour;
    pen.fillRect(x, y, size, size);
    pen.strokeStyle = line ?? ink.line;
    pen.lineWidth = 2;
    pen.strokeRect(x + 1, y + 1, size - 2, size - 2);
    const at = x + size + 12;
    const wide = write(pen, words, at, y + size / 2 - 14, 22, WIDTH - MARGIN - at, ink.text);
    if (beside) y -= size * 1.5;
    else x = at + wide + 36;
  }
  if (note) write(pen, note, x, y + size / 2 - 14, 20, WIDTH - MARGIN - x, ink.quiet);
  if (scale) putScale(pen, scale, x, y, size);
}

/** A bar of colours between its two numbers, and above it what they are of. */
function putScale(pen, { words, low, high }, x, y, size) {
  write(pen, words, x, y - size, 22, WIDTH, ink.text);
  const start = Math.round(x + write(pen, low, x, y + 3, 22, WIDTH, ink.text) + 14);
  SCALE.forEach((colour, k) => {
    pen.fillStyle = `rgb(${colour})`;
    pen.fillRect(start + k, y, 1, size);
  });
  write(pen, high, start + SCALE.length + 14, y + 3, 22, WIDTH, ink.text);
}
