"""Exhibits on which the article's code crashes or gives NaN: a draw and a variation in, grids and
numbers out."""

from functools import cache

import torch
from torch import Tensor

from dropblock import DropBlock, Recipe, draw_noise, random_map, trace
from dropblock.calibration import calibrated_gammas
from dropblock.pipeline import keep_mask
from dropblock.simulation import draw_kept
from explainer.figures import grids
from explainer.figures.grids import Cell, Grid
from explainer.figures.rounding import fixed, significant
from explainer.rooms.museum.exhibit import (
    ARTICLE,
    Display,
    input_grid,
    mask_grid,
    percent,
    refusal,
)
from explainer.shell.base import MAP_RANGE
from explainer.shell.experiment import (
    PAPER,
    REFERENCE,
    Option,
    differ,
    expected,
    seed_of,
    share,
)
from explainer.shell.text import _, minus

SIMULATED = 10_000  # masks, to see how often nothing is kept
SETTINGS = {"5-5": (5, 5, 0.9), "7-7": (7, 7, 0.9), "5-3": (5, 3, 0.5)}  # side, block, keep_prob
OVERSIZED = (7, 9, 11)  # on a side of 6: the first divides by 0, the others run


@cache
def chance_of_nothing(recipe: Recipe, side: int, block_size: int, keep_prob: float) -> float:
    """How often a mask of this recipe keeps nothing, counted over 10,000 masks."""
    generator = torch.Generator().manual_seed(0)
    kept = draw_kept(recipe, keep_prob, block_size, side, side, SIMULATED, generator)
    return (kept == 0).double().mean().item()


def nothing_kept(draw: int, option: Option) -> Display:
    """A draw in which blocks cover the whole map."""
    side, block_size, keep_prob = SETTINGS[str(option)]
    x = random_map(side, seed=draw)
    rules = (REFERENCE, PAPER)

    def noise_of(seed: int) -> Tensor:
        return draw_noise(tuple(x.shape), seed)

    def fails(seed: int) -> bool:
        masks = [trace(x, keep_prob, block_size, noise_of(seed), rule).mask for rule in rules]
        return not masks[0].any() and bool(masks[1].any())

    noise = noise_of(seed_of(draw, fails))
    run = trace(x, keep_prob, block_size, noise)
    paper = trace(x, keep_prob, block_size, noise, PAPER)
    original = run.mask * x * (run.mask.numel() / run.mask.sum())  # step 6, to the letter
    cells = tuple(tuple(Cell(f"{v}", "dropped") for v in row) for row in original[0, 0].tolist())
    return Display(
        (input_grid(x),),
        (Grid(_("Its output"), _("The output: nan in every unit"), cells),),
        (grids.output(_("Output"), _("The output"), run.output[0, 0], run.mask[0, 0], MAP_RANGE),),
        {
            "side": str(side),
            "block_size": str(block_size),
            "keep_prob": fixed(keep_prob, 2),
            "error": refusal(lambda: trace(x, keep_prob, block_size, noise, ARTICLE)),
            "often": percent(chance_of_nothing(REFERENCE, side, block_size, keep_prob)),
            "paper_often": percent(chance_of_nothing(PAPER, side, block_size, keep_prob)),
            "simulated": f"{SIMULATED:,}",
            "paper_kept": str(int(paper.mask.sum())),
            "units": str(side * side),
        },
    )


def even(draw: int, option: Option) -> Display:
    """An even block."""
    side, block_size, keep_prob = 7, int(option), 0.75
    x = random_map(side, seed=0)

    def one_block(seed: int) -> bool:  # among several it is hard to see how each one lies
        noise = draw_noise(tuple(x.shape), seed)
        return int(trace(x, keep_prob, block_size, noise, PAPER).seeds.sum()) == 1

    noise = draw_noise(tuple(x.shape), seed_of(draw, one_block))
    run = trace(x, keep_prob, block_size, noise, PAPER)
    return Display(
        (input_grid(x),),
        (),
        (mask_grid(_("The paper's rule"), run.mask).mark(run.seeds[0, 0]),),
        {
            "side": str(side),
            "block_size": str(block_size),
            "keep_prob": fixed(keep_prob, 2),
            "error": refusal(lambda: trace(x, keep_prob, block_size, noise, ARTICLE)),
            "refusal": refusal(lambda: DropBlock(block_size, keep_prob)),
            "kept": str(int(run.mask.sum())),
            "units": str(side * side),
        },
    )


def oversized(draw: int, option: Option) -> Display:
    """A block larger than the map."""
    side, block_size, keep_prob = 6, int(option), 0.5
    x = random_map(side, seed=0)

    def masks_of(seed: int, block_size: int) -> tuple[Tensor, Tensor]:
        noise = draw_noise(tuple(x.shape), seed)
        chance = ARTICLE.gamma(keep_prob, block_size, side, side)
        mask = keep_mask(noise, chance, block_size, ARTICLE)
        return mask, trace(x, keep_prob, block_size, noise, PAPER).mask

    def shows_it(seed: int) -> bool:
        return all(differ(*masks_of(seed, running)) for running in OVERSIZED[1:])

    seed = seed_of(draw, shows_it)
    noise = draw_noise(tuple(x.shape), seed)
    paper = trace(x, keep_prob, block_size, noise, PAPER)
    given, answer = (input_grid(x),), (mask_grid(_("The paper's rule"), paper.mask),)
    numbers = {
        "side": str(side),
        "block_size": str(block_size),
        "keep_prob": fixed(keep_prob, 2),
        "positions": minus(side - block_size + 1),
        "refusal": refusal(lambda: trace(x, keep_prob, block_size, noise)),
        "paper_gamma": significant(paper.gamma),
        "paper_expected": expected(PAPER, paper.gamma, block_size, side),
        "paper_share": share(paper.mask),
    }
    if block_size == OVERSIZED[0]:
        numbers["error"] = refusal(lambda: trace(x, keep_prob, block_size, noise, ARTICLE))
        return Display(given, (), answer, numbers)
    mask, _paper_mask = masks_of(seed, block_size)
    chance = ARTICLE.gamma(keep_prob, block_size, side, side)
    asked = torch.tensor([keep_prob])
    fitting = calibrated_gammas(asked, block_size, side, side, ARTICLE.seeds).item()
    numbers |= {
        "gamma": significant(chance),
        "fitting": significant(fitting),
        "expected": expected(ARTICLE, chance, block_size, side),
        "share": share(mask),
    }
    return Display(given, (mask_grid(_("Its mask"), mask),), answer, numbers, "silent")
