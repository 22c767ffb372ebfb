"""Totems: pictures of three parts, each of which alone says which of eight classes it is.

A head glyph, stripes as a body, a foot glyph; the head has the most contrast, so that a network
can lean on it.
"""

import math
from functools import cache

import torch
from torch import Generator, Tensor

SIDE, CLASSES, GLYPH = 32, 8, 5
PARTS = {"head": (0, 11), "body": (11, 21), "feet": (21, 32)}  # rows
CONTRAST = {"head": 1.0, "body": 0.5, "feet": 0.55}
NOISE = 0.6  # standard deviation
JITTER = 3  # pixels that a part may lie to either side


@cache
def glyphs() -> Tensor:
    """One for each class as head and one as feet: (2, 8, 10, 10) of 0 and 1, left as right."""
    chance = Generator().manual_seed(7)
    half = (torch.rand((2, CLASSES, GLYPH, 3), generator=chance) < 0.5).float()
    whole = torch.cat([half, half[..., :2].flip(-1)], dim=-1)
    return whole.repeat_interleave(2, -1).repeat_interleave(2, -2)


@cache
def stripes() -> Tensor:
    """The body of each class: (8, 10, 16) in [0, 1], of a direction and a width of its own."""
    rows, columns = torch.meshgrid(torch.arange(10.0), torch.arange(16.0), indexing="ij")
    found = []
    for label in range(CLASSES):
        angle, period = math.pi * (label % 4) / 4, 3.0 if label < 4 else 5.5
        along = rows * math.sin(angle) + columns * math.cos(angle)
        found.append(((2 * math.pi * along / period).cos() > 0).float())
    return torch.stack(found)


def totems(count: int, seed: int) -> tuple[Tensor, Tensor]:
    """Pictures (count, 1, 32, 32) and labels (count), the classes in turn."""
    chance = Generator().manual_seed(seed)
    labels = torch.arange(count) % CLASSES
    pictures = torch.zeros(count, 1, SIDE, SIDE)
    places = torch.randint(-JITTER, JITTER + 1, (count, 3), generator=chance).tolist()
    for picture, label, (head, body, feet) in zip(pictures, labels.tolist(), places, strict=True):
        picture[0, :10, 11 + head : 21 + head] = CONTRAST["head"] * glyphs()[0, label]
        picture[0, 11:21, 8 + body : 24 + body] = CONTRAST["body"] * stripes()[label]
        picture[0, 22:, 11 + feet : 21 + feet] = CONTRAST["feet"] * glyphs()[1, label]
    return pictures + NOISE * torch.randn(pictures.shape, generator=chance), labels
