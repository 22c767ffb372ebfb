"""How much of the dropped units can be guessed from the kept ones around them.

Dropped units are filled with a pull-push pyramid (Gortler et al. 1996, The Lumigraph,
section 3.4): pull averages the known units to ever coarser maps, push fills the gaps of each map
from the next coarser one.
"""

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from dropblock.arguments import check_input, check_of_map


@dataclass(frozen=True)
class Leak:
    """What `leak` guesses of the dropped units, and how well.

    Attributes
    ----------
    guess : Tensor
        x with the dropped units filled in, in x's shape and floating dtype (float32 for
        integers). Kept units are unchanged.
    r2 : float or None
        Share of the dropped units' variance that the guess explains:
        1 − Σ(x − guess)² / Σ(x − mean)², where both sums run over all dropped units, and the
        mean is that of the dropped units of the sample and channel. None where nothing is
        dropped, the dropped units do not vary, or x is not finite.
    psnr : float or None
        Peak signal-to-noise ratio of the guess in decibels, with the range of x as the peak;
        infinite for a perfect guess. None where r2 is None.

    Examples
    --------
    >>> import torch
    >>> from dropblock import leak
    >>> x, mask = torch.ones(1, 1, 3, 3), torch.ones(1, 1, 3, 3)
    >>> leak(x, mask).r2 is None  # nothing is dropped
    True
    """

    guess: Tensor
    r2: float | None
    psnr: float | None


def leak(x: Tensor, mask: Tensor) -> Leak:
    """Guess the dropped units of x from the kept ones around them.

    Parameters
    ----------
    x : Tensor
        Feature map (N, C, H, W) of real numbers, of any size.
    mask : Tensor
        1 = kept, 0 = dropped; in x's shape, or (N, 1, H, W) for all channels.

    Returns
    -------
    Leak
        The guess, and how well it explains the dropped units. Where a channel has no kept unit,
        the guess is the channel's mean, which explains nothing (r2 0).

    Raises
    ------
    ValueError
        For x that is not a tensor, not NCHW, complex or float8, and for a mask that is not a
        tensor or has another shape.

    References
    ----------
    Gortler, Grzeszczuk, Szeliski, Cohen 1996, "The Lumigraph", section 3.4 (pull-push).

    Examples
    --------
    Nine single units of a slope are easier to guess than one block of nine:

    >>> import torch
    >>> from dropblock import leak
    >>> x = torch.arange(9.0)[:, None].expand(1, 1, 9, 9)
    >>> units, block = torch.ones(2, 1, 1, 9, 9)
    >>> units[..., 2::3, 2::3] = 0
    >>> block[..., 3:6, 3:6] = 0
    >>> round(leak(x, units).r2, 2), round(leak(x, block).r2, 2)
    (0.96, 0.88)
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


def _explained(x: Tensor, guess: Tensor, dropped: Tensor) -> tuple[float | None, float | None]:
    """r2 and psnr of the guess, as `Leak` defines them."""
    count = dropped.sum((2, 3), keepdim=True)
    mean = x.masked_fill(~dropped, 0).sum((2, 3), keepdim=True) / count.clamp(min=1)
    variation = ((x - mean) ** 2).masked_fill(~dropped, 0).sum().item()
    peak = (x.max() - x.min()).item() if x.numel() else 0.0
    # The dropped units vary no more than rounding does, or x is not finite.
    if not (math.isfinite(peak) and variation > 1e-12 * max(peak, 1e-300) ** 2):
        return None, None
    error = ((x - guess) ** 2).sum().item()  # 0 where units are kept
    psnr = 10 * math.log10(peak**2 * x.numel() / error) if error else math.inf
    return 1 - error / variation, psnr


def _halved(field: Tensor) -> Tensor:
    """Blur with (1, 3, 3, 1) / 4 along each axis and take every second unit; the sum stays."""
    h, w = field.shape[-2:]
    padded = F.pad(field, (1, 1 + w % 2, 1, 1 + h % 2))
    for axis in (-2, -1):
        even, odd = padded.unfold(axis, 2, 2).unbind(-1)
        size = even.shape[axis] - 1
        outer = even.narrow(axis, 0, size) + odd.narrow(axis, 1, size)
        inner = odd.narrow(axis, 0, size) + even.narrow(axis, 1, size)
        padded = (outer + 3 * inner) / 4
    return padded


def _pull_push(known: Tensor, weight: Tensor) -> Tensor:
    """Fill the units whose weight is below 1; ``known`` is value × weight, float64 (N, C, H, W)."""
    h, w = known.shape[-2:]
    average = known / weight.clamp(min=1e-300)
    if h == w == 1:
        return average
    # Pull: a coarse unit is the weighted average of the known ones around it.
    coarse_known, coarse_weight = _halved(known), _halved(weight)
    enough = coarse_weight.clamp(min=1)  # a weight of 1 is certainty
    coarse = _pull_push(coarse_known / enough, coarse_weight / enough)
    # Push: a unit takes from the coarse map as much as its weight falls short of 1.
    finer = F.interpolate(coarse, size=(h + h % 2, w + w % 2), mode="bilinear")[..., :h, :w]
    return weight * average + (1 - weight) * finer
