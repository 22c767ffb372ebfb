// The row of panels: one figure each.

import { fill } from "../../web/format.js";
import { buildFigure } from "../../web/frames.js";
import { PANELS } from "../../web/paint.js";

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

export function captionPanels(panels, words, state, numbers) {
  for (const { name, figure, canvas } of panels) {
    const { title, captions, alternative } = words[name];
    figure.querySelector("b").textContent = fill(title, numbers);
    figure.querySelector("figcaption span").textContent = fill(
      captions[state] ?? captions.some, numbers,
    );
    canvas.setAttribute("aria-label", fill(alternative, numbers));
  }
}
