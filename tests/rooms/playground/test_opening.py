"""The untouched page teaches: each source opens on a draw that shows something."""

import pytest
import torch

from dropblock import RECIPES, draw_noise, trace
from explainer.rooms.playground import opening
from explainer.rooms.playground.filling import measured
from explainer.shell.settings import Settings
from explainer.shell.sources import SOURCES


@pytest.mark.parametrize(
    "query",
    [{"source": name} for name in SOURCES]
    + [{"source": name, "size": "14"} for name in ("random", "features")],
)
def test_the_opening_drops_a_block_and_keeps_what_is_asked(query: dict[str, str]) -> None:
    now = Settings.parse(query)
    noise = draw_noise((1, now.noise_channels, now.map_size, now.map_size), now.seed)
    recipe = RECIPES[now.recipe]
    run = trace(torch.zeros(noise.shape), now.keep_prob, now.block_size, noise, recipe)
    assert run.seeds.sum() >= 1
    assert abs(run.mask.mean() - now.keep_prob) < 0.02


def test_the_written_draws_are_those_that_the_search_finds() -> None:
    mean = measured()["r2"]["cat"]["dropblock"]
    assert SOURCES["cat"].seed == opening.picture_seed(mean)
    for source in opening.MAPS:
        assert SOURCES[source].seed == opening.map_seed(source)


def test_the_opening_shows_the_point_at_its_strongest() -> None:
    assert opening.strongest() == (SOURCES["cat"].keep_prob, SOURCES["cat"].block_size)


@pytest.mark.parametrize("source", opening.PICTURES)
def test_the_committed_average_is_that_of_its_draws(source: str) -> None:
    """A part of the 100 draws is near the mean."""
    committed = measured()
    assert set(committed["r2"]) == set(opening.PICTURES)
    assert committed["draws"] == 100
    few = opening.average(source, 8)
    for name, mean in committed["r2"][source].items():
        assert few[name] == pytest.approx(mean, abs=0.15 if name == "dropblock" else 0.02)


def test_at_the_opening_both_eyes_of_the_cat_are_gone() -> None:
    now = Settings.parse({})
    noise = draw_noise((1, 1, 224, 224), now.seed)
    mask = trace(noise, now.keep_prob, now.block_size, noise).mask[0, 0]
    assert all(mask[eye].mean() <= 0.1 for eye in opening.EYES)
    assert mask.mean().item() == pytest.approx(0.5, abs=0.01)


def test_all_pictures_share_one_opening_draw() -> None:
    pictures = {(s.block_size, s.seed) for s in SOURCES.values() if not s.is_map}
    assert len(pictures) == 1


def test_the_walk_opens_on_a_block_and_meets_an_overlap_within_two_further_draws() -> None:
    now = Settings.parse({}).walk
    assert now.map_size == 5
    overlaps = []
    for seed in range(now.seed, now.seed + 3):
        noise = draw_noise((1, 1, 5, 5), seed)
        run = trace(torch.zeros(noise.shape), now.keep_prob, now.block_size, noise)
        seeds = run.seeds[0, 0].nonzero().tolist()
        if seed == now.seed:
            assert seeds
        reach = now.block_size // 2
        covered = [
            sum(abs(r - i) <= reach and abs(c - j) <= reach for i, j in seeds)
            for r in range(5)
            for c in range(5)
        ]
        overlaps.append(max(covered) > 1)
    assert any(overlaps[1:])
