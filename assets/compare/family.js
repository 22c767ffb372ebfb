// The five methods side by side: what each leaves, live; what that gives away, on release.
const PLAY_MS = 500;
const NOTHING = 0.005; // an R² below this is shown as 0

function createFamily(root) {
  const store = sharedStore();
  const find = (selector) => root.querySelector(selector);
  const sliders = createSliders(root, moved);
  let packet = null;
  let received = null;
  let answered = { key: null, answers: new Map() };
  let send = null;
  let columns = null;
  let frame = 0;
  let blinking = false;
  let playing = 0;
  let order = [];
  let playedSource = null;
  let pending = null; // what was let go of and is not in the answers yet

  const base = () => store.bases.get(packet.header.base);

  function moved() {
    if (!answered.answers.has(sliders.block)) sliders.ask();
    soon();
  }

  // What is gone at this moment, for each method: (channel, unit) → boolean. Whole numbers only.
  function readFamily() {
    const answer = answered.answers.get(sliders.block);
    const view = readView({ base: base(), keep: sliders.keep, block: sliders.block, channel: 0,
      packet: { ...packet, answers: answered.answers } });
    const { arrays } = answer.packet;
    const at = answer.table + view.stop;
    const { size, plane } = view;
    const shared = base().header.noiseChannels === 1;
    const place = (c, u) => (shared ? u : c * plane + u);
    const still = () => false;
    if (!view.training) return { view, gone: Object.fromEntries(METHODS.map((m) => [m, still])) };
    const [top, left, bottom, right] = arrays.square.subarray(4 * at, 4 * at + 4);
    const gone = {
      dropout: (c, u) => view.isSpeck(place(c, u)),
      dropblock: (c, u) => view.isDropped(place(c, u)),
      spatial_dropout: (c) => arrays.channelRank[c] < arrays.channelsGone[at],
      droppath: () => arrays.sampleGone[at] === 1,
      cutout: (c, u) => {
        const row = (u / size) | 0;
        const column = u % size;
        return row >= top && row < bottom && column >= left && column < right;
      },
    };
    return {
      view, gone, channelsGone: arrays.channelsGone[at], sampleGone: arrays.sampleGone[at],
      squareGone: (bottom - top) * (right - left),
    };
  }

  // The guess of a method: kept values, and the guessed ones in the order of channel and unit.
  function fillGuess(name, gone) {
    const { channels, size, picture } = base().header;
    const plane = size * size;
    const given = packet.arrays[`guess_${name}`];
    const values = picture ? new Uint8Array(channels * plane) : new Float32Array(channels * plane);
    const source = base().arrays.values;
    let next = 0;
    for (let c = 0; c < channels; c++) {
      for (let u = 0; u < plane; u++) {
        values[c * plane + u] = gone(c, u)
          ? given[next++]
          : picture ? source[u * 3 + c] : source[c * plane + u];
      }
    }
    return values;
  }

  function build() {
    const parent = find(".columns");
    parent.replaceChildren();
    const { channels } = base().header;
    columns = new Map();
    for (const name of METHODS) {
      const column = document.createElement("section");
      column.className = `method ${name}`;
      column.dataset.method = name;
      column.innerHTML =
        '<h3></h3><p class="drops"></p>' +
        '<div><div class="result"></div><div class="bar" aria-hidden="true"><i></i></div></div>' +
        '<div class="frame left"><canvas role="img"></canvas></div>' +
        '<div><div class="stack" aria-hidden="true"></div><p class="label kept"></p></div>' +
        '<div class="frame guess"><canvas role="img"></canvas></div>' +
        '<p class="label given"></p>' +
        '<p class="note"></p>';
      for (let c = 0; c < channels && channels > 1; c++) {
        column.querySelector(".stack").append(document.createElement("canvas"));
      }
      parent.append(column);
      const canvas = (selector) => column.querySelector(`${selector} canvas`);
      columns.set(name, {
        column, left: { canvas: canvas(".left") }, guess: { canvas: canvas(".guess") },
        stack: [...column.querySelectorAll(".stack canvas")], filled: null,
      });
    }
  }

  // One pixel a unit; value(channel, unit) in the input's own numbers, gone → black.
  function paintUnits(canvas, value, gone) {
    const { channels, size, picture, range } = base().header;
    const { data } = canvas.backing;
    const shown = new Uint8ClampedArray(1);
    for (let u = 0, p = 0; u < size * size; u++, p += 4) {
      data[p + 3] = 255;
      if (picture) {
        for (let c = 0; c < channels; c++) data[p + c] = gone(c, u) ? 0 : value(c, u);
        continue;
      }
      shown[0] = gone(0, u) ? 0 : (value(0, u) * 255) / range;
      data.set(VIRIDIS[shown[0]], p);
    }
  }

  function compose(canvas, gone, ink) {
    const { channels, size, picture } = base().header;
    const side = canvas.width;
    const context = canvas.getContext("2d");
    const units = offscreen("units", size);
    units.getContext("2d").putImageData(canvas.backing, 0, 0);
    drawUnits(context, units, side);
    if (gone) {
      const all = (u) => {
        for (let c = 0; c < (picture ? channels : 1); c++) if (!gone(c, u)) return false;
        return true;
      };
      coverDropped(context, side, size, ink, window.devicePixelRatio || 1, all);
    }
    if (!picture) drawGrid(context, size, side, ink);
  }

  // The channels one by one, small: so a whole one that is gone can be seen. Of a large map every
  // second unit does.
  function paintStack(stack, gone, value) {
    const { size, picture, range } = base().header;
    const step = size > 112 ? 2 : 1;
    const side = Math.floor(size / step);
    stack.forEach((canvas, c) => {
      if (canvas.width !== side) canvas.width = canvas.height = side;
      const image = reuse(`stack ${side}`, () => new ImageData(side, side));
      const { data } = image;
      for (let p = 0; p < data.length; p += 4) {
        const row = Math.floor(p / 4 / side);
        const u = step * (row * size + (p / 4 - row * side));
        const shade = picture ? value(c, u) : Math.min(255, Math.round((value(c, u) * 255) / range));
        const rgb = gone(c, u) ? [23, 26, 32] : picture ? [shade, shade, shade] : VIRIDIS[shade];
        data[p] = rgb[0];
        data[p + 1] = rgb[1];
        data[p + 2] = rgb[2];
        data[p + 3] = 255;
      }
      canvas.getContext("2d").putImageData(image, 0, 0);
    });
  }

  function draw() {
    frame = 0;
    if (!packet || !base() || !answered.answers.has(sliders.block)) return;
    const ink = themeInk(root);
    root.classList.toggle("dark", ink.dark);
    const { header } = packet;
    const words = header.family;
    const { channels, size, picture, noiseChannels } = base().header;
    const key = `${channels}`;
    if (!columns || root.dataset.channels !== key) {
      root.dataset.channels = key;
      build();
    }
    find(".blink").textContent = words.blink;
    find(".play").textContent = playing ? words.rest : words.play;
    find(".legend").innerHTML = words.legend.replace(/\*\*(.*?)\*\*/g, "<b>$1</b>");
    root.dataset.ready = "true";
    const all = [...columns.values()];
    fitPanels(all.flatMap(({ left, guess }) => [left, guess]), size);
    const { view, gone, channelsGone, sampleGone, squareGone } = readFamily();
    const { guessed } = header;
    const fresh = guessed.keep_prob === sliders.keep && guessed.block_size === sliders.block;
    const plane = size * size;
    const source = base().arrays.values;
    const input = (c, u) => (picture ? source[u * 3 + c] : source[c * plane + u]);
    const never = () => false;
    const shares = {};
    if (!playing) order = header.order; // while draws play, the columns stay where they are
    order.forEach((name, place) => {
      const { column, left, guess, stack } = columns.get(name);
      const one = columns.get(name);
      const parent = find(".columns");
      if (parent.children[place] !== column) parent.insertBefore(column, parent.children[place]);
      if (fresh && view.training) one.filled = fillGuess(name, gone[name]);
      else if (!view.training || (one.filled && one.filled.length !== channels * plane)) one.filled = null;
      const filled = one.filled;
      const guessValue = filled ? (c, u) => filled[c * plane + u] : input;
      const inPlace = blinking ? [guessValue, never] : [input, gone[name]];
      paintUnits(left.canvas, ...inPlace);
      compose(left.canvas, blinking ? null : gone[name], ink);
      // While the slider moves the guess stays as it is.
      const drawn = `${header.base} ${guess.canvas.width} ${ink.dark}`;
      if (one.drawn !== drawn || one.drawnFrom !== filled) {
        [one.drawn, one.drawnFrom] = [drawn, filled];
        paintUnits(guess.canvas, guessValue, never);
        compose(guess.canvas, null, ink);
      }
      paintStack(stack, gone[name], input);
      shares[name] = keptShare(name, view, { channelsGone, sampleGone, squareGone, channels });
      caption(one, name, words, { fresh, share: shares[name], channelsGone, sampleGone, channels, view });
    });
    speak(words, view, fresh);
    root.dataset.shown = JSON.stringify({
      keep_prob: sliders.keep, block_size: sliders.block, base: header.base, fresh,
      order, r2: header.r2, shares, recipe: header.recipe, noiseChannels,
    });
  }

  function keptShare(name, view, { channelsGone, sampleGone, squareGone, channels }) {
    if (!view.training) return 1;
    if (name === "dropout" || name === "dropblock") return view.kept / view.units;
    if (name === "spatial_dropout") return 1 - channelsGone / channels;
    if (name === "droppath") return 1 - sampleGone;
    return 1 - squareGone / view.plane;
  }

  function caption({ column, left, guess }, name, words, now) {
    const { fresh, share, channelsGone, sampleGone, channels, view } = now;
    const r2 = packet.header.r2[name];
    const put = (selector, text) => (column.querySelector(selector).textContent = text);
    const numbers = { title: words.titles[name], share: share.toFixed(3), gone: channelsGone, channels };
    put("h3", words.titles[name]);
    put(".drops", words.drops[name]);
    put(".kept", [words.channels, fill(words.kept, numbers)].filter(Boolean).join("; "));
    put(".given", fresh ? words.guess : words.old);
    column.classList.toggle("old", !fresh);
    const none = r2 === null || !view.training;
    const nothing = packet.header.share[name] === 1 || !view.training ? words.whole : words.flat;
    const result = none ? nothing : fill(words.r2, { r2: r2.toFixed(2).replace("-", "−") });
    put(".result", result);
    column.querySelector(".result").classList.toggle("none", none);
    column.querySelector(".bar i").style.width = none ? 0 : `${100 * Math.max(0, Math.min(1, r2))}%`;
    const { notes } = words;
    const note = {
      droppath: sampleGone ? notes.droppath_gone : notes.droppath,
      spatial_dropout: fill(channelsGone ? notes.spatial_dropout : notes.spatial_none, numbers),
      cutout: notes.cutout,
    }[name];
    put(".note", view.training ? (note ?? "") : "");
    left.canvas.setAttribute("aria-label", fill(words.leftAlternative, numbers));
    guess.canvas.setAttribute("aria-label", fill(words.guessAlternative, { ...numbers, result }));
  }

  function headlineState(view, fresh) {
    const { dropout, dropblock } = packet.header.r2;
    if (!fresh) return "old";
    if (!view.training || view.kept === view.units) return "none";
    if (dropout === null || dropblock === null) return "flat";
    if (dropout < NOTHING && dropblock < NOTHING) return "noise";
    return view.block === 1 ? "single" : "some";
  }

  function speak(words, view, fresh) {
    const { dropout, dropblock } = packet.header.r2;
    const percent = (x) => `${Math.round(100 * Math.max(0, x))} %`;
    const numbers = { dropout: percent(dropout), dropblock: percent(dropblock) };
    const said = words.headlines[headlineState(view, fresh)];
    store.headline = said.map((sentence) => fill(sentence, numbers));
    tell("headline");
  }

  const soon = () => (frame ||= requestAnimationFrame(draw));

  function blink(on) {
    if (blinking === on) return;
    blinking = on;
    find(".blink").setAttribute("aria-pressed", on);
    soon();
  }

  function play(on) {
    clearInterval(playing);
    playing = 0;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (on && !calm) playing = setInterval(() => send("play", { at: Date.now() }), PLAY_MS);
    if (on) send("play", { at: Date.now() }); // with reduced motion, one draw a press
    else send("rest", { at: Date.now() });
    find(".play").setAttribute("aria-pressed", Boolean(playing));
    soon();
  }

  const button = find(".blink");
  for (const input of root.querySelectorAll("input")) {
    input.addEventListener("change", () => {
      pending = { keep: sliders.keep, block: sliders.block, tries: 0 };
    });
  }
  button.addEventListener("pointerdown", () => blink(true));
  for (const end of ["pointerup", "pointerleave", "pointercancel", "blur"]) {
    button.addEventListener(end, () => blink(false));
  }
  find(".play").addEventListener("click", () => play(!playing));
  const isKey = (event) =>
    (event.key === "b" || event.key === "B") && !event.ctrlKey && !event.metaKey && !event.altKey &&
    !/^(INPUT|TEXTAREA)$/.test(event.composedPath()[0]?.tagName ?? "");
  const down = (event) => {
    if (isKey(event) || (event.target === document.body && event.key === "b")) blink(true);
  };
  const up = (event) => {
    if (event.key === "b" || event.key === "B") blink(false);
  };
  document.addEventListener("keydown", down);
  document.addEventListener("keyup", up);
  for (const type of ["keydown", "keyup"]) {
    button.addEventListener(type, (event) => {
      if (event.key === " " || event.key === "Enter") blink(type === "keydown");
    });
  }
  const resized = new ResizeObserver(() => {
    for (const { left, guess } of columns?.values() ?? []) {
      left.canvas.seen = guess.canvas.seen = undefined;
    }
    soon();
  });
  resized.observe(root);
  store.events.addEventListener("base", soon);

  function receive(data, sendTrigger) {
    send = sendTrigger;
    sliders.connect(sendTrigger);
    soon();
    if (received && sameBytes(received, data)) return;
    received = data;
    packet = unpack(data);
    const { header } = packet;
    const key = `${header.base}|${header.recipe}|${header.training}`;
    if (answered.key !== key) answered = { key, answers: new Map() };
    const units = packet.arrays.drop.length / header.answers.length;
    header.answers.forEach((answer, k) => {
      answered.answers.set(answer.block, { ...answer, table: k * STOPS, drop: k * units, packet });
    });
    const source = header.base.split("/", 2).join("/");
    if (playing && source !== playedSource) play(false);
    playedSource = source;
    sliders.receive(header);
    moved();
    // Where two releases came at once the server may have heard of one only: tell it again.
    const { guessed } = header;
    const told = pending?.keep === guessed.keep_prob && pending?.block === guessed.block_size;
    if (pending && !told && pending.tries < 3) {
      pending.tries += 1;
      sliders.release();
    } else pending = null;
  }

  return {
    receive,
    dispose: () => {
      clearInterval(playing);
      resized.disconnect();
      cancelAnimationFrame(frame);
      document.removeEventListener("keydown", down);
      document.removeEventListener("keyup", up);
      store.events.removeEventListener("base", soon);
    },
  };
}

const METHODS = ["dropout", "spatial_dropout", "droppath", "cutout", "dropblock"];

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".family");
  root.family ??= createFamily(root);
  root.family.receive(data, setTriggerValue);
  return () => {
    root.family?.dispose();
    root.family = null;
  };
}
