// One unit, in all pictures at once: what became of it, what is left around it, and why.

import { coverDropped, drawUnits, ratioOf, unitsOf } from "../../web/draw.js";
import { fill, put, shortNumber, three } from "../../web/format.js";
import { outputValue, paintUnit, unitValue } from "../../web/paint.js";
import { killers, lowestInReach } from "../../web/view.js";

const PIXELS = 90; // of the picture of what is around it
const SMALL = 14; // the largest map of which less is shown, so that it is not mostly border

// Units on each side of the one that is shown.
const reachOn = (view) => (view.size <= SMALL ? 2 : 4);

function* around(view, [row, column], reach) {
  for (let r = row - reach; r <= row + reach; r++) {
    for (let c = column - reach; c <= column + reach; c++) {
      if (r >= 0 && c >= 0 && r < view.size && c < view.size) yield [r, c];
    }
  }
}

// A unit's surroundings: what is left of them.
function drawNear(canvas, base, view, channel, unit, isGone, ink) {
  const ratio = ratioOf(ink);
  const reach = reachOn(view);
  const side = 2 * reach + 1;
  const pixels = Math.round(PIXELS * ratio);
  if (canvas.width !== pixels || canvas.height !== pixels) canvas.width = canvas.height = pixels;
  const context = canvas.getContext("2d");
  context.clearRect(0, 0, pixels, pixels);
  const image = new ImageData(side, side);
  const gone = new Uint8Array(side * side);
  for (const [r, c] of around(view, unit, reach)) {
    const place = (r - unit[0] + reach) * side + c - unit[1] + reach;
    paintUnit(image.data, place * 4, base, channel, r * view.size + c);
    gone[place] = isGone[view.noiseAt + r * view.size + c];
  }
  drawUnits(context, unitsOf(image), pixels);
  coverDropped(context, pixels, side, ink, ratio, gone);
  canvas.parentElement.style.setProperty("--border", `${((reach - 1) / side) * 100}%`);
}

export function buildPin(root) {
  for (const box of root.querySelectorAll(".near")) {
    box.innerHTML =
      '<b></b><div><canvas></canvas><i></i></div><span class="kept"></span><span class="guess"></span>';
  }
}

// guess(method): what fills the unit in, or null where that is not known.
export function showPin(root, words, { base, view, channel }, unit, guess, ink) {
  const say = words.pin;
  const [row, column] = unit;
  const at = row * view.size + column;
  const i = view.noiseAt + at;
  const gone = { dropblock: view.gone.dropblock[i], dropout: view.gone.dropout[i] };
  const find = (selector) => root.querySelector(`.pin ${selector}`);
  put(find("h2 b"), fill(say.title, { row, column }));
  const state = gone.dropblock
    ? gone.dropout ? "both" : "dropblock"
    : gone.dropout ? "dropout" : "neither";
  put(find("h2 span"), say.state[state]);
  const shown = (value) => (base.header.range === 1 ? value.toFixed(2) : shortNumber(value));
  const value = shown(unitValue(base, channel, at));
  for (const name of ["dropblock", "dropout"]) {
    const box = find(`.near.${name}`);
    const isGone = view.gone[name];
    const beside = [...around(view, unit, 1)].filter(([r, c]) => r !== row || c !== column);
    const kept = beside.filter(([r, c]) => !isGone[view.noiseAt + r * view.size + c]).length;
    put(box.querySelector("b"), say.methods[name]);
    put(box.querySelector(".kept"), fill(say.near, { kept, all: beside.length }));
    const known = guess(name);
    put(box.querySelector(".guess"), gone[name]
      ? fill(say.guess, { value: known === null ? "–" : shown(known) })
      : fill(say.kept, { value }));
    drawNear(box.querySelector("canvas"), base, view, channel, unit, isGone, ink);
  }
  const named = base.header.channels > 1;
  const really = fill(named ? say.channel : say.really, { value, channel: words.channels[channel] });
  const [seed] = gone.dropblock ? killers(view, row, column) : [];
  const took = seed
    ? fill(seed[0] === row && seed[1] === column ? say.itself : say.took, { row: seed[0], column: seed[1] })
    : "";
  put(find(".really"), `${really} ${took}`.trim());
}

// The unit's numbers, folded: its noise, its products, and what would change its lot.
export function showNumbers(root, words, { base, view, channel }, [row, column]) {
  const fold = root.querySelector(".unit-fold");
  const say = words.pin;
  const show = (name, text) => put(fold.querySelector(name), text);
  show("summary", say.more);
  show(".hint", say.hint);
  if (!fold.open) return;
  const unit = row * view.size + column;
  const i = view.noiseAt + unit;
  const names = { noise: say.noise, ...say.methods };
  for (const [name, text] of Object.entries(names)) show(`.${name}-name`, text);
  const value = unitValue(base, channel, unit);
  const product = (gone) => {
    const result = outputValue(base, view, channel, unit, gone);
    // Digits enough for the product to come out on paper.
    const isShare = base.header.range === 1;
    const digits = isShare ? 3 : 2;
    const shown = isShare ? value.toFixed(4) : shortNumber(value);
    return `${shown} × ${gone ? 0 : 1} × ${view.scale.toFixed(4)} = ${gone ? 0 : result.toFixed(digits)}`;
  };
  show(".dropblock-value", product(view.gone.dropblock[i]));
  show(".dropout-value", product(view.gone.dropout[i]));
  if (!view.training) {
    show(".noise-value", "–");
    show(".why", say.inference);
    return;
  }
  const isBelow = view.rank[i] < view.below;
  const kind = !isBelow ? say.noseed : view.isSeed(i) ? say.isseed : say.outside;
  show(".noise-value", fill(kind, { noise: three(view.noise[i]) }));
  const level = view.drop[i];
  const sentence = view.gone.dropblock[i] ? say.revive : level > 0 ? say.fall : say.never;
  show(".why", fill(sentence, {
    noise: three(lowestInReach(view, row, column)), most: three(view.mostGamma),
    stop: ((view.gone.dropblock[i] ? level : level - 1) / 100).toFixed(2),
  }));
}
