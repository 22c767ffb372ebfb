// Eq. 1 as it grows: one tile a step, each with its product, one draw, and what it keeps. This
// mount also brings torch's answers for the whole page, and asks for those that are missing.

import { STOPS } from "../../web/constants.js";
import {
  coverDropped, drawGrid, drawOutlines, drawSeeds, drawUnits, ratioOf, stencil,
} from "../../web/draw.js";
import { count, fill, fraction, span, three } from "../../web/format.js";
import { formulaRow } from "../../web/formula.js";
import { fitPanels } from "../../web/frames.js";
import { mount } from "../../web/mount.js";
import { paintBinary } from "../../web/paint.js";
import { sharedStore, tell } from "../../web/store.js";
import { seedList } from "../../web/view.js";
import { gammaSlide, stepPanels } from "./slide.js";

function createTiles(root, page) {
  const store = sharedStore();
  let words = null;
  let tiles = null;

  function build(steps) {
    const parent = root.querySelector(".steps");
    parent.replaceChildren();
    tiles = steps.map(({ name }) => {
      const tile = document.createElement("section");
      tile.className = `step ${name}`;
      tile.innerHTML =
        '<h3></h3><div class="product"></div>' +
        '<div class="frame"><canvas role="img"></canvas></div>' +
        '<div><div class="meter" aria-hidden="true"><i></i><b></b></div>' +
        '<dl><div class="asked"><dt></dt><dd></dd></div><div class="expected"><dt></dt><dd></dd></div>' +
        '<div class="draw"><dt></dt><dd></dd></div></dl></div><p></p>';
      parent.append(tile);
      for (const term of ["asked", "expected", "draw"]) {
        tile.querySelector(`.${term} dt`).textContent = words[term];
      }
      const canvas = tile.querySelector("canvas");
      canvas.dataset.panel = name;
      return { name, figure: tile, canvas };
    });
  }

  // What gamma is at a step, in today's numbers; each wears the colour of its control.
  function product(name, current, view) {
    const keep = `<span>1 − ${span("keep", current.keep.toFixed(2))}</span>`;
    const block = span("block", `${current.block}<sup>2</sup>`);
    const positions = `(${span("size", current.size)} − ${span("block", current.block)} + 1)<sup>2</sup>`;
    const share = fraction(keep, block);
    const border = fraction(span("size", `${current.size}<sup>2</sup>`), positions);
    const terms = {
      units: keep, grown: keep, divided: share,
      corrected: `${share}<span>·</span>${border}`, whole_map: "",
    }[name];
    const gamma = span("seed", three(view.gamma));
    // Two lines, so that no narrow tile breaks it elsewhere.
    const lines = terms ? [`${span("seed", "γ")} = ${terms}`, `= ${gamma}`] : [`${span("seed", "γ")} = ${gamma}`];
    return lines.map((line) => `<div>${line}</div>`).join("");
  }

  // Nothing to drop, or nothing to keep; a block of one unit, or as large as the map; any other.
  function kind(current, say) {
    if (current.stop === STOPS - 1) return "none";
    if (current.stop === 0 && say.nothing) return "nothing";
    if (current.block === 1) return "single";
    return current.block === current.size ? "whole" : "some";
  }

  function paint(canvas, current, view, ink) {
    const context = canvas.getContext("2d");
    const side = canvas.width;
    const pixelRatio = ratioOf(ink);
    paintBinary(canvas.backing, view.gone.dropblock, 0);
    context.fillStyle = ink.kept;
    context.fillRect(0, 0, side, side);
    const seeds = seedList(view);
    const barred = view.gone.dropblock.map((_, u) => view.allowed(Math.floor(u / current.size), u % current.size) ? 0 : 1);
    drawUnits(context, stencil(current.size, ink.barred, barred), side);
    coverDropped(context, side, current.size, ink, pixelRatio, view.gone.dropblock);
    drawGrid(context, current.size, side, ink);
    if (view.name === "units") return; // what falls is dropped; it grows to nothing
    drawOutlines(context, view, seeds, side, ink, pixelRatio);
    drawSeeds(context, view, seeds, side, ink, pixelRatio);
  }

  function draw() {
    const { current } = store;
    if (!current || !words) return;
    const { ink } = page;
    if (!tiles) build(current.header.steps);
    root.querySelector(".symbols").innerHTML = formulaRow(
      span("seed", "γ"), "keep_prob", "block_size", "feat_size",
    );
    root.querySelector(".numbers").innerHTML =
      formulaRow("", current.keep.toFixed(2), current.block, current.size) +
      `<span>=</span>${span("seed", three(current.gamma))}`;
    root.querySelector(".formula").setAttribute(
      "aria-label", fill(words.formula, { gamma: three(current.gamma) }),
    );
    root.querySelector(".legend").innerHTML = ["dropped", "seed", "barred"]
      .map((name) => `<span><i class="${name}"></i>${words.legend[name]}</span>`)
      .join("");
    root.dataset.ready = "true";
    fitPanels(tiles, current.size);
    const shown = {};
    const views = tiles.map((_, k) => current.view(k));
    tiles.forEach(({ name, figure, canvas }, k) => {
      const view = views[k];
      const say = words.steps[name];
      paint(canvas, current, view, ink);
      const numbers = {
        title: say.title, area: count(current.block ** 2), units: count(current.plane),
        positions: count(view.positions), fitting: count(views[3].positions),
        factor: Number((current.plane / views[3].positions).toFixed(2)),
        seeds: count(view.seeds), dropped: count(current.plane - view.kept),
        asked: current.keep.toFixed(2), expected: view.expected.toFixed(3),
        draw: (view.kept / current.plane).toFixed(3),
      };
      figure.querySelector("h3").textContent = say.title;
      figure.querySelector(".product").innerHTML = product(name, current, view);
      figure.querySelector(".meter i").style.width = `${100 * view.expected}%`;
      figure.querySelector(".meter b").style.left = `${100 * current.keep}%`;
      for (const term of ["asked", "expected", "draw"]) {
        figure.querySelector(`.${term} dd`).textContent = numbers[term];
      }
      figure.querySelector("p").textContent = fill(say[kind(current, say)] ?? say.some, numbers);
      canvas.setAttribute("aria-label", fill(words.alternative, numbers));
      shown[name] = [view.gamma, view.expected, view.kept];
    });
    store.slide = slide;
    root.dataset.shown = JSON.stringify({
      keep_prob: current.keep, block_size: current.block, map: current.size, steps: shown,
    });
  }

  // This mount has the words of the slide; the one with the other pictures gives those.
  function slide() {
    const { current, headline } = store;
    const steps = stepPanels(tiles, current, (canvas, k, ink) => {
      paint(canvas, current, current.view(k), ink);
    });
    const { panels, scale } = store.chances();
    return gammaSlide(current, headline[0], words, [...steps, ...panels], scale);
  }

  function receive(answer) {
    store.answer = answer;
    ({ words } = answer.header);
    tell("answer");
  }

  const { signal } = page;
  store.events.addEventListener("current", page.redraw, { signal });
  store.events.addEventListener("question", () => page.send("ask", store.question), { signal });
  return { receive, draw };
}

export default mount(createTiles);
