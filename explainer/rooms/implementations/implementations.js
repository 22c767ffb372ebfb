// One tile an implementation, all on the same draw. keep_prob acts on what is here; another
// block_size is asked of Python.

import { STOPS } from "../../web/constants.js";
import { count, fill } from "../../web/format.js";
import { mount } from "../../web/mount.js";
import { createSliders } from "../../web/sliders.js";
import { sharedStore, tell } from "../../web/store.js";
import { DROPPED, MARKED, drawMap, mapInk } from "./map.js";
import { tilesSlide } from "./slide.js";

function createImplementations(root, page) {
  const store = sharedStore();
  const sliders = createSliders(root, page, moved);
  const answers = new Map(); // by block_size, for one map and draw
  let drawn = null;
  let now = null; // the newest header: what is compared with, words, names
  let tiles = null;
  let marked = null; // of the legend

  function moved() {
    if (!answers.has(sliders.block)) sliders.ask();
    page.redraw();
  }

  function build({ height, width }) {
    tiles = now.labels.map(({ name, version, link }) => {
      const tile = document.createElement("section");
      tile.className = "implementation";
      tile.innerHTML =
        '<h3><a target="_blank" rel="noreferrer"></a><small><span></span> <b></b></small></h3><p class="badge"></p>' +
        '<div class="map"><p class="sentence"></p><canvas role="img"></canvas></div>' +
        '<dl><div class="asked"><dt></dt><dd></dd></div><div class="expected"><dt></dt><dd></dd></div>' +
        '<div class="draw"><dt></dt><dd></dd></div></dl><p class="differ"></p>';
      const anchor = tile.querySelector("a");
      anchor.textContent = name;
      anchor.href = link;
      tile.querySelector("small span").textContent = version;
      for (const term of ["asked", "expected", "draw"]) {
        tile.querySelector(`.${term} dt`).textContent = now.words[term];
      }
      const canvas = tile.querySelector("canvas");
      canvas.backing = new Uint8Array(height * width); // by unit: 1 dropped, 2 marked, or both
      return { tile, canvas };
    });
    root.classList.toggle("large", Math.max(height, width) > LARGE);
    root.querySelector(".tiles").replaceChildren(...tiles.map(({ tile }) => tile));
  }

  // One implementation at one keep_prob.
  function view({ header, arrays }, k, stop) {
    const units = header.height * header.width;
    const { name, nan, shares, ...implementation } = header.implementations[k];
    const failure = stop === STOPS - 1 ? implementation.last : implementation.failure;
    const at = k * STOPS + stop;
    const kept = arrays.kept[at];
    const kind = now.kinds[arrays.kind[at]];
    const empty = !failure && kept === 0 && Boolean(nan);
    return {
      name, units, kept, empty, failure, runs: !failure && !empty,
      sentence: failure || (empty ? nan : ""),
      expected: failure ? null : arrays.expected[at],
      far: arrays.far[at] === 1,
      kind,
      share: shares[stop],
      isDropped: (u) => stop < arrays.drop[k * units + u],
    };
  }

  function differing(one, base) {
    if (!one.runs || !base.runs) return null;
    const units = [];
    for (let u = 0; u < one.units; u++) if (one.isDropped(u) !== base.isDropped(u)) units.push(u);
    return new Set(units);
  }

  function paint({ tile, canvas }, one, base, others, asked) {
    const { words } = now;
    tile.classList.toggle("differs", Boolean(others?.size));
    tile.classList.toggle("unstated", one.kind === "unstated");
    const isYours = tile === tiles[now.yours]?.tile;
    tile.classList.toggle("yours", isYours);
    tile.querySelector("b").textContent = isYours ? words.yours : "";
    const badge = tile.querySelector(".badge");
    badge.className = `badge ${one.kind}`;
    badge.textContent = `${words.icons[one.kind]} ${fill(words.verdicts[one.kind], one)}`;
    tile.querySelector(".sentence").textContent = one.sentence;
    tile.querySelector(".sentence").hidden = one.runs;
    canvas.hidden = !one.runs;
    for (let u = 0; u < one.units; u++) {
      canvas.backing[u] = (one.isDropped(u) ? DROPPED : 0) | (others?.has(u) ? MARKED : 0);
    }
    const units = count(one.units);
    let difference = "";
    if (one === base) difference = words.base;
    else if (others?.size) difference = fill(words.differ, { count: count(others.size), units });
    else if (others) difference = words.same;
    tile.querySelector(".differ").textContent = difference;
    tile.querySelector(".asked dd").textContent = asked;
    tile.querySelector(".expected dd").textContent = one.failure
      ? "–"
      : (one.far ? words.icons.off : "") + one.expected.toFixed(3);
    tile.querySelector(".draw dd").textContent = one.runs ? (one.kept / one.units).toFixed(3) : "–";
    canvas.setAttribute(
      "aria-label",
      fill(words.alternative, {
        name: tile.querySelector("a").textContent, dropped: count(one.units - one.kept),
        units, asked, difference,
      }),
    );
  }

  function tileSide() {
    return root.querySelector(".map").clientWidth;
  }

  function shownNow({ height, width, seed }, views, base) {
    const { words, labels, baseline } = now;
    const marked = base.runs && fill(words.legend.marked, { base: labels[baseline].spoken });
    const [title, line] = store.headline;
    const lines = [`${line} ${fill(words.seed, { seed })}`];
    return { tiles, views, height, width, title, lines, legend: { ...words.legend, marked } };
  }

  function legend() {
    const { words, labels, baseline } = now;
    const entries = ["kept", "dropped", "marked"].map((name) => {
      const entry = document.createElement("span");
      const text = fill(words.legend[name], { base: labels[baseline].spoken });
      entry.append(Object.assign(document.createElement("i"), { className: name }), text);
      return entry;
    });
    marked = entries[2];
    root.querySelector(".legend").replaceChildren(...entries);
  }

  function draw() {
    const answer = answers.get(sliders.block);
    if (!answer) return; // until it comes, the page shows what it showed
    const { header } = answer;
    const asked = sliders.keep.toFixed(2);
    const stop = Math.round(sliders.keep * (STOPS - 1));
    const views = now.labels.map((_, k) => view(answer, k, stop));
    const base = views[now.baseline];
    const differences = views.map((one) => differing(one, base));
    tiles.forEach((tile, k) => paint(tile, views[k], base, differences[k], asked));
    marked.hidden = !base.runs;
    const pixelRatio = window.devicePixelRatio || 1;
    const unit = (tileSide() * pixelRatio) / Math.max(header.height, header.width);
    const ink = mapInk(page.ink, pixelRatio);
    tiles.forEach(({ canvas }, k) => views[k].runs && drawMap(canvas, header, unit, ink));
    store.headline = header.headlines[answer.arrays.headline[stop]];
    tell("headline");
    store.slide = () => tilesSlide(shownNow(header, views, base));
    root.dataset.ready = "true";
    root.dataset.shown = JSON.stringify({
      keep_prob: sliders.keep, block_size: header.block, height: header.height, width: header.width,
      kept: Object.fromEntries(views.map((one) => [one.name, one.runs ? one.kept : null])),
      differ: Object.fromEntries(views.map((one, k) => [one.name, differences[k]?.size ?? null])),
    });
  }

  function receive(answer) {
    const { header } = answer;
    now = header;
    const key = ["seed", "height", "width", "baseline", "yours"].map((name) => header[name]).join();
    if (drawn !== key) {
      answers.clear();
      drawn = key;
      build(header);
    }
    answers.set(header.block, answer);
    sliders.receive(header);
    legend();
    moved();
  }

  return { receive, draw };
}

const LARGE = 28; // a map with a longer side takes a larger tile

export default mount(createImplementations);
