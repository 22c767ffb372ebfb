// The headline above the controls. It brings the base packet, where the page has a stage, and
// shows what the sliders say.

import { mount } from "./mount.js";
import { sharedStore, tell } from "./store.js";

function createHeadline(root, page) {
  const store = sharedStore();

  function draw() {
    if (!store.headline) return;
    const [title, sentence] = store.headline;
    root.querySelector("h1").textContent = title;
    root.querySelector("p").textContent = sentence;
  }

  function receive(base) {
    if (base) {
      store.bases.set(base.header.base, base);
      for (const name of store.bases.keys()) {
        if (store.bases.size > 2 && name !== base.header.base) store.bases.delete(name);
      }
    }
    tell("base");
  }

  store.events.addEventListener("headline", draw, { signal: page.signal });
  return { receive, draw };
}

export default mount(createHeadline);
