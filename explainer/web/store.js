// What the mounts on one page share, until the visit ends: base packets (input and noise), what
// comes back of dropped units, counted draws of the network, the headline, how to make a slide of what is live, the pinned unit,
// the last stop of the tour (0 once it is finished).

export function sharedStore() {
  window.dropblockStore ??= {
    bases: new Map(), filling: null, headline: null, slide: null, counts: null, pinned: null, tour: null, events: new EventTarget(),
  };
  return window.dropblockStore;
}

export function tell(name) {
  sharedStore().events.dispatchEvent(new Event(name));
}
