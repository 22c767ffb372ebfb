"""A question of the check: what it shows, its choices, and why one of them is right.

A concept's file drafts questions from a real run: the right answer, and for each misconception
the answer that it leads to. A draft is a question only where all of these differ as shown.
"""

import math
from collections.abc import Callable, Mapping, Set
from dataclasses import asdict, dataclass, field, replace
from random import Random

import torch
from torch import Tensor

from dropblock.inputs import random_map
from dropblock.pipeline import Trace, draw_noise, trace
from dropblock.recipes import RECIPES
from explainer.figures import grids
from explainer.figures.grids import Grid
from explainer.figures.rounding import fixed, significant
from explainer.shell.text import _, sections

TRIES = 2_000  # runs looked at for one that makes a good question
NEAR = 0.04  # a wrong number this close to the right one could be rounding, and tells nothing
LETTERS = "ABCD"

Setting = tuple[int, int, float]  # a map's side, block_size, keep_prob: what γ follows from


@dataclass(frozen=True)
class Run:
    """One run on a random map. side: of the map, in units. draw: the seed of map and noise."""

    side: int
    block_size: int
    keep_prob: float
    draw: int
    channels: int = 1
    recipe: str = "reference"

    @property
    def x(self) -> Tensor:
        return random_map(self.side, self.channels, self.draw)  # (1, C, H, W)

    @property
    def noise(self) -> Tensor:
        return draw_noise((1, self.channels, self.side, self.side), self.draw)

    @property
    def gamma(self) -> float:
        return RECIPES[self.recipe].gamma(self.keep_prob, self.block_size, self.side, self.side)

    @property
    def setting(self) -> Setting:
        return self.side, self.block_size, self.keep_prob

    @property
    def units(self) -> int:
        return self.channels * self.side**2

    def trace(self) -> Trace:
        return trace(self.x, self.keep_prob, self.block_size, self.noise, RECIPES[self.recipe])


Answer = str | Grid  # as shown: words or a number, or a picture to pick


@dataclass(frozen=True)
class Draft:
    """A question that a run suggests. wrong: by misconception, the answer it leads to.

    shown: what the sentences name. given: what the question was made from besides the run.
    beside: a second run that it tells or asks of.
    """

    run: Run
    right: Answer
    wrong: Mapping[str, Answer]
    shown: Mapping[str, object] = field(default_factory=dict)
    given: Mapping[str, object] = field(default_factory=dict)
    grids: tuple[Grid, ...] = ()
    beside: Run | None = None

    @property
    def settings(self) -> frozenset[Setting]:
        """All that it tells or asks of."""
        return frozenset(run.setting for run in (self.run, self.beside) if run)

    @property
    def is_clear(self) -> bool:
        """Whether no two choices look the same, and no wrong one is almost right."""
        answers = [self.right, *self.wrong.values()]
        seen = {answer.rows if isinstance(answer, Grid) else answer for answer in answers}
        right, *wrong = map(_number, answers)
        return len(seen) == len(answers) and not any(
            abs(number - right) < NEAR * abs(right) for number in wrong
        )


def _number(answer: Answer) -> float:
    """An answer's number; that of others is NaN, which is near to nothing."""
    try:
        return float(answer) if isinstance(answer, str) else math.nan
    except ValueError:
        return math.nan


Drafter = Callable[[Random], Draft | None]


@dataclass(frozen=True)
class Choice:
    """text: what stands beside its button. misconception: its name; none for the right one."""

    text: str
    misconception: str | None
    grid: Grid | None = None


@dataclass(frozen=True)
class Question:
    """One question as it is asked. given: the numbers it was made from, by name. settings: those
    that it tells or asks of."""

    concept: str
    variant: str
    text: str
    choices: tuple[Choice, ...]
    explanation: str
    grids: tuple[Grid, ...]
    given: Mapping[str, object]
    settings: frozenset[Setting]

    @property
    def right(self) -> int:
        """The place of the right choice."""
        return next(k for k, choice in enumerate(self.choices) if choice.misconception is None)


def ask(
    concept: str, variant: str, drafter: Drafter, seed: int, taken: Set[Setting] = frozenset()
) -> Question:
    """The question that this seed finds for a variant, with its choices shuffled.

    taken: settings of other questions, which this one must not touch: what one tells of a setting
    would be the answer to another.
    """
    random = Random(f"{variant} {seed}")
    drafts = (drafter(random) for _try in range(TRIES))
    for draft in drafts:
        if draft is not None and draft.is_clear and not draft.settings & taken:
            break
    else:
        raise RuntimeError(f"no run among {TRIES} makes a question of {variant!r}, seed {seed}")
    answers: list[tuple[str | None, Answer]] = [(None, draft.right), *draft.wrong.items()]
    random.shuffle(answers)
    choices = tuple(
        _choice(letter, misconception, answer)
        for letter, (misconception, answer) in zip(LETTERS, answers, strict=False)
    )
    right = next(choice for choice in choices if choice.misconception is None)
    words = {
        "side": draft.run.side,
        "block": draft.run.block_size,
        "asked": two(draft.run.keep_prob),
        "units": draft.run.units,
        "right": right.text,
        "gamma_sum": gamma_sum(draft.run),
        **draft.shown,
    }
    return Question(
        concept,
        variant,
        sections("check", "questions")[variant].format(**words),
        choices,
        sections("check", "explanations")[variant].format(**words),
        draft.grids,
        asdict(draft.run) | dict(draft.given),
        draft.settings,
    )


def _choice(letter: str, misconception: str | None, answer: Answer) -> Choice:
    if isinstance(answer, str):
        return Choice(answer, misconception)
    name = _("Grid {letter}").format(letter=letter)
    return Choice(name, misconception, replace(answer, title=name, label=f"{name}: {answer.label}"))


def two(value: float) -> str:
    """A probability as it is asked for, or a factor."""
    return fixed(value, 2)


def three(value: float) -> str:
    """A share as it is computed."""
    return fixed(value, 3)


def gamma_sum(run: Run) -> str:
    """How gamma comes about, in the run's numbers."""
    return _("γ = (1 − {asked}) / {block}² · {side}² / ({side} − {block} + 1)² = {gamma}").format(
        asked=two(run.keep_prob),
        block=run.block_size,
        side=run.side,
        gamma=significant(run.gamma),
    )


def one_unit(side: int, row: int, column: int) -> Tensor:
    """A map (side, side) of zeros with a 1 at one unit: to mark it, or as a lone seed."""
    units = torch.zeros(side, side)
    units[row, column] = 1
    return units


def seeds_grid(seeds: Tensor) -> Grid:
    """A seed mask (H, W) with its ones."""
    return grids.blocks(_("Seed mask"), _("Seed mask: 1 is a seed"), seeds, 1)


def mask_grid(kept: Tensor, title: str | None = None) -> Grid:
    """A keep mask (H, W)."""
    return grids.mask(title or _("Keep mask"), _("keep mask, 0 is dropped"), kept)
