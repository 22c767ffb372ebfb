// The methods as a slide, a column each as on the page: what it leaves, below it what is guessed.

import { setupLines, slideInk } from "../../web/slide.js";
import { composeBatch, composeUnits, keptWords, paintStack, paintUnits } from "./columns.js";
import { markGone, samplesGone } from "./gone.js";

const SIDE = 336; // pixels: a picture's unit is one and a half

/**
 * The slide, see `web/slide.js`.
 *
 * order: the methods' names; columns: those of the page, by name; input(channel, unit): a value;
 * whole: the input, painted.
 */
export function compareSlide({ header, order, columns, view, base, keep, input, headline, whole }) {
  const { words, methods } = header;
  const { size, channels, picture } = base.header;
  const plane = size * size;
  const text = (name, part) => columns.get(name).column.querySelector(part).textContent;
  const panel = (title, caption, value, gone, samples) => ({
    title, caption, units: [size, size],
    draw: (canvas, ink) => {
      canvas.backing = new ImageData(size, size);
      paintUnits(canvas, base, value, gone);
      if (samples) composeBatch(canvas, base, whole, samples, Boolean(gone), ink);
      else composeUnits(canvas, base, gone, ink);
    },
  });
  const left = order.map((name) => {
    const gone = new Uint8Array(channels * plane);
    const count = markGone(gone, name, view, base);
    const share = (gone.length - count) / gone.length;
    const samples = samplesGone(name, view);
    const isGone = (c, u) => gone[c * plane + u] === 1;
    // A picture's channels are its colours; of a map's the large picture shows one.
    const several = picture || channels === 1 || samples ? 0 : channels;
    const small = Array.from({ length: several }, () => document.createElement("canvas"));
    paintStack(small, base, isGone, input, slideInk);
    const { colour } = methods.find((method) => method.name === name);
    return {
      ...panel(
        text(name, "h3"), keptWords(words, share, header.scales[name], samples), input, gone, samples,
      ),
      small,
      colour: slideInk[colour], badge: { words: text(name, ".drops"), colour: slideInk.quiet },
    };
  });
  const guesses = order.map((name) => {
    const { filled } = columns.get(name);
    const value = filled ? (c, u) => filled[c * plane + u] : input;
    return panel(
      text(name, ".result"), text(name, ".given"), value, null, samplesGone(name, view),
    );
  });
  const setup = [...setupLines(words.slide.lines, view, keep), words.channels].filter(Boolean);
  return {
    title: headline[0],
    lines: [headline[1], setup.join(" · ")],
    columns: order.length,
    side: SIDE,
    panels: [...left, ...guesses],
    legend: [{ words: words.slide.legend.dropped, fill: slideInk.dropped, hatched: true }],
    note: words.measure.replaceAll("**", ""),
  };
}
