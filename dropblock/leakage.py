"""How much of what was dropped its surroundings give away.

Dropped units are filled from the kept ones around them with a pull-push pyramid (Gortler et al.
1996, The Lumigraph, section 3.4): pull averages what is known to ever coarser maps, push fills
the gaps of each map from the next coarser one.
"""

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from dropblock.arguments import check_input, check_of_map


@dataclass(frozen=True)
class Leak:
    """guess: x with the dropped units filled in, in x's shape and dtype; kept ones are untouched.

    r2: share of the dropped units' variance that the guess explains, 1 − Σ(x − guess)² /
        Σ(x − mean)² over the dropped units, with the mean of the dropped units of each sample
        and channel, and the sums over all of them. None where nothing is dropped, what is
        dropped does not vary, or x is not finite.
    psnr: peak signal-to-noise ratio of the guess in decibels, with the range of x as the peak;
        infinite for a perfect guess. None where r2 is.
    """

    guess: Tensor
    r2: float | None
    psnr: float | None


def leak(x: Tensor, mask: Tensor) -> Leak:
    """Guess what mask (1 = kept, 0 = dropped) hides of x (N, C, H, W); any size.

    The mask has x's shape, or (N, 1, H, W). Where a channel has nothing kept the guess is its
    mean, which explains nothing (R² 0).

    Raises ValueError for x that is not a tensor, not NCHW, complex or float8, and for a mask that
    is not a tensor or fits neither shape.
    """
    check_input(x)
    check_of_map("mask", mask, x.shape)
    kept = mask.to(x.device).bool().expand(x.shape)
    values = x.double()
    filled = _pull_push(values.masked_fill(~kept, 0), kept.double())
    nothing = ~kept.flatten(2).any(2)[..., None, None]
    filled = torch.where(nothing, values.mean((2, 3), keepdim=True), filled)
    guess = torch.where(kept, values, filled)
    r2, psnr = _explained(values, guess, ~kept)
    floating = x.dtype if x.is_floating_point() else torch.float32
    return Leak(torch.where(kept, x.to(floating), guess.to(floating)), r2, psnr)


def _explained(x: Tensor, guess: Tensor, gone: Tensor) -> tuple[float | None, float | None]:
    count = gone.sum((2, 3), keepdim=True)
    mean = x.masked_fill(~gone, 0).sum((2, 3), keepdim=True) / count.clamp(min=1)
    spread = ((x - mean) ** 2)[gone].sum().item()
    peak = (x.max() - x.min()).item() if x.numel() else 0.0
    # No more than rounding, or not a number.
    if not (math.isfinite(peak) and spread > 1e-12 * max(peak, 1e-300) ** 2):
        return None, None
    error = ((x - guess) ** 2)[gone].sum().item()
    psnr = 10 * math.log10(peak**2 * x.numel() / error) if error else math.inf
    return 1 - error / spread, psnr


def _halved(field: Tensor) -> Tensor:
    """Every second unit of the field blurred with (1, 3, 3, 1) along each axis, which is three
    averages of neighbours; the sum stays."""
    h, w = field.shape[-2:]
    padded = F.pad(field, (1, 1 + w % 2, 1, 1 + h % 2))
    return 4 * F.avg_pool2d(F.avg_pool2d(F.avg_pool2d(padded, 2, 1), 2, 1), 2)


def _pull_push(known: Tensor, weight: Tensor) -> Tensor:
    """Fill ``known`` (values × weight) where the weight is below 1, float64 (N, C, H, W)."""
    h, w = known.shape[-2:]
    average = known / weight.clamp(min=1e-300)
    if h == w == 1:
        return average
    # Pull: a coarse unit is the weighted average of the known ones around it.
    coarse_known, coarse_weight = _halved(known), _halved(weight)
    enough = coarse_weight.clamp(min=1)  # several known units make one that is known for certain
    coarse = _pull_push(coarse_known / enough, coarse_weight / enough)
    # Push: what is not known for certain comes from the coarse map.
    finer = F.interpolate(coarse, size=(h + h % 2, w + w % 2), mode="bilinear")[..., :h, :w]
    return weight * average + (1 - weight) * finer
