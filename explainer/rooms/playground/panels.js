// The pictures: a row of DropBlock's, a row of dropout's, and what stands beside them.

import { fill, put } from "../../web/format.js";
import { buildFigure } from "../../web/frames.js";
import { PANELS } from "../../web/paint.js";

export const FILLED = { filled: "dropblock", refilled: "dropout" }; // whose filling a panel shows

export function buildPanels(root, onPick) {
  const row = root.querySelector(".panels");
  return PANELS.map((name) => buildFigure(row, name, (kind, unit) => onPick(kind, unit, name)));
}

// How a draw stands, by which captions are chosen.
export function drawState(view) {
  if (view.training && view.seeds === 0) return "none";
  if (view.kept === 0) return "all";
  return view.block === 1 ? "single" : "some";
}

// last: what a filled picture's caption says while it is that of the last release.
export function captionPanels(root, panels, words, state, numbers, last = "") {
  for (const { name, figure, canvas } of panels) {
    const { title, captions, alternative } = words.panels[name];
    const caption = fill(captions[state] ?? captions.some, numbers);
    put(figure.querySelector("b"), fill(title, numbers));
    put(figure.querySelector("figcaption span"), name in FILLED && last ? last : caption);
    canvas.setAttribute("aria-label", fill(alternative, numbers));
  }
  for (const [name, title] of Object.entries(words.rows)) {
    put(root.querySelector(`.row-title.${name}`), fill(title, numbers));
  }
}

// Where dropout cuts the noise: what drew less goes.
export function showCut(root, words, view) {
  const box = root.querySelector(".cut");
  put(root.querySelector(".draws"), words.draws);
  box.hidden = !view.training;
  if (box.hidden) return;
  const next = view.rank.indexOf(view.dropped); // the unit that goes next
  const cut = next < 0 ? 1 : view.noise[next];
  box.style.setProperty("--part", cut);
  const [start, end] = box.querySelectorAll("span");
  put(start, words.noise[0]);
  put(end, words.noise[1]);
  put(box.querySelector("b"), cut.toFixed(3));
}

// How much comes back, beside the filled pictures.
export function showResults(root, message) {
  const { rows, words } = message.header;
  for (const [name, row] of Object.entries(rows)) {
    const box = root.querySelector(`.result.${name}`);
    const lines = ["mean", "distance"].filter((line) => row[line] !== null);
    box.innerHTML =
      '<p class="share"></p><div class="bar"><i></i></div><p class="back"></p><dl></dl>';
    box.classList.toggle("none", row.share === null);
    box.style.setProperty("--part", row.share ?? 0);
    box.querySelector(".share").textContent = row.text;
    box.querySelector(".back").textContent = words.back;
    box.querySelector("dl").replaceChildren(...lines.map((name) => {
      const line = document.createElement("div");
      line.title = words.hints[name];
      line.append(document.createElement("dt"), document.createElement("dd"));
      [line.firstChild.textContent, line.lastChild.textContent] = [words[name], row[name]];
      return line;
    }));
  }
  root.querySelector(".how").textContent = words.how;
}

// While a slider is held, what comes back is that of the last release, and says so.
export function markAge(root, panels, isFresh) {
  for (const { name, figure } of panels) {
    if (name in FILLED) figure.classList.toggle("old", !isFresh);
  }
  for (const box of root.querySelectorAll(".result")) box.classList.toggle("old", !isFresh);
}
