"""What the browser reads from the packets is what torch's trace holds, at any stop."""

import pytest
import torch
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from dropblock import RECIPES, draw_noise, trace
from dropblock.inputs import random_map
from explainer.shell.answers import live_parts, noise_shape
from explainer.shell.base import base_parts
from explainer.shell.packet import pack
from explainer.shell.settings import Settings
from tests.web.scripts import load

SCRIPTS = load("web/packet.js", "web/view.js", "web/paint.js")
READ = """
const [bytes, more, keep, block, channel] = values;
const base = packet.unpack(Uint8Array.from(bytes));
const answered = view.withAnswers(null, packet.unpack(Uint8Array.from(more)));
const message = packet.unpack(Uint8Array.from(more));
const shown = view.readView({ base, keep, block, channel, packet: { ...message, ...answered } });
const units = Array.from({ length: shown.plane }, (_, u) => shown.noiseAt + u);
const image = new ImageData(shown.size, shown.size);
const painted = (name) => {
  paint.paintBacking(name, image, base, shown, channel);
  return Array.from(image.data);
};
return {
  dropped: units.map((u) => shown.gone.dropblock[u] === 1), seeds: units.map(shown.isSeed),
  specks: units.map((u) => shown.gone.dropout[u] === 1), list: view.seedList(shown),
  kept: shown.kept, scale: shown.scale, gamma: shown.gamma,
  mask: painted("mask"), output: painted("output"),
};
"""


@examples(max_examples=25, deadline=None)
@given(
    size=st.integers(5, 12),
    channels=st.integers(1, 3),
    stop=st.integers(0, 100),
    recipe=st.sampled_from(["reference", "paper", "calibrated"]),
    seed=st.integers(0, 99),
    data=st.data(),
)
def test_a_view_is_what_trace_holds(size, channels, stop, recipe, seed, data):
    query = {"source": "random", "size": str(size), "channels": str(channels), "seed": str(seed)}
    settings = Settings.parse({**query, "recipe": recipe, "keep_prob": str(stop / 100)})
    block = data.draw(st.sampled_from(list(settings.block_sizes)))
    channel = data.draw(st.integers(0, channels - 1))
    settings = settings.change(block_size=block)
    header, arrays = live_parts(settings, "base", block, "token", settings, "")
    first = base_parts(settings, None)
    base = pack({"base": "base", **first[0]}, first[1])
    more = pack(header, arrays)
    found = SCRIPTS.run(READ, list(base), list(more), stop / 100, block, channel)

    noise = draw_noise(noise_shape(settings), seed)
    x = random_map(size, channels)
    held = trace(x, stop / 100, block, noise, RECIPES[recipe])
    at = min(channel, settings.noise_channels - 1)
    mask, seeds = held.mask[0, at].bool(), held.seeds[0, at].bool()
    assert found["dropped"] == (~mask).flatten().tolist()
    assert found["seeds"] == seeds.flatten().tolist()
    assert found["list"] == torch.nonzero(seeds).tolist()
    assert found["kept"] == int(held.mask.count_nonzero())
    assert found["gamma"] == pytest.approx(held.gamma, rel=1e-12)
    gone = noise.numel() - found["kept"]
    lowest = noise.flatten().argsort(stable=True)[:gone]
    specks = torch.zeros(noise.numel(), dtype=torch.bool)
    specks[lowest] = True
    assert found["specks"] == specks.view(noise.shape[1], -1)[at].tolist()
    grey = [255 if kept else 0 for kept in mask.flatten().tolist()]
    assert found["mask"] == [value for g in grey for value in (g, g, g, 255)]
    levels = (held.output[0, channel] / (9 * (held.scale or 1)) * 255).clamp(0, 255)
    darkest = [tuple(found["output"][4 * u : 4 * u + 3]) for u in range(size**2)]
    for u, level in enumerate(levels.flatten().tolist()):
        same = [v for v, other in enumerate(levels.flatten().tolist()) if other == level]
        assert {darkest[v] for v in same} == {darkest[u]}
