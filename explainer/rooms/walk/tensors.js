// Tensors as grids of cells with numbers in them. Each grid says for every unit what stands in
// its cell and what kind of cell it is; `figures/grids.py` does the same for a page.

import { BRIGHT, SCALE } from "../../web/constants.js";
import { fill } from "../../web/format.js";
import { outputValue, unitValue } from "../../web/paint.js";
import { seedList } from "../../web/view.js";

// One precision for all numbers of a grid: none where none needs it or one would not fit, two
// decimals where no number is above 1, else one.
function decimalsOf(numbers) {
  const largest = Math.max(...numbers);
  if (numbers.every(Number.isInteger) || largest >= 99.95) return 0;
  return largest <= 1 ? 2 : 1;
}

// Of two decimals no zero stands before the point, and 0 and 1 are whole: three figures fit a cell.
function numberText(number, decimals) {
  const text = number.toFixed(decimals);
  if (decimals < 2) return text;
  return text.endsWith(".00") ? text[0] : text.replace(/^0/, "");
}

// What a run holds for each unit, read from the view and the map's values.
export function readRun(base, view) {
  const covers = new Array(view.plane).fill(0);
  const seeds = seedList(view);
  for (const [row, column] of seeds) {
    for (let r = Math.max(0, row - view.before); r <= Math.min(view.size - 1, row + view.after); r++) {
      for (let c = Math.max(0, column - view.before); c <= Math.min(view.size - 1, column + view.after); c++) {
        covers[r * view.size + c] += 1;
      }
    }
  }
  return {
    covers, seeds,
    value: (u) => unitValue(base, 0, u),
    result: (u) => outputValue(base, view, 0, u, view.gone.dropblock[u]),
  };
}

const gone = () => ({ text: "0", kind: "dropped" });

// The cell of one unit in each grid: text, kind, and for a value its place in the range.
export function cellsOf(base, view, run, range) {
  const level = (value) => Math.min(1, value / range);
  const value = (number, decimals) =>
    ({ text: numberText(number, decimals), kind: "value", level: level(number) });
  const decimals = (of) => decimalsOf(Array.from({ length: view.plane }, (_, u) => of(u)));
  const [given, made] = [decimals(run.value), decimals(run.result)];
  return {
    x: (u) => value(run.value(u), given),
    same: (u) => value(run.value(u), given),
    noise: (u) => ({
      text: view.noise[u].toFixed(2).replace(/^0/, ""), kind: view.isSeed(u) ? "seed" : "draw",
    }),
    seeds: (u) => (view.isSeed(u) ? { text: "1", kind: "seed" } : { text: "0", kind: "free" }),
    covers: (u) => {
      const n = run.covers[u];
      const covered = n === 0 ? "free" : n === 1 ? "block" : "overlap";
      return { text: String(n), kind: view.isSeed(u) ? "seed" : covered };
    },
    blocks: (u) => (view.gone.dropblock[u] ? { text: "1", kind: "block" } : { text: "0", kind: "free" }),
    mask: (u) => (view.gone.dropblock[u] ? gone() : { text: "1", kind: "kept" }),
    output: (u) => (view.gone.dropblock[u] ? gone() : value(run.result(u), made)),
  };
}

export function buildGrid(name, size) {
  const figure = document.createElement("figure");
  figure.className = "tensor";
  figure.dataset.grid = name;
  figure.style.setProperty("--side", size);
  figure.innerHTML = '<figcaption></figcaption><div class="field"><table class="grid" role="grid"><tbody></tbody></table></div>';
  const body = figure.querySelector("tbody");
  for (let r = 0; r < size; r++) {
    const row = body.insertRow();
    for (let c = 0; c < size; c++) {
      const cell = row.insertCell();
      cell.dataset.unit = r * size + c;
      cell.tabIndex = r + c === 0 ? 0 : -1;
    }
  }
  return figure;
}

export function fillGrid(figure, { title, label }, numbers, cell) {
  figure.querySelector("figcaption").textContent = fill(title, numbers);
  figure.querySelector("table").setAttribute("aria-label", fill(label, numbers));
  const tds = [...figure.querySelectorAll("td")];
  const shown = tds.map((td) => cell(Number(td.dataset.unit)));
  figure.classList.toggle("long", shown.some(({ text }) => text.length > 3));
  tds.forEach((td, k) => {
    const { text, kind, level } = shown[k];
    td.textContent = text;
    td.className = kind;
    td.removeAttribute("style");
    if (kind !== "value") return;
    td.style.background = `rgb(${SCALE[Math.round(level * 255)].join()})`;
    td.style.color = `var(--${level > BRIGHT ? "on-bright" : "on-dim"})`;
  });
}

// The outline of every block, cut off at the border, over the cells.
export function outlineBlocks(figure, view, seeds) {
  const field = figure.querySelector(".field");
  for (const old of field.querySelectorAll("i")) old.remove();
  const percent = (units) => `${(100 * units) / view.size}%`;
  for (const [row, column] of seeds) {
    const outline = document.createElement("i");
    const top = Math.max(0, row - view.before);
    const left = Math.max(0, column - view.before);
    outline.style.top = percent(top);
    outline.style.left = percent(left);
    outline.style.height = percent(Math.min(view.size, row + view.after + 1) - top);
    outline.style.width = percent(Math.min(view.size, column + view.after + 1) - left);
    field.append(outline);
  }
}
