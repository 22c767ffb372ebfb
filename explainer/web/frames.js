// A figure: a square canvas whose units can be pointed at, marks over it, a caption below.
// The canvas takes arrow keys, which a screen reader passes on to an application alone.
// onPick hears ("hovered", unit or null), ("pinned", unit) and ("move", step), unit = [row, column].

export function buildFigure(parent, name, onPick) {
  const figure = document.createElement("figure");
  figure.className = name;
  figure.innerHTML =
    '<div class="frame"><canvas tabindex="0" role="application"></canvas>' +
    '<i class="mark hovered" hidden></i><i class="mark pinned" hidden></i></div>' +
    "<figcaption><b></b><span></span></figcaption>";
  parent.append(figure);
  const canvas = figure.querySelector("canvas");
  canvas.dataset.panel = name;
  const unitAt = (event) => {
    const box = canvas.getBoundingClientRect();
    const size = canvas.backing?.width ?? 1;
    const cell = (x, side) => Math.min(size - 1, Math.max(0, Math.floor((x / side) * size)));
    return [cell(event.clientY - box.top, box.height), cell(event.clientX - box.left, box.width)];
  };
  let hovered = null; // a click pins what the pointer marks: its own position is rounded
  const hover = (unit) => onPick("hovered", (hovered = unit));
  canvas.addEventListener("pointermove", (event) => {
    if (event.pointerType !== "touch") hover(unitAt(event));
  });
  canvas.addEventListener("pointerleave", () => hover(null));
  canvas.addEventListener("click", (event) => onPick("pinned", hovered ?? unitAt(event)));
  canvas.addEventListener("keydown", (event) => {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    if (!step[event.key]) return;
    event.preventDefault();
    onPick("move", step[event.key].map((d) => d * (event.shiftKey ? 10 : 1)));
  });
  return { name, figure, canvas };
}

// A unit moved by a step, within the map.
export function movedUnit([row, column], [down, right], size) {
  const within = (x) => Math.min(size - 1, Math.max(0, x));
  return [within(row + down), within(column + right)];
}

// Fits each canvas to its frame in device pixels, and its backing image to the map.
export function fitPanels(panels, size) {
  const widths = panels.map(({ canvas }) => (canvas.seen ??= canvas.clientWidth));
  panels.forEach(({ canvas }, k) => {
    const side = Math.max(1, Math.round(widths[k] * (window.devicePixelRatio || 1)));
    if (canvas.width !== side || canvas.height !== side) canvas.width = canvas.height = side;
    if (canvas.backing?.width !== size) canvas.backing = new ImageData(size, size);
  });
}

export function placeMark(panels, kind, unit, size) {
  for (const { figure } of panels) {
    const mark = figure.querySelector(`.${kind}`);
    mark.hidden = unit === null;
    if (unit === null) continue;
    const [row, column] = unit;
    mark.style.left = `${((column + 0.5) / size) * 100}%`;
    mark.style.top = `${((row + 0.5) / size) * 100}%`;
    mark.style.setProperty("--cell", `${100 / size}%`);
  }
}
