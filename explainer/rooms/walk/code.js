// The source of the reference, with the lines of the step lit and those that run now brighter.

export function buildCode(section, { lines }) {
  section.querySelector("ol").replaceChildren(
    ...lines.map((pieces) => {
      const line = document.createElement("li");
      const indent = /^ */.exec(pieces.map(([, text]) => text).join(""))[0].length;
      line.style.setProperty("--indent", `${indent + 4}ch`); // where a long line goes on
      for (const [kind, text] of pieces) {
        const piece = document.createElement("span");
        piece.className = kind;
        piece.textContent = text;
        line.append(piece);
      }
      return line;
    }),
  );
}

// Lights a step and brings it into sight, scrolling nothing but the code itself.
export function lightCode(section, { lit, current }, step, still) {
  const lines = [...section.querySelectorAll("li")];
  lines.forEach((line, k) => {
    line.classList.toggle("lit", lit[step].includes(k + 1));
    line.classList.toggle("current", current[step].includes(k + 1));
    if (current[step].includes(k + 1)) line.setAttribute("aria-current", "step");
    else line.removeAttribute("aria-current");
  });
  const first = lines[current[step][0] - 1];
  const last = lines[current[step].at(-1) - 1];
  if (!first) return;
  const middle = (first.offsetTop + last.offsetTop + last.offsetHeight) / 2;
  const top = middle - section.clientHeight / 2;
  section.scrollTo({ top, behavior: still ? "auto" : "smooth" });
}
