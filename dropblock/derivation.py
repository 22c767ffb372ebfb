"""The derivation of eq. 1, factor by factor, and the article's code as its last step.

Each step is a recipe, so one draw can be run through all of them.
"""

from dataclasses import replace

from dropblock.recipe import Recipe
from dropblock.recipes import RECIPES


def _step(name: str, base: Recipe, **changes: object) -> Recipe:
    return replace(base, name=name, odd_only=False, clamp=True, **changes)  # type: ignore[arg-type]


# Single units are dropped, each with chance 1 − keep_prob: dropout.
UNITS = _step("units", RECIPES["paper"], gamma_from="share")
# Each dropped unit becomes a seed, which drops a block.
GROWN = _step("grown", RECIPES["paper"], seeds="everywhere", gamma_from="share")
# A block drops block_size² units, so gamma is divided by that. Seeds fall only where it fits.
DIVIDED = _step("divided", RECIPES["paper"], gamma_from="block")
# There are fewer such positions than units, so gamma is multiplied by units / positions: eq. 1.
CORRECTED = _step("corrected", RECIPES["paper"])
# Seeds fall on the whole map with the same gamma: the article's code. (It refuses even blocks,
# which this step does not.)
WHOLE_MAP = _step("whole_map", RECIPES["reference"])

STEPS = (UNITS, GROWN, DIVIDED, CORRECTED, WHOLE_MAP)


def step_block_size(step: Recipe, block_size: int) -> int:
    """The block_size of this step: 1 where single units are dropped."""
    return 1 if step is UNITS else block_size
