// The headline above the controls. It brings the base packet, where the page has a stage, and
// shows what the sliders say.
export default function ({ data, parentElement }) {
  const store = sharedStore();
  if (data) {
    const base = unpack(data);
    store.bases.set(base.header.base, base);
    for (const name of store.bases.keys()) {
      if (store.bases.size > 2 && name !== base.header.base) store.bases.delete(name);
    }
  }
  const show = () => {
    if (!store.headline) return;
    const [title, sentence] = store.headline;
    parentElement.querySelector("h1").textContent = title;
    parentElement.querySelector("p").textContent = sentence;
  };
  if (!parentElement.listening) {
    parentElement.listening = true;
    store.events.addEventListener("headline", show);
  }
  show();
  tell("base");
  return () => store.events.removeEventListener("headline", show);
}
