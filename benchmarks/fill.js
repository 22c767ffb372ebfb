// Lets go of a slider at a value: milliseconds until what comes back at it is on the screen.
async (slider, value) => {
  const stage = slider.closest(".stage");
  slider.value = value;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  await new Promise(requestAnimationFrame);
  const start = performance.now();
  slider.dispatchEvent(new Event("change", { bubbles: true }));
  for (;;) {
    await new Promise(requestAnimationFrame);
    const shown = JSON.parse(stage.dataset.shown);
    if (shown.keep_prob === value && shown.filled) return performance.now() - start;
  }
}
