"""Dropout of an exact number of units, on the same noise as DropBlock."""

import torch
from torch import Tensor

from dropblock.arguments import check_dropped


def rank_map(noise: Tensor) -> Tensor:
    """Place of each unit in a stable sort of the whole noise: int64, from 0."""
    order = noise.flatten().argsort(stable=True)
    rank = torch.empty_like(order)
    rank[order] = torch.arange(order.numel(), device=order.device)
    return rank.view(noise.shape)


def dropout_mask(noise: Tensor, dropped: int) -> Tensor:
    """Mask of a dropout that drops an exact number of units, those of lowest noise.

    Beside a DropBlock mask of the same noise and number, only the *shape* of what is dropped
    differs.

    Parameters
    ----------
    noise : Tensor
        Any shape.
    dropped : int
        Number of units to drop, from 0 to all.

    Returns
    -------
    Tensor
        float32 in the noise's shape; 1 = kept, 0 = dropped.

    Raises
    ------
    ValueError
        Unless dropped is a whole number from 0 to the number of units.

    Examples
    --------
    >>> import torch
    >>> from dropblock import dropout_mask
    >>> dropout_mask(torch.tensor([[0.2, 0.9], [0.1, 0.5]]), dropped=2)
    tensor([[0., 1.],
            [0., 1.]])
    """
    check_dropped(dropped, noise.numel())
    return (rank_map(noise) >= dropped).float()
