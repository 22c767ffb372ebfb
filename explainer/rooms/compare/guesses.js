// Brings the comparison what is guessed of the dropped units, once it is known.

import { mount } from "../../web/mount.js";
import { sharedStore, tell } from "../../web/store.js";

function createGuesses() {
  function receive(packet) {
    sharedStore().guesses = packet;
    tell("guesses");
  }

  return { receive, draw: () => {} };
}

export default mount(createGuesses);
