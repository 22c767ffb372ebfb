// The steps of the formula and both maps of chances as a slide, with the words of the page.

import { fill, three } from "../../web/format.js";

const SIDE = 448; // pixels: a picture's unit is two

const text = (figure, selector) => figure.querySelector(selector).textContent;

// The panels of the steps; paint(canvas, step's place, ink) draws one.
export function stepPanels(tiles, current, paint) {
  return tiles.map(({ figure }, k) => ({
    title: text(figure, "h3"),
    captions: [
      ["asked", "expected", "draw"]
        .map((term) => `${text(figure, `.${term} dt`)} ${text(figure, `.${term} dd`)}`)
        .join(" · "),
    ],
    units: [current.size, current.size],
    draw: (canvas, ink) => paint(canvas, k, ink),
  }));
}

// The panels of the maps of chances; paint(canvas, rule, ink) draws one.
export function chancePanels(figures, current, paint) {
  return figures.map(({ name, figure }) => ({
    title: text(figure, "b"),
    captions: [text(figure, "figcaption span")],
    units: [current.size, current.size],
    draw: (canvas, ink) => paint(canvas, name, ink),
  }));
}

export function gammaSlide({ current, headline, slide, panels, scale }, ink) {
  const numbers = {
    size: current.size, block: current.block, keep: current.keep.toFixed(2),
    gamma: three(current.gamma), seed: current.header.seed,
  };
  const setup = slide.lines.map((line) => fill(line, numbers)).join(" · ");
  return {
    title: headline[0],
    lines: [setup],
    columns: 4,
    side: SIDE,
    textRow: 1,
    panels,
    scale,
    legend: [
      { words: slide.legend.dropped, fill: ink.dropped, hatched: true },
      { words: slide.legend.seed, fill: ink["seed-dot"] },
      { words: slide.legend.barred, fill: ink.barred },
    ],
  };
}
