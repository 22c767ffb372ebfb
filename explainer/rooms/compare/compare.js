// The methods side by side: what each leaves, live; what that gives away, on release.

import { reuse } from "../../web/draw.js";
import { fitPanels } from "../../web/frames.js";
import { fillGuess } from "../../web/guess.js";
import { mount } from "../../web/mount.js";
import { createSliders } from "../../web/sliders.js";
import { sharedStore, tell } from "../../web/store.js";
import { readView, withAnswers } from "../../web/view.js";
import {
  buildColumns, captionColumn, composeBatch, composeUnits, paintStack, paintUnits,
} from "./columns.js";
import { markGone, samplesGone } from "./gone.js";
import { compareSlide } from "./slide.js";

const PLAY_MS = 500;

function createCompare(root, page) {
  const store = sharedStore();
  const find = (selector) => root.querySelector(selector);
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const sliders = createSliders(root, page, moved);
  let packet = null;
  let answered = null; // what `withAnswers` keeps
  let columns = null;
  let blinking = false;
  let playing = 0;
  let order = []; // of the columns: it holds while one picture is looked at
  let ordered = null; // the picture that it is of
  let playedSource = null;
  let whole = null; // the input, as it is painted

  const base = () => store.bases.get(packet.header.base);

  function moved() {
    if (!answered.answers.has(sliders.block)) sliders.ask();
    page.redraw();
  }

  function draw() {
    if (!packet || !base() || !answered.answers.has(sliders.block)) return;
    const { guesses } = store; // of another input what is there stays until they come
    if (guesses?.header.base !== packet.header.base) return;
    const { ink } = page;
    const header = { ...guesses.header, ...packet.header };
    const { words } = header;
    const { channels, size, picture, noiseChannels } = base().header;
    const key = `${channels}`;
    if (!columns || root.dataset.channels !== key) {
      root.dataset.channels = key;
      columns = buildColumns(find(".columns"), header.methods, channels);
    }
    find(".blink span").textContent = words.blink;
    find(".play").textContent = playing ? words.rest : still.matches ? words.next : words.play;
    find(".legend").innerHTML = `${words.measure} ${words.legend}`.replace(/\*\*(.*?)\*\*/g, "<b>$1</b>");
    root.dataset.ready = "true";
    const all = [...columns.values()];
    fitPanels(all.flatMap(({ left, guess }) => [left, guess]), size);
    const view = readView({ base: base(), keep: sliders.keep, block: sliders.block, channel: 0,
      packet: { ...packet, answers: answered.answers } });
    for (const name of [".blink", ".play"]) find(name).disabled = !view.training;
    const { guessed } = header;
    const fresh = guesses.header.of === header.of &&
      guessed.keep_prob === sliders.keep && guessed.block_size === sliders.block;
    const plane = size * size;
    const { values } = base().arrays;
    const input = (c, u) => (picture ? values[u * 3 + c] : values[c * plane + u]);
    const gone = reuse(`gone ${channels * plane}`, () => new Uint8Array(channels * plane));
    const isGone = (c, u) => gone[c * plane + u] === 1;
    const inputImage = () => {
      if (whole?.of !== base()) {
        const canvas = { backing: new ImageData(size, size) };
        paintUnits(canvas, base(), input);
        whole = { of: base(), image: canvas.backing };
      }
      return whole.image;
    };
    const shares = {};
    const source = header.base.split("/", 2).join("/");
    if (ordered !== source && view.training) [order, ordered] = [header.order, source];
    if (!order.length) order = header.order;
    order.forEach((name, place) => {
      const one = columns.get(name);
      const { column, left, guess, stack } = one;
      const count = markGone(gone, name, view, base());
      const parent = find(".columns");
      if (parent.children[place] !== column) parent.insertBefore(column, parent.children[place]);
      if (fresh && view.training) one.filled = fillGuess(guesses.arrays[`guess_${name}`], base(), isGone);
      else if (!view.training || (one.filled && one.filled.length !== channels * plane)) one.filled = null;
      const filled = one.filled;
      const guessValue = filled ? (c, u) => filled[c * plane + u] : input;
      const inPlace = blinking ? [guessValue, null] : [input, gone];
      paintUnits(left.canvas, base(), ...inPlace);
      const samples = samplesGone(name, view);
      const compose = (canvas, covered) =>
        samples
          ? composeBatch(canvas, base(), inputImage(), samples, covered, ink)
          : composeUnits(canvas, base(), covered ? gone : null, ink);
      compose(left.canvas, !blinking);
      // While the slider moves the guess stays as it is.
      const drawn = `${header.base} ${guess.canvas.width} ${ink.dark}`;
      if (one.drawn !== drawn || one.drawnFrom !== filled) {
        [one.drawn, one.drawnFrom] = [drawn, filled];
        paintUnits(guess.canvas, base(), guessValue);
        compose(guess.canvas, false);
      }
      paintStack(stack, base(), isGone, input, ink);
      shares[name] = samples
        ? samples.filter((lost) => !lost).length / samples.length
        : (gone.length - count) / gone.length;
      const method = header.methods.find((other) => other.name === name);
      captionColumn(one, method, header, { fresh, count, share: shares[name], channels, view, samples });
    });
    store.headline = fresh ? header.headline.fresh : header.headline.old;
    const { headline } = store;
    store.slide = () =>
      compareSlide({
        header, order, columns, view, base: base(), keep: sliders.keep, input, headline,
        whole: inputImage(),
      });
    tell("headline");
    root.dataset.shown = JSON.stringify({
      keep_prob: sliders.keep, block_size: sliders.block, base: header.base, fresh,
      order, r2: header.r2, shares, recipe: header.recipe, noiseChannels,
    });
  }

  function blink(on) {
    if (blinking === on) return;
    blinking = on;
    find(".blink").setAttribute("aria-pressed", on);
    page.redraw();
  }

  function play(on) {
    clearInterval(playing);
    playing = 0;
    const calm = still.matches; // one draw a press
    if (on && !calm) playing = setInterval(() => page.send("play", { at: Date.now() }), PLAY_MS);
    if (on) page.send("play", { at: Date.now(), once: calm });
    else page.send("rest", { at: Date.now() });
    find(".play").setAttribute("aria-pressed", Boolean(playing));
    page.redraw();
  }

  const button = find(".blink");
  button.addEventListener("pointerdown", () => blink(true));
  for (const end of ["pointerup", "pointerleave", "pointercancel", "blur"]) {
    button.addEventListener(end, () => blink(false));
  }
  find(".play").addEventListener("click", () => play(!playing));
  const isKey = (event) =>
    (event.key === "b" || event.key === "B") && !event.ctrlKey && !event.metaKey && !event.altKey &&
    !/^(INPUT|TEXTAREA)$/.test(event.composedPath()[0]?.tagName ?? "");
  const down = (event) => {
    if (isKey(event) || (event.target === document.body && event.key === "b")) blink(true);
  };
  const up = (event) => {
    if (event.key === "b" || event.key === "B") blink(false);
  };
  const { signal } = page;
  document.addEventListener("keydown", down, { signal });
  document.addEventListener("keyup", up, { signal });
  for (const type of ["keydown", "keyup"]) {
    button.addEventListener(type, (event) => {
      if (event.key === " " || event.key === "Enter") blink(type === "keydown");
    });
  }
  for (const name of ["base", "guesses"]) store.events.addEventListener(name, page.redraw, { signal });
  still.addEventListener("change", page.redraw, { signal });
  signal.addEventListener("abort", () => clearInterval(playing));

  function receive(message) {
    packet = message;
    const { header } = packet;
    answered = withAnswers(answered, packet);
    const source = header.base.split("/", 2).join("/");
    if (playing && (source !== playedSource || !header.training)) play(false);
    playedSource = source;
    sliders.receive(header);
    moved();
  }

  return { receive, draw };
}

export default mount(createCompare);
