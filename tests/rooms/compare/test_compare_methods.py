"""The comparison's numbers: each method's mask at every stop, guesses, order, curves."""

import numpy as np
import pytest
import torch

from dropblock import METHODS, RECIPES, draw_noise, leak
from explainer.rooms.compare import methods
from explainer.rooms.compare.falling import falling
from explainer.shell.answers import live_parts
from explainer.shell.base import base_packet, feature_map
from explainer.shell.packet import pack
from explainer.shell.settings import Settings
from tests.rooms.playground.test_packet import read

LINKS = [
    {"source": "random", "size": "14", "channels": "4", "block_size": "5"},
    {"source": "random", "size": "9", "channels": "8", "mask": "shared", "keep_prob": "0.4"},
    {"source": "cat", "keep_prob": "0.5"},
    {"source": "rocket", "mask": "channel", "recipe": "calibrated", "keep_prob": "0.6"},
    {"source": "random", "size": "9", "channels": "1"},
    {"source": "brick", "cutout": "50"},
    # At some stops half a channel, or half the sample, is to go: two are as near.
    {"source": "random", "size": "6", "channels": "6", "mask": "shared", "block_size": "1"},
]


@pytest.mark.parametrize("shape", [(1, 3, 224, 224), (1, 4, 14, 14), (1, 8, 5, 5), (1, 2, 7, 7)])
def test_the_noise_that_channels_share_is_the_first_channels(shape):
    _n, _c, h, w = shape
    assert torch.equal(draw_noise(shape, 3)[:, :1], draw_noise((1, 1, h, w), 3))


@pytest.mark.parametrize("query", LINKS)
def test_the_guesses_sent_are_the_librarys_in_the_order_of_channel_and_unit(query):
    settings = Settings.parse(query)
    x = feature_map(settings, None)
    header, arrays = methods.guesses(
        "test",
        settings.recipe,
        settings.keep_prob,
        settings.block_size,
        settings.cutout,
        settings,
        x,
    )
    for name, given in methods.given_away(settings, x).items():
        again = leak(x, given.mask)
        assert again.r2 == header["r2"][name] == given.r2
        values = []
        for guess, gone in zip(again.guess[0], given.mask[0] == 0, strict=True):
            if gone.all():  # then one value is sent for all of it
                assert (guess == guess[0, 0]).all()
            values += guess[gone].tolist()[: 1 if gone.all() else None]
        values = np.array(values, np.float32)
        if settings.source != "random":
            values = np.rint(np.clip(values, 0, 1) * 255)
        assert np.array_equal(arrays[f"guess_{name}"], values)
        assert header["share"][name] == given.share
        if name != "droppath":
            assert given.share == pytest.approx(given.mask.mean().item())


@pytest.mark.parametrize("query", LINKS[:4])
def test_dropblock_sets_the_count_and_dropout_meets_it(query):
    settings = Settings.parse(query)
    found = methods.given_away(settings, feature_map(settings, None))
    counts = {name: int((given.mask == 0).sum()) for name, given in found.items()}
    assert counts["dropout"] == counts["dropblock"] > 0
    side = settings.map_size
    noise = draw_noise((1, settings.noise_channels, side, side), settings.seed)
    recipe = RECIPES[settings.recipe]
    own = METHODS["dropblock"](
        torch.ones(1, settings.map_channels, side, side), settings.keep_prob, noise,
        block_size=settings.block_size, recipe=recipe,
    )  # fmt: skip
    assert torch.equal(found["dropblock"].mask, own.mask)


def test_the_order_is_a_ranking_and_what_has_nothing_to_guess_comes_last():
    settings = Settings.parse({"keep_prob": "0.5"})
    header, _ = methods.guesses(
        "rank", "reference", 0.5, 31, 0, settings, feature_map(settings, None)
    )
    known = [header["r2"][name] for name in header["order"] if header["r2"][name] is not None]
    assert known == sorted(known, reverse=True)
    assert header["order"][0] == "dropout"
    assert all(header["r2"][name] is None for name in header["order"][len(known) :])
    assert header["r2"]["dropout"] > 0.9
    assert header["r2"]["dropblock"] < 0.5


def test_the_cats_curve_falls_and_white_noise_leaks_nothing():
    settings = Settings.parse({"keep_prob": "0.5"})
    cat = methods.input_curve("cat", 0.5, 20, 1, "paper", feature_map(settings, None))
    assert cat.mean == sorted(cat.mean, reverse=True)
    assert cat.mean[0] > 0.9
    assert cat.mean[4] < 0.5  # block_size 31
    for mean, low, high in zip(cat.mean, cat.low, cat.high, strict=True):
        assert low <= mean <= high
    for seed in (0, 20, 999_999):
        noise = methods.noise_curve(224, 0.5, seed, "paper")
        assert max(noise.high) < 0.02
        assert min(noise.low) > -0.3


def test_where_nothing_is_dropped_there_is_no_curve():
    settings = Settings.parse({"source": "random", "size": "9"})
    x = feature_map(settings, None)
    assert methods.input_curve("map", 1.0, 0, 1, "paper", x) is None
    assert methods.input_curve("flat", 0.5, 0, 1, "paper", torch.full((1, 1, 9, 9), 4.0)) is None


@pytest.mark.parametrize(
    "query",
    [{}, {"keep_prob": "0"}, {"mask": "channel", "recipe": "paper", "keep_prob": "0"},
     {"mask": "channel", "recipe": "paper", "keep_prob": "0.01", "block_size": "1"},
     {"source": "random", "size": "56", "channels": "8", "recipe": "paper", "keep_prob": "0"}],
)  # fmt: skip
def test_what_is_sent_stays_small(query):
    settings = Settings.parse(query)
    x = feature_map(settings, None)
    header, arrays = live_parts(settings, "base", settings.block_size, "token", settings, "")
    more, guessed = methods.guesses(
        f"size {query}", settings.recipe, settings.keep_prob, settings.block_size, 0, settings, x
    )
    orders, fallen = falling(settings, arrays["kept"])
    data = pack(
        {**header, **more, **orders, **methods.header_words(settings)},
        {**arrays, **guessed, **fallen},
    )
    read(data)
    base = base_packet(f"size {query}", settings, None)
    assert len(data) + len(base) < 2 * 1024**2


@pytest.mark.parametrize(
    ("mask", "recipe"), [("shared", "reference"), ("channel", "reference"), ("channel", "paper")]
)
def test_the_chart_follows_mask_and_rule_of_the_draw(mask, recipe):
    """This draw's own blocks, at the count of the chart, lie within its band."""
    now = Settings.parse({"mask": mask, "recipe": recipe})
    x = feature_map(now, None)
    name = f"cat {mask} {recipe}"
    curve = methods.input_curve(name, 0.5, now.seed, now.noise_channels, recipe, x)
    assert curve is not None
    noise = draw_noise((1, now.noise_channels, 224, 224), now.seed)
    for place, block in enumerate(curve.blocks):
        run = METHODS["dropblock"](
            x, 0.5, noise, block_size=block, recipe=RECIPES[recipe], dropped=x.numel() // 2
        )
        r2 = leak(x, run.mask).r2
        assert r2 is not None
        assert curve.low[place] - 1e-9 <= r2 <= curve.high[place] + 1e-9
