// The prediction that ends the tour: what gamma does when block_size changes. torch computed
// gamma for both block sizes at each stop of keep_prob; here the two are compared.

import { count, fill, three } from "../../web/format.js";

function predictionAt({ from, to }, stop) {
  const [before, after] = [from.gamma[stop], to.gamma[stop]];
  const moved = three(before) === three(after) ? "stay" : before < after ? "rise" : "fall";
  const way = to.block < from.block ? "smaller" : "larger";
  return {
    way, right: moved,
    // Smaller blocks take a larger gamma, unless they are large for their map.
    why: moved === (way === "smaller" ? "rise" : "fall") ? moved : "border",
    to: to.block,
    numbers: {
      from: from.block, to: to.block, keep: (stop / 100).toFixed(2),
      gamma0: three(before), gamma: three(after),
      seeds0: count(from.seeds[stop]), seeds: count(to.seeds[stop]),
    },
  };
}

// Asks for it. changed() is called when an answer was picked; show(block_size) moves the slider.
export function createPrediction(row, changed, show) {
  let question = null; // as it stood when it was answered: later moves do not change it
  let asked = null; // as it stands now
  let picked = null;
  const buttons = ["rise", "stay", "fall", "show"].map((choice) => {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.choice = choice;
    button.addEventListener("click", () => pick(choice));
    return button;
  });
  row.replaceChildren(...buttons);

  function reset() {
    question = picked = null;
  }

  function pick(choice) {
    question ??= asked;
    picked = choice;
    changed();
    if (choice === "show" || choice === question.right) show(question.to);
  }

  // Puts the choices in place; returns the card's two lines, and how the answer stands.
  function say(words, prediction, stop) {
    asked = question ?? predictionAt(prediction, stop);
    const { way, right, why, numbers } = asked;
    const labels = { ...words[way], show: words.show };
    for (const button of buttons) {
      const { choice } = button.dataset;
      button.textContent = labels[choice];
      button.setAttribute("aria-pressed", choice === picked);
    }
    const isRight = picked === right;
    const because = isRight ? `${words.right} ${words.because[why]}` : words.because[why];
    const isWrong = picked !== null && picked !== "show" && !isRight;
    const saw = isWrong ? words.wrong[why === "border" ? why : picked] : because;
    const state = isWrong ? "wrong" : picked === null ? "ask" : "done";
    const line = state === "ask" ? words.watch : saw;
    return { ask: fill(labels.ask, numbers), line: fill(line, numbers), state };
  }

  return { reset, say };
}
