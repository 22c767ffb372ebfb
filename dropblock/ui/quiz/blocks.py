"""Questions on a block: what one seed drops, and where seeds may fall."""

from random import Random

import torch
from torch import Tensor

from dropblock.blocks import covering_seeds, seed_span, spread
from dropblock.figures import grids
from dropblock.ui.quiz.question import Draft, Run, mask_grid, seeds_grid
from dropblock.ui.text import _


def one_seed(side: int, row: int, column: int) -> Tensor:
    """A seed mask (side, side) with a single seed."""
    seeds = torch.zeros(side, side)
    seeds[row, column] = 1
    return seeds


def dropped(seeds: Tensor, block_size: int) -> Tensor:
    """The units (H, W) that these seeds drop."""
    return spread(seeds[None, None], block_size)[0, 0]


def from_corner(seeds: Tensor, block_size: int) -> Tensor:
    """The same with each seed taken for the top left corner of its block."""
    moved = torch.zeros(len(seeds) + block_size, len(seeds) + block_size)
    for row, column in seeds.nonzero().tolist():
        moved[row : row + block_size, column : column + block_size] = 1
    return moved[: len(seeds), : len(seeds)]


def moved_inside(side: int, row: int, column: int, block_size: int) -> Tensor:
    """A block that moves inward until it is whole."""
    first, last = block_size // 2, side - 1 - block_size // 2
    inside = one_seed(side, min(max(row, first), last), min(max(column, first), last))
    return dropped(inside, block_size)


def border_seed(random: Random) -> tuple[Run, int, int]:
    """A run and a place for its one seed, at or near the border."""
    run = Run(random.randint(5, 8), random.choice([3, 5]), 0.9, 0)
    row = random.choice([0, 1, run.side - 2, run.side - 1])
    return run, row, random.randrange(run.side)


def units_of_seed(random: Random) -> Draft | None:
    """How many units one seed drops at the border."""
    run, row, column = border_seed(random)
    seed = one_seed(run.side, row, column)
    cut = int(dropped(seed, run.block_size).sum())
    whole = run.block_size**2
    if cut == whole:
        return None
    return Draft(
        run,
        str(cut),
        {
            "block_always_whole": str(whole),
            "seed_falls_alone": "1",
            "seed_is_corner": str(int(from_corner(seed, run.block_size).sum())),
        },
        {"whole": whole},
        {"seed": (row, column)},
        (seeds_grid(seed),),
    )


def mask_of_seed(random: Random) -> Draft | None:
    """Which mask one seed at the border makes."""
    run, row, column = border_seed(random)
    seed = one_seed(run.side, row, column)
    gone = dropped(seed, run.block_size)
    wrong = {
        "block_always_whole": moved_inside(run.side, row, column, run.block_size),
        "seed_falls_alone": seed,
        "seed_is_corner": from_corner(seed, run.block_size),
    }
    return Draft(
        run,
        mask_grid(1 - gone),
        {name: mask_grid(1 - units) for name, units in wrong.items()},
        {"count": int(gone.sum()), "whole": run.block_size**2},
        {"seed": (row, column)},
        (seeds_grid(seed),),
    )


def seeds_of_unit(random: Random) -> Draft | None:
    """From how many places a seed can drop a unit, under the paper's rule."""
    run = Run(random.randint(5, 8), random.choice([3, 5]), 0.9, 0, recipe="paper")
    row, column = random.randrange(run.side), random.randrange(run.side)
    valid = covering_seeds(run.side, run.block_size, "valid").tolist()
    anywhere = covering_seeds(run.side, run.block_size, "everywhere").tolist()
    first, stop = seed_span(run.side, run.block_size, "valid")
    inside = first <= min(row, column) and max(row, column) < stop
    unit = one_seed(run.side, row, column)
    picture = grids.mask(_("The map"), _("The map, one unit marked"), torch.ones_like(unit))
    return Draft(
        run,
        str(valid[row] * valid[column]),
        {
            "every_unit_alike": str(run.block_size**2),
            "seeds_anywhere": str(anywhere[row] * anywhere[column]),
            "seed_falls_alone": str(int(inside)),  # on the unit itself, where a block fits there
        },
        {"whole": run.block_size**2},
        {"unit": (row, column)},
        (picture.mark(unit),),
    )


def seed_places(random: Random) -> Draft | None:
    """On how many positions a seed may fall, under the paper's rule."""
    run = Run(random.randint(6, 12), random.choice([3, 5]), 0.9, 0, recipe="paper")
    first, stop = seed_span(run.side, run.block_size, "valid")
    return Draft(
        run,
        str((stop - first) ** 2),
        {
            "seeds_anywhere": str(run.units),
            "blocks_are_tiles": str((run.side // run.block_size) ** 2),
            "one_too_few": str((run.side - run.block_size) ** 2),
        },
        {"line": stop - first},
    )
