"""Exhibits on which the article's code runs and is wrong in silence: a draw and a variation in,
grids and numbers out."""

from torch import Tensor

from dropblock import DropBlock, draw_noise, random_map, trace
from dropblock.pipeline import keep_mask
from explainer.figures.rounding import fixed, significant
from explainer.rooms.museum.exhibit import ARTICLE, Display, input_grid, mask_grid, percent
from explainer.shell.experiment import (
    PAPER,
    REFERENCE,
    Option,
    differ,
    expected,
    seed_of,
    share,
)
from explainer.shell.text import _

MAPS = {"7-14": (7, 14), "5-14": (5, 14), "5-10": (5, 10)}  # sides: the first, the second


def stale_gamma(draw: int, option: Option) -> Display:
    """One layer, two maps: the gamma of the first is kept for the second."""
    first, second = MAPS[str(option)]
    block_size, keep_prob = 5, 0.9
    layer = DropBlock(block_size, keep_prob)
    x = random_map(second, seed=0)
    layer(random_map(first, seed=0))
    layer(x)
    kept, layer.gamma = layer.gamma, None
    layer(x)
    own = layer.gamma
    eq1 = PAPER.gamma(keep_prob, block_size, second, second)
    assert kept is not None
    assert own is not None

    def masks_of(seed: int) -> tuple[Tensor, Tensor]:
        noise = draw_noise(tuple(x.shape), seed)
        return keep_mask(noise, kept, block_size, ARTICLE), keep_mask(
            noise, own, block_size, ARTICLE
        )

    def shows_it(seed: int) -> bool:
        """Both drop, and the first map's gamma misses what is asked by more."""
        stale_kept, own_kept = (mask.mean().item() for mask in masks_of(seed))
        return own_kept < 1 and abs(stale_kept - keep_prob) > abs(own_kept - keep_prob)

    stale_mask, own_mask = masks_of(seed_of(draw, shows_it))
    return Display(
        (input_grid(x),),
        (mask_grid(_("γ of the first map"), stale_mask),),
        (mask_grid(_("γ of its own"), own_mask),),
        {
            "first": str(first),
            "second": str(second),
            "block_size": str(block_size),
            "keep_prob": fixed(keep_prob, 2),
            "stale": significant(kept),
            "own": significant(own),
            "stale_expected": expected(ARTICLE, kept, block_size, second),
            "own_expected": expected(ARTICLE, own, block_size, second),
            "paper_expected": expected(PAPER, eq1, block_size, second),
            "stale_share": share(stale_mask),
            "own_share": share(own_mask),
        },
    )


def rectangle(draw: int, option: Option) -> Display:
    """The same map upright and lying."""
    short, long, block_size, keep_prob = 5, 10, 3, 0.75
    shape = (1, 1, short, long)
    sides = ((short, long), (long, short))  # lying, upright
    chances = [ARTICLE.gamma(keep_prob, block_size, *pair) for pair in sides]

    def masks_of(seed: int) -> list[Tensor]:
        noise = draw_noise(shape, seed)
        return [keep_mask(noise, chance, block_size, ARTICLE) for chance in chances]

    seed = seed_of(draw, lambda seed: differ(*masks_of(seed)))
    x = random_map(long, seed=0)[..., :short, :]
    paper = trace(x, keep_prob, block_size, draw_noise(shape, seed), PAPER)
    upright = option == "upright"
    mask = masks_of(seed)[upright]
    height, width = sides[upright]

    def turned(tensor: Tensor) -> Tensor:
        return tensor.mT if upright else tensor

    return Display(
        (input_grid(turned(x)),),
        (mask_grid(_("Its mask"), turned(mask)),),
        (mask_grid(_("The paper's rule"), turned(paper.mask)),),
        {
            "height": str(height),
            "width": str(width),
            "short": str(short),
            "long": str(long),
            "block_size": str(block_size),
            "keep_prob": fixed(keep_prob, 2),
            "gamma": significant(chances[upright]),
            "other_gamma": significant(chances[not upright]),
            "eq1": significant(PAPER.gamma(keep_prob, block_size, height, width)),
            "share": share(mask),
            "paper_share": share(paper.mask),
        },
    )


def keep_rate(draw: int, option: Option) -> Display:
    """What is kept of a late, small map."""
    side, block_size, keep_prob = 7, int(option), 0.9
    x = random_map(side, seed=0)

    def noise_of(seed: int) -> Tensor:
        return draw_noise(tuple(x.shape), seed)

    def its_turn(seed: int) -> bool:
        """The article's code drops. The paper's rule does in every second draw, in no other."""
        rules = (REFERENCE, PAPER)
        masks = [trace(x, keep_prob, block_size, noise_of(seed), rule).mask for rule in rules]
        return [bool((mask == 0).any()) for mask in masks] == [True, bool(draw % 2)]

    noise = noise_of(seed_of(draw, its_turn))
    run = trace(x, keep_prob, block_size, noise)  # the article's mask, also where it keeps nothing
    paper = trace(x, keep_prob, block_size, noise, PAPER)
    return Display(
        (input_grid(x),),
        (mask_grid(_("Its mask"), run.mask),),
        (mask_grid(_("The paper's rule"), paper.mask),),
        {
            "side": str(side),
            "block_size": str(block_size),
            "keep_prob": fixed(keep_prob, 2),
            "expected": expected(REFERENCE, run.gamma, block_size, side),
            "paper_expected": expected(PAPER, paper.gamma, block_size, side),
            "share": share(run.mask),
            "paper_share": share(paper.mask),
            "drops": percent(1 - (1 - paper.gamma) ** (side - block_size + 1) ** 2),
        },
    )
