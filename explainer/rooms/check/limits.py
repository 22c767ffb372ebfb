"""Questions on what moves when one thing changes: the map, the block, keep_prob."""

from dataclasses import replace
from random import Random

from dropblock.blocks import spread
from explainer.figures import grids
from explainer.figures.rounding import significant
from explainer.rooms.check.gamma import CLEAR
from explainer.rooms.check.question import Draft, Run, mask_grid, two
from explainer.shell.text import _


def other_map(random: Random) -> Draft | None:
    """What becomes of gamma on a map of another size."""
    run = Run(random.randint(5, 8), random.choice([3, 5]), random.choice([0.7, 0.8, 0.9]), 0)
    before = random.choice([14, 28])
    earlier = replace(run, side=before)
    old = earlier.gamma
    return Draft(
        run,
        significant(run.gamma),
        {
            "gamma_follows_keep_prob_alone": significant(old),
            "factor_forgotten": significant((1 - run.keep_prob) / run.block_size**2),
            "gamma_follows_area": significant(old * run.units / before**2),
        },
        {"before": before, "old": significant(old)},
        {"before": before},
        beside=earlier,
    )


def block_of_one(random: Random) -> Draft | None:
    """What DropBlock with block_size 1 is."""
    run = Run(random.randint(5, 8), 1, random.choice([0.6, 0.7, 0.8, 0.9]), 0)
    chance = two(run.gamma)
    return Draft(
        run,
        _("Dropout: each unit falls by itself, with a chance of {chance}").format(chance=chance),
        {
            "block_of_one_is_nothing": _("A layer that drops nothing: there is no block"),
            "whole_channels": _(
                "Spatial dropout: a whole channel falls, with a chance of {chance}"
            ).format(chance=chance),
            "block_of_one_is_cutout": _("Cutout with the smallest square: one unit of each map"),
        },
    )


def lower_keep_prob(random: Random) -> Draft | None:
    """The mask of the same draw at a lower keep_prob."""
    keep_prob = random.choice([0.75, 0.8, 0.85, 0.9])
    run = Run(random.randint(5, 7), 3, keep_prob, random.randrange(10**6))
    lower = replace(run, keep_prob=round(run.keep_prob - 0.3, 2))
    other = replace(lower, draw=run.draw + 1)
    old, new = run.trace(), lower.trace()
    fresh = other.trace().mask[0, 0]
    grown = 1 - spread(old.seeds, 5)[0, 0]
    seeds, seeds_now = int(old.seeds.sum()), int(new.seeds.sum())
    apart = min((run.noise - edge).abs().min().item() for edge in (run.gamma, lower.gamma))
    comes_back = bool(((1 - old.mask[0, 0]) * fresh).any())
    if apart < CLEAR / 2 or not 1 <= seeds < seeds_now <= 4 or not comes_back:
        return None
    return Draft(
        run,
        mask_grid(new.mask[0, 0]),
        {"drawn_anew": mask_grid(fresh), "blocks_grow": mask_grid(grown)},
        {
            "lower": two(lower.keep_prob),
            "gamma": significant(run.gamma),
            "gamma_now": significant(lower.gamma),
            "seeds": seeds,
            "seeds_now": seeds_now,
        },
        {"lower": lower.keep_prob},
        (
            grids.draw(
                _("The draw"),
                _("The noise of each unit, with the seeds marked"),
                run.noise[0, 0],
                old.seeds[0, 0],
            ),
        ),
        lower,
    )
