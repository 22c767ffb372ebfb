"""Eq. 1 as it grows, factor by factor: what each step keeps, and what the article's code does.

The steps are recipes like any other, so one draw can be run through all of them.
"""

from dataclasses import replace

from dropblock.recipe import Recipe
from dropblock.recipes import RECIPES


def _step(name: str, base: Recipe, **changes: object) -> Recipe:
    return replace(base, name=name, odd_only=False, clamp=True, **changes)  # type: ignore[arg-type]


# Units fall alone: dropout. Each falls with chance 1 − keep_prob.
UNITS = _step("units", RECIPES["paper"], gamma_from="share")
# Each fallen unit grows to a block.
GROWN = _step("grown", RECIPES["paper"], seeds="everywhere", gamma_from="share")
# A block drops block_size² units, so block_size² times fewer seeds, and only where a block fits.
DIVIDED = _step("divided", RECIPES["paper"], gamma_from="block")
# Fewer positions than units leave room for a block, so each is a seed that much oftener: eq. 1.
CORRECTED = _step("corrected", RECIPES["paper"])
# The same gamma, but seeds on the whole map: the article's code. (It refuses an even block.)
WHOLE_MAP = _step("whole_map", RECIPES["reference"])

STEPS = (UNITS, GROWN, DIVIDED, CORRECTED, WHOLE_MAP)


def step_block_size(step: Recipe, block_size: int) -> int:
    """The block_size at this step: single units fall before blocks come in."""
    return 1 if step is UNITS else block_size
