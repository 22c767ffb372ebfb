// The live stage. Values live here while a slider moves; Python hears of them on release.

import { dotRadius } from "../../web/draw.js";
import { count, three } from "../../web/format.js";
import { fitPanels, movedUnit, placeMark } from "../../web/frames.js";
import { mount } from "../../web/mount.js";
import { paintBacking } from "../../web/paint.js";
import { createSliders } from "../../web/sliders.js";
import { sharedStore } from "../../web/store.js";
import { nearestSeed, readView, seedList, withAnswers } from "../../web/view.js";
import { buildGamma, showGamma } from "./cards.js";
import { createComeback } from "./comeback.js";
import { composePanel } from "./compose.js";
import { FILLED, buildPanels, captionPanels, drawState, showCut } from "./panels.js";
import { buildPin, showNumbers, showPin } from "./pin.js";
import { createTour } from "./tour.js";
import { tourFacts } from "./tourstops.js";

function createStage(root, page) {
  const store = sharedStore();
  const find = (selector) => root.querySelector(selector);
  const stage = {
    base: null, packet: null, keep: 1, block: 1, channel: 0, pinned: null, hovered: null,
    picks: 0, // how often a unit was pinned
    filling: null, // what comes back: see comeback.js
  };
  const sliders = createSliders(root, page, moved, () => ({ tour: sliders.tour ?? 0 }), letGo);
  const tour = createTour(root, sliders, page.signal);
  let answered = null; // what `withAnswers` keeps
  let aimed = null; // the seed that a click near it has pinned, while the pointer stays near it

  const panels = buildPanels(root, (kind, raw, panel) => {
    if (!stage.view) return;
    const { size } = stage.base.header;
    const onDots = ["seeds", "blocks"].includes(panel) && kind !== "move" && raw;
    const unit = onDots ? nearestSeed(stage.view, raw, dotRadius(panels[0].canvas, size)) : raw;
    if (kind === "move") {
      stage.pinned = movedUnit(stage.pinned, unit, size);
      stage.hovered = null;
    } else {
      stage[kind] = unit;
    }
    if (kind === "hovered") {
      if (aimed && (!unit || String(tour.aim(unit, kind)) !== String(aimed))) aimed = null;
      if (aimed) stage.hovered = null;
    } else {
      const meant = tour.aim(stage.pinned, kind);
      aimed = kind === "pinned" && String(meant) !== String(unit) ? meant : null;
      if (aimed) stage.hovered = null;
      stage.pinned = meant;
      stage.picks += 1;
      store.pinned = { size, unit: meant };
    }
    showMarks();
  });

  const marked = panels.filter(({ name }) => name !== "specks"); // of which a part is shown
  const comeback = createComeback(root, stage, panels);
  buildPin(root);

  function showMarks() {
    const { size } = stage.base.header;
    const { words } = stage.packet.header;
    placeMark(marked, "pinned", stage.pinned, size);
    placeMark(marked, "hovered", stage.hovered, size);
    const unit = stage.hovered ?? stage.pinned;
    showPin(root, words, stage, unit, (method) => comeback.guessOf(method, unit), page.ink);
    showNumbers(root, words, stage, unit);
    tour.update({ ...tourFacts(stage), settled: isSettled() });
  }

  // A slider was let go: the tour goes by what is shown then, so a move that waits is drawn now.
  function letGo() {
    if (!page.flush() && stage.view) showMarks();
  }

  // Whether no hand is on a slider, and what is shown is what sliders and Python say.
  function isSettled() {
    const { base, packet, block } = stage;
    const shown = packet.answers.has(block) && base.header.base === packet.header.base;
    return shown && !page.isStale && !sliders.held;
  }

  function draw() {
    if (!stage.base || !stage.packet || !stage.packet.answers.has(stage.block)) return;
    const { base, packet, channel } = stage;
    const { ink } = page;
    comeback.take();
    const view = (stage.view = readView(stage));
    fitPanels(panels, view.size);
    const seeds = seedList(view);
    for (const { name, canvas } of panels) {
      const filling = stage.filling?.[FILLED[name]];
      if (name in FILLED && !filling) continue;
      // These are the same wherever the sliders stand.
      const drawn = [base.header.base, channel, canvas.width, ink.dark];
      const still = name === "input" || name in FILLED;
      const isSame = String(canvas.drawn) === String(drawn) && canvas.drawnOf === filling;
      if (still && isSame) continue;
      [canvas.drawn, canvas.drawnOf] = [drawn, filling];
      paintBacking(name, canvas.backing, base, view, channel, filling);
      composePanel(name, canvas, base, view, channel, seeds, ink, filling);
    }
    const { header } = packet;
    const { words } = header;
    const rate = (share) => (share / view.units).toFixed(3);
    const numbers = {
      size: view.size, block: view.block, gamma: three(view.gamma), scale: view.scale.toFixed(2),
      here: count(seeds.length), seeds: count(view.seeds), units: count(view.units),
      kept: count(view.kept), dropped: count(view.dropped), rate: rate(view.kept),
      lost: rate(view.dropped),
    };
    captionPanels(root, panels, words, drawState(view), numbers, comeback.age());
    showCut(root, words, view);
    showGamma(root, words, view, stage.keep);
    showMarks();
    comeback.show(numbers);
    root.dataset.ready = "true";
    root.dataset.shown = JSON.stringify({
      keep_prob: stage.keep, block_size: stage.block, base: base.header.base,
      recipe: header.recipe, training: header.training, channel,
      filled: comeback.isFresh() ? stage.filling.message.header.r2 : null,
    });
  }

  function ask() {
    if (!stage.packet.answers.has(stage.block)) sliders.ask();
  }

  function moved() {
    stage.keep = sliders.keep;
    stage.block = sliders.block;
    ask();
    page.redraw();
  }

  find(".other").addEventListener("click", () => {
    page.send("recipe", stage.packet.header.otherRecipe);
  });
  find(".unit-fold").addEventListener("toggle", () => stage.view && showMarks());
  store.events.addEventListener("base", takeBase, { signal: page.signal });
  store.events.addEventListener("filling", page.redraw, { signal: page.signal });

  function takeBase() {
    if (!stage.packet) return;
    const base = store.bases.get(stage.packet.header.base);
    if (!base || base === stage.base) return;
    if (stage.base?.header.size !== base.header.size) stage.pinned = null;
    stage.base = base;
    stage.channel = Math.min(stage.channel, base.header.channels - 1);
    stage.hovered = null;
    choosePin();
    buildChannels();
    page.redraw();
  }

  // What the viewer pinned on a map of this size, here or before a visit to another page; else
  // what Python proposes with each new draw. At inference no unit is worth more than another.
  function choosePin() {
    const { pin, training } = stage.packet.header;
    if (store.pinned?.size === stage.base.header.size) stage.pinned = store.pinned.unit;
    else if (pin && (training || !stage.pinned)) stage.pinned = pin;
  }

  // Which channel the panels show: only where channels differ in what is shown.
  function buildChannels() {
    const { words } = stage.packet.header;
    const { channels, noiseChannels, picture } = stage.base.header;
    const row = find(".channel");
    row.hidden = channels === 1 || (picture && noiseChannels === 1);
    row.querySelector("span").textContent = words.channel;
    row.querySelector("div").replaceChildren(
      ...words.channels.map((name, channel) => {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = name;
        button.setAttribute("aria-pressed", channel === stage.channel);
        button.addEventListener("click", () => {
          stage.channel = channel;
          buildChannels();
          page.redraw();
        });
        return button;
      }),
    );
  }

  function receive(packet) {
    const { header } = packet;
    answered = withAnswers(answered, packet);
    packet.answers = answered.answers;
    stage.packet = packet;
    const isNew = sliders.receive(header);
    stage.keep = sliders.keep;
    stage.block = sliders.block;
    if (isNew && stage.base) choosePin();
    buildGamma(root, header.words);
    tour.receive(header.tour, sliders.tour);
    takeBase();
    if (stage.base) {
      buildChannels();
      ask();
    }
  }

  return { receive, draw };
}

export default mount(createStage);
