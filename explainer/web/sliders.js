// The headline sliders, and the protocol by which they and Python stay in step.
//
// What a slider is moved to lives here; Python hears of it on release ("commit"), or when the
// page shows something that it has no answers for ("ask"). Python's values are taken over only
// with a new token: those of a commit are shown already. What else a page moves (more) goes along.
// onLetGo is called before a release is told. Where another session has taken over, as after a
// restart of the server, what was moved here meanwhile is newer than what it knows.

const TELLINGS = 4; // of one release, at most
const PATIENCE = 1000; // milliseconds for the page to follow

const sessionOf = (token) => token?.split(" ")[0];

// Whether nothing that is told arrives.
function isCutOff() {
  const app = document.querySelector('[data-testid="stApp"]');
  return (app?.dataset.testConnectionState ?? "CONNECTED") !== "CONNECTED";
}

export function createSliders(root, page, onMove, more = () => ({}), onLetGo = () => {}) {
  const find = (selector) => root.querySelector(selector);
  const inputs = { keep: find("#keep"), block: find("#block"), size: find("#size") };
  const sliders = {
    keep: 1, block: 1, size: 1, token: null, held: false,
    receive, release, limit, ask, put,
  };
  let sizes = []; // of the map, where a slider moves it; its position is an index
  let wanted = null; // what Python was asked for and has not answered
  let told = null; // what Python was told last, and how often, until it says so itself
  let waiting = 0;
  let confirms = false; // whether the page says what it has settled on

  function show() {
    inputs.keep.value = sliders.keep;
    find(".slider.keep output").value = sliders.keep.toFixed(2);
    if (inputs.block) {
      inputs.block.value = sliders.block;
      find(".slider.block output").value = inputs.block.value;
    }
    if (inputs.size) {
      inputs.size.value = sizes.indexOf(sliders.size);
      inputs.size.setAttribute("aria-valuetext", `${sliders.size} × ${sliders.size}`);
      find(".slider.size output").value = sliders.size;
    }
    for (const input of Object.values(inputs)) {
      if (!input) continue;
      const part = (input.value - input.min) / (input.max - input.min || 1);
      input.style.setProperty("--part", part);
    }
  }

  function moved(event) {
    sliders.held = true;
    if (event.target === inputs.keep) sliders.keep = Number(inputs.keep.value);
    if (event.target === inputs.block) sliders.block = Number(inputs.block.value);
    if (event.target === inputs.size) sliders.size = sizes[Number(inputs.size.value)];
    show();
    onMove();
  }

  function settings() {
    return {
      keep_prob: sliders.keep, ...(inputs.block && { block_size: sliders.block }),
      ...(inputs.size && { map: sliders.size }), ...more(),
    };
  }

  function commit() {
    page.send("commit", { ...told.settings, token: sliders.token });
  }

  function release() {
    wanted = null; // what is committed is answered, whatever was asked before
    told = { settings: settings(), times: 1 };
    commit();
    clearTimeout(waiting);
    if (confirms) waiting = setTimeout(tellAgain, PATIENCE);
  }

  function letGo() {
    sliders.held = false;
    onLetGo();
    release();
  }

  // Moves a slider without a hand on it.
  function put(values) {
    Object.assign(sliders, values);
    show();
    onMove();
    release();
  }

  // Of two releases at the same moment the page may follow one only: tell it what it missed.
  function tellAgain() {
    if (!told || told.times === TELLINGS || !root.isConnected) return;
    if (!isCutOff()) {
      told.times += 1;
      commit();
    }
    waiting = setTimeout(tellAgain, PATIENCE);
  }

  function confirm(settled) {
    if (!told) return;
    if (Object.entries(told.settings).every(([name, value]) => settled[name] === value)) told = null;
  }

  // Asks for answers to what is shown; one question at a time. Some pages ask another way.
  function ask(put = (question) => page.send("ask", question)) {
    if (wanted) return;
    wanted = settings();
    put(wanted);
  }

  // The block sizes on offer, and what the slider stands at where the block asked for is not.
  function limit([lowest, highest, step], shown) {
    wanted = null;
    [inputs.block.min, inputs.block.max, inputs.block.step] = [lowest, highest, step];
    show();
    if (shown === undefined) return;
    inputs.block.value = shown;
    find(".slider.block output").value = shown;
  }

  // Takes over what a packet's header says; returns whether the values are new ones.
  function receive(header) {
    wanted = null;
    if (header.url && !location.search) {
      // The navigation dropped the query: put it back without a second entry in the history.
      history.replaceState(history.state, "", `${location.pathname}?${header.url}`);
    }
    if (inputs.block) [inputs.block.min, inputs.block.max, inputs.block.step] = header.blockSizes;
    if (inputs.size) {
      sizes = header.sizes;
      inputs.size.max = sizes.length - 1;
    }
    const isTakenOver = sliders.token && sessionOf(header.token) !== sessionOf(sliders.token);
    const isNewer = isTakenOver && (told || sliders.held);
    const isNew = header.token !== sliders.token && !isNewer;
    sliders.token = header.token;
    if (isNewer && !sliders.held) release();
    if (isNew) {
      sliders.keep = header.controls.keep_prob;
      sliders.block = header.controls.block_size;
      sliders.size = header.controls.map;
      sliders.tour = header.controls.tour;
      told = null;
    }
    show();
    confirms = Boolean(header.settled);
    if (confirms) confirm(header.settled);
    return isNew;
  }

  for (const input of Object.values(inputs)) {
    input?.addEventListener("input", moved);
    input?.addEventListener("change", letGo);
    for (const end of ["pointerup", "pointercancel"]) { // also where the value is the old one
      input?.addEventListener(end, () => (sliders.held = false));
    }
  }
  // Who goes Back leaves what was released: it is not told again over the settings of that URL.
  window.addEventListener("popstate", () => (told = null), { signal: page.signal });
  // Streamlit's shortcuts do not hear keys that a slider has heard: pass them on.
  root.addEventListener("keydown", (event) => {
    if (event.key.length > 1 || event.ctrlKey || event.metaKey || event.altKey) return;
    const { key, code, keyCode } = event;
    event.stopPropagation();
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key, code, keyCode, bubbles: true }));
  });
  return sliders;
}
