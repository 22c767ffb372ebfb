// The walk: code on one side, tensors on the other. Where it stands lives here; Python hears of it
// with the sliders' release, and writes it into the link.
const PLAY_MS = 3500;
const TAKES_ARROWS = "input, textarea, select, [role=radio], [role=radiogroup], [role=tab], [data-testid=stButtonGroup]";
// What stands at each stop: names of grids, and signs between them.
const BENCH = {
  1: ["x"], 2: ["kernel"], 3: ["fits"], 4: ["x"], "5a": ["noise"], "5b": ["seeds", "→", "covers"],
  "5c": ["1 −", "blocks", "=", "mask"], "6a": ["mask"], "6b": ["x", "·", "mask", "· {scale} =", "output"],
};

function createWalk(root) {
  const find = (selector) => root.querySelector(selector);
  const sliders = createSliders(root, draw, () => ({ step: steps[at] }));
  const predictions = createPredictions(root, draw);
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let steps = ["1"];
  let at = 0; // place in steps
  let packet = null;
  let base = null;
  let answers = new Map();
  let received = null;
  let playing = 0;
  let pointed = null; // the unit that is pointed at
  let ink = themeInk(root);
  let view = null;
  let run = null;
  let laid = null; // what the bench holds now

  const step = () => steps[at];
  const words = () => packet.header.words;

  // The question of this stop: only for the run that Python has settled on.
  function question() {
    const { settled, questions } = packet.header;
    if (settled.keep_prob !== sliders.keep || settled.block_size !== sliders.block) return null;
    if (!find(".first input").checked) return null;
    return questions[step()] ?? null;
  }

  function go(to, { commit = true } = {}) {
    const next = Math.max(0, Math.min(steps.length - 1, to));
    if (next === at) return;
    at = next;
    pointed = null;
    draw();
    if (commit) sliders.release();
  }

  function rest() {
    if (!playing) return;
    clearInterval(playing);
    playing = 0;
    sliders.release();
    draw();
  }

  // One stop on; an open question is waited for.
  function onward() {
    if (at === steps.length - 1 || predictions.isOpen(question())) return rest();
    go(at + 1, { commit: false });
    if (at === steps.length - 1 || predictions.isOpen(question())) rest();
  }

  function play() {
    if (playing) return rest();
    if (at === steps.length - 1) go(0);
    if (still.matches) return go(at + 1); // with reduced motion one stop a press
    playing = setInterval(onward, PLAY_MS);
    if (!predictions.isOpen(question())) onward();
    draw();
  }

  function numbers() {
    const { header, arrays } = packet;
    const answer = answers.get(sliders.block);
    const valid = view.size - view.block + 1;
    return {
      size: view.size, block: view.block, area: view.block ** 2, valid, units: view.units,
      keep: sliders.keep.toFixed(2), gamma: three(view.gamma), seeds: view.seeds,
      kept: view.kept, dropped: view.dropped, overlap: run.overlap,
      scale: shortScale(view.scale), padding: header.padding[answer.row],
      expected: arrays.seeds_expected[answer.row * STOPS + view.stop].toFixed(2),
      wished: three(arrays.wished[view.stop]), divisor: count(arrays.divisor[answer.row]),
    };
  }

  const shortScale = (scale) => (Number.isInteger(scale) ? String(scale) : scale.toFixed(3));

  function state() {
    if (view.seeds === 0) return "none";
    if (view.kept === 0) return "all";
    if (view.block === 1) return "single";
    return run.overlap ? "overlap" : "some";
  }

  function draw() {
    if (!packet || !answers.has(sliders.block)) return;
    const { header } = packet;
    const all = { base, keep: sliders.keep, block: sliders.block, channel: 0 };
    view = readView({ ...all, packet: { answers, header: { training: true } } });
    run = readRun(base, view);
    const n = numbers();
    const asked = question();
    const open = predictions.isOpen(asked);
    const said = words().steps[step()];
    const reached = header.training || !/^[56]/.test(step());
    find("h2").textContent = `${fill(words().step, { step: step() })}. ${said.title}`;
    const sentence = !reached ? words().unreached : said[state()] ?? said.some;
    find(".say").textContent = fill(sentence, n);
    find(".say").hidden = reached && open;
    predictions.show(reached ? asked : null);
    find(".arithmetic").innerHTML = reached && !open ? arithmetic(n) : "";
    lay(reached ? asked : null, open, reached, n);
    showStepper();
    showUnit(open);
    root.dataset.ready = "true";
    root.dataset.shown = JSON.stringify({
      step: step(), keep_prob: sliders.keep, block_size: view.block, draw: header.draw,
      training: header.training, open, playing: Boolean(playing),
    });
  }

  // The grids of this stop. While a question is open, only what it does not give away.
  function lay(asked, open, reached, n) {
    let bench = BENCH[step()];
    if (!reached) bench = ["x", "=", "same"];
    else if (step() === "4" && !packet.header.training) bench = ["x", "→", "same"];
    else if (asked?.cells && open) bench = ["marks"];
    else if (asked?.cells && predictions.hasMarked(asked)) bench = ["marks", "→", "covers"];
    else if (open) bench = { "5a": ["blank"], "5c": ["blocks"], "6a": ["mask"] }[step()] ?? [];
    const key = `${step()} ${bench.join(" ")} ${view.size} ${view.block}`;
    const tensors = find(".tensors");
    if (laid !== key) {
      laid = key;
      tensors.replaceChildren(...bench.map((name) => {
        if (!words().grids[name]) {
          const sign = document.createElement("span");
          sign.className = "sign";
          sign.dataset.text = name;
          return sign;
        }
        return buildGrid(name, name === "kernel" ? view.block : view.size);
      }));
    }
    for (const sign of tensors.querySelectorAll(".sign")) sign.textContent = fill(sign.dataset.text, n);
    tensors.style.setProperty("--count", bench.filter((name) => words().grids[name]).length);
    const cells = cellsOf(base, view, run);
    const centre = Math.floor(view.block ** 2 / 2);
    cells.kernel = (u) => ({ text: "1", kind: u === centre ? "seed" : "block" });
    const [first, stop] = packet.header.fits[answers.get(view.block).row];
    const fits = (x) => x >= first && x < stop;
    cells.fits = (u) =>
      fits(Math.floor(u / view.size)) && fits(u % view.size)
        ? { text: "✓", kind: "block" } : { text: "", kind: "free" };
    cells.blank = () => ({ text: "?", kind: "free" });
    if (asked?.cells) cells.marks = predictions.cell(asked);
    for (const figure of tensors.querySelectorAll(".tensor")) {
      const { grid } = figure.dataset;
      fillGrid(figure, words().grids[grid], n, cells[grid]);
      if (grid === "covers") outlineBlocks(figure, view, run.seeds);
      if (grid === "marks") label(figure, asked, open);
    }
  }

  // The cells to mark are buttons while the question is open.
  function label(figure, asked, open) {
    for (const td of figure.querySelectorAll("td")) {
      const unit = Number(td.dataset.unit);
      const place = { row: Math.floor(unit / view.size), column: unit % view.size };
      td.setAttribute("role", open ? "button" : "cell");
      td.setAttribute("aria-label", `${fill(words().question.cell, place)} ${td.textContent}`);
      if (open) td.setAttribute("aria-pressed", predictions.isMarked(asked, unit));
      else td.removeAttribute("aria-pressed");
    }
  }

  function arithmetic(n) {
    if (step() === "2") {
      const rows = words().parameters.map(([name, value, why]) =>
        `<tr><th scope="row">${span(name === "keep_prob" ? "keep" : "block", name)}</th>` +
        `<td>${fill(value, n)}</td><td>${why}</td></tr>`);
      return `<table class="parameters">${rows.join("")}</table>`;
    }
    if (step() === "3") {
      return (
        `<div class="formula"><div class="row symbols">` +
        `${formulaRow(span("seed", "γ"), "keep_prob", "block_size", "feat_size")}</div>` +
        `<div class="row numbers">${formulaRow("", n.keep, view.block, view.size)}</div>` +
        `<div class="row numbers"><span></span><span>=</span>${fraction(n.wished, n.divisor)}` +
        `<span>=</span>${span("seed", n.gamma)}</div></div>` +
        `<ul class="factors">${words().factors.map((text) => `<li>${text}</li>`).join("")}</ul>`
      );
    }
    if (step() === "4") {
      const { training } = packet.header;
      return ["training", "inference"].map((mode) =>
        `<p class="branch${training === (mode === "training") ? " taken" : ""}">${words().mode[mode]}</p>`,
      ).join("");
    }
    if (step() === "6a" && view.kept > 0) {
      return (
        `<div class="row numbers big"><span>scale</span><span>=</span>` +
        `${fraction(`numel = ${n.units}`, `kept = ${n.kept}`)}<span>=</span><b>${n.scale}</b></div>`
      );
    }
    return "";
  }

  function showStepper() {
    const scrub = find(".scrub");
    scrub.value = at;
    scrub.style.setProperty("--part", at / (steps.length - 1));
    scrub.setAttribute("aria-valuetext", `${fill(words().step, { step: step() })}: ${words().steps[step()].title}`);
    [...find(".stops").children].forEach((stop, k) => {
      if (k === at) stop.setAttribute("aria-current", "step");
      else stop.removeAttribute("aria-current");
    });
    find(".back").disabled = at === 0;
    find(".next").disabled = at === steps.length - 1;
    find(".play").textContent = playing ? words().pause : words().play;
    const lit = `${step()}`;
    if (root.dataset.lit !== lit) {
      lightCode(find(".code"), packet.header.code, step(), still.matches || !root.dataset.lit);
      root.dataset.lit = lit;
    }
  }

  // The unit pointed at: outlined in every grid, and its arithmetic in one line.
  function showUnit(open) {
    for (const td of find(".tensors").querySelectorAll("td")) {
      const isOne = pointed !== null && Number(td.dataset.unit) === pointed && td.closest(".tensor").dataset.grid !== "kernel";
      td.classList.toggle("marked", isOne);
    }
    find(".why").textContent = open || ["2", "3"].includes(step()) ? "" : unitSentence();
  }

  function unitSentence() {
    const say = words().units;
    if (pointed === null || pointed >= view.plane) return say.hint;
    const [row, column] = [Math.floor(pointed / view.size), pointed % view.size];
    const value = run.value(pointed);
    const dropped = view.isDropped(pointed);
    const place = { row, column, gamma: three(view.gamma), noise: three(view.noise[pointed]), value };
    if (!packet.header.training || step() === "1" || step() === "4") return fill(say.x, place);
    if (step() === "5a") return fill(view.isSeed(pointed) ? say.seed : say.noseed, place);
    if (step() === "6b") {
      const result = dropped ? "0" : run.result(pointed).toFixed(2);
      return fill(say.product, { ...place, mask: dropped ? 0 : 1, scale: shortScale(view.scale), result });
    }
    if (!dropped) return fill(say.free, place);
    const names = killers(view, row, column).map(([r, c]) =>
      r === row && c === column ? say.own : fill(say.at, { row: r, column: c }));
    return fill(say.covered, { ...place, killers: names.join(say.and) });
  }

  function point(td) {
    pointed = td ? Number(td.dataset.unit) : null;
    showUnit(predictions.isOpen(question()));
  }

  const cellAt = (event) => event.target.closest?.(".tensors td");
  const marksAt = (td) => td?.closest("[data-grid=marks]") && predictions.isOpen(question());
  find(".tensors").addEventListener("pointerover", (event) => point(cellAt(event)));
  find(".tensors").addEventListener("pointerleave", () => point(null));
  find(".tensors").addEventListener("focusin", (event) => point(cellAt(event)));
  find(".tensors").addEventListener("click", (event) => {
    const td = cellAt(event);
    if (marksAt(td)) predictions.mark(question(), Number(td.dataset.unit));
    else if (td) point(td);
  });
  find(".back").addEventListener("click", () => go(at - 1));
  find(".next").addEventListener("click", () => go(at + 1));
  find(".play").addEventListener("click", play);
  find(".scrub").addEventListener("input", () => go(Number(find(".scrub").value), { commit: false }));
  find(".scrub").addEventListener("change", () => sliders.release());
  find(".first input").addEventListener("change", draw);

  // Arrow keys: within a grid from cell to cell, elsewhere from step to step.
  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const td = cellAt(event);
    if (td && moveCell(td, event)) return;
    if (event.composedPath()[0].closest?.(TAKES_ARROWS)) return;
    const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!move || event.defaultPrevented) return;
    event.preventDefault();
    rest();
    go(at + move);
  }

  function moveCell(td, event) {
    if (marksAt(td) && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      predictions.mark(question(), Number(td.dataset.unit));
      return true;
    }
    const move = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!move) return false;
    event.preventDefault();
    const table = td.closest("table");
    const [row, column] = movedUnit([td.parentElement.rowIndex, td.cellIndex], move, table.rows.length);
    td.tabIndex = -1;
    const next = table.rows[row].cells[column];
    next.tabIndex = 0;
    next.focus();
    return true;
  }

  const onDocument = (event) => {
    if (!event.composedPath().includes(root)) onKey(event);
  };
  root.addEventListener("keydown", onKey);
  document.addEventListener("keydown", onDocument);

  function build() {
    const { header } = packet;
    steps = header.steps;
    buildCode(find(".code"), header.code);
    find(".code").setAttribute("aria-label", words().code);
    find(".back").textContent = words().back;
    find(".next").textContent = words().next;
    find(".first span").textContent = words().first;
    find(".scrub").max = steps.length - 1;
    find(".scrub").setAttribute("aria-label", words().scrub);
    find(".stops").replaceChildren(...steps.map((name, k) => {
      const stop = document.createElement("button");
      stop.type = "button";
      stop.textContent = name;
      stop.setAttribute("aria-label", `${fill(words().step, { step: name })}: ${words().steps[name].title}`);
      stop.addEventListener("click", () => go(k));
      return stop;
    }));
  }

  function receive(data, send) {
    sliders.connect(send);
    const dark = ink.dark;
    ink = themeInk(root);
    root.classList.toggle("dark", ink.dark);
    if (received && sameBytes(received, data) && dark === ink.dark) return;
    const isFirst = !received;
    received = data;
    packet = unpack(data);
    const { header, arrays } = packet;
    base = { header, arrays };
    const units = arrays.drop.length / header.answers.length;
    answers = new Map(header.answers.map((answer, k) =>
      [answer.block, { ...answer, row: k, table: k * STOPS, drop: k * units, packet: { arrays, header: { headlines: [] } } }]));
    predictions.receive(header.words.question);
    if (isFirst) build();
    if (sliders.receive(header)) at = Math.max(0, steps.indexOf(header.controls.step));
    draw();
  }

  function dispose() {
    clearInterval(playing);
    document.removeEventListener("keydown", onDocument);
  }

  return { receive, dispose };
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".walk");
  root.walk ??= createWalk(root);
  root.walk.receive(data, setTriggerValue);
  return () => {
    root.walk?.dispose();
    root.walk = null;
  };
}
