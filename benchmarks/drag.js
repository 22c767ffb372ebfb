// Drags a slider over these values; the times of each: of our script, and until it is painted.
async (slider, values) => {
  const stage = slider.closest(".stage");
  const name = slider.id === "keep" ? "keep_prob" : "block_size";
  const shown = () => JSON.parse(stage.dataset.shown)[name];
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const task = () => new Promise((done) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = done;
    channel.port2.postMessage(0);
  });
  const times = [];
  for (const value of values) {
    await frame();
    const start = performance.now();
    slider.value = value;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    while (Math.abs(shown() - value) > 1e-9) await task();
    const script = performance.now() - start;
    if (script > 16) await frame(); // it came with a later frame
    await task();
    times.push([script, performance.now() - start]);
  }
  return times;
}
