// The colours of the theme in force, as canvas wants them.

import { INK } from "./constants.js";
import { offscreen } from "./draw.js";

export function themeInk(root) {
  const probe = getComputedStyle(root);
  const background = probe.getPropertyValue("--st-background-color").trim();
  const pen = offscreen("probe", 1).getContext("2d", { willReadFrequently: true });
  pen.fillStyle = background || "white";
  pen.fillRect(0, 0, 1, 1);
  const [r, g, b] = pen.getImageData(0, 0, 1, 1).data;
  const dark = 0.2126 * r + 0.7152 * g + 0.0722 * b < 128;
  return { ...INK[dark ? "dark" : "light"], dark };
}
