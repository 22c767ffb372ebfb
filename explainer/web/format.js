// Numbers and sentences as text.

export function fill(template, values) {
  return template.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

// Text that stands there already stays: a browser lays out anew what is put.
export function put(element, text) {
  if (element.textContent !== String(text)) element.textContent = text;
}

export function three(value) {
  return value === 0 ? "0" : value.toPrecision(3);
}

// A chance with three decimals; more where those would say that it is certain.
export function chanceText(chance) {
  for (const digits of [3, 4, 5]) {
    const text = chance.toFixed(digits);
    if (Number(text) !== 1 || chance === 1) return text;
  }
  return "0.99999";
}

const english = new Intl.NumberFormat("en-US");

export const count = (value) => english.format(value);

export function shortNumber(value) {
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) < 10 ? value.toFixed(1) : value.toFixed(0);
}

export const span = (kind, text) => `<span class="${kind}">${text}</span>`;
export const fraction = (top, bottom) =>
  `<span class="fraction"><span>${top}</span><span>${bottom}</span></span>`;
