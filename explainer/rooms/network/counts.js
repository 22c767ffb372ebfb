// Brings the ladder in how many draws the answer stays, as far as it is counted.

import { mount } from "../../web/mount.js";
import { sharedStore, tell } from "../../web/store.js";

function createCounts() {
  function receive(message) {
    sharedStore().counts = message;
    tell("counts");
  }

  return { receive, draw: () => {} };
}

export default mount(createCounts);
