"""The slide of implementations shows what each of them drops."""

import numpy as np
import pytest
import torch

from dropblock import RECIPES, draw_noise, trace
from explainer.figures import tiles
from explainer.figures.images import MARGIN
from explainer.shell.settings import IMPLEMENTATIONS
from tests.take_away import slide


@pytest.mark.parametrize("name", ["paper", "calibrated", "timm", "timm_1_0_22", "miguelvr"])
def test_each_tile_shows_what_is_dropped_and_outlines_what_differs(name: str) -> None:
    """At the middle and at the edge of each unit."""
    query = {"height": "12", "width": "8", "asked_block": "3", "seed": "5", "keep_prob": "0.6"}
    pixels = np.asarray(slide("implementations", query))
    noise = draw_noise((1, 1, 12, 8), 5)
    x = torch.ones(noise.shape)
    gone, base = (
        trace(x, 0.6, 3, noise, RECIPES[one]).blocks[0, 0].bool() for one in (name, "paper")
    )
    row, column = divmod(IMPLEMENTATIONS.index(name), tiles.COLUMNS)
    left = MARGIN + column * (tiles.SIDE + tiles.GAP)
    top = tiles.FIRST_ROW + tiles.MAP_TOP + row * tiles.ROW
    unit = tiles.SIDE // 12
    assert gone.any()
    assert name in ("paper", "calibrated") or (gone != base).any()
    for r, c in np.ndindex(12, 8):
        y, x_ = top + r * unit, left + c * unit
        centre = pixels[y + unit // 2, x_ + unit // 2]
        assert (centre.max() < 128) == bool(gone[r, c])
        marked = (pixels[y + 1, x_ + unit // 2] == tiles.MARK).all()
        assert marked == bool(gone[r, c] != base[r, c])
