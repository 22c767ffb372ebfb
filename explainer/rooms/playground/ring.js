// The ring around what the tour points at: parts of the stage, or the page's own controls.

const CONTROLS = {
  draw: ".st-key-new_draw", mode: ".st-key-control_training",
};
const GAP = 14; // pixels between what is shown and what might cover it

// card: what sticks to the top of the page, above the stage's panels.
export function createRing(root, card) {
  let ringed = [];

  const elements = (names) =>
    names
      .map((name) =>
        name in CONTROLS ? document.querySelector(CONTROLS[name]) : root.querySelector(name),
      )
      .filter(Boolean);

  // Again and again: Streamlit may have put another element in its control's place.
  function put(names) {
    const wanted = elements(names);
    for (const element of ringed) if (!wanted.includes(element)) delete element.dataset.ring;
    for (const element of wanted) element.dataset.ring = "";
    ringed = wanted;
    const colour = getComputedStyle(card).getPropertyValue("--accent");
    document.documentElement.style.setProperty("--tour-ring", colour);
  }

  function clear() {
    put([]);
    document.documentElement.style.removeProperty("--tour-ring");
  }

  // Scrolls as little as shows what to act on, with as much as fits of what to watch.
  function reveal(names, watched) {
    const page = document.querySelector('[data-testid="stMain"]');
    if (!page) return;
    const head = document.querySelector('[data-testid="stHeader"]')?.offsetHeight ?? 0;
    const moveFor = (boxes) => {
      const covered = boxes.every((box) => box.top >= card.getBoundingClientRect().top);
      const least = head + GAP + (covered ? card.offsetHeight + GAP : 0);
      const top = Math.min(...boxes.map((box) => box.top)) - least;
      const bottom = Math.max(...boxes.map((box) => box.bottom)) - (innerHeight - GAP);
      if (bottom - top > 0) return null; // more than a screen
      return top < 0 ? top : Math.max(bottom, 0);
    };
    const boxesOf = (list) => elements(list).map((element) => element.getBoundingClientRect());
    const [act, watch] = [boxesOf(names), boxesOf(watched)];
    if (!act.length) return;
    const move =
      moveFor([...act, ...watch]) ?? moveFor([...act, ...watch.slice(0, 1)]) ?? moveFor(act) ?? 0;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (move) page.scrollBy({ top: move, behavior: still ? "auto" : "smooth" });
  }

  return { put, clear, reveal };
}
