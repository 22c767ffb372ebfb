"""How an implementation of DropBlock fails, stated as fields."""

from dataclasses import dataclass
from typing import Literal

FailureKind = Literal[
    "even", "oversized", "negative_gamma", "not_square", "nothing_to_drop", "nothing_kept"
]


@dataclass(frozen=True)
class Failure:
    """One way in which an implementation fails.

    Parameters
    ----------
    kind : {"even", "oversized", "negative_gamma", "not_square", "nothing_to_drop", "nothing_kept"}
        What it fails on: an even block; a block larger than the map; a negative gamma, which
        such a block can bring; a map that is not square; keep_prob 1; a draw that keeps no unit.
    why : str
        What goes wrong in its code, as a clause.
    errors : tuple of str
        Names of the exceptions that it may raise; empty where its output is NaN instead.
    """

    kind: FailureKind
    why: str
    errors: tuple[str, ...] = ()


class RecipeFailure(ValueError):
    """Raised where the implementation that a recipe states raises, or gives NaN.

    Parameters
    ----------
    recipe : str
        Name of the recipe.
    failure : Failure
        What it fails on (also as ``kind``), why, and with which error.
    block_size : int
        Side of the block that was asked for.
    used : int
        Side of the block after the recipe has cut it to the map.
    height, width : int
        Sides of the map.

    Examples
    --------
    >>> from dropblock import RECIPES, RecipeFailure
    >>> try:
    ...     RECIPES["torchvision"].fit(4, height=14, width=14)
    ... except RecipeFailure as failure:
    ...     print(failure.kind, failure.failure.errors)
    ...     print(failure)
    even ('ValueError',)
    torchvision fails with block_size 4 on a 14 × 14 map: it refuses an even block (ValueError)
    """

    def __init__(
        self, recipe: str, failure: Failure, block_size: int, used: int, height: int, width: int
    ) -> None:
        super().__init__(recipe, failure, block_size, used, height, width)
        self.recipe, self.failure = recipe, failure
        self.block_size, self.used, self.height, self.width = block_size, used, height, width

    @property
    def kind(self) -> FailureKind:
        """What the implementation fails on."""
        return self.failure.kind

    def __str__(self) -> str:
        cut = f", cut to {self.used}" if self.used != self.block_size else ""
        block = f"block_size {self.block_size} on a {self.height} × {self.width} map{cut}"
        where = {"nothing_to_drop": "keep_prob 1", "nothing_kept": "every unit dropped"}
        errors = " or ".join(self.failure.errors)
        ends = f" ({errors})" if errors else ", and the output is NaN"
        return f"{self.recipe} fails with {where.get(self.kind, block)}: {self.failure.why}{ends}"
