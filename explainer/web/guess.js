// What neighbours give back of dropped units.

/**
 * The input with its dropped units filled in, channel by channel.
 *
 * given: the guessed values in the order of channel and unit; of a channel that is gone whole one
 * value, which is that of all its units. isGone(channel, unit): whether it was dropped.
 */
export function fillGuess(given, base, isGone) {
  const { channels, size, picture } = base.header;
  const plane = size * size;
  const values = picture ? new Uint8Array(channels * plane) : new Float32Array(channels * plane);
  const source = base.arrays.values;
  let next = 0;
  for (let c = 0; c < channels; c++) {
    const first = next;
    for (let u = 0; u < plane; u++) {
      values[c * plane + u] = isGone(c, u)
        ? given[next++]
        : picture ? source[u * 3 + c] : source[c * plane + u];
    }
    if (next === first + plane) {
      values.fill(given[first], c * plane, (c + 1) * plane);
      next = first + 1;
    }
  }
  return values;
}
