"""Questions on a block: what one seed drops, and where seeds may fall."""

from random import Random

import torch
from torch import Tensor

from dropblock.blocks import axis_cover_counts, seed_span, spread
from explainer.figures import grids
from explainer.rooms.check.question import Draft, Run, mask_grid, one_unit, seeds_grid
from explainer.shell.text import _


def from_corner(seeds: Tensor, block_size: int) -> Tensor:
    """What these seeds (H, W) would drop if each were the top left corner of its block."""
    moved = torch.zeros(len(seeds) + block_size, len(seeds) + block_size)
    for row, column in seeds.nonzero().tolist():
        moved[row : row + block_size, column : column + block_size] = 1
    return moved[: len(seeds), : len(seeds)]


def moved_inside(side: int, row: int, column: int, block_size: int) -> Tensor:
    """A block that moves inward until it is whole."""
    first, last = block_size // 2, side - 1 - block_size // 2
    inside = one_unit(side, min(max(row, first), last), min(max(column, first), last))
    return spread(inside[None, None], block_size)[0, 0]


def border_seed(random: Random) -> tuple[Run, Tensor, Tensor] | None:
    """A real draw whose one seed has its block cut off: run, seeds and what they drop, (H, W)."""
    run = Run(random.randint(5, 8), random.choice([3, 5]), 0.9, random.randrange(10**6))
    stages = run.trace()
    seeds, blocks = stages.seeds[0, 0], stages.blocks[0, 0]
    if seeds.sum() != 1 or blocks.sum() == run.block_size**2:
        return None
    return run, seeds, blocks


def units_of_seed(random: Random) -> Draft | None:
    """How many units one seed drops at the border."""
    found = border_seed(random)
    if found is None:
        return None
    run, seeds, blocks = found
    whole = run.block_size**2
    return Draft(
        run,
        str(int(blocks.sum())),
        {
            "block_always_whole": str(whole),
            "seed_falls_alone": "1",
            "seed_is_corner": str(int(from_corner(seeds, run.block_size).sum())),
        },
        {"whole": whole},
        grids=(seeds_grid(seeds),),
    )


def mask_of_seed(random: Random) -> Draft | None:
    """Which mask one seed at the border makes."""
    found = border_seed(random)
    if found is None:
        return None
    run, seeds, blocks = found
    row, column = seeds.nonzero()[0].tolist()
    wrong = {
        "block_always_whole": moved_inside(run.side, row, column, run.block_size),
        "seed_falls_alone": seeds,
        "seed_is_corner": from_corner(seeds, run.block_size),
    }
    return Draft(
        run,
        mask_grid(1 - blocks),
        {name: mask_grid(1 - units) for name, units in wrong.items()},
        {"count": int(blocks.sum()), "whole": run.block_size**2},
        grids=(seeds_grid(seeds),),
    )


def seeds_of_unit(random: Random) -> Draft | None:
    """From how many places a seed can drop a unit, under the paper's rule."""
    run = Run(random.randint(5, 8), random.choice([3, 5]), 0.9, 0, recipe="paper")
    row, column = random.randrange(run.side), random.randrange(run.side)
    valid = axis_cover_counts(run.side, run.block_size, "valid").tolist()
    anywhere = axis_cover_counts(run.side, run.block_size, "everywhere").tolist()
    first, stop = seed_span(run.side, run.block_size, "valid")
    inside = first <= min(row, column) and max(row, column) < stop
    unit = one_unit(run.side, row, column)
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
