// Writes on a canvas in the visitor's own font.

const SMALLEST = 18; // pixels of text: read from the back row

function face(size, weight) {
  return `${weight} ${size}px ${getComputedStyle(document.body).fontFamily}`;
}

/**
 * Writes one line, as small as it must be to fit its room.
 * @returns {number} Its width.
 */
export function write(pen, text, x, y, size, room, colour, weight = 400) {
  let fitting = size;
  do pen.font = face(fitting, weight);
  while (pen.measureText(text).width > room && --fitting >= SMALLEST);
  pen.fillStyle = colour;
  pen.textBaseline = "alphabetic";
  pen.textAlign = "left";
  pen.fillText(text, x, y + size, room);
  return Math.min(pen.measureText(text).width, room);
}

/** The lines, broken between words, in which a text fits its room; by default the smallest text. */
export function wrapped(pen, text, room, size = SMALLEST, weight = 400) {
  pen.font = face(size, weight);
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (pen.measureText(longer).width <= room || !lines.at(-1)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** Writes a title and lines below it, wrapped, each in a size. */
export function writeLines(pen, texts, left, from, room, [large, small], ink) {
  let top = from;
  texts.forEach((text, k) => {
    const [size, weight, colour] = k ? [small, 400, ink.quiet] : [large, 700, ink.text];
    for (const line of wrapped(pen, text, room, size, weight)) {
      write(pen, line, left, top, size, room, colour, weight);
      top += Math.round(size * 1.25);
    }
    top += Math.round(size * 0.4);
  });
}
