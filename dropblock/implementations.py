"""Implementations of DropBlock as they are, failures included: recipes, with their evidence."""

from dropblock.recipe import Recipe

IMPLEMENTATIONS = (
    # The code of the article that this project explains, to the letter: what `reference` guards
    # against fails here. A block larger than the width + 1 runs, with a gamma without meaning.
    Recipe(
        "seed",
        "everywhere",
        "width",
        shared=False,
        odd_only=False,
        clamp=False,
        failures={
            "oversized": "gamma divides by zero (ZeroDivisionError), since block_size is the "
            "width + 1",
            "even": "the blocks pool to a mask one row and one column larger than the map, and "
            "their product fails (RuntimeError)",
            "nothing_kept": "0 is multiplied by the number of units over 0 kept units, and the "
            "output is NaN",
        },
    ),
)
