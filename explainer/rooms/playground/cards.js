// The two cards: gamma with today's numbers in it, and why one unit lived or died.

import { fill, shortNumber, span, three } from "../../web/format.js";
import { factorItems, formulaRow } from "../../web/formula.js";
import { outputValue, unitValue } from "../../web/paint.js";
import { killers, lowestInReach } from "../../web/view.js";

export function buildCards(root, words) {
  const { card } = words;
  root.querySelector(".gamma h2").textContent = card.title;
  root.querySelector(".symbols").innerHTML = formulaRow(
    span("seed", "γ"), "keep_prob", "block_size", "feat_size", card.calibration,
  );
  for (const name of ["asked", "expected", "draw", "scale"]) {
    root.querySelector(`.${name} dt`).textContent = card[name];
  }
  root.querySelector(".other").textContent = card.other;
  root.querySelector(".hint").textContent = words.pin.hint;
}

export function showGamma(root, words, view, keep) {
  const { card } = words;
  root.querySelector(".numbers").innerHTML =
    formulaRow("", keep.toFixed(2), view.block, view.size, card.calibration && three(view.ratio)) +
    `<span>=</span>${span("seed", three(view.gamma))}`;
  const formula = root.querySelector(".formula");
  formula.setAttribute("aria-label", fill(card.formula, { gamma: three(view.gamma) }));
  root.querySelector(".factors").replaceChildren(...factorItems(card.factors, view.block));
  const put = (name, text) => (root.querySelector(`.${name} dd`).textContent = text);
  put("asked", keep.toFixed(2));
  put("expected", view.training ? view.expected.toFixed(3) : (1).toFixed(3));
  put("draw", (view.kept / view.units).toFixed(3));
  put("scale", `× ${view.scale.toFixed(2)}`);
  root.querySelector(".verdict").textContent = fill(card.verdict[view.verdict], {
    gap: view.gap.toFixed(3),
  });
}

export function showPin(root, words, base, view, channel, [row, column]) {
  const say = words.pin;
  const unit = row * view.size + column;
  const i = view.noiseAt + unit;
  const named = base.header.channels > 1;
  root.querySelector(".pin h2").textContent = fill(named ? say.channel : say.title, {
    row, column, channel: words.channels[channel],
  });
  const lines = root.querySelector(".pin dl");
  const put = (name, text) => (lines.querySelector(`.${name}`).textContent = text);
  for (const name of ["noise", "killed", "dropblock", "dropout"]) put(`${name}-name`, say[name]);

  const value = unitValue(base, channel, unit);
  const product = (gone) => {
    const result = outputValue(base, view, channel, unit, gone);
    // Digits enough for the product to come out on paper.
    const digits = base.header.picture ? 3 : 2;
    const shown = base.header.picture ? value.toFixed(4) : shortNumber(value);
    return `${shown} × ${gone ? 0 : 1} × ${view.scale.toFixed(4)} = ${gone ? 0 : result.toFixed(digits)}`;
  };
  put("dropblock-value", product(view.isDropped(i)));
  put("dropout-value", product(view.isSpeck(i)));
  const why = root.querySelector(".why");
  if (!view.training) {
    put("noise-value", "–");
    put("killed-value", "–");
    why.textContent = say.inference;
    return;
  }
  const noise = view.noise[i];
  const isBelow = view.rank[i] < view.below;
  const kind = !isBelow ? say.noseed : view.isSeed(i) ? say.isseed : say.outside;
  put("noise-value", fill(kind, { noise: three(noise) }));

  const seeds = killers(view, row, column);
  const names = seeds.slice(0, 2).map(([r, c]) =>
    r === row && c === column ? say.itself : fill(say.seed, { row: r, column: c }),
  );
  if (seeds.length > 2) names.push(fill(say.more, { count: seeds.length - 2 }));
  put("killed-value", names.length ? names.join(", ") : say.none);

  const level = view.drop[i];
  const sentence = view.isDropped(i) ? say.revive : level > 0 ? say.fall : say.never;
  why.textContent = fill(sentence, {
    noise: three(lowestInReach(view, row, column)), most: three(view.mostGamma),
    stop: ((view.isDropped(i) ? level : level - 1) / 100).toFixed(2),
  });
}
