// The ladder as a slide, a column each as on the page: the map, below it the evidence.

import { fill } from "../../web/format.js";
import { slideInk } from "../../web/slide.js";
import { paintEvidence, paintMap } from "./pictures.js";

const SIDE = 336; // pixels, at most

/** The slide, see `web/slide.js`. panels: what each column shows. */
export function ladderSlide({ header, arrays, base, panels, keep, headline }) {
  const { words, stage, names } = header;
  const [title, , { numbers = {} }] = headline;
  const sized = (canvas) => (canvas.seen = canvas.width / (window.devicePixelRatio || 1));
  const colour = (block) => (block ? slideInk[block === 1 ? "dropout" : "keep"] : slideInk.text);
  const maps = panels.map(({ title: name, block, gone, counted, marks }) => ({
    title: name, colour: colour(block), units: [stage, stage],
    caption: block ? fill(words.gone, { gone: gone.toFixed(3) }) : words.mapNote,
    numbers: counted?.length
      ? [[String(counted.split("1").length - 1), fill(words.slide.of, { done: counted.length })]]
      : undefined,
    draw: (canvas, ink) => (sized(canvas), paintMap(canvas, arrays.map, stage, marks, ink)),
  }));
  const evidence = panels.map(({ top, evidence: values }) => ({
    title: `${names[top[0].id]} ${top[0].probability.toFixed(2)}`, units: [7, 7], caption: "",
    draw: (canvas) => (sized(canvas), paintEvidence(canvas, base, values)),
  }));
  const setup = { side: stage, keep_prob: keep.toFixed(2), draw: header.draw };
  return {
    title: fill(title, numbers),
    lines: [fill(words.slide.note, setup)],
    columns: panels.length,
    side: SIDE,
    panels: [...maps, ...evidence],
    legend: [{ words: words.dropped, fill: slideInk.dropped, hatched: true }],
    note: headline[1],
  };
}
