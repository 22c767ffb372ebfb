// The walk: code on one side, tensors on the other. Where it stands lives here; Python hears of it
// with the sliders' release, and writes it into the link.

import { STOPS } from "../../web/constants.js";
import { count, fill, three } from "../../web/format.js";
import { mount } from "../../web/mount.js";
import { createSliders } from "../../web/sliders.js";
import { readView, withAnswers } from "../../web/view.js";
import { buildCode, lightCode } from "./code.js";
import { createPredictions } from "./predict.js";
import { createStepView } from "./step_view.js";
import { readRun } from "./tensors.js";

const PLAY_MS = 3500;
const READ_MS = 7000; // where an answer has to be read, too
const TAKES_ARROWS = "input, textarea, select, [role=radio], [role=radiogroup], [role=tab], [data-testid=stButtonGroup]";

function createWalk(root, page) {
  const find = (selector) => root.querySelector(selector);
  const sliders = createSliders(root, page, page.redraw, () => ({ step: steps[at] }));
  const predictions = createPredictions(root, draw);
  const stepView = createStepView(root, predictions);
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let steps = ["1"];
  let at = 0; // place in steps
  let packet = null;
  let base = null;
  let answers = new Map(); // by block_size
  let isBuilt = false;
  let playing = false;
  let timer = 0; // of the next stop, while the walk plays

  const words = () => packet.header.words;
  const titleOf = (step) => `${fill(words().step, { step })}: ${words().steps[step].title}`;

  // The question of this stop: only for the run that Python has settled on.
  function question() {
    const { settled, questions } = packet.header;
    const isSettled = settled.keep_prob === sliders.keep && settled.block_size === sliders.block;
    return (isSettled && find(".first input").checked && questions[steps[at]]) || null;
  }

  function go(to, { commit = true } = {}) {
    const next = Math.max(0, Math.min(steps.length - 1, to));
    if (next === at) return;
    at = next;
    draw();
    if (commit) sliders.release();
  }

  function rest() {
    if (!playing) return;
    playing = false;
    sliders.release();
    draw();
  }

  // Play waits for an answer, and goes on after it.
  const waits = () => playing && predictions.isOpen(question());

  function showQuestion() {
    find(".question").scrollIntoView({ block: "nearest", behavior: "smooth" });
  }

  // One stop on, without a commit until the walk rests or waits.
  function onward() {
    go(at + 1, { commit: false });
    if (at === steps.length - 1) return rest();
    if (!waits()) return;
    sliders.release();
    showQuestion();
  }

  // Each stop has its time from when it was last drawn, and so from its answer.
  function pace() {
    clearTimeout(timer);
    if (!playing || waits()) return;
    const asked = question();
    timer = setTimeout(onward, asked && predictions.isAnswered(asked) ? READ_MS : PLAY_MS);
  }

  function play() {
    if (playing && !waits()) return rest();
    const isEnd = at === steps.length - 1;
    if (still.matches) return go(isEnd ? 0 : at + 1); // with reduced motion one stop a press
    playing = true;
    if (isEnd) return go(0);
    if (!waits()) return onward();
    draw();
    showQuestion();
    find(".question").focus({ preventScroll: true });
  }

  function readNumbers(view, row) {
    const { header, arrays } = packet;
    return {
      size: view.size, block: view.block, area: view.block ** 2, valid: view.size - view.block + 1,
      units: view.units, keep: sliders.keep.toFixed(2), gamma: three(view.gamma), seeds: view.seeds,
      kept: view.kept, dropped: view.dropped, overlap: arrays.overlap[row * STOPS + view.stop],
      scale: Number.isInteger(view.scale) ? view.scale : view.scale.toFixed(3),
      padding: header.padding[row],
      expected: arrays.seeds_expected[row * STOPS + view.stop].toFixed(2),
      wished: three(arrays.wished[view.stop]), divisor: count(arrays.divisor[row]),
      rate: view.expected.toFixed(3), share: (view.kept / view.units).toFixed(3),
      gap: view.gap.toFixed(3), whole: header.sum,
      scaled: arrays.output_sum[row * STOPS + view.stop].toFixed(2),
    };
  }

  function draw() {
    if (!packet || !answers.has(sliders.block)) return;
    const { header } = packet;
    const step = steps[at];
    const row = answers.get(sliders.block).table / STOPS;
    const shown = { base, keep: sliders.keep, block: sliders.block, channel: 0 };
    const view = readView({ ...shown, packet: { answers, header: { training: true } } });
    const run = readRun(base, view);
    const numbers = readNumbers(view, row);
    const reached = header.training || !/^[56]/.test(step);
    const asked = reached ? question() : null;
    const open = predictions.isOpen(asked);
    const said = words().steps[step];
    const state = header.states[packet.arrays.state[row * STOPS + view.stop]];
    find("h2").textContent = `${fill(words().step, { step })}. ${said.title}`;
    find(".say").textContent = fill(
      reached ? said[state] ?? said.some : words().unreached, numbers,
    );
    find(".say").hidden = open;
    predictions.show(asked);
    stepView.show({ step, view, run, base, row, header, words: words(), numbers, reached, asked, open });
    find(".waits").textContent = waits() ? words().waits : "";
    showStepper(step);
    pace();
    root.dataset.ready = "true";
    root.dataset.shown = JSON.stringify({
      step, keep_prob: sliders.keep, block_size: view.block, draw: header.draw,
      training: header.training, open, playing, waiting: waits(),
    });
  }

  function playLabel() {
    if (still.matches) return at === steps.length - 1 ? words().restart : words().onward;
    return playing && !waits() ? words().pause : words().play;
  }

  function showStepper(step) {
    const scrub = find(".scrub");
    scrub.value = at;
    scrub.setAttribute("aria-valuetext", titleOf(step));
    [...find(".stops").children].forEach((stop, k) => {
      if (k === at) stop.setAttribute("aria-current", "step");
      else stop.removeAttribute("aria-current");
    });
    find(".back").disabled = at === 0;
    find(".next").disabled = at === steps.length - 1;
    find(".play").textContent = playLabel();
    const { code, training } = packet.header;
    const lit = `${step} ${training}`;
    if (root.dataset.lit === lit) return;
    lightCode(find(".code"), code, step, still.matches || !root.dataset.lit);
    root.dataset.lit = lit;
  }

  // Arrow keys: within a grid from cell to cell, elsewhere from step to step.
  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (stepView.onKey(event) || event.composedPath()[0].closest?.(TAKES_ARROWS)) return;
    const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!move) return;
    event.preventDefault();
    rest();
    go(at + move);
  }

  const onDocument = (event) => {
    if (!event.composedPath().includes(root)) onKey(event);
  };
  root.addEventListener("keydown", onKey);
  document.addEventListener("keydown", onDocument, { signal: page.signal });
  still.addEventListener("change", draw, { signal: page.signal });
  find(".back").addEventListener("click", () => go(at - 1));
  find(".next").addEventListener("click", () => go(at + 1));
  find(".play").addEventListener("click", play);
  find(".scrub").addEventListener("input", () => go(Number(find(".scrub").value), { commit: false }));
  find(".scrub").addEventListener("change", () => sliders.release());
  find(".first input").addEventListener("change", draw);

  function build() {
    const { header } = packet;
    steps = header.steps;
    buildCode(find(".code"), header.code);
    find(".code").setAttribute("aria-label", words().code);
    find(".back").textContent = words().back;
    find(".next").textContent = words().next;
    find(".first span").textContent = words().first;
    find(".scrub").max = steps.length - 1;
    find(".scrub").setAttribute("aria-label", words().scrub);
    find(".stepper").setAttribute("aria-label", words().stepper);
    find(".stops").replaceChildren(...steps.map((name, k) => {
      const stop = document.createElement("button");
      stop.type = "button";
      stop.textContent = name;
      stop.setAttribute("aria-label", titleOf(name));
      stop.addEventListener("click", () => go(k));
      return stop;
    }));
  }

  function receive(message) {
    packet = message;
    const { header, arrays } = packet;
    base = { header, arrays };
    answers = withAnswers(null, { arrays, header }).answers;
    predictions.receive(header.words.question);
    if (!isBuilt) build();
    isBuilt = true;
    if (sliders.receive(header)) at = Math.max(0, steps.indexOf(header.controls.step));
  }

  page.signal.addEventListener("abort", () => clearTimeout(timer));
  return { receive, draw };
}

export default mount(createWalk);
