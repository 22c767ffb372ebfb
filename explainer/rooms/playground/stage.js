// The live stage. Values live here while a slider moves; Python hears of them on release.
function createStage(root) {
  const store = sharedStore();
  const find = (selector) => root.querySelector(selector);
  const stage = {
    base: null, packet: null, keep: 1, block: 1, channel: 0, pinned: null, hovered: null,
    picks: 0, // how often a unit was pinned
  };
  const sliders = createSliders(root, moved, () => ({ tour: sliders.tour ?? 0 }), letGo);
  const tour = createTour(root, sliders);
  let answered = null; // what `withAnswers` keeps
  let ink = themeInk(root);
  let send = null;
  let received = null; // the bytes of the packet in use
  let frame = 0; // the animation frame that has been asked for
  let stale = false;
  let aimed = null; // the seed that a click near it has pinned, while the pointer stays near it

  const panels = buildPanels(root, (kind, raw, panel) => {
    if (!stage.view) return;
    const { size } = stage.base.header;
    const onDots = ["seeds", "blocks"].includes(panel) && kind !== "move" && raw;
    const unit = onDots ? nearestSeed(stage.view, raw, dotRadius(panels[0].canvas, size)) : raw;
    if (kind === "move") {
      stage.pinned = movedUnit(stage.pinned, unit, size);
      stage.hovered = null;
    } else {
      stage[kind] = unit;
    }
    if (kind === "hovered") {
      if (aimed && (!unit || String(tour.aim(unit, kind)) !== String(aimed))) aimed = null;
      if (aimed) stage.hovered = null;
    } else {
      const meant = tour.aim(stage.pinned, kind);
      aimed = kind === "pinned" && String(meant) !== String(unit) ? meant : null;
      if (aimed) stage.hovered = null;
      stage.pinned = meant;
      stage.picks += 1;
      store.pinned = { size, unit: meant };
    }
    showMarks();
  });

  function showMarks() {
    const { size } = stage.base.header;
    placeMark(panels, "pinned", stage.pinned, size);
    placeMark(panels, "hovered", stage.hovered, size);
    const view = stage.view;
    const { words } = stage.packet.header;
    showPin(root, words, stage.base, view, stage.channel, stage.hovered ?? stage.pinned);
    tour.update({ ...tourFacts(stage), settled: isSettled() });
  }

  // A slider was let go: the tour goes by what is shown then, so a move that waits is drawn now.
  function letGo() {
    if (stale) draw();
    else if (stage.view) showMarks();
  }

  // Whether no hand is on a slider, and what is shown is what sliders and Python say.
  function isSettled() {
    const { base, packet, block } = stage;
    const shown = packet.answers.has(block) && base.header.base === packet.header.base;
    return shown && !stale && !sliders.held;
  }

  function draw() {
    stale = false;
    if (!stage.base || !stage.packet || !stage.packet.answers.has(stage.block)) return;
    const { base, packet, channel } = stage;
    const view = (stage.view = readView(stage));
    fitPanels(panels, view.size);
    const seeds = seedList(view);
    for (const { name, canvas } of panels) {
      // The input is the same for every setting of the sliders.
      const drawn = `${base.header.base} ${channel} ${canvas.width} ${ink.dark}`;
      if (name === "input" && canvas.drawn === drawn) continue;
      canvas.drawn = drawn;
      paintBacking(name, canvas.backing, base, view, channel);
      composePanel(name, canvas, base, view, channel, seeds, ink);
    }
    const { header } = packet;
    const { words } = header;
    const state = drawState(view);
    const never = state === "none" && view.gamma === 0;
    captionPanels(panels, words.panels, state, {
      size: view.size, block: view.block, gamma: three(view.gamma), scale: view.scale.toFixed(2),
      here: count(seeds.length), seeds: count(view.seeds), units: count(view.units),
      kept: count(view.kept), dropped: count(view.dropped),
      rate: (view.kept / view.units).toFixed(3), channels: view.units / view.plane,
    });
    showGamma(root, words, view, stage.keep);
    showMarks();
    const centred = view.before === view.after;
    find(".odd").textContent = header.recipe !== "reference" && centred ? "" : words.odd;
    store.headline = [view.headline, words.sublines[never ? "never" : state]];
    tell("headline");
    root.dataset.ready = "true";
    root.dataset.shown = JSON.stringify({
      keep_prob: stage.keep, block_size: stage.block, base: base.header.base,
      recipe: header.recipe, training: header.training, channel,
    });
  }

  // Draws at once, and at most once a frame: a second call waits for the next one.
  function redraw() {
    if (frame) {
      stale = true;
      return;
    }
    draw();
    frame = requestAnimationFrame(() => {
      frame = 0;
      if (stale) redraw();
    });
  }

  function ask() {
    if (!stage.packet.answers.has(stage.block)) sliders.ask();
  }

  function moved() {
    stage.keep = sliders.keep;
    stage.block = sliders.block;
    ask();
    redraw();
  }

  find(".other").addEventListener("click", () => {
    send("recipe", stage.packet.header.otherRecipe);
  });
  const resized = new ResizeObserver(() => {
    for (const { canvas } of panels) canvas.seen = undefined;
    redraw();
  });
  resized.observe(find(".panels"));
  store.events.addEventListener("base", takeBase);

  function takeBase() {
    if (!stage.packet) return;
    const base = store.bases.get(stage.packet.header.base);
    if (!base || base === stage.base) return;
    if (stage.base?.header.size !== base.header.size) stage.pinned = null;
    stage.base = base;
    stage.channel = Math.min(stage.channel, base.header.channels - 1);
    stage.hovered = null;
    choosePin();
    buildChannels();
    redraw();
  }

  // What the viewer pinned on a map of this size, here or before a visit to another page; else
  // what Python proposes with each new draw. At inference no unit is worth more than another.
  function choosePin() {
    const { pin, training } = stage.packet.header;
    if (store.pinned?.size === stage.base.header.size) stage.pinned = store.pinned.unit;
    else if (pin && (training || !stage.pinned)) stage.pinned = pin;
  }

  // Which channel the panels show: only where channels differ in what is shown.
  function buildChannels() {
    const { words } = stage.packet.header;
    const { channels, noiseChannels, picture } = stage.base.header;
    const row = find(".channel");
    row.hidden = channels === 1;
    row.classList.toggle("one", picture && noiseChannels === 1);
    row.querySelector("span").textContent = words.channel;
    row.querySelector("em").textContent = words.masks;
    row.querySelector("div").replaceChildren(
      ...words.channels.map((name, channel) => {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = name;
        button.setAttribute("aria-pressed", channel === stage.channel);
        button.addEventListener("click", () => {
          stage.channel = channel;
          buildChannels();
          redraw();
        });
        return button;
      }),
    );
  }

  // Called with each new packet, and on a change of theme.
  function receive(data, sendTrigger) {
    send = sendTrigger;
    sliders.connect(sendTrigger);
    const before = ink.dark;
    ink = themeInk(root);
    root.classList.toggle("dark", ink.dark);
    if (received && sameBytes(received, data) && before === ink.dark) return; // after a commit
    received = data;
    const packet = unpack(data);
    const { header } = packet;
    answered = withAnswers(answered, packet);
    packet.answers = answered.answers;
    stage.packet = packet;
    const isNew = sliders.receive(header);
    stage.keep = sliders.keep;
    stage.block = sliders.block;
    if (isNew && stage.base) choosePin();
    buildCards(root, header.words);
    tour.receive(header.tour, sliders.tour);
    takeBase();
    if (stage.base) {
      buildChannels();
      ask();
    }
    redraw();
  }

  function dispose() {
    resized.disconnect();
    tour.dispose();
    cancelAnimationFrame(frame);
    store.events.removeEventListener("base", takeBase);
  }

  return { receive, dispose };
}

export default lasting(createStage);
