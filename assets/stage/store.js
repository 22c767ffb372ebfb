// What the mounts on one page share: base packets (input and noise), and the headline.
function sharedStore() {
  window.dropblockStore ??= { bases: new Map(), headline: null, pinned: null, events: new EventTarget() };
  return window.dropblockStore;
}

function tell(name) {
  sharedStore().events.dispatchEvent(new Event(name));
}
