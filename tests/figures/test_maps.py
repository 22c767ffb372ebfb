"""A map on a slide, pixel by pixel against loops over its units."""

import numpy as np
import pytest
import torch
from PIL import Image

from dropblock import RECIPES, draw_noise, trace
from explainer.figures.maps import (
    BLOCK,
    BLOCK_FILL,
    DROPPED,
    HATCHED,
    KEPT,
    PANEL,
    SEED,
    Panel,
    block_colours,
    drawn,
    plain,
    value_colours,
)


def units(image: Image.Image, side: int) -> list[list[set[tuple[int, ...]]]]:
    """The colours inside each unit, without the pixel at its edges, where lines run."""
    pixels = np.asarray(image)
    unit = image.width // side
    assert image.width == image.height == unit * side
    found = []
    for row in range(side):
        inside = []
        for column in range(side):
            part = pixels[
                row * unit + 2 : (row + 1) * unit - 2, column * unit + 2 : (column + 1) * unit - 2
            ]
            inside.append({tuple(int(v) for v in pixel) for pixel in part.reshape(-1, 3)})
        found.append(inside)
    return found


@pytest.mark.parametrize(("side", "block"), [(5, 3), (14, 7), (37, 9)])
def test_every_unit_has_the_colour_of_what_it_is(side: int, block: int) -> None:
    noise = draw_noise((1, 1, side, side), 271)
    run = trace(noise, 0.75, block, noise, RECIPES["reference"])
    seeds, blocks, mask = (t[0, 0].bool().numpy() for t in (run.seeds, run.blocks, run.mask))
    assert seeds.any()
    assert mask.any()
    in_seeds = units(drawn(Panel("", "", plain((side, side)), seeds=seeds)), side)
    in_blocks = units(drawn(Panel("", "", block_colours(blocks), seeds=seeds)), side)
    in_mask = units(drawn(Panel("", "", plain((side, side)), dropped=~mask)), side)
    for row in range(side):
        for column in range(side):
            is_seed, is_covered = seeds[row, column], blocks[row, column]
            assert in_seeds[row][column] == {SEED if is_seed else KEPT}
            wanted = SEED if is_seed else BLOCK_FILL if is_covered else KEPT
            assert in_blocks[row][column] == {wanted}
            if mask[row, column]:
                assert in_mask[row][column] == {KEPT}
            else:
                assert in_mask[row][column] == {DROPPED, HATCHED}


@pytest.mark.parametrize("place", [(0, 0), (223, 223), (100, 7)])
def test_a_seed_of_a_picture_is_large_enough_to_be_seen(place: tuple[int, int]) -> None:
    seeds = np.zeros((224, 224), bool)
    seeds[place] = True
    pixels = np.asarray(drawn(Panel("", "", plain((224, 224)), seeds=seeds)))
    rows, columns = np.nonzero((pixels == SEED).all(-1))
    assert len(rows) >= 16
    assert rows.min() <= 2 * place[0] <= rows.max()
    assert columns.min() <= 2 * place[1] <= columns.max()


def test_an_outline_goes_round_its_block_and_stops_at_the_border() -> None:
    seeds = np.zeros((5, 5), bool)
    seeds[1, 4] = True
    panel = Panel("", "", plain((5, 5)), seeds=seeds, reach=(1, 1))
    pixels = np.asarray(drawn(panel))
    unit = PANEL // 5
    rows, columns = np.nonzero((pixels == BLOCK).all(-1))
    assert (rows.min(), rows.max()) == (0, 3 * unit - 1)
    assert (columns.min(), columns.max()) == (3 * unit, 5 * unit - 1)


@pytest.mark.parametrize("side", [1, 5, 9, 14, 56, 224])
def test_every_unit_gets_the_same_whole_number_of_pixels(side: int) -> None:
    rng = np.random.default_rng(side)
    colours = rng.integers(0, 256, (side, side, 3), np.uint8)
    image = drawn(Panel("", "", colours))
    unit = image.width // side
    assert image.width == unit * side <= PANEL
    centres = np.asarray(image)[unit // 2 :: unit, unit // 2 :: unit]
    assert np.array_equal(centres, colours)


@pytest.mark.parametrize(("side", "stand"), [(5, True), (14, True), (56, False)])
def test_numbers_stand_in_units_that_have_room(side: int, stand: bool) -> None:
    numbers = [["0.00"] * side for _ in range(side)]
    with_numbers = drawn(Panel("", "", plain((side, side)), numbers=numbers))
    without = drawn(Panel("", "", plain((side, side))))
    assert (with_numbers.tobytes() != without.tobytes()) == stand


def test_the_colours_of_values_are_those_of_the_app() -> None:
    """Viridis between its ten anchors; what is out of range is at its end."""
    levels = torch.tensor([[0.0, 1.0], [-3.0, 7.0]]).numpy()
    dark, bright = (68, 1, 84), (253, 231, 37)
    assert value_colours(levels).tolist() == [[list(dark), list(bright)]] * 2
