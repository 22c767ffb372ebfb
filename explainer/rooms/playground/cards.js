// Gamma with today's numbers in it, and what it leads to.

import { fill, put, span, three } from "../../web/format.js";
import { factorItems, formulaRow } from "../../web/formula.js";

export function buildGamma(root, words) {
  const { card } = words;
  root.querySelector(".gamma h2").textContent = card.title;
  root.querySelector(".symbols").innerHTML = formulaRow(
    span("seed", "γ"), "keep_prob", "block_size", "feat_size", card.calibration,
  );
  for (const name of ["asked", "expected", "draw", "scale"]) {
    root.querySelector(`.${name} dt`).textContent = card[name];
  }
  root.querySelector(".other").textContent = card.other;
  root.querySelector(".factor-fold summary").textContent = card.more;
  root.querySelector(".slider.block").title = words.odd;
}

export function showGamma(root, words, view, keep) {
  const { card } = words;
  root.querySelector(".numbers").innerHTML =
    formulaRow("", keep.toFixed(2), view.block, view.size, card.calibration && three(view.ratio)) +
    `<span>=</span>${span("seed", three(view.gamma))}`;
  const formula = root.querySelector(".formula");
  formula.setAttribute("aria-label", fill(card.formula, { gamma: three(view.gamma) }));
  root.querySelector(".factors").replaceChildren(...factorItems(card.factors, view.block));
  const figures = {
    asked: keep.toFixed(2),
    expected: view.training ? view.expected.toFixed(3) : (1).toFixed(3),
    draw: (view.kept / view.units).toFixed(3),
    scale: `× ${view.scale.toFixed(2)}`,
  };
  for (const [name, text] of Object.entries(figures)) put(root.querySelector(`.${name} dd`), text);
  put(root.querySelector(".verdict"), fill(card.verdict[view.verdict], { gap: view.gap.toFixed(3) }));
}
