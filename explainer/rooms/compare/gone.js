// Which units a method has dropped at a stop. Whole numbers that torch sent are compared.

// Marks what stays, of units that go only where every one of their numbers is gone. An axis of
// length 1 in a shape (channels, rows, columns) stands for all places along it.
function markKept(gone, { size, channels }, values, shape, isGone) {
  const [, rows, columns] = shape;
  const [ofChannel, ofRow, ofColumn] = [rows * columns, columns, 1].map((step, axis) =>
    shape[axis] > 1 ? step : 0);
  let unit = 0;
  for (let channel = 0; channel < channels; channel++) {
    for (let row = 0; row < size; row++) {
      const start = channel * ofChannel + row * ofRow;
      for (let column = 0; column < size; column++, unit++) {
        if (!isGone(values[start + column * ofColumn])) gone[unit] = 0;
      }
    }
  }
}

/**
 * Marks what a method has dropped: 1 a unit, channel by channel, in `gone`; returns how many.
 *
 * A method has orders, and a unit is gone where all of them are below the number that has fallen
 * at this stop; or it has the drop levels of the view.
 */
export function markGone(gone, name, view, base) {
  gone.fill(view.training ? 1 : 0);
  if (!view.training) return 0;
  const { packet, stop, drop } = view; // the packet that brought this answer
  const { header } = base;
  const orders = packet.header.orders[name];
  if (!orders) {
    const shape = [header.noiseChannels, header.size, header.size];
    markKept(gone, header, drop, shape, (level) => stop < level);
  } else {
    const fallen = packet.arrays[`fallen_${name}`][view.table + stop];
    for (const order of orders) {
      const { arrays, header: { arrays: sent } } = order in packet.arrays ? packet : base;
      markKept(gone, header, arrays[order], sent[order][1].slice(-3), (place) => place < fallen);
    }
  }
  return gone.reduce((count, one) => count + one, 0);
}
