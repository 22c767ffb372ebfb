// Every unit's chance to survive, for both rules on one scale of colour.

import { SCALE } from "../../web/constants.js";
import { drawGrid, drawNumbers, drawUnits, offscreen, ratioOf } from "../../web/draw.js";
import { chanceText, count, fill, three } from "../../web/format.js";
import { buildFigure, fitPanels, movedUnit, placeMark } from "../../web/frames.js";
import { mount } from "../../web/mount.js";
import { numberInk } from "../../web/paint.js";
import { sharedStore } from "../../web/store.js";
import { chancePanels } from "./slide.js";

const RULES = ["reference", "paper"];

function createSurvival(root, page) {
  const store = sharedStore();
  let words = null;
  let pinned = null; // the viewer's, or a place where both rules have something to show
  let hovered = null;
  let size = 0;

  const figures = RULES.map((name) => buildFigure(root.querySelector(".maps"), name, pick));
  for (const { figure } of figures) {
    figure.querySelector(".frame").insertAdjacentHTML(
      "beforeend",
      '<i class="reach"></i><em class="chip corner"></em><em class="chip centre"></em>',
    );
  }

  function pick(kind, unit) {
    if (kind === "hovered") hovered = unit;
    else {
      pinned = kind === "move" ? movedUnit(pinned, unit, size) : unit;
      if (kind === "move") hovered = null;
    }
    if (store.current) showUnit(store.current);
  }

  // A chance's place among the colours: 1 is certain survival, 0 the lowest shown.
  const place = (chance, lowest) => (lowest < 1 ? (chance - lowest) / (1 - lowest) : 1);

  function paint({ name, canvas }, current, lowest, ink) {
    const { data } = canvas.backing;
    for (let row = 0, p = 0; row < current.size; row++) {
      for (let column = 0; column < current.size; column++, p += 4) {
        const rgb = SCALE[Math.round(255 * place(current.chance(name, row, column), lowest))];
        data.set([rgb[0], rgb[1], rgb[2], 255], p);
      }
    }
    const side = canvas.width;
    const context = canvas.getContext("2d");
    const units = offscreen("units", current.size);
    units.getContext("2d").putImageData(canvas.backing, 0, 0);
    drawUnits(context, units, side);
    drawGrid(context, current.size, side, ink);
    const chance = (u) => current.chance(name, Math.floor(u / current.size), u % current.size);
    if (current.size > 16) return;
    drawNumbers(
      context, current.size, side, ratioOf(ink),
      (u) => chance(u).toFixed(2).replace(/^0/, ""),
      (u) => numberInk(place(chance(u), lowest), ink),
    );
  }

  // The seed positions that can drop a unit, as a rectangle in each map, and the product.
  function showUnit(current) {
    const unit = hovered ?? pinned;
    const [row, column] = unit;
    placeMark(figures, "pinned", pinned, size);
    placeMark(figures, "hovered", hovered, size);
    const steps = { reference: current.view(4), paper: current.view(3) };
    const lines = figures.map(({ name, figure }) => {
      const { rows, columns, before, after } = steps[name];
      // A seed at r covers r − before … r + after.
      const span = ([first, stop], x) => [Math.max(first, x - after), Math.min(stop - 1, x + before)];
      const [top, bottom] = span(rows, row);
      const [left, right] = span(columns, column);
      const reach = figure.querySelector(".reach").style;
      reach.top = `${(50 * (top + bottom + 1)) / size}%`;
      reach.left = `${(50 * (left + right + 1)) / size}%`;
      reach.height = `${(100 * (bottom - top + 1)) / size}%`;
      reach.width = `${(100 * (right - left + 1)) / size}%`;
      const n = current.places(name, row, column);
      const chance = chanceText(current.chance(name, row, column));
      const result = `(1 − ${three(current.gamma)})${n === 1 ? "" : `<sup>${n}</sup>`} = ${chance}`;
      return [words.titles[name], fill(n === 1 ? words.one : words.product, { n: count(n), result })];
    });
    root.querySelector(".pin h3").textContent = fill(words.unit, { row, column });
    root.querySelector(".pin dl").replaceChildren(
      ...lines.flatMap((texts) => ["dt", "dd"].map((tag, k) => {
        const element = document.createElement(tag);
        element.innerHTML = texts[k]; // our own words, and numbers
        return element;
      })),
    );
    root.querySelector(".why").textContent = words.why;
    root.querySelector(".hint").textContent = words.hint;
  }

  function draw() {
    const { current } = store;
    if (!current || !words) return;
    const { ink } = page;
    root.dataset.ready = "true";
    if (current.size !== size) {
      size = current.size;
      pinned = [Math.floor(size * 0.1), Math.floor(size * 0.3)];
      hovered = null;
    }
    fitPanels(figures, size);
    const every = RULES.map((name) => chances(current, name));
    const lowest = Math.min(...every.map(({ low }) => low));
    figures.forEach((one, k) => {
      const { name, figure, canvas } = one;
      paint(one, current, lowest, ink);
      const numbers = {
        title: words.titles[name],
        corner: chanceText(current.chance(name, 0, 0)),
        centre: chanceText(current.chance(name, current.centre, current.centre)),
        mean: current.expected(name === "paper" ? "corrected" : "whole_map").toFixed(3),
        lowest: every[k].low.toFixed(3), highest: every[k].high.toFixed(3),
      };
      figure.querySelector("b").textContent = numbers.title;
      figure.querySelector("figcaption span").textContent = fill(words.caption, numbers);
      for (const place of ["corner", "centre"]) {
        const chip = figure.querySelector(`.chip.${place}`);
        chip.textContent = fill(words[place], { chance: numbers[place] });
        chip.hidden = size <= 16;
      }
      canvas.setAttribute("aria-label", fill(words.alternative, numbers));
    });
    root.querySelector(".scale i").style.background =
      `linear-gradient(90deg, ${[0, 51, 102, 153, 204, 255].map((k) => `rgb(${SCALE[k]})`)})`;
    root.querySelector(".scale .low").textContent = lowest.toFixed(3);
    root.querySelector(".scale .high").textContent = (1).toFixed(3);
    root.querySelector(".scale em").textContent = words.scale;
    showUnit(current);
    root.dataset.shown = JSON.stringify({
      keep_prob: current.keep, block_size: current.block, map: size, lowest,
    });
  }

  store.events.addEventListener("current", page.redraw, { signal: page.signal });
  store.chances = () => {
    const { current } = store;
    const lowest = Math.min(...RULES.map((name) => chances(current, name).low));
    const panels = chancePanels(figures, current, (canvas, name, ink) => {
      paint({ name, canvas }, current, lowest, ink);
    });
    const ends = { low: lowest.toFixed(3), high: (1).toFixed(3) };
    return { panels, scale: lowest < 1 ? { words: words.scale, ...ends } : null };
  };
  return { receive: (itsWords) => (words = itsWords), draw };
}

// The lowest and the highest chance of a map.
function chances(current, name) {
  let low = Infinity;
  let high = -Infinity;
  for (let row = 0; row < current.size; row++) {
    for (let column = 0; column < current.size; column++) {
      const chance = current.chance(name, row, column);
      low = Math.min(low, chance);
      high = Math.max(high, chance);
    }
  }
  return { low, high };
}

export default mount(createSurvival);
