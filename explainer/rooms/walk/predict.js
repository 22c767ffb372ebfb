// Predict, then reveal: a question stands where its answer will be. Nothing is forced.
//
// Answers are remembered by the question's id, which begins with its stop, so that coming back shows
// what was found out, also after a reload. Each stop asks by itself once; for another run the
// viewer may ask to predict again.

import { fill } from "../../web/format.js";
import { recall, remember } from "../../web/memory.js";

const KEPT = "predictions";

export function createPredictions(root, onChange) {
  const panel = root.querySelector(".question");
  const answered = new Map(); // id → the choice taken, the cells marked, or null for "show me"
  const marked = new Map(); // id → cells marked so far
  const asked = new Set(); // stops whose question has been answered
  let again = null; // the id of a question that the viewer wants to be asked
  let words = null;
  for (const [id, answer] of Object.entries(recall(KEPT) ?? {})) {
    answered.set(id, answer);
    asked.add(id.split(" ")[0]);
  }

  const element = (tag, className, text) => {
    const made = document.createElement(tag);
    made.className = className;
    made.textContent = text;
    if (tag === "button") made.type = "button";
    return made;
  };

  function settle(question, answer) {
    answered.set(question.id, answer);
    asked.add(question.step);
    remember(KEPT, Object.fromEntries(answered));
    onChange();
    panel.querySelector(".verdict")?.focus();
  }

  // The answer, undefined where there is none, or what was remembered is none to this question.
  function answerTo({ id, choices }) {
    const answer = answered.get(id);
    const isChoice = choices ? Number.isInteger(answer) && answer in choices : Array.isArray(answer);
    return answer === null || isChoice ? answer : undefined;
  }

  const isAnswered = (question) => answerTo(question) !== undefined;
  const isOpen = (question) =>
    Boolean(question) && !isAnswered(question) && (!asked.has(question.step) || again === question.id);

  function showMe(question) {
    const button = element("button", "show", words.show);
    button.addEventListener("click", () => settle(question, null));
    return button;
  }

  function choices(question) {
    const row = element("div", "choices", "");
    row.append(
      ...question.choices.map((choice, k) => {
        const button = element("button", "choice", choice.text);
        button.addEventListener("click", () => settle(question, k));
        return button;
      }),
      showMe(question),
    );
    return row;
  }

  function cells(question) {
    const row = element("div", "choices", "");
    const button = element("button", "choice check", words.check);
    button.addEventListener("click", () => settle(question, [...marks(question)]));
    row.append(button, showMe(question));
    return row;
  }

  const same = (a, b) => a.length === b.length && a.every((unit) => b.includes(unit));

  // Whether an answer is right, and the sentence that says why.
  function judge(question, answer) {
    if (answer === null) {
      const right = question.choices?.find((choice) => choice.right);
      const head = right ? fill(words.answer, { answer: right.text }) : words.shown;
      return { head, why: right?.why ?? question.why };
    }
    if (question.choices) {
      const taken = question.choices[answer];
      const right = question.choices.find((choice) => choice.right);
      const said = fill(words.said, { answer: taken.text });
      return taken.right
        ? { right: true, head: words.right, why: `${said} ${taken.why}` }
        : { right: false, head: words.wrong, why: `${said} ${taken.why} ${fill(words.answer, { answer: right.text })}` };
    }
    if (same(answer, question.cells)) return { right: true, head: words.right, why: question.why };
    const missed = question.cells.filter((unit) => !answer.includes(unit)).length;
    const extra = answer.filter((unit) => !question.cells.includes(unit)).length;
    const known = question.mistakes.find((mistake) => same(answer, mistake.cells));
    const counts = fill(question.wrong, { missed, extra });
    return { right: false, head: words.wrong, why: `${counts} ${known?.why ?? question.why}` };
  }

  function show(question) {
    panel.hidden = !question;
    if (!question) return;
    const id = `${question.id} ${isAnswered(question)} ${isOpen(question)}`;
    if (panel.dataset.shown === id) return;
    panel.dataset.shown = id;
    panel.setAttribute("aria-label", words.title);
    if (isOpen(question)) {
      delete panel.dataset.right;
      panel.replaceChildren(
        element("b", "", words.title), element("p", "ask", question.ask),
        question.choices ? choices(question) : cells(question),
      );
      return;
    }
    if (!isAnswered(question)) {
      const button = element("button", "show", words.again);
      button.addEventListener("click", () => {
        again = question.id;
        onChange();
      });
      panel.dataset.right = "again";
      panel.replaceChildren(button);
      return;
    }
    const { right, head, why } = judge(question, answerTo(question));
    panel.dataset.right = right ?? "shown";
    const verdict = element("p", "verdict", "");
    verdict.tabIndex = -1;
    verdict.append(element("b", "", head), ` ${[why, question.told].filter(Boolean).join(" ")}`);
    panel.replaceChildren(element("p", "ask", question.ask), verdict);
    if (question.cells && answerTo(question)) panel.append(element("p", "legend", words.legend));
  }

  // The cells marked so far: at first the seed, which is given.
  const marks = (question) => marked.get(question.id) ?? new Set([question.seed]);

  // The cells of an open question: a click or Enter marks one.
  function mark(question, unit) {
    if (unit === question.seed) return;
    const units = marks(question);
    if (units.has(unit)) units.delete(unit);
    else units.add(unit);
    marked.set(question.id, units);
    onChange();
  }

  // What stands in a cell of the map on which the viewer marks, or has marked.
  function cell(question) {
    if (isOpen(question)) {
      const units = marks(question);
      return (u) => {
        if (u === question.seed) return { text: "✓", kind: "seed" };
        return units.has(u) ? { text: "✓", kind: "block" } : { text: "", kind: "free" };
      };
    }
    const mine = answerTo(question) ?? question.cells;
    return (u) => {
      const isMine = mine.includes(u);
      if (!question.cells.includes(u)) return { text: isMine ? "✗" : "", kind: "free" };
      const kind = u === question.seed ? "seed" : "block";
      return { text: isMine ? "✓" : "○", kind };
    };
  }

  return {
    hasMarked: (question) => Boolean(answerTo(question)),
    isOpen, show, mark, cell,
    isAnswered,
    isMarked: (question, unit) => marks(question).has(unit),
    receive: (its) => (words = its),
  };
}
