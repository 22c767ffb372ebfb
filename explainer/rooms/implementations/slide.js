// All implementations as a slide: a tile each, with the words of the page.

import { slideInk } from "../../web/slide.js";
import { drawMap, mapInk } from "./map.js";

const COLUMNS = 7;
const SIDE = 244; // pixels
const MOODS = { ok: "keep", off: "doubtful", unstated: "quiet" };

/**
 * The slide, see `web/slide.js`.
 *
 * tiles: those of the page; views: what each shows; legend: words, without those of a mark that
 * nothing has.
 */
export function tilesSlide({ tiles, views, height, width, title, lines, legend }) {
  const panels = tiles.map(({ tile, canvas }, k) => {
    const text = (part) => tile.querySelector(part).textContent;
    const { kind, runs, sentence } = views[k];
    return {
      title: text("a"),
      badge: { words: text(".badge"), colour: slideInk[MOODS[kind] ?? "bad"] },
      numbers: ["asked", "expected", "draw"]
        .map((term) => [text(`.${term} dd`), text(`.${term} dt`)]),
      caption: text(".differ"),
      units: [height, width],
      words: sentence,
      draw: runs && ((drawn, ink) => {
        drawn.backing = canvas.backing;
        const unit = Math.max(drawn.width, drawn.height) / Math.max(width, height);
        drawMap(drawn, { height, width }, unit, mapInk(ink, ink.pixelRatio));
      }),
    };
  });
  return {
    title,
    lines,
    columns: COLUMNS,
    side: SIDE,
    panels,
    legend: [
      { words: legend.kept, fill: slideInk.kept },
      { words: legend.dropped, fill: slideInk.dropped, hatched: true },
      { words: legend.marked, fill: slideInk.kept, line: slideInk.mark },
    ].filter(({ words }) => words),
  };
}
