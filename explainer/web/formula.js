// Eq. 1 as it stands on the page, each symbol in the colour of its control.

import { fraction, span } from "./format.js";

// Eq. 1 with these terms, and a calibration where there is one; each symbol wears the colour of
// its control.
export function formulaRow(left, keep, block, size, calibration) {
  const k = span("keep", keep);
  const b = span("block", block);
  const s = span("size", size);
  return (
    `<span>${left}</span><span>=</span>` +
    fraction(`1 − ${k}`, `${b}<sup>2</sup>`) +
    "<span>·</span>" +
    fraction(`${s}<sup>2</sup>`, `(${s} − ${b} + 1)<sup>2</sup>`) +
    (calibration ? `<span>·</span><span>${calibration}</span>` : "")
  );
}

// What the factors of eq. 1 do. A block of one unit fits everywhere and overlaps nothing: what is
// said from the last fraction on is for larger ones.
export function factorItems(factors, block) {
  return (block === 1 ? factors.slice(0, 2) : factors).map((text) => {
    const item = document.createElement("li");
    item.textContent = text;
    return item;
  });
}
