// The headline above the controls. It brings the base packet, where the page has a stage, and
// shows what the sliders say: a title, in which {names} are numbers in a method's colour, and a
// sentence; old: both are of the last release.

import { mount } from "./mount.js";
import { sharedStore, tell } from "./store.js";

function createHeadline(root, page) {
  const store = sharedStore();
  let shown = ""; // what stands there

  function draw() {
    if (!store.headline || shown === JSON.stringify(store.headline)) return;
    shown = JSON.stringify(store.headline);
    const [title, sentence, { numbers = {}, old = false } = {}] = store.headline;
    root.querySelector("h1").replaceChildren(...title.split(/\{(\w+)\}/).map((part, k) => {
      if (k % 2 === 0) return part;
      const number = document.createElement("span");
      number.className = part;
      number.textContent = numbers[part];
      return number;
    }));
    root.querySelector("p").textContent = sentence;
    root.classList.toggle("old", old);
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
