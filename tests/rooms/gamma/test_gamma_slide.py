"""The slide of the gamma page has its colours, and says what they mean."""

import numpy as np
import pytest

from explainer.figures.images import MARGIN, SCALE, SWATCH
from explainer.figures.palette import VIRIDIS, colour
from tests.conftest import Written
from tests.take_away import slide


@pytest.mark.parametrize(("recipe", "covering"), [("reference", 16**2), ("paper", 1)])
def test_the_chances_wear_the_pages_colours_and_a_bar_says_what_they_mean(
    recipe: str, covering: int, written: Written
) -> None:
    """On 224 × 224 with block_size 31: darkest in the middle, which 31 × 31 seeds can drop, and
    brightest where survival is certain. A corner has as many seeds as the recipe allows."""
    pixels = np.asarray(slide("gamma", {"recipe": recipe})).astype(int)
    gamma = 0.25 / 31**2 * 224**2 / (224 - 31 + 1) ** 2
    lowest, corner = (1 - gamma) ** 31**2, (1 - gamma) ** covering
    top, left = 16 + 512 + 24 + 34, MARGIN + 448 + 24
    assert tuple(pixels[top + 224, left + 224]) == VIRIDIS[0]
    wanted = colour((corner - lowest) / (1 - lowest))
    assert abs(pixels[top, left] - wanted).max() <= 2
    _words, low, _size = next(one for one in written if one[0] == f"{lowest:.3f}")
    _words, high, _size = next(one for one in written if one[0] == "1.000")
    bar = pixels[round(low[1] + low[3]) // 2, round(low[2]) : round(high[0])]
    ends = [np.flatnonzero((bar == end).all(-1)) for end in (VIRIDIS[0], VIRIDIS[-1])]
    assert SCALE * 0.98 < ends[1].max() - ends[0].min() < SCALE
    assert low[3] - low[1] < SWATCH
