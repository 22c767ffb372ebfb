// The guided tour: a card in the stage that asks for one thing at a time. Doing it leads on to the
// next stop, whose card says first what there was to see. Nothing is forced: Next and Back always
// work, Escape skips.
//
// The stop lives here and is committed with the sliders' values, so that link, Back and Forward
// follow.

import { fill } from "../../web/format.js";
import { recall, remember } from "../../web/memory.js";
import { sharedStore } from "../../web/store.js";
import { nearestSeed } from "../../web/view.js";
import { watchPage } from "./calm.js";
import { createPrediction } from "./prediction.js";
import { createRing } from "./ring.js";
import { NEEDS, TOUR, aimRadius, tourNumbers } from "./tourstops.js";

const KEPT = "tour"; // the last stop, remembered
const SETTLED = 500; // milliseconds without change, before numbers that run are read aloud

export function createTour(root, sliders, signal) {
  const store = sharedStore();
  const card = root.querySelector(".tour");
  const invite = root.querySelector(".invite");
  const find = (selector) => card.querySelector(selector);
  const said = find(".said");
  const ring = createRing(root, card);
  const page = watchPage(() => stop && show(), signal);
  const prediction = createPrediction(find(".choices"), show, (block) => sliders.put({ block }));
  let sent = null; // words, and the numbers of the prediction
  let stop = 0;
  const starts = new Map(); // the facts when each stop began
  let start = null; // those of this stop
  let before = null; // the facts on arrival, or when last the stop was not done
  let now = null;
  let result = ""; // what there was to see, once the stop is done
  let seen = {}; // that of the stop before, on this one's card
  let shown = ""; // what the ring was last scrolled to
  let travelled = false; // by Back or Forward, and what they lead to is not here yet
  let reading = 0;
  const kept = recall(KEPT);
  if (store.tour === null && (kept === 0 || kept - 1 in TOUR)) store.tour = Number(kept);

  function write(selector, text) {
    const element = find(selector);
    if (element.textContent === text) return;
    element.textContent = text;
    said.setAttribute("aria-busy", "true");
    clearTimeout(reading);
    reading = setTimeout(() => said.setAttribute("aria-busy", "false"), SETTLED);
  }

  // A stop begins with its first facts, or where it was done before and still is, with those of
  // that time. What must not change meanwhile begins it anew.
  function begin(plan) {
    const same = (past) => past && ["map", ...plan.hold].every((name) => past[name] === now[name]);
    if (!same(start)) {
      const last = starts.get(stop);
      start = same(last) && plan.done?.(now, last) ? last : now;
      starts.set(stop, start);
      before = now;
    }
    before ??= now;
  }

  // What the card says, and its state: need, ask, wrong or done. did: the wish was fulfilled here.
  function lines(plan) {
    const { words } = sent;
    const need = plan.needs.find((name) => !NEEDS[name].met(now));
    if (need) {
      start = null;
      const line = stop === TOUR.length ? words.left : "";
      return { ask: words.needs[need], line, state: "need", need };
    }
    begin(plan);
    if (stop === TOUR.length) {
      return sent.prediction && prediction.say(words.prediction, sent.prediction, now.stop);
    }
    const done = plan.done(now, start);
    const did = done && now[plan.moves] !== before[plan.moves];
    if (!done) before = now;
    const state = done && !did ? "done" : "ask";
    const already = state === "done" && plan.done(start, start) && "already";
    const ask = already || (plan.ask?.(start) ?? "ask");
    const result = plan.saw?.(now, start) ?? "saw";
    const numbers = tourNumbers(now, start, words.rules);
    const hint = (!done && plan.missed?.(now, start)) || "watch";
    const [wish, watch, saw] = [ask, hint, result].map((name) =>
      fill(words.stops[stop - 1][name], numbers),
    );
    return { ask: wish, line: state === "done" ? saw : watch, state, did, saw };
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
    if (!now) return;
    const plan = TOUR[stop - 1];
    const say = lines(plan);
    if (!say) return; // on its way
    result = say.did && now.settled ? say.saw : "";
    if (result && page.isCalm()) return go(stop + 1);
    card.dataset.stop = stop;
    card.dataset.state = say.state;
    card.style.setProperty("--done", `${(100 * stop) / TOUR.length}%`);
    find(".count b").textContent = fill(words.count, of);
    write(".seen", seen.stop === stop && seen.map === now.map ? seen.text : "");
    write("h2", say.ask);
    write(".line", say.line);
    find(".choices").hidden = stop !== TOUR.length || say.state === "need";
    find(".back").disabled = stop === 1;
    find(".next").hidden = stop === TOUR.length && say.state === "need"; // a question is left
    find(".next").textContent = stop === TOUR.length ? words.finish : words.next;
    const [at, look] = say.need
      ? [NEEDS[say.need].at, []]
      : say.state === "done" ? [plan.look, plan.at] : [plan.at, plan.look];
    ring.put(at);
    const place = `${stop} ${say.need}`;
    if (shown === place || !page.isCalm()) return; // what is still to come would move it away
    if (!root.querySelector("input:focus-visible")) ring.reveal(at, look); // keys are at work there
    shown = place;
  }

  // Goes to a stop, or with 0 ends the tour.
  function open(next) {
    if (next === stop) return;
    stop = next;
    start = before = null;
    shown = result = "";
    prediction.reset();
    if (stop) keepStop(stop);
  }

  // Until the tab is closed, also over a reload.
  function keepStop(last) {
    store.tour = last;
    remember(KEPT, last);
  }

  function go(next) {
    const began = stop === 0;
    if (result && next === stop + 1) seen = { stop: next, map: now.map, text: result };
    open(next);
    sliders.tour = stop;
    sliders.release();
    show();
    if (began) find("h2").focus({ preventScroll: true });
    if (stop === 0) invite.focus({ preventScroll: true });
  }

  function next() {
    if (stop === TOUR.length) keepStop(0);
    go(stop === TOUR.length ? 0 : stop + 1);
  }

  function onKey(event) {
    if (event.key !== "Escape" || !stop || event.defaultPrevented) return;
    if (!event.target.closest("input, textarea, [role=dialog], [role=menu]")) go(0);
  }

  const onTravel = () => (travelled = true);

  invite.addEventListener("click", () => go(store.tour || 1));
  find(".next").addEventListener("click", next);
  find(".back").addEventListener("click", () => go(stop - 1));
  find(".skip").addEventListener("click", () => go(0));
  document.addEventListener("keydown", onKey, { signal });
  window.addEventListener("popstate", onTravel, { signal });

  // With each packet: words, and the stop where link or history say so. What they lead to is
  // an arrival, and is shown with its own facts only.
  function receive(header, stopSaid) {
    sent = header;
    const { words } = sent;
    card.setAttribute("aria-label", words.label);
    for (const name of ["skip", "back"]) find(`.${name}`).textContent = words[name];
    if (travelled || stopSaid !== stop) now = before = null;
    if (travelled) prediction.reset();
    travelled = false;
    open(stopSaid);
    show();
  }

  // With each change of what is shown.
  function update(facts) {
    now = facts;
    if (stop) show();
  }

  // A click for a seed, at the stop that asks for one; else the unit as it is. The pointer that
  // stays where it clicked still means that seed.
  function aim(unit, kind) {
    const plan = TOUR[stop - 1];
    const meant = kind === "hovered" || (plan?.seeds && start);
    if (!now || !meant || (kind === "move" && plan.done(now, start))) return unit;
    return nearestSeed(now.view, unit, aimRadius(now.view));
  }

  signal.addEventListener("abort", () => {
    clearTimeout(reading);
    ring.clear();
  });

  return { receive, update, aim };
}
