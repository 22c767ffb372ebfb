"""Questions on blocks that overlap: what they drop together."""

from itertools import product
from random import Random

from torch import Tensor

from dropblock.blocks import cover_counts
from explainer.figures import grids
from explainer.rooms.check.blocks import from_corner
from explainer.rooms.check.question import Draft, Run, mask_grid, one_unit, seeds_grid
from explainer.shell.text import _


def overlapping(random: Random) -> tuple[Run, Tensor, Tensor] | None:
    """A real draw whose blocks overlap: the run, its seeds, how many blocks cover each unit; both
    are (H, W)."""
    run = Run(random.randint(6, 8), 3, random.choice([0.7, 0.8]), random.randrange(10**6))
    seeds = run.trace().seeds
    counts = cover_counts(seeds, run.block_size)
    if not 2 <= seeds.sum() <= 3 or counts.max() < 2:
        return None
    return run, seeds[0, 0], counts[0, 0]


def overlap_count(random: Random) -> Draft | None:
    """How many units overlapping blocks drop."""
    found = overlapping(random)
    if found is None:
        return None
    run, seeds, counts = found
    whole = int(seeds.sum()) * run.block_size**2
    return Draft(
        run,
        str(int((1 - run.trace().mask).sum())),
        {
            "counted_twice": str(int(counts.sum())),
            "block_always_whole": str(whole),
            "overlap_comes_back": str(int((counts == 1).sum())),
        },
        {"seeds": int(seeds.sum())},
        grids=(seeds_grid(seeds),),
    )


def overlap_value(random: Random) -> Draft | None:
    """What the mask holds where blocks overlap."""
    found = overlapping(random)
    if found is None:
        return None
    run, seeds, counts = found
    row, column = random.choice(list(product(range(run.side), repeat=2)))
    if counts[row, column] < 2 or seeds[row, column]:
        return None
    count = int(counts[row, column])
    picture = grids.blocks(
        _("Blocks over each unit"), _("How many blocks cover each unit"), seeds, run.block_size
    )
    return Draft(
        run,
        "0",
        {
            "counted_twice": f"−{count - 1}",
            "mask_counts_blocks": str(count),
            "overlap_comes_back": "1",
        },
        {"count": count},
        {"unit": (row, column)},
        (picture.mark(one_unit(run.side, row, column)),),
    )


def overlap_mask(random: Random) -> Draft | None:
    """Which mask overlapping blocks make."""
    found = overlapping(random)
    if found is None:
        return None
    run, seeds, counts = found
    mask = run.trace().mask[0, 0]
    return Draft(
        run,
        mask_grid(mask),
        {
            "overlap_comes_back": mask_grid(counts != 1),
            "seed_is_corner": mask_grid(1 - from_corner(seeds, run.block_size)),
        },
        {"seeds": int(seeds.sum()), "count": int((1 - mask).sum())},
        grids=(seeds_grid(seeds),),
    )
