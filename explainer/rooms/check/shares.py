"""Questions on shares: by what the rest is scaled, and what keep_prob really keeps."""

from random import Random

from dropblock.pipeline import Trace
from dropblock.rates import keep_probability
from dropblock.recipes import RECIPES
from explainer.figures import grids
from explainer.figures.rounding import significant
from explainer.rooms.check.question import Draft, Run, mask_grid, one_unit, three, two
from explainer.shell.text import _


def some_run(random: Random) -> tuple[Run, Trace, int] | None:
    """A real draw that drops something and keeps at least a third: run, stages, kept units."""
    keep_prob = random.choice([0.7, 0.8, 0.9])
    run = Run(random.randint(5, 7), 3, keep_prob, random.randrange(10**6))
    stages = run.trace()
    kept = int(stages.mask.sum())
    return (run, stages, kept) if run.units / 3 < kept < run.units else None


def scale_of_mask(random: Random) -> Draft | None:
    """By what the kept units are multiplied."""
    found = some_run(random)
    if found is None:
        return None
    run, stages, kept = found
    return Draft(
        run,
        two(stages.scale),
        {
            "scale_from_keep_prob": two(1 / run.keep_prob),
            "nothing_scaled": two(1),
            "scale_upside_down": two(kept / run.units),
        },
        {"kept": kept},
        grids=(mask_grid(stages.mask[0, 0]),),
    )


def scaled_unit(random: Random) -> Draft | None:
    """What becomes of one kept unit."""
    found = some_run(random)
    if found is None:
        return None
    run, stages, kept = found
    row, column = random.choice(stages.mask[0, 0].nonzero().tolist())
    value = int(run.x[0, 0, row, column])
    mark = one_unit(run.side, row, column)
    shown = grids.values(_("Input"), _("The input, one unit marked"), run.x[0, 0], 9)
    return Draft(
        run,
        two(stages.output[0, 0, row, column].item()),
        {
            "scale_from_keep_prob": two(value / run.keep_prob),
            "nothing_scaled": two(value),
            "scale_upside_down": two(value * kept / run.units),
        },
        {"value": value, "kept": kept, "scale": two(stages.scale)},
        {"unit": (row, column)},
        (shown.mark(mark), mask_grid(stages.mask[0, 0]).mark(mark)),
    )


def sum_of_ones(random: Random) -> Draft | None:
    """The sum of the output where every input is 1."""
    found = some_run(random)
    if found is None:
        return None
    run, stages, kept = found
    return Draft(
        run,
        two((stages.mask.double() * stages.scale).sum().item()),
        {
            "nothing_scaled": two(kept),
            "scale_from_keep_prob": two(kept / run.keep_prob),
            "inference_scales": two(run.units * run.keep_prob),
        },
        {"kept": kept, "scale": two(stages.scale)},
        grids=(mask_grid(stages.mask[0, 0]),),
    )


def share_of_draw(random: Random) -> Draft | None:
    """Which share of the units this draw keeps."""
    found = some_run(random)
    if found is None:
        return None
    run, stages, kept = found
    recipe = RECIPES[run.recipe]
    expected = recipe.expected_keep_rates([run.keep_prob], 3, run.side, run.side).item()
    return Draft(
        run,
        three(kept / run.units),
        {
            "exact_share": three(run.keep_prob),
            "draw_is_average": three(expected),
            "dropped_for_kept": three(1 - kept / run.units),
        },
        {"kept": kept, "expected": three(expected)},
        grids=(mask_grid(stages.mask[0, 0]),),
    )


def share_on_average(random: Random) -> Draft | None:
    """Which share the article's rule keeps on average."""
    run = Run(random.randint(6, 8), random.choice([3, 5]), random.choice([0.8, 0.9]), 0)
    recipe = RECIPES[run.recipe]
    expected = recipe.expected_keep_rates([run.keep_prob], run.block_size, run.side, run.side)
    if run.gamma * run.block_size**2 > 1:  # or one wrong choice would be less than nothing
        return None
    return Draft(
        run,
        three(expected.item()),
        {
            "exact_share": three(run.keep_prob),
            "seed_falls_alone": three(1 - run.gamma),
            "counted_twice": three(1 - run.gamma * run.block_size**2),
        },
        {
            "gamma": significant(run.gamma),
            "sum": three(run.gamma * run.block_size**2),
            "gone": two(1 - run.keep_prob),
        },
    )


def above_or_below(random: Random) -> Draft | None:
    """On which side of what you ask the paper's rule comes to lie."""
    keep_prob = random.choice([0.5, 0.6, 0.7, 0.8])
    run = Run(random.randint(6, 8), 3, keep_prob, 0, recipe="paper")
    rates = {
        name: RECIPES[name].expected_keep_rates([keep_prob], 3, run.side, run.side).item()
        for name in ("paper", "reference")
    }
    sides = (_("More than {asked}"), _("Exactly {asked}"), _("Less than {asked}"))
    more, exact, less = (text.format(asked=two(keep_prob)) for text in sides)
    if not rates["paper"] > keep_prob > rates["reference"]:
        return None
    return Draft(
        run,
        more,
        {"exact_share": exact, "seeds_anywhere": less},
        {name: three(rate) for name, rate in rates.items()},
    )


def corner_or_centre(random: Random) -> Draft | None:
    """Which unit survives more often."""
    recipe = random.choice(["paper", "reference"])
    run = Run(random.choice([5, 7, 9]), random.choice([3, 5]), 0.8, 0, recipe=recipe)
    seeds = RECIPES[recipe].seeds
    chance = keep_probability(run.gamma, run.block_size, run.side, run.side, seeds)
    corner, centre = chance[0, 0].item(), chance[run.side // 2, run.side // 2].item()
    if not corner > centre:
        return None
    return Draft(
        run,
        _("The one in the corner"),
        {
            "border_drops_more": _("The one in the centre"),
            "every_unit_alike": _("Both alike"),
        },
        {
            "rule": _("the paper's rule") if recipe == "paper" else _("the article's rule"),
            "where": _("a seed falls only where its whole block fits")
            if recipe == "paper"
            else _("seeds may fall anywhere"),
            "corner": three(corner),
            "centre": three(centre),
        },
    )
