// Whether the page has been complete for a moment, and calls back once it is. A commit brings the
// values of all controls along: those that have not heard of a change yet would undo it.

const MOMENT = 300; // milliseconds

export function watchPage(onCalm, signal) {
  const app = document.querySelector('[data-testid="stApp"]');
  let calm = false;
  let waiting = 0;

  function wait() {
    calm = false;
    clearTimeout(waiting);
    if ((app?.dataset.testScriptState ?? "notRunning") !== "notRunning") return;
    waiting = setTimeout(() => {
      calm = true;
      onCalm();
    }, MOMENT);
  }

  const observer = new MutationObserver(wait);
  if (app) observer.observe(app, { attributeFilter: ["data-test-script-state"] });
  wait();

  signal.addEventListener("abort", () => {
    clearTimeout(waiting);
    observer.disconnect();
  });

  return { isCalm: () => calm };
}
