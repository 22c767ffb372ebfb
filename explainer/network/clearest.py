"""Which channels of a map are worth a look: those that vary most, each of its own kind."""

import torch
from torch import Tensor

BRIGHT = 0.995  # quantile of a channel that is shown as 1
ALIKE = 0.9  # |correlation| beyond which two channels show the same
BORDER = 0.5  # |correlation| with the border beyond which a channel marks nothing else


def scaled(maps: Tensor) -> Tensor:
    """Each channel of maps (C, H, W) from 0 to its 99.5th percentile, as 0 … 1; the few larger
    values are 1."""
    top = maps.flatten(1).quantile(BRIGHT, dim=1).clamp(min=1e-6)
    return (maps / top[:, None, None]).clamp(0, 1)


def clearest(maps: Tensor, number: int) -> list[int]:
    """So many channels of maps (C, H, W), the one that varies most inside its border first.

    Near-duplicates of one before, and channels that only mark the border, come last: in place of
    others that are missing.

    Examples
    --------
    >>> import torch
    >>> slope = torch.arange(9.0).expand(9, 9)
    >>> clearest(torch.stack([slope, 2 * slope, slope.T, torch.ones(9, 9)]), 3)
    [0, 2, 1]
    """
    shown = scaled(maps)
    border = torch.ones(1, *maps.shape[1:])
    border[:, 1:-1, 1:-1] = 0
    order = (
        shown[:, 1:-1, 1:-1]
        .flatten(1)
        .std(1, correction=0)
        .argsort(descending=True, stable=True)
        .tolist()
    )
    both = torch.cat([border, shown]).flatten(1).double()
    correlation = both.corrcoef().nan_to_num().abs()
    marks_border, alike = correlation[0, 1:] > BORDER, correlation[1:, 1:] > ALIKE
    chosen: list[int] = []
    for channel in order:
        if len(chosen) < number and not marks_border[channel] and not alike[channel, chosen].any():
            chosen.append(channel)
    rest = [channel for channel in order if channel not in set(chosen)]
    return (chosen + rest)[:number]
