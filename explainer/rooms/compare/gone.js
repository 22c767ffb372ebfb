// Which units a method has dropped at a stop. Whole numbers that torch sent are compared.

// What decides over a method's units: arrays with their shape (channels, rows, columns), in which
// an axis of length 1 stands for all places along it. A unit is gone where the numbers of all are
// on one side of the limit: below it, or not.
function deciding(name, { packet, table, stop, drop }, base) {
  const orders = packet.header.orders[name];
  if (!orders) {
    const { noiseChannels, size } = base.header;
    const shape = [noiseChannels, size, size];
    return { parts: [{ values: drop, shape }], limit: stop + 1, below: false }; // drop levels
  }
  const parts = orders.map((order) => {
    const { arrays, header } = order in packet.arrays ? packet : base;
    return { values: arrays[order], shape: header.arrays[order][1].slice(-3) };
  });
  return { parts, limit: packet.arrays[`fallen_${name}`][table + stop], below: true };
}

/**
 * Which samples of a method's batch are gone; null where it is shown on the input alone.
 *
 * view: of one stop, with the packet that brought its answer.
 */
export function samplesGone(name, { packet, table, stop, training }) {
  if (!(name in packet.header.scales)) return null;
  const limit = packet.arrays[`fallen_${name}`][table + stop];
  return Array.from(packet.arrays[packet.header.orders[name][0]], (order) => training && order < limit);
}

/**
 * Marks what a method has dropped: 1 a unit, channel by channel, in `gone`; returns how many. Of a
 * batch, in a sample that is gone, if one is.
 *
 * view: of one stop, with the packet that brought its answer.
 */
export function markGone(gone, name, view, base) {
  gone.fill(view.training ? 1 : 0);
  if (!view.training) return 0;
  const samples = samplesGone(name, view);
  if (samples) {
    gone.fill(samples.includes(true) ? 1 : 0);
    return gone[0] * gone.length;
  }
  const { size } = base.header;
  const { parts, limit, below } = deciding(name, view, base);
  const marked = Math.max(...parts.map(({ shape }) => shape[0])); // the other channels are alike
  for (const { values, shape: [channels, rows, columns] } of parts) {
    for (let line = 0; line < marked * size; line++) {
      const start = line * size;
      const channel = channels > 1 ? Math.floor(line / size) : 0;
      const place = (channel * rows + (rows > 1 ? line % size : 0)) * columns;
      if (columns > 1) {
        for (let k = 0; k < size; k++) if (values[place + k] < limit !== below) gone[start + k] = 0;
      } else if (values[place] < limit !== below) gone.fill(0, start, start + size);
    }
  }
  const unit = marked * size * size;
  for (let at = unit; at < gone.length; at += unit) gone.copyWithin(at, 0, unit);
  let count = 0;
  for (let u = 0; u < gone.length; u++) count += gone[u];
  return count;
}
