// The steps of the formula and both maps of chances as a slide, with the words of the page.

import { fill, three } from "../../web/format.js";
import { slideInk } from "../../web/slide.js";

const SIDE = 448; // pixels: a picture's unit is two

const text = (figure, selector) => figure.querySelector(selector).textContent;

function panel(current, title, caption, paint) {
  const draw = (canvas, ink) => {
    canvas.backing = new ImageData(current.size, current.size);
    paint(canvas, ink);
  };
  return { title, caption, units: [current.size, current.size], draw };
}

/** The panels of the steps; paint(canvas, step's place, ink) draws one. */
export function stepPanels(tiles, current, paint) {
  return tiles.map(({ figure }, k) => {
    const numbers = ["asked", "expected", "draw"]
      .map((term) => `${text(figure, `.${term} dt`)} ${text(figure, `.${term} dd`)}`);
    const draw = (canvas, ink) => paint(canvas, k, ink);
    return panel(current, text(figure, "h3"), numbers.join(" · "), draw);
  });
}

/** The panels of the maps of chances; paint(canvas, rule, ink) draws one. */
export function chancePanels(figures, current, paint) {
  return figures.map(({ name, figure }) => {
    const draw = (canvas, ink) => paint(canvas, name, ink);
    return panel(current, text(figure, "b"), text(figure, "figcaption span"), draw);
  });
}

/** The slide, see `web/slide.js`: of what is shown, with the headline and the words of the page. */
export function gammaSlide(current, headline, words, panels, scale) {
  const numbers = {
    size: current.size, block: current.block, keep: current.keep.toFixed(2),
    gamma: three(current.gamma), seed: current.header.seed,
  };
  return {
    title: headline,
    lines: [words.setup.map((line) => fill(line, numbers)).join(" · ")],
    columns: 4,
    side: SIDE,
    textRow: 1,
    panels,
    scale,
    legend: [
      { words: words.legend.dropped, fill: slideInk.dropped, hatched: true },
      { words: words.legend.seed, fill: slideInk["seed-dot"] },
      { words: words.legend.barred, fill: slideInk.barred },
    ],
  };
}
