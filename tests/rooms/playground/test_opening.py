"""The untouched page teaches: each source opens on a draw that shows something."""

import pytest
import torch

from dropblock import RECIPES, draw_noise, trace
from explainer.rooms.playground.opening import opening_seed
from explainer.shell.settings import Settings
from explainer.shell.sources import SOURCES


@pytest.mark.parametrize(
    "query", [{"source": name} for name in SOURCES] + [{"source": "random", "size": "14"}]
)
def test_the_opening_drops_a_block_and_keeps_at_least_half(query: dict[str, str]) -> None:
    opening = Settings.parse(query)
    noise = draw_noise(
        (1, opening.noise_channels, opening.map_size, opening.map_size), opening.seed
    )
    recipe = RECIPES[opening.recipe]
    run = trace(torch.zeros(noise.shape), opening.keep_prob, opening.block_size, noise, recipe)
    assert run.seeds.sum() >= 1
    assert run.mask.mean() >= 0.5
    assert abs(run.mask.mean() - opening.keep_prob) < 0.02


@pytest.mark.parametrize("name", ["cat", "random"])
def test_the_written_seed_is_the_one_the_search_finds(name: str) -> None:
    assert SOURCES[name].seed == opening_seed(name)


def test_all_pictures_share_one_opening_draw() -> None:
    pictures = {(s.block_size, s.seed) for s in SOURCES.values() if not s.is_map}
    assert len(pictures) == 1


def test_the_walk_opens_on_a_block_and_meets_an_overlap_within_two_further_draws() -> None:
    opening = Settings.parse({}).walk
    assert opening.map_size == 5
    overlaps = []
    for seed in range(opening.seed, opening.seed + 3):
        noise = draw_noise((1, 1, 5, 5), seed)
        run = trace(torch.zeros(noise.shape), opening.keep_prob, opening.block_size, noise)
        seeds = run.seeds[0, 0].nonzero().tolist()
        if seed == opening.seed:
            assert seeds
        reach = opening.block_size // 2
        covered = [
            sum(abs(r - i) <= reach and abs(c - j) <= reach for i, j in seeds)
            for r in range(5)
            for c in range(5)
        ]
        overlaps.append(max(covered) > 1)
    assert any(overlaps[1:])
