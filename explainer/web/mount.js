// What every component shares: it is made once for its root, hears each message, draws at most
// once a frame, and ends with its root.

import { sameBytes, unpack } from "./packet.js";
import { themeInk } from "./theme.js";

const QUIET_MS = 1000; // after Back or Forward

/**
 * @typedef {object} Page What a component is given.
 * @property {object} ink The colours of the theme in force.
 * @property {(name: string, value: unknown) => void} send Tells Python.
 * @property {() => void} redraw Draws at once; a second call in the same frame waits for the next.
 * @property {() => boolean} flush Draws what waits for the next frame; whether anything did.
 * @property {boolean} isStale Whether a call of redraw waits for the next frame.
 * @property {AbortSignal} signal Ends with the component: for listeners and timers.
 */

/**
 * A component as Streamlit calls it: for each message, and for each change of theme.
 *
 * Streamlit calls the clean-up not only in the end but also for a message that the next one has
 * overtaken: then the root is still on the page.
 * @param {(root: Element, page: Page) => {receive: (message: any) => void, draw: () => void}} create
 */
export function mount(create) {
  return ({ data, parentElement, setTriggerValue }) => {
    const root = parentElement.querySelector(".mount");
    root.made ??= make(root, create);
    root.made.receive(data, setTriggerValue);
    return () => root.isConnected || root.made.end();
  };
}

function make(root, create) {
  const ended = new AbortController();
  let received = null; // the bytes in use
  let frame = 0; // the animation frame that has been asked for
  let stale = false;
  let width = 0;
  let quietUntil = 0;
  const page = {
    ink: themeInk(root), send: null, signal: ended.signal, redraw, flush,
    get isStale() {
      return stale;
    },
  };
  const component = create(root, page);

  function draw() {
    stale = false;
    component.draw();
  }

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

  function flush() {
    if (!stale) return false;
    draw();
    return true;
  }

  // Bytes that are here already change nothing: Streamlit sends them again after a commit.
  function receive(data, send) {
    page.send = (...message) => {
      const wait = quietUntil - performance.now();
      if (wait > 0) setTimeout(send, wait, ...message);
      else send(...message);
    };
    const { dark } = page.ink;
    page.ink = themeInk(root);
    root.classList.toggle("dark", page.ink.dark);
    const isPacket = data instanceof Uint8Array;
    const isNew = !isPacket || !received || !sameBytes(received, data);
    if (isNew) {
      received = isPacket ? data : null;
      component.receive(isPacket ? unpack(data) : data);
    }
    if (isNew || dark !== page.ink.dark) redraw();
  }

  // A message that overtakes Streamlit's own word of Back would hide from Python that it was Back.
  window.addEventListener(
    "popstate", () => (quietUntil = performance.now() + QUIET_MS), { signal: ended.signal },
  );
  const resized = new ResizeObserver(() => {
    if (root.clientWidth === width) return;
    width = root.clientWidth;
    for (const canvas of root.querySelectorAll("canvas")) canvas.seen = undefined;
    redraw();
  });
  resized.observe(root);

  function end() {
    ended.abort();
    resized.disconnect();
    cancelAnimationFrame(frame);
  }

  return { receive, end };
}
