"""Questions on gamma: how many seeds it gives, and what it hangs on."""

from dataclasses import replace
from random import Random

import torch

from explainer.figures import grids
from explainer.figures.rounding import fixed, significant
from explainer.rooms.check.question import Draft, Run, two
from explainer.shell.text import _

CLEAR = 0.02  # no noise of a draw to be read lies this near to what it is compared with


def seeds_expected(random: Random) -> Draft | None:
    """How many seeds a mask has on average."""
    run = Run(random.randint(6, 8), random.choice([3, 5]), random.choice([0.8, 0.9]), 0)
    drop = 1 - run.keep_prob
    wanted = fixed(drop * run.units, 1)
    return Draft(
        run,
        fixed(run.gamma * run.units, 1),
        {
            "gamma_is_drop_rate": wanted,
            "factor_forgotten": fixed(drop / run.block_size**2 * run.units, 1),
            "gamma_keeps": fixed((1 - run.gamma) * run.units, 1),
        },
        {"wanted": wanted},
    )


def seeds_in_draw(random: Random) -> Draft | None:
    """How many seeds a draw has, its numbers being there to read."""
    run = Run(random.randint(5, 6), 3, random.choice([0.6, 0.7, 0.8]), random.randrange(10**6))
    noise, drop = run.noise, 1 - run.keep_prob
    apart = min((noise - edge).abs().min().item() for edge in (run.gamma, drop))
    seeds = int((noise < run.gamma).sum())
    if apart < CLEAR or not 1 <= seeds <= 4:
        return None
    plain = grids.draw(
        _("The draw"), _("The noise of each unit"), noise[0, 0], torch.zeros(run.side, run.side)
    )
    return Draft(
        run,
        str(seeds),
        {
            "gamma_is_drop_rate": str(int((noise < drop).sum())),
            "gamma_keeps": str(int((noise >= run.gamma).sum())),
            "draw_is_average": fixed(run.gamma * run.units, 1),
        },
        {"gamma": significant(run.gamma), "gone": two(drop)},
        grids=(plain,),
    )


def other_block(random: Random) -> Draft | None:
    """What becomes of gamma with another block_size."""
    run = Run(random.randint(7, 8), random.choice([3, 5, 7]), random.choice([0.7, 0.8, 0.9]), 0)
    before = random.choice([block for block in (3, 5, 7) if block != run.block_size])
    drop = 1 - run.keep_prob
    earlier = replace(run, block_size=before)
    old = earlier.gamma
    return Draft(
        run,
        significant(run.gamma),
        {
            "gamma_is_drop_rate": significant(drop),
            "gamma_follows_keep_prob_alone": significant(old),
            "factor_forgotten": significant(drop / run.block_size**2),
        },
        {
            "before": before,
            "old": significant(old),
            "verb": _("falls") if run.gamma < old else _("rises"),
        },
        {"before": before},
        beside=earlier,
    )
