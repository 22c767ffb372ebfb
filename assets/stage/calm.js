// Whether the page has been complete for a moment, and calls back once it is. A commit brings the
// values of all controls along: those that have not heard of a change yet would undo it.
const MOMENT = 300; // milliseconds

function watchPage(onCalm) {
  const app = document.querySelector('[data-testid="stApp"]');
  const isRunning = () => app?.dataset.testScriptState !== "notRunning";
  let calm = !isRunning();
  let waiting = 0;
  const observer = new MutationObserver(() => {
    calm = false;
    clearTimeout(waiting);
    if (!isRunning()) waiting = setTimeout(() => ((calm = true), onCalm()), MOMENT);
  });
  if (app) observer.observe(app, { attributeFilter: ["data-test-script-state"] });

  function dispose() {
    clearTimeout(waiting);
    observer.disconnect();
  }

  return { isCalm: () => calm, dispose };
}
