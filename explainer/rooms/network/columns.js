// The columns of the ladder, and the network as the picker of its stages.

import { fill } from "../../web/format.js";

const DRAWS = 100;

function build(block, onChoose) {
  const column = document.createElement("section");
  column.className = block ? "column" : "column intact";
  if (block) column.dataset.block = block;
  column.innerHTML =
    '<div class="tab"><div class="head"><h3></h3><span></span></div>' +
    '<div class="count"><b></b><span></span></div><div class="dots" aria-hidden="true"></div></div>' +
    '<figure class="map"><canvas role="img"></canvas><figcaption></figcaption></figure>' +
    '<figure class="evidence"><canvas role="img"></canvas><figcaption></figcaption></figure>' +
    '<ol class="bars"></ol>';
  const dots = Array.from({ length: block ? DRAWS : 0 }, (_, k) => {
    const dot = document.createElement("i");
    dot.addEventListener("click", () => onChoose({ draw: k + 1 }));
    return dot;
  });
  column.querySelector(".dots").append(...dots);
  column.querySelector(".tab").addEventListener("click", () => onChoose({ block }));
  return { block, column, dots };
}

function showBars(list, top, { names, label }) {
  list.replaceChildren(...top.map(({ id, probability }) => {
    const row = document.createElement("li");
    row.innerHTML = "<div></div><b></b>";
    row.className = id === label ? "is" : "";
    const bar = row.querySelector("div");
    bar.textContent = names[id];
    bar.title = names[id];
    bar.className = id === label ? "answer" : "";
    bar.style.setProperty("--part", probability);
    row.querySelector("b").textContent = probability.toFixed(2);
    return row;
  }));
}

/** One column without a block, and one for each; show(what) fills in all but the pictures. */
export function buildRungs(parent, blocks, onChoose) {
  return [null, ...blocks].map((block) => {
    const { column, dots } = build(block, onChoose);
    parent.append(column);
    const find = (selector) => column.querySelector(selector);
    const [map, evidence] = column.querySelectorAll("canvas");
    const captions = column.querySelectorAll("figcaption");

    function show({ title, top, gone, counted, draw, words, answer, caption, old, ...labels }) {
      find("h3").textContent = title;
      find(".head span").textContent = gone;
      captions.forEach((one, k) => (one.textContent = caption[k]));
      showBars(find(".bars"), top, labels);
      column.classList.toggle("waits", old);
      const count = find(".count");
      const says = labels.names[top[0].id];
      count.classList.toggle("words", !counted?.length);
      const [number, line] = counted?.length
        ? [counted.split("1").length - 1, counted.length === DRAWS
          ? fill(words.counted, { answer }) : fill(words.counting, { answer, done: counted.length })]
        : block
          ? [says, fill(words.this, { answer: top[0].probability.toFixed(2) })]
          : [says, fill(words.sure, { sure: top[0].probability.toFixed(2) })];
      count.querySelector("b").textContent = number;
      count.querySelector("span").textContent = line;
      dots.forEach((dot, k) => {
        const known = counted && k < counted.length;
        dot.className = known ? (counted[k] === "1" ? "stays" : "goes") : "none";
        dot.classList.toggle("now", k + 1 === draw);
      });
    }

    const choose = (on) => column.classList.toggle("chosen", on);
    choose(block === blocks.at(-1));
    return { block, map, evidence, show, choose };
  });
}

/** The network's maps as buttons, each as large as its map. */
export function buildStages(parent, { stages, stage, words }, onPick) {
  if (parent.children.length !== stages.length) {
    parent.replaceChildren(...stages.map(({ side, channels }) => {
      const button = document.createElement("button");
      button.type = "button";
      button.innerHTML = "<i></i><span></span>";
      button.querySelector("i").style.setProperty("--side", `${18 + 5 * Math.log2(side)}px`);
      button.querySelector("i").textContent = side;
      button.querySelector("span").textContent = fill(words.channels, { channels });
      button.setAttribute("aria-label", fill(words.stage, { side, channels }));
      button.addEventListener("click", () => onPick(side));
      return button;
    }));
  }
  [...parent.children].forEach((button, k) => {
    button.setAttribute("aria-pressed", stages[k].side === stage);
  });
}
