// The sliders of the gamma page, which tell the page's other mounts what to show. The answers
// come with the tiles, in a fragment of their own: asking for more does not rerun the page, and
// letting go of a slider, which does, is never lost between the two.

import { STOPS } from "../../web/constants.js";
import { chanceText, fill } from "../../web/format.js";
import { mount } from "../../web/mount.js";
import { createSliders } from "../../web/sliders.js";
import { sharedStore, tell } from "../../web/store.js";
import { marksAbove } from "../../web/view.js";

const KEPT_ANSWERS = 40;

function createControls(root, page) {
  const store = sharedStore();
  const sliders = createSliders(root, page, moved);
  const answers = new Map(); // by map and block_size asked for; the newest last
  let drawn = null; // draw and recipe that the answers are for
  let words = null;

  const key = () => `${sliders.size} ${sliders.block}`;

  function moved() {
    if (!answers.has(key())) {
      sliders.ask((question) => {
        store.question = question;
        tell("question");
      });
    }
    page.redraw();
  }

  // What is special about these settings, in sentences.
  function notes({ header }, stop) {
    const odd = header.block % 2 === 1;
    return [
      header.block < sliders.block && sliders.block > header.map && "oversized",
      header.map === 1 && "one",
      stop === STOPS - 1 && "all",
      stop === 0 && "nothing",
      !odd && "even",
    ].filter(Boolean);
  }

  function draw() {
    const answer = answers.get(key());
    if (!answer) return; // until it comes, the page shows what it showed
    const current = (store.current = readCurrent(answer, sliders.keep));
    sliders.limit(answer.header.blockSizes, current.block);
    const numbers = {
      asked: sliders.keep.toFixed(2), map: current.size, block: current.block, wanted: sliders.block,
      reference: current.expected("whole_map").toFixed(3), paper: current.expected("corrected").toFixed(3),
      corner: chanceText(current.chance("paper", 0, 0)),
      centre: chanceText(current.chance("paper", current.centre, current.centre)),
    };
    const note = root.querySelector(".note");
    note.textContent = notes(answer, current.stop).map((n) => fill(words.notes[n], numbers)).join(" ");
    note.hidden = !note.textContent;
    const agree =
      numbers.reference === numbers.paper && Number(numbers.paper) === Number(numbers.asked);
    store.headline = [
      fill(agree ? words.agree : words.headline, numbers),
      fill(numbers.corner === numbers.centre ? words.alike : words.subline, numbers),
    ];
    tell("headline");
    tell("current");
    root.dataset.ready = "true";
    root.dataset.shown = JSON.stringify({
      keep_prob: sliders.keep, block_size: current.block, map: current.size, seed: answer.header.seed,
    });
  }

  function takeAnswer() {
    const { answer } = store;
    if (!answer || !words) return;
    const { header } = answer;
    if (drawn !== `${header.seed} ${header.recipe}`) answers.clear();
    drawn = `${header.seed} ${header.recipe}`;
    answers.set(`${header.map} ${header.asked}`, answer);
    if (answers.size > KEPT_ANSWERS) answers.delete(answers.keys().next().value);
    sliders.limit(header.blockSizes);
    moved();
  }

  function receive(data) {
    words = data.words;
    sliders.receive(data);
    takeAnswer();
  }

  store.events.addEventListener("answer", takeAnswer, { signal: page.signal });
  return { receive, draw };
}

// An answer, read at one keep_prob.
function readCurrent({ header, arrays }, keep) {
  const stop = Math.round(keep * (STOPS - 1));
  const size = header.map;
  const plane = size * size;
  const at = (k) => k * STOPS + stop;
  const step = (name) => header.steps.findIndex((s) => s.name === name);
  const column = new Map(Array.from(arrays.n, (n, k) => [n, k]));
  const coverOf = (recipe) => arrays.cover.subarray(recipe === "paper" ? size : 0).subarray(0, size);
  const places = (recipe, row, col) => coverOf(recipe)[row] * coverOf(recipe)[col];
  return {
    keep, stop, size, plane, block: header.block, centre: size >> 1, header,
    gamma: arrays.gamma[at(step("corrected"))],
    expected: (name) => arrays.expected[at(step(name))],
    // How many seed positions can drop a unit, and its chance to survive them all.
    places,
    chance: (recipe, row, col) =>
      arrays.chance[stop * arrays.n.length + column.get(places(recipe, row, col))],
    // One step of the formula, as a view that the stage's drawing understands.
    view: (k) => {
      const drop = arrays.drop.subarray(k * plane, (k + 1) * plane);
      const { rows: [top, bottom], columns: [left, right] } = header.steps[k];
      return {
        ...header.steps[k], size, noiseAt: 0, rank: arrays.rank,
        gamma: arrays.gamma[at(k)], expected: arrays.expected[at(k)],
        below: arrays.below[at(k)], kept: arrays.kept[at(k)], seeds: arrays.seeds[at(k)],
        gone: { dropblock: marksAbove(stop, drop) },
        allowed: (row, col) => row >= top && row < bottom && col >= left && col < right,
      };
    },
  };
}

export default mount(createControls);
