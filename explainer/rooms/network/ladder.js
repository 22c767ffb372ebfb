// The same share of a map gone in larger and larger blocks, and what the network says. Everything
// is looked up at the slider's stop: torch asked the network.

import { STOPS } from "../../web/constants.js";
import { fill } from "../../web/format.js";
import { mount } from "../../web/mount.js";
import { createSliders } from "../../web/sliders.js";
import { sharedStore, tell } from "../../web/store.js";
import { marksBelow } from "../../web/view.js";
import { buildRungs, buildStages } from "./columns.js";
import { paintEvidence, paintMap, paintPicture, paintSeen } from "./pictures.js";
import { ladderSlide } from "./slide.js";

const UNKNOWN = 65535; // as in packet.py
const BLOCKS = [1, 3, 5, 7];
const EVIDENCE = 49; // places of an activation map

function createLadder(root, page) {
  const store = sharedStore();
  const find = (selector) => root.querySelector(selector);
  const sliders = createSliders(root, page, page.redraw);
  let packet = null;
  let columns = null;
  let last = {}; // by block, the row shown last: where a stop is not known yet

  // The row of the answers under blocks of the k-th size, or null; old: that of another stop.
  function rowAt(k, stop) {
    const row = packet.arrays.which[k * STOPS + stop];
    if (row !== UNKNOWN) last[k] = row;
    return { row: row === UNKNOWN ? last[k] : row, old: row === UNKNOWN };
  }

  function answersAt(name, row) {
    const { arrays } = packet;
    return [0, 1, 2].map((k) => ({
      id: arrays[`${name}Classes`][row * 3 + k],
      probability: arrays[`${name}Probabilities`][row * 3 + k],
    }));
  }

  // What is counted at the stop: by block the draws counted so far, or null.
  function countsAt(stop) {
    const { counts } = store;
    if (!counts || counts.of !== packet.header.of) return null;
    return counts.counts[String(stop)] ?? null;
  }

  function headline(stop, shown, counts) {
    const { words, known } = packet.header;
    const { answer } = shown;
    const full = counts?.every((row) => row.length === 100);
    const number = (k) => counts[k].split("1").length - 1;
    const values = { share: 100 - stop, answer };
    let title = words.title.draw;
    let numbers = { dropout: shown.says[0], dropblock: shown.says[3] };
    if (stop === STOPS - 1) title = words.title.intact;
    else if (stop === 0) title = words.title.nothing;
    else if (full && known) {
      title = stop === 50 ? words.title.half : words.title.counted;
      numbers = { dropout: String(number(0)), dropblock: String(number(3)) };
    }
    store.headline = [fill(title, values), words.sentence, { numbers, old: shown.old }];
    tell("headline");
  }

  function draw() {
    const base = packet && store.bases.get(packet.header.base);
    if (!base) return;
    const { header, arrays } = packet;
    const { words, names } = header;
    const { ink } = page;
    columns ??= buildRungs(find(".ladder"), BLOCKS, choose);
    const stop = Math.round(sliders.keep * (STOPS - 1));
    const answer = names[header.label];
    const put = (selector, text) => (find(selector).textContent = text);
    put(".picture-title", words.picture);
    put(".where", words.where);
    put(".seen-title", words.seen);
    put(".seen-note", fill(words.seenNote, { shown: arrays.seen.length / header.stage ** 2 }));
    find(".about").innerHTML = words.about.replace(/\*\*(.*?)\*\*/g, "<b>$1</b>");
    put(".stepper span", fill(words.draw, { draw: header.draw }));
    find(".before").setAttribute("aria-label", words.before);
    find(".next").setAttribute("aria-label", words.next);
    buildStages(find(".stages"), header, (stage) => page.send("pick", { stage }));
    root.dataset.ready = "true";
    paintPicture(find(".picture"), base, words.picture);
    paintSeen(find(".seen"), arrays.seen, header.stage, words);
    const shown = { answer, says: [], old: false };
    const panels = [];
    const counts = countsAt(stop);
    for (const column of columns) {
      const k = BLOCKS.indexOf(column.block);
      const intact = k < 0;
      const { row, old } = intact ? { row: 0, old: false } : rowAt(k, stop);
      const name = intact ? "intact" : "answer";
      const top = answersAt(name, row);
      const title = intact ? words.intact : words.columns[column.block];
      const gone = intact ? 0 : arrays.gone[k * STOPS + stop];
      const plane = header.stage ** 2;
      const fallen = intact ? 0 : arrays.fallen[k * STOPS + stop];
      const at = Math.max(0, k) * plane;
      const marks = marksBelow(fallen, arrays.order.subarray(at, at + plane));
      const lost = fill(words.gone, { gone: gone.toFixed(3) });
      const caption = [intact ? words.mapNote : lost, fill(words.evidence, { answer })];
      column.show({
        title, top, names, label: header.label, old, caption,
        gone: intact ? "\u00a0" : lost,
        counted: intact ? null : counts?.[k] ?? null,
        draw: header.draw, words, answer,
      });
      panels.push({ title, block: column.block, gone, counted: intact ? null : counts?.[k], top, marks });
      paintMap(column.map, arrays.map, header.stage, marks, ink);
      column.map.setAttribute("aria-label", fill(words.mapAlternative, { title, gone: gone.toFixed(3) }));
      const evidence = arrays[`${name}Evidence`].subarray(row * EVIDENCE, (row + 1) * EVIDENCE);
      paintEvidence(column.evidence, base, evidence);
      panels.at(-1).evidence = evidence;
      const sum = (values) => values.reduce((total, value) => total + value, 0);
      const share = `${Math.round((100 * sum(evidence)) / (sum(arrays.intactEvidence) || 1))} %`;
      column.evidence.setAttribute("aria-label", fill(words.evidenceAlternative, { answer, share }));
      if (!intact) {
        shown.says[k] = names[top[0].id];
        shown.old ||= old;
      }
    }
    showProgress(stop, counts);
    headline(stop, shown, counts);
    store.slide = () => ladderSlide({ header, arrays, base, panels, keep: sliders.keep, headline: store.headline });
    root.dataset.shown = JSON.stringify({
      keep_prob: sliders.keep, name: header.name, complete: header.complete, says: shown.says,
      old: shown.old, counts: counts?.map((row) => [row.split("1").length - 1, row.length]) ?? null,
    });
  }

  function showProgress(stop, counts) {
    const { words, complete } = packet.header;
    const asking = find(".asking");
    const counting = counts && counts.some((row) => row.length < 100);
    asking.textContent = complete ? (counting ? words.waiting : "") : words.asking;
    if (!complete || !counting) return;
    const button = document.createElement("button");
    button.type = "button";
    const { goesOn } = store.counts;
    asking.textContent = goesOn ? words.waiting : "";
    button.textContent = goesOn ? words.stop : words.goOn;
    button.addEventListener("click", () => page.send("pick", { stopped: goesOn }));
    asking.append(button);
  }

  // On a phone the pictures of one column are shown; a dot chooses a draw.
  function choose({ block, draw }) {
    if (draw) page.send("pick", { draw });
    else for (const column of columns) column.choose(column.block === block);
  }

  function step(by) {
    const draw = ((packet.header.draw - 1 + by + 100) % 100) + 1;
    page.send("pick", { draw });
  }

  find(".before").addEventListener("click", () => step(-1));
  find(".next").addEventListener("click", () => step(1));
  for (const name of ["base", "counts"]) {
    store.events.addEventListener(name, page.redraw, { signal: page.signal });
  }

  function receive(message) {
    const { name } = message.header;
    if (packet?.header.name !== name) last = {};
    packet = message;
    sliders.receive(message.header);
  }

  return { receive, draw };
}

export default mount(createLadder);
