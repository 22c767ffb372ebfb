// The colours of the theme in force, as canvas wants them.

import { offscreen } from "./draw.js";

export function themeInk(root) {
  const probe = getComputedStyle(root);
  const background = probe.getPropertyValue("--st-background-color").trim();
  const pen = offscreen("probe", 1).getContext("2d", { willReadFrequently: true });
  pen.fillStyle = background || "#ffffff";
  pen.fillRect(0, 0, 1, 1);
  const [r, g, b] = pen.getImageData(0, 0, 1, 1).data;
  const dark = 0.2126 * r + 0.7152 * g + 0.0722 * b < 128;
  return dark
    ? {
        dark, seed: "#ff7f2a", block: "#f0b429", blockFill: [74, 58, 22], barred: [172, 174, 180], paper: "#1b1f26",
        kept: "#dddddd", dropped: [21, 24, 31], hatch: "rgba(255,255,255,.3)",
        grid: "rgba(128,128,128,.35)", onDropped: "#dcdfe5", quiet: "#b9bec8",
      }
    : {
        dark, seed: "#d55e00", block: "#e69f00", blockFill: [245, 223, 174], barred: [222, 223, 226], paper: "#fdfdfc",
        kept: "#ffffff", dropped: [23, 26, 32], hatch: "rgba(255,255,255,.3)",
        grid: "rgba(128,128,128,.3)", onDropped: "#dcdfe5", quiet: "#5c6270",
      };
}
