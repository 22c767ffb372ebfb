// The guided tour: a card in the stage that asks for one thing at a time, and says what there was
// to see once it is done. Nothing is forced: Next and Back always work, Escape skips.
//
// The stop lives here and is committed with the sliders' values, so that link, Back and Forward
// follow. put({tour: stop}) commits a stop, put({block}) moves the slider, put({training: true})
// switches back to training.
const SETTLED = 500; // milliseconds without change, before numbers that run are read aloud

function createTour(root, put) {
  const store = sharedStore();
  const card = root.querySelector(".tour");
  const invite = root.querySelector(".invite");
  const find = (selector) => card.querySelector(selector);
  const said = find(".said");
  const ring = createRing(root, card);
  const prediction = createPrediction(find(".choices"), show, (block) => put({ block }));
  let sent = null; // words, and the numbers of the prediction
  let stop = 0;
  let start = null; // the facts when the stop began
  let now = null;
  let shown = ""; // what the ring was last scrolled to
  let returning = false; // to training: the card waits for it
  let reading = 0;

  function write(selector, text) {
    const element = find(selector);
    if (element.textContent === text) return;
    element.textContent = text;
    said.setAttribute("aria-busy", "true");
    clearTimeout(reading);
    reading = setTimeout(() => said.setAttribute("aria-busy", "false"), SETTLED);
  }

  // What the card says: its three lines and its state: need, ask, wrong or done.
  function lines(plan) {
    const { words } = sent;
    if (stop === TOUR.length && !sent.prediction) return null; // on its way
    const need = plan.needs.find((name) => !NEEDS[name].met(now));
    if (need) return { ask: words.needs[need], watch: "", saw: "", state: "need", need };
    if (stop === TOUR.length) {
      return prediction.say(words.prediction, sent.prediction, now.stop);
    }
    const say = words.stops[stop - 1];
    const numbers = tourNumbers(now, start, words.rules);
    const line = (name) => fill(say[name], numbers);
    return {
      ask: line(plan.ask?.(start) ?? "ask"), watch: line("watch"),
      saw: line(plan.saw?.(now, start) ?? "saw"),
      state: plan.done(now, start) ? "done" : "ask",
    };
  }

  function show() {
    const { words } = sent;
    const of = { stop: stop || store.tour, stops: TOUR.length };
    card.hidden = stop === 0;
    root.classList.toggle("touring", stop > 0);
    invite.textContent = fill(
      store.tour ? words.resume : store.tour === 0 ? words.again : words.invite, of,
    );
    if (!stop) return ring.clear();
    const plan = TOUR[stop - 1];
    if (!now || returning) return;
    const held = ["map", ...plan.hold];
    if (!start || held.some((name) => start[name] !== now[name])) start = now;
    const say = lines(plan);
    if (!say) return;
    card.dataset.stop = stop;
    card.dataset.state = say.state;
    card.style.setProperty("--done", `${(100 * stop) / TOUR.length}%`);
    find(".count b").textContent = fill(words.count, of);
    for (const [selector, name] of [["h2", "ask"], [".watch", "watch"], [".saw", "saw"]]) {
      write(selector, say[name]);
    }
    find(".choices").hidden = stop !== TOUR.length || say.state === "need";
    find(".back").disabled = stop === 1;
    find(".next").textContent = stop === TOUR.length ? words.finish : words.next;
    const at = say.need ? NEEDS[say.need].at : plan.at;
    ring.put(say.state === "done" ? plan.look : at);
    const followed = plan.follow && say.state === "done";
    const place = `${stop} ${say.need ?? followed}`;
    if (shown !== place) ring.reveal(followed ? plan.look : at, say.need ? [] : plan.look);
    shown = place;
  }

  // Goes to a stop, or with 0 ends the tour.
  function open(next) {
    if (next === stop) return;
    stop = next;
    start = null;
    shown = "";
    prediction.reset();
    if (stop) store.tour = stop;
  }

  function go(next) {
    const began = stop === 0;
    const leave = next && !now?.training ? TOUR[stop - 1]?.leave : undefined;
    returning ||= Boolean(leave);
    open(next);
    put({ tour: stop, ...leave });
    show();
    if (began) find("h2").focus({ preventScroll: true });
    if (stop === 0) invite.focus({ preventScroll: true });
  }

  function next() {
    if (stop === TOUR.length) store.tour = 0;
    go(stop === TOUR.length ? 0 : stop + 1);
  }

  function onKey(event) {
    if (event.key !== "Escape" || !stop || event.defaultPrevented) return;
    if (!event.target.closest("input, textarea, [role=dialog], [role=menu]")) go(0);
  }

  invite.addEventListener("click", () => go(store.tour || 1));
  find(".next").addEventListener("click", next);
  find(".back").addEventListener("click", () => go(stop - 1));
  find(".skip").addEventListener("click", () => go(0));
  document.addEventListener("keydown", onKey);

  // With each packet: words, and the stop where link or history say so.
  function receive(header, stopSaid) {
    sent = header;
    const { words } = sent;
    card.setAttribute("aria-label", words.label);
    for (const name of ["skip", "back"]) find(`.${name}`).textContent = words[name];
    open(stopSaid);
    show();
  }

  // With each change of what is shown.
  function update(facts) {
    now = facts;
    if (now.training) returning = false;
    if (stop) show();
  }

  // A click for a seed, at the stop that asks for one; else the unit as it is.
  function aim(unit, kind) {
    const plan = TOUR[stop - 1];
    if (!plan?.seeds || !start || (kind === "move" && plan.done(now, start))) return unit;
    return nearestSeed(now.view, unit);
  }

  function dispose() {
    clearTimeout(reading);
    document.removeEventListener("keydown", onKey);
    ring.clear();
  }

  return { receive, update, aim, dispose };
}
