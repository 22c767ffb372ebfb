// The six panels as a slide: drawn anew, with the words that stand on the page.

import { fill, three } from "../../web/format.js";
import { paintBacking } from "../../web/paint.js";
import { seedList } from "../../web/view.js";
import { composePanel } from "./compose.js";

const SIDE = 448; // pixels: a picture's unit is two

export function stageSlide({ base, packet, view, channel, keep }, panels, headline, ink) {
  const { slide } = packet.header.words;
  const seeds = seedList(view);
  const numbers = {
    size: view.size, block: view.block, keep: keep.toFixed(2), gamma: three(view.gamma),
    expected: view.expected.toFixed(3), drawn: (view.kept / view.units).toFixed(3),
    scale: view.scale.toFixed(2),
  };
  return {
    title: headline,
    lines: slide.lines.map((line) => fill(line, numbers)),
    columns: 3,
    side: SIDE,
    textRow: 0,
    panels: panels.map(({ name, figure }) => ({
      title: figure.querySelector("b").textContent,
      captions: [figure.querySelector("figcaption span").textContent],
      units: [view.size, view.size],
      draw: (canvas, inks) => {
        const image = new ImageData(view.size, view.size);
        canvas.backing = image;
        paintBacking(name, image, base, view, channel);
        composePanel(name, canvas, base, view, channel, seeds, inks);
      },
    })),
    legend: [
      { words: slide.legend.dropped, fill: ink.dropped, hatched: true },
      { words: slide.legend.block, fill: ink["block-fill"], line: ink["block-line"] },
      { words: slide.legend.seed, fill: ink["seed-dot"] },
    ],
  };
}
