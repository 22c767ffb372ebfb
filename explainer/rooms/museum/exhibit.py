"""What an exhibit of the museum is: three columns, on a draw and a variation."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from torch import Tensor

from dropblock import RECIPES, RecipeFailure
from explainer.figures import grids
from explainer.figures.grids import Grid
from explainer.figures.rounding import fixed
from explainer.shell import failures
from explainer.shell.base import MAP_RANGE
from explainer.shell.experiment import Option, Vary
from explainer.shell.text import _

ARTICLE = RECIPES["article"]


@dataclass(frozen=True)
class Display:
    """Grids of the three columns, and what the words' {names} stand for. case: which section
    says what the article's code does, ``[name_case]``."""

    given: tuple[Grid, ...]
    original: tuple[Grid, ...]
    answer: tuple[Grid, ...]
    numbers: Mapping[str, str]
    case: str = "original"


@dataclass(frozen=True)
class Exhibit:
    """name: of its sections of words."""

    name: str
    vary: Vary
    run: Callable[[int, Option], Display]

    def __post_init__(self) -> None:
        run = lru_cache(maxsize=64)(self.run)  # a rerun asks for the same again
        object.__setattr__(self, "run", run)


def input_grid(x: Tensor) -> Grid:
    """The first map of x (N, C, H, W)."""
    title = _("{height} × {width}").format(height=x.shape[-2], width=x.shape[-1])
    return grids.values(title, _("The input"), x[0, 0], MAP_RANGE)


def mask_grid(title: str, mask: Tensor) -> Grid:
    """The first mask of (N, C, H, W), under this title."""
    return grids.mask(title, _("The keep mask: {name}").format(name=title), mask[0, 0])


def percent(share: float) -> str:
    """A share of draws."""
    return _("{number}\N{NO-BREAK SPACE}%").format(number=fixed(100 * share, 1))


def refusal(call: Callable[[], object]) -> str:
    """The sentence with which this call is refused, by the article's code or another."""
    try:
        call()
    except RecipeFailure as failure:
        return failures.sentence(failure, _("The article's code"))
    except ValueError as error:
        return str(error)
    raise AssertionError("nothing was refused")
