// A button that saves what is live on the page as a slide. The browser makes it: it has the
// pictures, and the visitor's own font.

import { mount } from "./mount.js";
import { composeSlide } from "./slide.js";
import { sharedStore } from "./store.js";

const PATIENCE = 10_000; // milliseconds for the browser to have read what it saves

function createPicture(root) {
  const button = root.querySelector("button");
  let name = "";

  function save() {
    const canvas = document.createElement("canvas");
    composeSlide(sharedStore().slide(), canvas);
    canvas.toBlob((blob) => {
      const href = URL.createObjectURL(blob);
      Object.assign(document.createElement("a"), { href, download: name }).click();
      setTimeout(() => URL.revokeObjectURL(href), PATIENCE);
    }, "image/png");
  }

  button.addEventListener("click", save);
  return {
    receive: (message) => {
      ({ name } = message);
      button.textContent = message.label;
    },
    draw: () => {},
  };
}

export default mount(createPicture);
