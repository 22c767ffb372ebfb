"""The recipes by name: this project's own, and every implementation that we have read."""

from dropblock.implementations import IMPLEMENTATIONS
from dropblock.recipe import Recipe

RECIPES: dict[str, Recipe] = {
    recipe.name: recipe
    for recipe in (
        # The algorithm of the article that this project explains: seeds on the whole map, with
        # a gamma that was derived for seeds whose block fits, and from the width alone.
        Recipe(
            "reference",
            "everywhere",
            "width",
            shared=False,
            odd_only=True,
            call="DropBlock(block_size={block}, keep_prob={keep})",
        ),
        # The paper: eq. 1 on height and width, seeds only where the whole block fits, a mask
        # per channel. An even block leans one unit to the bottom right of its seed.
        Recipe(
            "paper",
            "valid",
            "area",
            shared=False,
            clamp=True,
            call="DropBlock2d(keep_prob={keep}, block_size={block})",
        ),
        # The paper with the gamma that keeps, on average, exactly the share asked for: eq. 1
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
