"""`RECIPES`: the ways to run DropBlock, by name.

Three are this project's own: ``"reference"``, ``"paper"`` and ``"calibrated"``. ``"article"`` is
the article's code to the letter. All others state an implementation that we have read.

Examples
--------
>>> from dropblock import RECIPES
>>> for name in ("reference", "paper", "calibrated", "timm"):
...     rate = RECIPES[name].expected_keep_rates([0.9], block_size=7, height=14, width=14)
...     print(f"{name} keeps {rate.item():.3f} where 0.9 is asked for")
reference keeps 0.791 where 0.9 is asked for
paper keeps 0.907 where 0.9 is asked for
calibrated keeps 0.900 where 0.9 is asked for
timm keeps 0.791 where 0.9 is asked for
"""

from dropblock.implementations import IMPLEMENTATIONS
from dropblock.recipe import Recipe

RECIPES: dict[str, Recipe] = {
    recipe.name: recipe
    for recipe in (
        # The algorithm of the article that this project explains. Seeds fall on the whole map,
        # though gamma was derived for seeds whose block fits; gamma is computed from the width.
        Recipe(
            "reference",
            "everywhere",
            "width",
            shared=False,
            odd_only=True,
            call="DropBlock(block_size={block}, keep_prob={keep})",
        ),
        # The paper: gamma by eq. 1 with height and width, seeds only where the whole block fits,
        # a mask per channel. An even block leans one unit to the bottom right of its seed.
        Recipe(
            "paper",
            "valid",
            "area",
            shared=False,
            clamp=True,
            call="DropBlock2d(keep_prob={keep}, block_size={block})",
        ),
        # The paper, with the gamma that keeps on average exactly keep_prob. Eq. 1 does not: it
        # counts a unit in two blocks as dropped twice.
        Recipe(
            "calibrated",
            "valid",
            "calibrated",
            shared=False,
            clamp=True,
            call="DropBlock2d(keep_prob={keep}, block_size={block}, calibrated=True)",
        ),
        *IMPLEMENTATIONS,
    )
}
