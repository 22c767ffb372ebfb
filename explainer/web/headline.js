// The headline above the controls. It brings the base packet, where the page has a stage, and
// shows what the sliders say.
function createHeadline(root) {
  const store = sharedStore();

  function show() {
    if (!store.headline) return;
    const [title, sentence] = store.headline;
    root.querySelector("h1").textContent = title;
    root.querySelector("p").textContent = sentence;
  }

  function receive(data) {
    if (data) {
      const base = unpack(data);
      store.bases.set(base.header.base, base);
      for (const name of store.bases.keys()) {
        if (store.bases.size > 2 && name !== base.header.base) store.bases.delete(name);
      }
    }
    show();
    tell("base");
  }

  store.events.addEventListener("headline", show);
  return { receive, dispose: () => store.events.removeEventListener("headline", show) };
}

export default lasting(createHeadline);
