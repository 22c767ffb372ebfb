// What is shown right now, read from the packets. No formula here: a unit falls when the stop
// is below its level, it is below gamma when its rank is below a count, and a value is
// multiplied by a scale. torch computed levels, ranks, counts and scales.

import { STOPS } from "./constants.js";

// The answers by block_size: a packet's, and those from before while they are for the same draw.
export function withAnswers(before, packet) {
  const { header, arrays } = packet;
  const key = `${header.base}|${header.recipe}|${header.training}`;
  const answers = before?.key === key ? before.answers : new Map();
  const units = arrays.drop.length / header.answers.length;
  header.answers.forEach((answer, k) => {
    answers.set(answer.block, { ...answer, table: k * STOPS, drop: k * units, packet });
  });
  return { key, answers };
}

// Marks, 1 a unit, the units whose number is above a limit, or below it.
export function marksAbove(limit, numbers) {
  const marks = new Uint8Array(numbers.length);
  for (let i = 0; i < marks.length; i++) marks[i] = numbers[i] > limit ? 1 : 0;
  return marks;
}

export function marksBelow(limit, numbers) {
  const marks = new Uint8Array(numbers.length);
  for (let i = 0; i < marks.length; i++) marks[i] = numbers[i] < limit ? 1 : 0;
  return marks;
}

// Of marks in several planes, the units that are marked in all.
export function inAll(marks, plane) {
  const all = marks.slice(0, plane);
  for (let start = plane; start < marks.length; start += plane) {
    for (let u = 0; u < plane; u++) all[u] &= marks[start + u];
  }
  return all;
}

// gone: by method, marks of the units that it drops.
export function readView(stage) {
  const { base, keep, block, channel } = stage;
  const answer = stage.packet.answers.get(block);
  const stop = Math.round(keep * (STOPS - 1));
  const at = answer.table + stop;
  const { arrays } = answer.packet; // the packet that brought this answer
  const { size, noiseChannels } = base.header;
  const { training } = stage.packet.header;
  const plane = size * size;
  const units = plane * noiseChannels;
  const noiseAt = (noiseChannels === 1 ? 0 : channel) * plane;
  const kept = training ? arrays.kept[at] : units;
  const dropped = units - kept;
  const drop = arrays.drop.subarray(answer.drop, answer.drop + units);
  const { noise, rank } = base.arrays;
  const below = training ? arrays.below[at] : 0;
  const [top, bottom] = answer.rows;
  const [left, right] = answer.columns;
  const allowed = (row, column) =>
    row >= top && row < bottom && column >= left && column < right;
  return {
    ...answer, stop, training, size, plane, units, kept, dropped, noiseAt, drop, noise, rank,
    allowed,
    below,
    gamma: arrays.gamma[at],
    mostGamma: arrays.gamma[answer.table], // at keep_prob 0
    ratio: arrays.ratio[at],
    expected: arrays.expected[at],
    scale: training ? arrays.scale[at] : 1,
    trainingScale: arrays.scale[at],
    gap: arrays.gap[at],
    verdict: arrays.verdict[at],
    seeds: training ? arrays.seeds[at] : 0,
    gone: {
      dropblock: training ? marksAbove(stop, drop) : new Uint8Array(units),
      dropout: marksBelow(dropped, rank),
    },
    isSeed: (i) => {
      if (rank[i] >= below) return false;
      const u = i % plane;
      return allowed((u / size) | 0, u % size);
    },
  };
}

// The seeds of the channel shown, as [row, column].
export function seedList(view) {
  const list = [];
  const [top, bottom] = view.rows;
  const [left, right] = view.columns;
  for (let row = top; row < bottom; row++) {
    const start = view.noiseAt + row * view.size;
    for (let column = left; column < right; column++) {
      if (view.rank[start + column] < view.below) list.push([row, column]);
    }
  }
  return list;
}

// The same as marks, 1 a seed.
export function seedMarks(view) {
  const marks = new Uint8Array(view.plane);
  for (const [row, column] of seedList(view)) marks[row * view.size + column] = 1;
  return marks;
}

// How far a unit is from one, as a block grows: by rows or by columns, whichever is more.
function distanceFrom(row, column) {
  return ([r, c]) => Math.max(Math.abs(r - row), Math.abs(c - column));
}

// The seed nearest to a unit, or the unit itself where none is so near.
export function nearestSeed(view, [row, column], within) {
  const distance = distanceFrom(row, column);
  const near = seedList(view).filter((seed) => distance(seed) <= within);
  return near.sort((a, b) => distance(a) - distance(b))[0] ?? [row, column];
}

// The positions from which a seed would cover a unit, as [row, column, place in the noise].
function* inReach(view, row, column) {
  for (let r = row - view.after; r <= row + view.before; r++) {
    for (let c = column - view.after; c <= column + view.before; c++) {
      if (view.allowed(r, c)) yield [r, c, view.noiseAt + r * view.size + c];
    }
  }
}

// The seeds whose block covers a unit, nearest first.
export function killers(view, row, column) {
  const seeds = [...inReach(view, row, column)].filter(([, , i]) => view.rank[i] < view.below);
  const distance = distanceFrom(row, column);
  return seeds.sort((a, b) => distance(a) - distance(b));
}

// The lowest noise within reach of a unit.
export function lowestInReach(view, row, column) {
  let lowest = Infinity;
  for (const [, , i] of inReach(view, row, column)) lowest = Math.min(lowest, view.noise[i]);
  return lowest;
}
