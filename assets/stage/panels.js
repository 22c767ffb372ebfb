// The row of panels: one figure each, with its canvas, and the marks that all of them share.
function buildPanels(root, onPick) {
  const row = root.querySelector(".panels");
  const panels = PANELS.map((name) => {
    const figure = document.createElement("figure");
    figure.className = name;
    figure.innerHTML =
      '<div class="frame"><canvas tabindex="0" role="img"></canvas>' +
      '<i class="mark hovered" hidden></i><i class="mark pinned" hidden></i></div>' +
      "<figcaption><b></b><span></span></figcaption>";
    row.append(figure);
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
  });
  return panels;
}

// Fits each canvas to its frame in device pixels, and its backing image to the map.
function fitPanels(panels, size) {
  const widths = panels.map(({ canvas }) => (canvas.seen ??= canvas.clientWidth));
  panels.forEach(({ canvas }, k) => {
    const side = Math.max(1, Math.round(widths[k] * (window.devicePixelRatio || 1)));
    if (canvas.width !== side) canvas.width = canvas.height = side;
    if (canvas.backing?.width !== size) canvas.backing = new ImageData(size, size);
  });
}

function placeMark(panels, kind, unit, size) {
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

// How a draw stands, by which captions are chosen.
function drawState(view) {
  if (view.training && view.seeds === 0) return "none";
  if (view.kept === 0) return "all";
  return view.block === 1 ? "single" : "some";
}

function captionPanels(panels, words, state, numbers) {
  for (const { name, figure, canvas } of panels) {
    const { title, captions, alternative } = words[name];
    figure.querySelector("b").textContent = fill(title, numbers);
    figure.querySelector("figcaption span").textContent = fill(
      captions[state] ?? captions.some, numbers,
    );
    canvas.setAttribute("aria-label", fill(alternative, numbers));
  }
}

// The colours of the theme in force, as canvas wants them.
function themeInk(root) {
  const probe = getComputedStyle(root);
  const background = probe.getPropertyValue("--st-background-color").trim();
  const pen = offscreen("probe", 1).getContext("2d", { willReadFrequently: true });
  pen.fillStyle = background || "#ffffff";
  pen.fillRect(0, 0, 1, 1);
  const [r, g, b] = pen.getImageData(0, 0, 1, 1).data;
  const dark = 0.2126 * r + 0.7152 * g + 0.0722 * b < 128;
  return dark
    ? {
        dark, seed: "#ff7f2a", block: "#f0b429", blockFill: [74, 58, 22], paper: "#1b1f26",
        kept: "#dddddd", dropped: [21, 24, 31], hatch: "rgba(255,255,255,.3)",
        grid: "rgba(128,128,128,.35)", onDropped: "#aab0bb", quiet: "#b9bec8",
      }
    : {
        dark, seed: "#d55e00", block: "#e69f00", blockFill: [245, 223, 174], paper: "#fdfdfc",
        kept: "#ffffff", dropped: [23, 26, 32], hatch: "rgba(255,255,255,.3)",
        grid: "rgba(128,128,128,.3)", onDropped: "#aab0bb", quiet: "#5c6270",
      };
}
