"""The right answer of each question, worked out anew: loops, sets and exact fractions.

`given` is what the question was made from. The answers are as shown; for a picture to pick it is
the set of dropped cells, or the numbers in its cells.
"""

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import product

import numpy as np
import torch

from tests.brute import block_units, covering_cells, seed_cells, seed_chance, seeds_and_dropped


def exact(value):
    """A decimal as it is written."""
    return Fraction(str(value))


def cells(given):
    return set(product(range(given["side"]), repeat=2))


def rule(given):
    return "valid" if given["recipe"] == "paper" else "everywhere"


def chance(given, side=None, block_size=None):
    side = side or given["side"]
    return seed_chance(exact(given["keep_prob"]), block_size or given["block_size"], side, side)


def noise(given):
    shape = (1, given["channels"], given["side"], given["side"])
    return torch.rand(shape, generator=torch.Generator().manual_seed(given["draw"]))


def drawn(given, keep_prob=None):
    """Seeds and dropped units, as arrays (C, H, W)."""
    asked = given if keep_prob is None else given | {"keep_prob": keep_prob}
    seeds, gone = seeds_and_dropped(noise(given), chance(asked), given["block_size"], rule(given))
    return seeds[0], gone[0]


def ones(array):
    return {tuple(map(int, place)) for place in np.argwhere(array)}


def scale(given):
    gone = drawn(given)[1]
    return gone.size / (gone.size - gone.sum())


def value_at(given, unit):
    shape = (1, given["channels"], given["side"], given["side"])
    x = torch.randint(1, 10, shape, generator=torch.Generator().manual_seed(given["draw"]))
    return int(x[0, 0][unit])


def units_of_one(given):
    (seed,) = ones(drawn(given)[0][0])
    return block_units(*seed, given["block_size"]) & cells(given)


def covers(given):
    seeds = ones(drawn(given)[0][0])
    return Counter(unit for seed in seeds for unit in block_units(*seed, given["block_size"]))


def survival(given, unit):
    side, block = given["side"], given["block_size"]
    n = len(covering_cells(side, side, block, rule(given))[unit])
    return float((1 - chance(given)) ** n)


def average(given):
    return sum(survival(given, unit) for unit in cells(given)) / len(cells(given))


def rounded(value, places):
    """With so many decimals, halves away from zero, as a viewer rounds by hand."""
    return str(Decimal(float(value)).quantize(Decimal(f"1e-{places}"), rounding=ROUND_HALF_UP))


def three_digits(value):
    return f"{float(value):#.3g}"


def sides(given):
    return given["side"], given["side"], given["block_size"], rule(given)


def compared(given):
    asked = float(given["keep_prob"])
    word = "More than" if average(given) > asked else "Less than"
    return f"{word} {rounded(asked, 2)}"


RIGHT = {
    "seeds_expected": lambda g: rounded(chance(g) * len(cells(g)), 1),
    "seeds_in_draw": lambda g: str(len(ones(drawn(g)[0][0]))),
    "other_block": lambda g: three_digits(chance(g)),
    "units_of_seed": lambda g: str(len(units_of_one(g))),
    "mask_of_seed": units_of_one,
    "seeds_of_unit": lambda g: str(len(covering_cells(*sides(g))[g["unit"]])),
    "seed_places": lambda g: str(len(seed_cells(*sides(g)))),
    "overlap_count": lambda g: str(len(covers(g).keys() & cells(g))),
    "overlap_value": lambda g: "0" if covers(g)[g["unit"]] else "1",
    "overlap_mask": lambda g: covers(g).keys() & cells(g),
    "scale_of_mask": lambda g: rounded(scale(g), 2),
    "scaled_unit": lambda g: rounded(value_at(g, g["unit"]) * scale(g), 2),
    "sum_of_ones": lambda g: rounded(len(cells(g)), 2),
    "share_of_draw": lambda g: rounded(1 / scale(g), 3),
    "share_on_average": lambda g: rounded(average(g), 3),
    "above_or_below": compared,
    "corner_or_centre": lambda g: (
        "The one in the corner"
        if survival(g, (0, 0)) > survival(g, (g["side"] // 2,) * 2)
        else "The one in the centre"
    ),
    "unit_at_inference": lambda g: rounded(value_at(g, g["unit"]), 2),
    "map_at_inference": lambda g: [
        [str(value_at(g, (r, c))) for c in range(g["side"])] for r in range(g["side"])
    ],
    "forgotten_eval": lambda g: (
        "Two different outputs: each pass draws a new mask"
        if ones(drawn(g)[1]) != ones(drawn(g | {"draw": g["draw"] + 1})[1])
        else "the same"
    ),
    "which_size": lambda g: str(g["side"]),
    "scale_of_channels": lambda g: rounded(scale(g), 2),
    "second_input": lambda g: three_digits(chance(g)),  # of the first, not of g["later"]
    "numbers_drawn": lambda g: str(g["channels"] * len(cells(g))),
    "block_of_one": lambda g: (
        "Dropout: each unit falls by itself, with a chance of "
        + rounded(1 - exact(g["keep_prob"]), 2)
    ),
    "lower_keep_prob": lambda g: ones(drawn(g, g["lower"])[1][0]),
    "other_map": lambda g: three_digits(chance(g)),
}
