"""What an experiment is: something to run on a draw, one thing to vary, words and grids."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import count

import torch
from torch import Tensor

from dropblock import RECIPES, Recipe
from dropblock.rates import mean_keep_probability
from explainer.figures.grids import Grid
from explainer.figures.rounding import fixed
from explainer.shell.text import _

REFERENCE, PAPER = RECIPES["reference"], RECIPES["paper"]
DRAWS = 1_000  # then they begin again
APART = 100  # seeds from where one draw is looked for to where the next one is

Option = int | float | str


@dataclass(frozen=True)
class Vary:
    """label: what varies. options: its values and their names; the first is where it starts, and
    what the question is about."""

    label: str
    options: Mapping[Option, str]

    @property
    def start(self) -> Option:
        return next(iter(self.options))

    def setting(self, option: Option) -> str:
        """One of the options, with what it is an option of."""
        return _("{label}: {option}").format(label=self.label, option=self.options[option])


@dataclass(frozen=True)
class Outcome:
    """One run. numbers: what the words' {names} stand for. happens: which of the experiment's
    choices comes true in it. case: which of its reveals says it, ``[name_case]`` in the Markdown
    file."""

    grids: tuple[Grid, ...]
    numbers: Mapping[str, str]
    happens: str
    case: str = "reveal"


@dataclass(frozen=True)
class Experiment:
    """A belief put to the test.

    name: of its sections of words. short: for the index. choices: what can be predicted;
    right: the one that comes true where the variation starts, whatever is drawn. again: what the
    button says.
    """

    name: str
    short: str
    choices: Mapping[str, str]
    right: str
    vary: Vary
    run: Callable[[int, Option], Outcome]
    again: str = _("Another draw")

    def __post_init__(self) -> None:
        run = lru_cache(maxsize=64)(self.run)  # a rerun asks for the same again
        object.__setattr__(self, "run", run)


def seed_of(draw: int, accept: Callable[[int], bool]) -> int:
    """The random seed of a draw: the next one from its place on that shows what it is about."""
    return next(seed for seed in count(draw * APART) if accept(seed))


def differ(a: Tensor, b: Tensor) -> bool:
    """Whether two tensors of one shape differ anywhere."""
    return not torch.equal(a, b)


def compared(
    names: tuple[str, str, str], value: float, other: float, tolerance: float = 0.0
) -> str:
    """The name for a value below the other, for one equal to it, or for one above it."""
    gap = value - other
    return names[1 if abs(gap) <= tolerance else 0 if gap < 0 else 2]


def expected(recipe: Recipe, chance: float, block_size: int, side: int) -> str:
    """The exact share that this chance of a seed keeps on average of a square map, with seeds and
    blocks as in the recipe."""
    used = recipe.fit(block_size, side, side)
    chances = torch.tensor([chance], dtype=torch.float64)
    rates = mean_keep_probability(chances, used, side, side, recipe.seeds, recipe.lean)
    return fixed(rates.item(), 3)


def share(mask: Tensor) -> str:
    """The kept share of a mask, as this draw's rate."""
    return fixed(mask.count_nonzero().item() / mask.numel(), 3)
