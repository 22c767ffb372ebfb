// Runs in each measured page before its own scripts. Times are performance.now(), in ms.
(() => {
  const frames = []; // websocket frames: { at, bytes, sent }
  let released = 0; // the last time a pointer was let go

  window.WebSocket = class extends WebSocket {
    constructor(...address) {
      super(...address);
      this.addEventListener("message", ({ data }) => {
        frames.push({ at: performance.now(), bytes: data.byteLength ?? data.length, sent: false });
      });
    }
    send(data) {
      frames.push({ at: performance.now(), bytes: data.byteLength ?? data.length, sent: true });
      super.send(data);
    }
  };
  window.addEventListener("pointerup", () => (released = performance.now()), true);

  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const nextFrame = () =>
    new Promise((done) => requestAnimationFrame(() => done(performance.now())));
  // A message posted in a frame callback arrives after that frame's style, layout and paint.
  const afterPaint = () =>
    new Promise((done) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => done(performance.now());
      port2.postMessage(null);
    });

  // One input event, until the frame is over in which data-shown tells its value.
  async function change(slider, key, value) {
    const stage = slider.getRootNode().querySelector(".stage");
    const isPainted = () => JSON.parse(stage.dataset.shown)[key] === value;
    await pause(5 + Math.random() * 17); // input comes at any time between two frames
    const first = nextFrame(); // asked before the stage asks: its callback runs before the stage's
    slider.value = value;
    const start = performance.now();
    slider.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
    const handled = performance.now();
    let callbacks = nextFrame(); // asked after the stage: runs after it
    const [begin, end] = [await first, await callbacks];
    const script = handled - start + (end - begin); // event handler and frame callback
    let painted = isPainted();
    let over = await afterPaint();
    const work = script + (over - end);
    while (!painted) { // a value that had to be fetched
      await nextFrame();
      painted = isPainted();
      over = await afterPaint();
    }
    return { script, work, wait: begin - handled, total: over - start };
  }

  window.probe = {
    frames,
    // Input events one after the other, as while the slider is held; nothing is released.
    async drag(slider, key, values) {
      const before = frames.filter(({ sent }) => sent).length;
      const events = [];
      for (const value of values) events.push(await change(slider, key, value));
      return { events, sent: frames.filter(({ sent }) => sent).length - before };
    },
    // From the last release to the first frame sent, and to the last frame of the answer.
    async answer(quiet) {
      await probe.settled(quiet);
      const since = frames.filter(({ at }) => at >= released);
      const sent = since.find((frame) => frame.sent);
      const received = since.filter((frame) => !frame.sent && sent && frame.at > sent.at);
      if (!received.length) throw new Error("the release was not answered");
      return { sent: sent.at - released, done: received.at(-1).at - released };
    },
    // Until no frame has come or gone for so many ms.
    async settled(quiet) {
      while (performance.now() - Math.max(released, frames.at(-1)?.at ?? 0) < quiet) {
        await pause(20);
      }
    },
    received: () => frames.reduce((sum, { bytes, sent }) => sum + (sent ? 0 : bytes), 0),
    // The median time between two frames: the display's, or what stands in for it.
    async frameTime() {
      const times = [];
      for (let i = 0; i < 41; i++) times.push(await nextFrame());
      return times.slice(1).map((time, i) => time - times[i]).sort((a, b) => a - b)[20];
    },
  };
})();
