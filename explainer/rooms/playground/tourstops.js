// What each stop of the tour points at, waits for, and tells. No formula here: counts, levels
// and rates are torch's, and are compared.

import { STOPS } from "../../web/constants.js";
import { count, fill, three } from "../../web/format.js";
import { killers } from "../../web/view.js";

// What a stop may ask about, as things stand now.
export function tourFacts({ view, base, packet, keep, pinned, picks }) {
  const { header } = base;
  const [row, column] = pinned;
  const unit = view.noiseAt + row * view.size + column;
  return {
    view, keep, row, column, unit, picks,
    stop: view.stop, block: view.block, gamma: view.gamma, training: view.training,
    seeds: view.seeds, base: header.base, map: header.base.slice(0, header.base.lastIndexOf("/")),
    recipe: packet.header.recipe, large: header.picture ? 15 : 3,
    expected: view.expected.toFixed(3), draw: (view.kept / view.units).toFixed(3),
  };
}

// What has to be so before a stop makes sense, and where to change it.
export const NEEDS = {
  training: { met: (now) => now.training, at: ["mode"] },
  seeds: { met: (now) => now.seeds > 0, at: [".slider.keep"] },
  large: { met: (now) => now.block > 1, at: [".slider.block"] },
  odd: { met: (now) => now.block % 2 === 1, at: [".slider.block"] },
  between: { met: (now) => now.stop > 0 && now.stop < STOPS - 1, at: [".slider.keep"] },
};

const byFinger = () => matchMedia("(pointer: coarse)").matches;
const byHand = () => (byFinger() ? "tap" : "ask");

// Where the first stop sends keep_prob from a start: far enough to see γ move.
function farFrom(start) {
  if (start.stop >= 70) return { ask: "ask", reached: (stop) => stop <= 60 };
  if (start.stop < 35) return { ask: "other", reached: (stop) => stop >= 45 };
  return { ask: "more", reached: (stop) => stop >= 80 };
}

// at: what to act on. look: what to see then. moves: the fact that the act changes. hold: what
// must not change meanwhile, or the stop starts anew. ask, saw: which of the words, where there is
// more than one. missed: which of them, after an act that was not what is asked for. The
// prediction, the last stop, says for itself whether it is done. seeds: a click near a seed is
// meant for it.
export const TOUR = [
  {
    at: [".slider.keep"], look: [".panels .output", ".panels .seeds"],
    needs: ["training"], hold: ["block", "base", "recipe"], moves: "stop",
    done: (now, start) => farFrom(start).reached(now.stop),
    ask: (start) => farFrom(start).ask,
  },
  {
    at: [".panels .seeds"], look: [".pin"], needs: ["training", "seeds"], hold: [], seeds: true,
    moves: "picks", ask: byHand,
    done: (now, start) => now.picks !== start.picks && now.view.isSeed(now.unit),
    missed: (now, start) => now.picks !== start.picks && "missed",
  },
  {
    at: [".panels .mask"], look: [".pin"], needs: ["training", "seeds", "large"], hold: [],
    moves: "picks", ask: byHand,
    done: (now, start) =>
      now.picks !== start.picks && now.view.gone.dropblock[now.unit] === 1 &&
      now.view.rank[now.unit] >= now.view.below,
    missed: (now, start) =>
      now.picks !== start.picks && (now.view.gone.dropblock[now.unit] ? "seed" : "missed"),
  },
  {
    at: [".slider.block"], look: [".panels .output", ".panels .dropout"],
    needs: ["training", "seeds"], hold: [], moves: "block",
    done: (now) => now.block === 1,
  },
  {
    at: [".slider.block"], look: [".panels .output", ".panels .dropout"],
    needs: ["training", "seeds"], hold: [], moves: "block",
    done: (now) => now.block >= now.large,
  },
  {
    at: ["draw"], look: [".figures"],
    needs: ["training", "between"], hold: ["stop", "block", "recipe"], moves: "base",
    done: (now, start) => now.base !== start.base,
    saw: (now, start) => (now.draw === start.draw ? "same" : "saw"),
  },
  {
    at: [".other"], look: [".figures"],
    needs: ["training", "between", "large", "odd"], hold: ["stop", "block", "base"],
    moves: "recipe",
    done: (now, start) => now.recipe !== start.recipe,
    saw: (now, start) => (now.expected === start.expected ? "same" : "saw"),
  },
  {
    at: ["mode"], look: [".panels .output"], needs: [], hold: [], moves: "training",
    done: (now) => !now.training,
  },
  { at: [".formula"], look: [".formula"], needs: ["training", "between"], hold: [] },
];

// Why expected moved with the recipe.
function ruleFor(now, start, rules) {
  const { [start.recipe]: moved = "", above = "" } = rules[now.recipe];
  const keep = now.keep.toFixed(2);
  return now.expected === now.keep.toFixed(3) ? moved : `${moved} ${fill(above, { keep })}`.trim();
}

// The numbers that fill a stop's words.
export function tourNumbers(now, start, rules) {
  const { view } = now;
  const [seedRow, seedColumn] = killers(view, now.row, now.column)[0] ?? [now.row, now.column];
  return {
    keep: now.keep.toFixed(2), block: now.block, large: now.large, row: now.row,
    column: now.column, seed_row: seedRow, seed_column: seedColumn,
    noise: three(view.noise[now.unit]), gamma: three(now.gamma), gamma0: three(start.gamma),
    seeds: count(now.seeds), seeds0: count(start.seeds), units: count(view.units),
    dropped: count(view.dropped), scale: view.trainingScale.toFixed(2), draw: now.draw,
    draw0: start.draw, expected: now.expected, expected0: start.expected,
    rule: ruleFor(now, start, rules),
  };
}

// How far from a seed a click may be that was meant for it: on a large map it is hard to hit.
export function aimRadius(view) {
  return Math.floor(view.size * (byFinger() ? 0.16 : 0.08));
}
