"""Questions on blocks that overlap: what they drop together."""

from itertools import product
from random import Random

import torch
from torch import Tensor

from dropblock.figures import grids
from dropblock.ui.quiz.blocks import dropped, from_corner, one_seed
from dropblock.ui.quiz.question import Draft, Run, mask_grid, seeds_grid
from dropblock.ui.text import _


def overlapping(random: Random) -> tuple[Run, Tensor, Tensor] | None:
    """A real draw whose blocks overlap: the run, its seeds and what they drop, both (H, W)."""
    run = Run(random.randint(6, 8), 3, random.choice([0.7, 0.8]), random.randrange(10**6))
    stages = run.trace()
    seeds, blocks = stages.seeds[0, 0], stages.blocks[0, 0]
    if not 2 <= seeds.sum() <= 3 or int(cover_counts(seeds, run.block_size).max()) < 2:
        return None
    return run, seeds, blocks


def cover_counts(seeds: Tensor, block_size: int) -> Tensor:
    """How many blocks cover each unit."""
    places = [one_seed(len(seeds), *place) for place in seeds.nonzero().tolist()]
    return torch.stack([dropped(place, block_size) for place in places]).sum(0)


def overlap_count(random: Random) -> Draft | None:
    """How many units overlapping blocks drop."""
    found = overlapping(random)
    if found is None:
        return None
    run, seeds, blocks = found
    whole = int(seeds.sum()) * run.block_size**2
    return Draft(
        run,
        str(int(blocks.sum())),
        {
            "counted_twice": str(int(cover_counts(seeds, run.block_size).sum())),
            "block_always_whole": str(whole),
            "overlap_comes_back": str(int((cover_counts(seeds, run.block_size) == 1).sum())),
        },
        {"seeds": int(seeds.sum())},
        grids=(seeds_grid(seeds),),
    )


def overlap_value(random: Random) -> Draft | None:
    """What the mask holds where blocks overlap."""
    found = overlapping(random)
    if found is None:
        return None
    run, seeds, _blocks = found
    counts = cover_counts(seeds, run.block_size)
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
        (picture.mark(one_seed(run.side, row, column)),),
    )


def overlap_mask(random: Random) -> Draft | None:
    """Which mask overlapping blocks make."""
    found = overlapping(random)
    if found is None:
        return None
    run, seeds, blocks = found
    once = (cover_counts(seeds, run.block_size) == 1).float()
    return Draft(
        run,
        mask_grid(1 - blocks),
        {
            "overlap_comes_back": mask_grid(1 - once),
            "seed_is_corner": mask_grid(1 - from_corner(seeds, run.block_size)),
        },
        {"seeds": int(seeds.sum()), "count": int(blocks.sum())},
        grids=(seeds_grid(seeds),),
    )
