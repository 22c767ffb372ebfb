// Six of the pictures as a slide: drawn anew, with the words that stand on the page.

import { paintBacking } from "../../web/paint.js";
import { setupLines, slideInk } from "../../web/slide.js";
import { seedList } from "../../web/view.js";
import { composePanel } from "./compose.js";
import { FILLED } from "./panels.js";

const SIDE = 448; // pixels: a picture's unit is two
const SHOWN = ["input", "output", "filled", "blocks", "dropout", "refilled"];

/**
 * The slide, see `web/slide.js`. stage: what is shown; panels: on the page, with their captions.
 */
export function stageSlide({ base, packet, view, channel, keep, filling }, panels, headline) {
  const { lines, legend } = packet.header.words.slide;
  const { rows, words } = filling.message.header;
  const seeds = seedList(view);
  const caption = ({ name, figure }) =>
    Number.isFinite(rows[FILLED[name]]?.share)
      ? `${rows[FILLED[name]].text} ${words.back}`
      : figure.querySelector("figcaption span").textContent;
  return {
    title: headline,
    lines: setupLines(lines, view, keep),
    columns: 3,
    side: SIDE,
    textRow: 0,
    panels: SHOWN.map((shown) => panels.find(({ name }) => name === shown)).map((panel) => ({
      title: panel.figure.querySelector("b").textContent,
      caption: caption(panel),
      units: [view.size, view.size],
      draw: (canvas, ink) => {
        canvas.backing = new ImageData(view.size, view.size);
        const filled = filling[FILLED[panel.name]];
        paintBacking(panel.name, canvas.backing, base, view, channel, filled);
        composePanel(panel.name, canvas, base, view, channel, seeds, ink, filled);
      },
    })),
    legend: [
      { words: legend.dropped, fill: slideInk.dropped, hatched: true },
      { words: legend.block, fill: slideInk["block-fill"], line: slideInk["block-line"] },
      { words: legend.seed, fill: slideInk["seed-dot"] },
    ],
  };
}
