"""Beliefs about γ and keep_prob, each as an experiment: a draw and a variation in, grids and
numbers out."""

from math import sqrt

import torch
from torch import Tensor

from dropblock import RECIPES, DropBlock, draw_noise, gamma, random_map, trace
from dropblock.pipeline import keep_mask
from dropblock.simulation import draw_kept
from explainer.figures import grids
from explainer.figures.rounding import fixed, significant
from explainer.shell.answers import EQUAL
from explainer.shell.experiment import (
    PAPER,
    Option,
    Outcome,
    compared,
    differ,
    expected,
    seed_of,
    share,
)
from explainer.shell.text import _

MASKS = 10_000
NORMAL_95 = 1.96  # standard errors on either side that hold 95 % of all means
FEWEST_CHANNELS = 4
CHANNELS = (64, 16, 8)  # to which the layer grows


def _two_masks(names: tuple[str, str], masks: tuple[Tensor, Tensor]) -> tuple[grids.Grid, ...]:
    return tuple(
        grids.mask(name, _("The keep mask: {name}").format(name=name), mask[0, 0])
        for name, mask in zip(names, masks, strict=True)
    )


def feat_size(draw: int, option: Option) -> Outcome:
    """Eq. 1 with the map's side, and with its number of channels in its place."""
    keep_prob, side, block_size, number = 0.75, 10, 3, int(option)
    right = gamma(keep_prob, block_size, side, side)
    before, after = (
        PAPER.gamma(keep_prob, block_size, *random_map(side, channels).shape[-2:])
        for channels in (FEWEST_CHANNELS, number)
    )

    def wrong_of(number: int) -> float:
        return gamma(keep_prob, block_size, number, number)

    def masks_of(seed: int, number: int) -> tuple[Tensor, Tensor]:
        noise = draw_noise((1, 1, side, side), seed)
        chances = (right, wrong_of(number))
        one, other = (keep_mask(noise, chance, block_size, PAPER) for chance in chances)
        return one, other

    def shows_it(seed: int) -> bool:  # one draw for every number of channels
        return all(differ(*masks_of(seed, each)) for each in CHANNELS)

    masks = masks_of(seed_of(draw, shows_it), number)
    wrong = wrong_of(number)
    return Outcome(
        _two_masks(
            (
                _("feat_size = side = {side}").format(side=side),
                _("feat_size = channels = {number}").format(number=number),
            ),
            masks,
        ),
        {
            "side": str(side),
            "block_size": str(block_size),
            "keep_prob": fixed(keep_prob, 2),
            "fewest": str(FEWEST_CHANNELS),
            "channels": str(number),
            "gamma": significant(right),
            "wrong_gamma": significant(wrong),
            "expected": expected(PAPER, right, block_size, side),
            "wrong_expected": expected(PAPER, wrong, block_size, side),
            "share": share(masks[0]),
            "wrong_share": share(masks[1]),
        },
        compared(("falls", "stays", "grows"), after, before),
    )


def keep_prob(draw: int, option: Option) -> Outcome:
    """Many masks of a rule, and the first of them."""
    asked, side, block_size, recipe = 0.9, 14, 7, RECIPES[str(option)]
    generator = torch.Generator().manual_seed(draw)
    kept = draw_kept(recipe, asked, block_size, side, side, MASKS, generator)
    noise = draw_noise((MASKS, 1, side, side), draw)[:1]  # the first of those masks
    run = trace(random_map(side), asked, block_size, noise, recipe)
    rates = kept.double() / (side * side)
    error = NORMAL_95 * rates.std().item() / sqrt(MASKS)
    average = recipe.expected_keep_rates([asked], block_size, side, side).item()
    return Outcome(
        (grids.mask(_("The first of them"), _("The first keep mask"), run.mask[0, 0]),),
        {
            "side": str(side),
            "block_size": str(block_size),
            "asked": fixed(asked, 2),
            "masks": f"{MASKS:,}",
            "expected": fixed(average, 3),
            "share": share(run.mask),
            "mean": fixed(rates.mean().item(), 3),
            "error": fixed(error, 3),
            "lowest": fixed(rates.min().item(), 3),
            "highest": fixed(rates.max().item(), 3),
        },
        compared(("less", "asked", "more"), average, asked, EQUAL),
        "reveal" if option == "reference" else str(option),
    )


def gamma_kept(draw: int, option: Option) -> Outcome:
    """The γ that a first map left behind, and the one that the second map asks for."""
    keep_prob, first, second, block_size = 0.9, 10, int(option), 5
    layer = DropBlock(block_size, keep_prob)
    stale = layer.calculate_gamma(random_map(first))
    own = layer.calculate_gamma(random_map(second))

    def masks_of(seed: int) -> tuple[Tensor, Tensor]:
        noise = draw_noise((1, 1, second, second), seed)
        return keep_mask(noise, stale, block_size, PAPER), keep_mask(noise, own, block_size, PAPER)

    masks = masks_of(seed_of(draw, lambda seed: differ(*masks_of(seed))))
    return Outcome(
        _two_masks((_("γ of the first map"), _("γ of its own")), masks),
        {
            "first": str(first),
            "second": str(second),
            "block_size": str(block_size),
            "asked": fixed(keep_prob, 2),
            "stale": significant(stale),
            "own": significant(own),
            "stale_expected": expected(PAPER, stale, block_size, second),
            "own_expected": expected(PAPER, own, block_size, second),
            "stale_share": share(masks[0]),
            "own_share": share(masks[1]),
        },
        compared(("smaller", "same", "larger"), own, stale),
    )
