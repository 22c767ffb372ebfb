"""What the browser reads of each method is what the method drops, at every stop: bit for bit."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from dropblock import METHODS, RECIPES, draw_noise, trace
from explainer.rooms.compare.falling import falling
from explainer.shell.answers import live_parts
from explainer.shell.base import base_parts
from explainer.shell.packet import pack
from explainer.shell.settings import Settings
from tests.rooms.compare.test_compare_methods import LINKS
from tests.web.scripts import load

SCRIPTS = load("web/packet.js", "web/view.js", "rooms/compare/gone.js")
READ = """
const [first, more, stops, names] = values;
const base = packet.unpack(Uint8Array.from(first));
const message = packet.unpack(Uint8Array.from(more));
const answered = view.withAnswers(null, message);
const { channels, size } = base.header;
return stops.map(([block, stop]) => {
  const shown = view.readView({
    base, keep: stop / 100, block, channel: 0, packet: { ...message, ...answered },
  });
  return names.map((name) => {
    const units = new Uint8Array(channels * size * size);
    const count = gone.markGone(units, name, shown, base);
    return [Array.from(units.keys()).filter((u) => units[u]), count];
  });
});
"""


def in_browser(settings: Settings, stops: list[tuple[int, int]]) -> list[dict[str, list[int]]]:
    """For each (block_size, stop) the units that each method drops, as the browser finds them."""
    header, arrays = live_parts(settings, "base", settings.block_size, "token", settings, "")
    orders, fallen = falling(settings, arrays["kept"])
    first = base_parts(settings, None)
    base = pack({"base": "base", **first[0]}, first[1])
    more = pack({**header, **orders}, {**arrays, **fallen})
    found = SCRIPTS.run(READ, list(base), list(more), stops, list(METHODS))
    for row in found:
        assert all(len(units) == count for units, count in row)
    return [dict(zip(METHODS, (units for units, _count in row), strict=True)) for row in found]


def by_hand(name: str, settings: Settings, block: int, keep_prob: float) -> torch.Tensor:
    """What a method drops of (C, H, W), from what its paper says and the noise alone."""
    channels, side = settings.map_channels, settings.map_size
    whole = draw_noise((1, channels, side, side), settings.seed)
    own = whole[:, : settings.noise_channels]
    blocks = trace(own, keep_prob, block, own, RECIPES[settings.recipe]).mask[0] == 0
    blocks = blocks.expand(channels, side, side)
    count, plane = int(blocks.sum()), side**2
    gone = torch.zeros(channels, side, side, dtype=torch.bool)
    if name == "dropblock":
        return blocks
    if name == "dropout":
        lowest = own.flatten().argsort(stable=True)[: count * own.numel() // gone.numel()]
        return torch.zeros(own.numel()).index_fill(0, lowest, 1).view(own.shape[1:]) + gone > 0
    if name == "spatial_dropout":
        gone[whole[0, :, 0, 0].argsort(stable=True)[: round(count / plane)]] = True
    elif name == "droppath":
        gone[:] = round(16 * count / gone.numel()) > 0  # what a skipped sample loses
    else:
        square = settings.cutout or min(round(math.sqrt(count / channels)), side)
        row, column = whole.flatten()[[0, -1]].tolist()
        top, left = int(row * (side - square + 1)), int(column * (side - square + 1))
        gone[:, top : top + square, left : left + square] = True
    return gone


@pytest.mark.parametrize("query", [link for link in LINKS if link["source"] == "random"])
def test_every_method_at_every_stop_of_some_block_sizes(query):
    settings = Settings.parse(query)
    blocks = {settings.block_size, *settings.block_sizes[:2]}
    stops = [(block, stop) for block in blocks for stop in range(101)]
    for (block, stop), found in zip(stops, in_browser(settings, stops), strict=True):
        for name, units in found.items():
            gone = by_hand(name, settings, block, stop / 100)
            assert units == gone.flatten().nonzero().flatten().tolist(), (name, block, stop)


@pytest.mark.parametrize("query", [link for link in LINKS if link["source"] != "random"])
def test_every_method_of_a_picture(query):
    settings = Settings.parse(query)
    stops = [(settings.block_size, stop) for stop in range(0, 101, 9)]
    for (block, stop), found in zip(stops, in_browser(settings, stops), strict=True):
        for name, units in found.items():
            gone = by_hand(name, settings, block, stop / 100)
            assert units == gone.flatten().nonzero().flatten().tolist(), (name, stop)


@examples(deadline=None, max_examples=25)
@given(
    query=st.fixed_dictionaries(
        {
            "size": st.integers(5, 12),
            "channels": st.integers(1, 6),
            "mask": st.sampled_from(["shared", "channel"]),
            "recipe": st.sampled_from(["reference", "paper", "calibrated"]),
            "cutout": st.sampled_from([0, 0, 0, 3]),
            "seed": st.integers(0, 999_999),
            "block_size": st.integers(1, 12),
        }
    ),
    stop=st.integers(0, 100),
)
def test_the_method_itself_drops_the_same(query, stop):
    settings = Settings.parse({"source": "random", **{k: str(v) for k, v in query.items()}})
    block, keep_prob = settings.block_size, stop / 100
    x = torch.ones(1, settings.map_channels, settings.map_size, settings.map_size)
    whole = draw_noise(tuple(x.shape), settings.seed)
    own = whole[:, : settings.noise_channels]
    count = int(by_hand("dropblock", settings, block, keep_prob).sum())
    (found,) = in_browser(settings, [(block, stop)])
    for name, method in METHODS.items():
        wanted = count
        if name == "cutout" and settings.cutout:
            wanted = x.shape[1] * settings.cutout**2
        noise = own if name in ("dropout", "dropblock") else whole
        recipe = RECIPES[settings.recipe]
        if name == "droppath":  # a batch of this input; found is what a skipped sample loses
            batch = draw_noise((16, 1, 1, 1), settings.seed).expand(-1, 1, *x.shape[2:])
            gone = method(x.expand(16, -1, -1, -1), keep_prob, batch, dropped=16 * count)
            lost = bool((gone.mask == 0).any())
            assert found[name] == list(range(x.numel()) if lost else [])
            continue
        gone = method(x, keep_prob, noise, dropped=wanted, block_size=block, recipe=recipe)
        assert np.flatnonzero(gone.mask == 0).tolist() == found[name], name


@pytest.mark.parametrize("seed", [0, 20, 999_999])
def test_the_samples_that_droppath_skips_are_the_librarys_at_every_stop(seed):
    settings = Settings.parse({"source": "random", "size": "9", "seed": str(seed)})
    header, arrays = live_parts(settings, "base", settings.block_size, "token", settings, "")
    orders, fallen = falling(settings, arrays["kept"])
    packed = pack({**header, **orders}, {**arrays, **fallen})
    skipped = SCRIPTS.run(
        """
        const message = packet.unpack(Uint8Array.from(values[0]));
        const table = 101 * message.header.answers.findIndex(({ block }) => block === values[1]);
        return Array.from({ length: 101 }, (_, stop) => gone.samplesGone(
          "droppath", { packet: message, table, stop, training: true },
        ));
        """,
        list(packed),
        settings.block_size,
    )
    x, noise = torch.ones(16, 1, 9, 9), draw_noise((16, 1, 1, 1), seed).expand(-1, 1, 9, 9)
    for stop, found in enumerate(skipped):
        count = int(by_hand("dropblock", settings, settings.block_size, stop / 100).sum())
        run = METHODS["droppath"](x, stop / 100, noise, dropped=16 * count)
        assert found == (run.mask[:, 0, 0, 0] == 0).tolist(), stop
        assert orders["scales"]["droppath"][sum(found)] == pytest.approx(run.scale)


def test_at_inference_nothing_is_dropped():
    settings = Settings.parse({"source": "random", "training": "0", "keep_prob": "0.1"})
    (found,) = in_browser(settings, [(settings.block_size, 10)])
    assert found == {name: [] for name in METHODS}


def test_what_the_base_packet_holds_is_not_sent_again():
    settings = Settings.parse({"source": "random", "size": "9", "channels": "4"})
    _header, arrays = live_parts(settings, "base", settings.block_size, "token", settings, "")
    header, sent = falling(settings, arrays["kept"])
    assert header["orders"]["dropout"] == ["rank"]
    _base, held = base_parts(settings, None)
    assert {order for orders in header["orders"].values() for order in orders} <= {*sent, *held}
    assert {array.dtype for array in sent.values()} <= {np.dtype("uint8"), np.dtype("uint16")}


@examples(deadline=None, max_examples=50)
@given(st.data())
def test_orders_of_any_shape_stand_for_all_places_along_an_axis_of_one(data):
    channels, size = data.draw(st.integers(1, 4)), data.draw(st.integers(2, 5))
    parts = [
        np.array(data.draw(st.lists(st.integers(0, 4), min_size=math.prod(shape), max_size=100)))[
            : math.prod(shape)
        ].reshape(shape)
        for shape in data.draw(
            st.lists(
                st.tuples(*(st.sampled_from([1, n]) for n in (channels, size, size))), min_size=1
            )
        )
    ]
    names = [f"order_{k}" for k in range(len(parts))]
    fallen = data.draw(st.integers(0, 5))
    gone, count = SCRIPTS.run(
        """
        const [channels, size, shapes, arrays, fallen] = values;
        const names = Object.keys(arrays);
        const entries = names.map((name) => [name, ["uint8", shapes[name], 0]]);
        const packet = {
          header: { orders: { any: names }, scales: {}, arrays: Object.fromEntries(entries) },
          arrays: { ...arrays, fallen_any: [fallen] },
        };
        const units = new Uint8Array(channels * size * size);
        const shown = { training: true, packet, table: 0, stop: 0 };
        const count = gone.markGone(units, "any", shown, { header: { size } });
        return [Array.from(units), count];
        """,
        channels,
        size,
        {name: [1, *part.shape] for name, part in zip(names, parts, strict=True)},
        {name: part.flatten().tolist() for name, part in zip(names, parts, strict=True)},
        fallen,
    )
    expected = np.ones((channels, size, size), bool)
    for part in parts:
        expected &= part < fallen
    assert gone == expected.flatten().astype(int).tolist()
    assert count == expected.sum()
