// Brings the stage what comes back of the dropped units, once it is known.

import { mount } from "../../web/mount.js";
import { sharedStore, tell } from "../../web/store.js";

async function inflated(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

// Undoes the differences that Python sent: of each value from the one before, and where three
// colours have lost the same units, of red and blue from green.
export function summed(values, channels) {
  const length = values.length / channels;
  for (let c = 0; c < channels; c++) {
    for (let k = c * length + 1; k < (c + 1) * length; k++) values[k] += values[k - 1];
  }
  if (channels < 3) return values;
  for (let k = 0; k < length; k++) {
    values[k] += values[length + k];
    values[2 * length + k] += values[length + k];
  }
  return values;
}

function createFilling() {
  const store = sharedStore();
  let latest = null;

  async function receive(packet) {
    latest = packet;
    const { header, arrays } = packet;
    const guesses = {};
    for (const name of Object.keys(header.rows)) {
      guesses[name] = header.together
        ? summed(await inflated(arrays[name]), header.together)
        : arrays[name];
    }
    if (latest !== packet) return; // the next one was quicker
    store.filling = { header, guesses };
    tell("filling");
  }

  return { receive, draw: () => {} };
}

export default mount(createFilling);
