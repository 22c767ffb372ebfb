// The six panels as a slide: drawn anew, with the words that stand on the page.

import { paintBacking } from "../../web/paint.js";
import { setupLines, slideInk } from "../../web/slide.js";
import { seedList } from "../../web/view.js";
import { composePanel } from "./compose.js";

const SIDE = 448; // pixels: a picture's unit is two

/**
 * The slide, see `web/slide.js`. stage: what is shown; panels: on the page, with their captions.
 */
export function stageSlide({ base, packet, view, channel, keep }, panels, headline) {
  const { lines, legend } = packet.header.words.slide;
  const seeds = seedList(view);
  return {
    title: headline,
    lines: setupLines(lines, view, keep),
    columns: 3,
    side: SIDE,
    textRow: 0,
    panels: panels.map(({ name, figure }) => ({
      title: figure.querySelector("b").textContent,
      caption: figure.querySelector("figcaption span").textContent,
      units: [view.size, view.size],
      draw: (canvas, ink) => {
        canvas.backing = new ImageData(view.size, view.size);
        paintBacking(name, canvas.backing, base, view, channel);
        composePanel(name, canvas, base, view, channel, seeds, ink);
      },
    })),
    legend: [
      { words: legend.dropped, fill: slideInk.dropped, hatched: true },
      { words: legend.block, fill: slideInk["block-fill"], line: slideInk["block-line"] },
      { words: legend.seed, fill: slideInk["seed-dot"] },
    ],
  };
}
