// The stepView of the walk: the tensors and the arithmetic of one stop, and what a unit says when it
// is pointed at. It shows facts: { step, view, run, base, row, header, words, numbers, reached,
// asked (the question here, if any), open (whether it still waits) }.

import { fill, fraction, span, three } from "../../web/format.js";
import { factorItems, formulaRow } from "../../web/formula.js";
import { movedUnit } from "../../web/frames.js";
import { killers } from "../../web/view.js";
import { buildGrid, cellsOf, fillGrid, outlineBlocks } from "./tensors.js";

const byFinger = matchMedia("(pointer: coarse)");
const LARGE = 6; // beyond this side three grids need the whole width

// A unit's value as it is read: whole, or with the decimals of its product.
const exact = (value) => (Number.isInteger(value) ? value : value.toFixed(2));

export function createStepView(root, predictions) {
  const tensors = root.querySelector(".tensors");
  const why = root.querySelector(".why");
  let facts = null;
  let laid = ""; // what the stepView holds now
  let pointed = null; // the unit that is pointed at

  function parts() {
    const { step, header, reached, asked, open } = facts;
    if (!reached) return ["x", "=", "same"];
    if (open) return header.unasked[step] ?? [];
    if (asked?.cells && predictions.hasMarked(asked)) return header.answered;
    return header.grids[step];
  }

  // A grid and the sign before it stay together, so that a row breaks as an equation does.
  function build(names, { view, words }) {
    tensors.replaceChildren();
    let term = null;
    for (const name of names) {
      if (!term) {
        term = document.createElement("div");
        term.className = "term";
        tensors.append(term);
      }
      if (words.grids[name]) {
        term.append(buildGrid(name, name === "kernel" ? view.block : view.size));
        term = null;
      } else {
        const sign = document.createElement("span");
        sign.className = "sign";
        sign.dataset.text = name;
        term.append(sign);
      }
    }
    tensors.style.setProperty("--count", tensors.children.length);
    const desk = root.querySelector(".desk");
    desk.classList.toggle("large", view.size > LARGE);
    desk.classList.toggle("wide", view.size > LARGE && names.includes("output"));
  }

  function cells() {
    const { base, view, run, row, header, asked } = facts;
    // Beside the output x has its range, so that equal colours are equal numbers.
    const stretch = parts().includes("output") ? Math.max(1, view.scale) : 1;
    const [first, stop] = header.fits[row];
    const fits = (x) => x >= first && x < stop;
    const centre = Math.floor(view.block ** 2 / 2);
    const yes = (holds, text = "") => (holds ? { text: "✓", kind: "block" } : { text, kind: "free" });
    return {
      ...cellsOf(base, view, run, base.header.range * stretch),
      kernel: (u) => ({ text: "1", kind: u === centre ? "seed" : "block" }),
      fits: (u) => yes(fits(Math.floor(u / view.size)) && fits(u % view.size)),
      blank: () => yes(false, "?"),
      marks: asked?.cells && predictions.cell(asked),
    };
  }

  // The cells of an open question can be selected.
  function labelMarks(figure) {
    const { view, words, asked, open } = facts;
    for (const td of figure.querySelectorAll("td")) {
      const unit = Number(td.dataset.unit);
      const place = { row: Math.floor(unit / view.size), column: unit % view.size };
      td.setAttribute("aria-label", `${fill(words.question.cell, place)} ${td.textContent}`);
      if (open) td.setAttribute("aria-selected", predictions.isMarked(asked, unit));
      else td.removeAttribute("aria-selected");
    }
  }

  function arithmetic({ step, view, header, words, numbers }) {
    if (step === "2") {
      const rows = words.parameters.map(([name, value, reason]) =>
        `<tr><th scope="row">${span(name === "keep_prob" ? "keep" : "block", name)}</th>` +
        `<td>${fill(value, numbers)}</td><td>${reason}</td></tr>`);
      return `<table class="parameters">${rows.join("")}</table>`;
    }
    if (step === "3") {
      const { keep, wished, divisor, gamma } = numbers;
      return (
        `<div class="formula"><div class="row symbols">` +
        `${formulaRow(span("seed", "γ"), "keep_prob", "block_size", "feat_size")}</div>` +
        `<div class="row numbers">${formulaRow("", keep, view.block, view.size)}</div>` +
        `<div class="row numbers"><span></span><span>=</span>${fraction(wished, divisor)}` +
        `<span>=</span>${span("seed", gamma)}</div></div>` +
        `<ul class="factors">${factorItems(words.factors, view.block).map((li) => li.outerHTML).join("")}</ul>`
      );
    }
    if (step === "4") {
      return Object.entries(words.mode).map(([mode, text]) =>
        `<p class="branch${header.training === (mode === "training") ? " taken" : ""}">${text}</p>`,
      ).join("");
    }
    if (step === "5c") {
      const figures = [[words.asked, numbers.keep], [words.expected, numbers.rate], [words.drawn, numbers.share]];
      return (
        `<dl class="figures">${figures.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`).join("")}</dl>` +
        `<p class="verdict">${fill(words.verdicts[view.verdict], numbers)}</p>`
      );
    }
    if (step === "6a" && view.kept > 0) {
      return (
        `<div class="row numbers big"><span>scale</span><span>=</span>` +
        `${fraction(`numel = ${numbers.units}`, `kept = ${numbers.kept}`)}` +
        `<span>=</span><b>${numbers.scale}</b></div>`
      );
    }
    return "";
  }

  function show(given) {
    if (facts?.step !== given.step) pointed = null;
    facts = given;
    const { step, view, run, words, numbers, reached, open } = facts;
    root.querySelector(".work").dataset.step = step;
    root.querySelector(".arithmetic").innerHTML = reached && !open ? arithmetic(facts) : "";
    const names = parts();
    const key = `${step} ${names.join(" ")} ${view.size} ${view.block}`;
    if (laid !== key) build(names, facts);
    laid = key;
    for (const sign of tensors.querySelectorAll(".sign")) {
      sign.textContent = fill(sign.dataset.text, numbers);
    }
    const all = cells();
    for (const figure of tensors.querySelectorAll(".tensor")) {
      const { grid } = figure.dataset;
      fillGrid(figure, words.grids[grid], numbers, all[grid]);
      if (grid === "covers") outlineBlocks(figure, view, run.seeds);
      if (grid === "marks") labelMarks(figure);
    }
    showUnit();
  }

  // The unit pointed at: outlined in every grid, and its arithmetic in one line.
  function showUnit() {
    for (const td of tensors.querySelectorAll(".tensor:not([data-grid=kernel]) td")) {
      td.classList.toggle("marked", pointed !== null && Number(td.dataset.unit) === pointed);
    }
    why.textContent = facts.open || ["2", "3"].includes(facts.step) ? "" : unitSentence(facts);
  }

  function unitSentence({ step, view, run, header, words, numbers }) {
    const say = words.units;
    if (pointed === null || pointed >= view.plane) {
      if (byFinger.matches) return say.tap;
      return step === "6b" ? say.hintProduct : say.hint;
    }
    const [row, column] = [Math.floor(pointed / view.size), pointed % view.size];
    const dropped = view.gone.dropblock[pointed];
    const place = {
      ...numbers, row, column, noise: three(view.noise[pointed]), value: exact(run.value(pointed)),
    };
    if (!header.training || step === "1" || step === "4") return fill(say.x, place);
    if (step === "5a") return fill(view.isSeed(pointed) ? say.seed : say.noseed, place);
    if (step === "6b") {
      const result = dropped ? "0" : run.result(pointed).toFixed(2);
      return fill(say.product, { ...place, mask: dropped ? 0 : 1, result });
    }
    if (!dropped) return fill(say.free, place);
    const names = killers(view, row, column).map(([r, c]) =>
      r === row && c === column ? say.own : fill(say.at, { row: r, column: c }));
    return fill(say.covered, { ...place, killers: names.join(say.and) });
  }

  const cellAt = (event) => event.target.closest?.(".tensors td");
  const unitOf = (td) => Number(td.dataset.unit);
  const isMark = (td) => facts.open && td.closest("[data-grid=marks]");

  function point(td) {
    pointed = td ? unitOf(td) : null;
    showUnit();
  }

  // Arrow keys go from cell to cell; Enter or space marks one. Returns whether the key was taken.
  function onKey(event) {
    const td = cellAt(event);
    if (!td) return false;
    if (isMark(td) && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      predictions.mark(facts.asked, unitOf(td));
      return true;
    }
    const move = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!move) return false;
    event.preventDefault();
    const { rows } = td.closest("table");
    const [row, column] = movedUnit([td.parentElement.rowIndex, td.cellIndex], move, rows.length);
    td.tabIndex = -1;
    const next = rows[row].cells[column];
    next.tabIndex = 0;
    next.focus();
    return true;
  }

  tensors.addEventListener("pointerover", (event) => point(cellAt(event)));
  tensors.addEventListener("pointerleave", () => point(null));
  tensors.addEventListener("focusin", (event) => point(cellAt(event)));
  tensors.addEventListener("click", (event) => {
    const td = cellAt(event);
    if (td && isMark(td)) predictions.mark(facts.asked, unitOf(td));
    else if (td) point(td);
  });
  return { show, onKey };
}
