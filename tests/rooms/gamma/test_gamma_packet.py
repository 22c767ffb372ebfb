"""What the gamma page's sliders bring to the browser is what the library says, and is small."""

import numpy as np
import pytest
import torch

from dropblock import RECIPES, draw_noise, keep_probability, trace
from dropblock.derivation import STEPS, step_block_size
from dropblock.stops import KEEP_PROBS
from explainer.rooms.gamma.packet import answer_packet
from explainer.shell.settings import Settings, map_sides
from tests.rooms.playground.test_packet import read

LINKS = [
    {"source": "random", "size": "14", "block_size": "7", "seed": "4"},
    {"source": "random", "size": "9", "block_size": "4", "recipe": "paper"},
    {"map": "1"},
    {"map": "7", "block_size": "31"},
    {"source": "random", "size": "20", "block_size": "1"},
]


def packet(query: dict[str, str]) -> bytes:
    return answer_packet(Settings.parse(query))


@pytest.mark.parametrize("query", LINKS)
def test_each_step_drops_what_a_trace_drops(query):
    settings = Settings.parse(query)
    header, arrays = read(packet(query))
    side, block = settings.map, settings.map_block_size
    assert (header["map"], header["block"]) == (side, block)
    noise = draw_noise((1, 1, side, side), settings.seed)
    for stop in range(0, 101, 5):
        for k, step in enumerate(STEPS):
            size = step_block_size(step, block)
            run = trace(torch.zeros(noise.shape), KEEP_PROBS[stop], size, noise, step)
            assert np.array_equal(arrays["drop"][k] > stop, run.blocks[0, 0].numpy() == 1)
            assert arrays["kept"][k, stop] == run.mask.sum()
            assert arrays["seeds"][k, stop] == run.seeds.sum()
            top, bottom = header["steps"][k]["rows"]
            left, right = header["steps"][k]["columns"]
            seeds = arrays["rank"] < arrays["below"][k, stop]
            inside = np.zeros_like(seeds)
            inside[top:bottom, left:right] = True
            assert np.array_equal(seeds & inside, run.seeds[0, 0].numpy() == 1)
            assert header["steps"][k]["positions"] == inside.sum()


@pytest.mark.parametrize("query", LINKS)
def test_every_units_chance_can_be_looked_up(query):
    _header, arrays = read(packet(query))
    settings = Settings.parse(query)
    side, block = settings.map, settings.map_block_size
    column = {n: k for k, n in enumerate(arrays["n"].tolist())}
    for stop in range(0, 101, 20):
        gamma = arrays["gamma"][3, stop]
        for cover, name in zip(arrays["cover"], ("reference", "paper"), strict=True):
            found = [
                [arrays["chance"][stop, column[a * b]] for b in cover.tolist()]
                for a in cover.tolist()
            ]
            exact = keep_probability(gamma, block, side, side, RECIPES[name].seeds)
            assert np.allclose(found, exact.numpy(), rtol=0, atol=1e-6)


def test_the_slider_reaches_from_one_unit_to_the_picture():
    assert map_sides(224)[0] == 1
    assert map_sides(224)[-2:] == (56, 224)
    assert map_sides(56) == tuple(range(1, 57))


@pytest.mark.parametrize(
    ("query", "most"),
    [
        ({}, 700_000),
        ({"block_size": "63", "recipe": "paper"}, 2_000_000),
        ({"block_size": "62", "recipe": "paper"}, 2_000_000),
        ({"source": "random", "size": "56", "block_size": "27"}, 700_000),
    ],
)
def test_it_is_small(query, most):
    assert len(packet(query)) <= most
