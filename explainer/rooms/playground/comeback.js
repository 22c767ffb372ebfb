// What comes back of the dropped units: taken over when it is known, shown beside the pictures and
// in the headline. While a slider is held it stays that of the last release, and says so.

import { fill } from "../../web/format.js";
import { fillGuess } from "../../web/guess.js";
import { sharedStore, tell } from "../../web/store.js";
import { readView } from "../../web/view.js";
import { markAge, showResults } from "./panels.js";
import { stageSlide } from "./slide.js";

/** stage.filling: the message, the base that it is of, and by method the input with gaps filled. */
export function createComeback(root, stage, panels) {
  const store = sharedStore();
  let shown = null; // the message beside the pictures

  // Takes over what has come back, once the answers to its settings are here.
  function take() {
    const message = store.filling;
    if (stage.filling?.base !== stage.base) stage.filling = null;
    if (!message || stage.filling?.message === message) return;
    const { header, guesses } = message;
    const now = { base: stage.base.header.base, ...stage.packet.header };
    if (["base", "recipe", "training"].some((name) => header[name] !== now[name])) return;
    if (!stage.packet.answers.has(header.block_size)) return;
    const view = readView({ ...stage, keep: header.keep_prob, block: header.block_size });
    const place = (c, u) => (view.units === view.plane ? 0 : c * view.plane) + u;
    stage.filling = {
      message, base: stage.base,
      dropblock: fillGuess(guesses.dropblock, stage.base, (c, u) => view.gone.dropblock[place(c, u)]),
      dropout: fillGuess(guesses.dropout, stage.base, (c, u) => view.gone.dropout[place(c, u)]),
    };
  }

  // Whether it is here, and that of what is shown.
  function isFresh() {
    const header = stage.filling?.message.header;
    return header?.keep_prob === stage.keep && header?.block_size === stage.block;
  }

  // What is said of it while it is that of the last release.
  const age = () => (stage.filling && !isFresh() ? stage.filling.message.header.words.last : "");

  // What fills a unit in, or null while that is not known.
  function guessOf(method, [row, column]) {
    if (!isFresh()) return null;
    const { size, picture } = stage.base.header;
    const value = stage.filling[method][(stage.channel * size + row) * size + column];
    return picture ? value / 255 : value;
  }

  function show(numbers) {
    if (!stage.filling) return;
    const { message } = stage.filling;
    const { rows, words } = message.header;
    if (shown !== message) showResults(root, message);
    shown = message;
    markAge(root, panels, isFresh());
    const shares = { dropout: rows.dropout.text, dropblock: rows.dropblock.text };
    store.headline = [
      words.title, isFresh() ? fill(words.sentence, numbers) : words.old,
      { numbers: shares, old: !isFresh() },
    ];
    store.slide = () => stageSlide(stage, panels, fill(words.title, shares));
    tell("headline");
  }

  return { take, isFresh, age, guessOf, show };
}
