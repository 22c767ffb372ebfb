// A slide of what is live on the page: 1920 × 1080 pixels, drawn anew, since the canvases on the
// screen are too small to enlarge. Slides are light, whatever the theme: they go on paper, too.

import { INK, SCALE } from "./constants.js";

export const WIDTH = 1920;
export const HEIGHT = 1080;
const MARGIN = 40;
const COLUMNS = 4; // of the largest panels, the text's included
const GAP = 16;
const SMALLEST = 18; // pixels of text: read from the back row
const TITLE = 34; // pixels above a panel
const CAPTION = 30; // and below it, each line

/**
 * @typedef {object} Panel
 * @property {string} title
 * @property {string[]} captions Below it, a line each.
 * @property {[number, number]} units Rows and columns of the map.
 * @property {(canvas: HTMLCanvasElement, ink: object) => void} [draw] Draws on a canvas that it
 *   may not resize; a unit is a whole number of pixels. Without it, words stand in its place.
 * @property {string} [words]
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
 * @property {number} side Of a panel, in pixels.
 * @property {number} [textRow] The row beside which title, lines and legend stand, in the last
 *   column; without it they stand above and below the panels.
 * @property {Mark[]} legend
 * @property {{words: string, low: string, high: string}} [scale] What the colours mean.
 */

/** @param {Slide} slide @param {HTMLCanvasElement} canvas */
export function composeSlide(slide, canvas) {
  const ink = INK.light;
  [canvas.width, canvas.height] = [WIDTH, HEIGHT];
  const pen = canvas.getContext("2d");
  pen.fillStyle = ink.background;
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  const { panels, columns, side, textRow } = slide;
  const beside = textRow !== undefined;
  const captions = Math.max(...panels.map((panel) => panel.captions.length));
  const step = TITLE + side + captions * CAPTION + GAP;
  const rows = Math.ceil(panels.length / columns);
  const margin = Math.round((HEIGHT - rows * step + GAP) / 2); // above the panels, if all is beside
  const left = beside ? MARGIN + (COLUMNS - 1) * (side + GAP) + GAP : MARGIN;
  const from = beside ? margin + textRow * step : MARGIN / 2;
  const room = WIDTH - MARGIN - left;
  const sizes = !beside ? [44, 24] : textRow ? [32, 22] : [46, 30];
  const end = writeLines(pen, [slide.title, ...slide.lines], left, from, room, sizes, ink);
  panels.forEach((panel, k) => {
    const x = MARGIN + (k % columns) * (side + GAP);
    const y = (beside ? margin : end) + Math.floor(k / columns) * step;
    putPanel(pen, panel, x, y, side, ink);
  });
  putLegend(pen, slide, left, HEIGHT - (beside ? margin : 16), ink);
}

function face(size, weight = 400) {
  return `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`;
}

/** One line, as small as it must be to fit its room. */
function write(pen, text, x, y, size, room, colour, weight) {
  let fitting = size;
  do pen.font = face(fitting, weight);
  while (pen.measureText(text).width > room && --fitting >= SMALLEST);
  pen.fillStyle = colour;
  pen.textBaseline = "alphabetic";
  pen.textAlign = "left";
  pen.fillText(text, x, y + size, room);
}

function wrapped(pen, text, room) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (pen.measureText(longer).width <= room || !lines.at(-1)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** Title and lines, wrapped; returns where they end. */
function writeLines(pen, texts, left, from, room, [large, small], ink) {
  let top = from;
  texts.filter(Boolean).forEach((text, k) => {
    const [size, weight, colour] = k ? [small, 400, ink.quiet] : [large, 700, ink.text];
    pen.font = face(size, weight);
    for (const line of wrapped(pen, text, room)) {
      write(pen, line, left, top, size, room, colour, weight);
      top += Math.round(size * 1.25);
    }
    top += Math.round(size * 0.4);
  });
  return top;
}

function putPanel(pen, panel, x, y, side, ink) {
  write(pen, panel.title, x, y - 2, 26, side, ink.text, 700);
  const [rows, columns] = panel.units;
  const unit = Math.max(1, Math.floor(side / Math.max(rows, columns)));
  const [width, height] = [columns * unit, rows * unit];
  const top = y + TITLE;
  if (panel.draw) {
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    panel.draw(canvas, ink);
    pen.drawImage(canvas, x, top);
    pen.strokeStyle = ink.line;
    pen.lineWidth = 1;
    pen.strokeRect(x - 0.5, top - 0.5, width + 1, height + 1);
  } else {
    writeLines(pen, [panel.words], x, top, side, [22, 22], { ...ink, text: ink.quiet });
  }
  panel.captions.forEach((caption, k) => {
    write(pen, caption, x, top + height + 4 + k * CAPTION, 20, side, ink.quiet);
  });
}

/** What the marks mean: beside the panels from the bottom up, else in one row. */
function putLegend(pen, { legend, scale, textRow }, left, bottom, ink) {
  const beside = textRow !== undefined;
  const [size, letters] = beside ? [30, 22] : [24, 22];
  const room = WIDTH - MARGIN - left - size - 12;
  let [x, y] = [left, bottom - size];
  for (const { words, fill, line, hatched } of legend) {
    pen.fillStyle = fill;
    pen.fillRect(x, y, size, size);
    if (hatched) hatch(pen, x, y, size, ink);
    pen.strokeStyle = line ?? ink.line;
    pen.lineWidth = 2;
    pen.strokeRect(x + 1, y + 1, size - 2, size - 2);
    write(pen, words, x + size + 12, y + (size - letters) / 2 - 3, letters, room, ink.text);
    if (beside) y -= size * 1.5;
    else x += size + 12 + pen.measureText(words).width + 36;
  }
  if (scale) putScale(pen, scale, x, y, size, ink);
}

function hatch(pen, x, y, size, ink) {
  pen.save();
  pen.beginPath();
  pen.rect(x, y, size, size);
  pen.clip();
  pen.strokeStyle = ink.hatch;
  pen.lineWidth = 2;
  for (let shift = -size; shift < size; shift += 8) {
    pen.beginPath();
    pen.moveTo(x + shift, y + size);
    pen.lineTo(x + shift + size, y);
    pen.stroke();
  }
  pen.restore();
}

/** A bar of colours between its two numbers, and above it what they are of. */
function putScale(pen, { words, low, high }, x, y, size, ink) {
  const length = 256;
  write(pen, words, x, y - size, 22, WIDTH, ink.text);
  write(pen, low, x, y + 3, 22, WIDTH, ink.text);
  const start = Math.round(x + pen.measureText(low).width + 14);
  SCALE.forEach((colour, k) => {
    pen.fillStyle = `rgb(${colour})`;
    pen.fillRect(start + k, y, 1, size);
  });
  write(pen, high, start + length + 14, y + 3, 22, WIDTH, ink.text);
}
