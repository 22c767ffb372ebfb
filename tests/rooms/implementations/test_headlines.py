"""The headline at every stop, against runs of each implementation, one by one."""

import pytest
import torch

from dropblock import RECIPES, RecipeFailure, draw_noise, trace
from explainer.figures.rounding import fixed
from explainer.rooms.implementations import packet
from explainer.rooms.implementations.words import spoken_names
from explainer.shell.settings import ALL, IMPLEMENTATIONS


def run_all(height, width, block, seed, asked):
    """For each implementation its mask, None where it fails, or nothing where it is not stated;
    and the rate that it keeps on average, where it runs at all."""
    noise = draw_noise((1, 1, height, width), seed)
    masks, rates = {}, {}
    for name in IMPLEMENTATIONS:
        recipe = RECIPES[name]
        try:
            recipe.fit(block, height, width, asked)
            rates[name] = recipe.expected_keep_rates([asked], block, height, width).item()
            masks[name] = trace(torch.ones(noise.shape), asked, block, noise, recipe).mask
        except RecipeFailure:
            masks[name] = None
        except ValueError:
            pass
    return masks, rates


@pytest.mark.parametrize(
    ("height", "width", "block", "baseline", "yours"),
    [
        (7, 7, 7, "paper", ALL),
        (14, 14, 7, "paper", "timm"),
        (14, 14, 4, "paper", "torchvision"),
        (5, 9, 7, "article", ALL),
        (14, 14, 1, "paper", ALL),
        (7, 7, 4, "article", "timm"),
    ],
)
def test_headlines_say_what_runs_of_each_implementation_give(height, width, block, baseline, yours):
    said, places = packet.told(height, width, block, 3, baseline, yours)
    spoken = spoken_names()
    for stop in (0, 37, 60, 90, 99, 100):
        title, line = said[places[stop]]
        asked = stop / 100
        masks, rates = run_all(height, width, block, 3, asked)
        assert title.startswith(f"You ask to keep {asked:.2f}.")
        failed = sum(mask is None for mask in masks.values())
        ends = f"{failed} of {len(IMPLEMENTATIONS)}." if failed else "None crashes or gives NaN."
        assert line.endswith(ends)
        if masks.get(baseline) is None:
            assert title.endswith(f"{spoken[baseline]} fails here.")
            continue
        assert fixed(rates[baseline], 3) in title
        runs = [name for name, mask in masks.items() if mask is not None and name != baseline]
        other = sum(not masks[name].equal(masks[baseline]) for name in runs)
        assert f": {other} of {len(runs)} others that run." in line
        if yours != ALL:
            assert spoken[yours] in title
            assert title.endswith("fails.") == (yours not in rates)
        else:
            far = max(abs(rate - rates[baseline]) for rate in rates.values())
            gap = "All that run keep the same" not in title
            assert gap == any(fixed(r, 3) != fixed(rates[baseline], 3) for r in rates.values())
            told = [name for name in rates if f"; {spoken[name]} keeps" in title]
            assert not gap or far - abs(rates[told[0]] - rates[baseline]) < 1e-6
