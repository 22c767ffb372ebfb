"""Checks of arguments. Each raises a ValueError that names the value and what is allowed."""

from numbers import Integral, Real

import torch


def _is_whole(value: object) -> bool:
    # torch.SymInt: the size of a map in a graph for many sizes
    return isinstance(value, (int, Integral, torch.SymInt)) and not isinstance(value, bool)


def check_keep_prob(keep_prob: object) -> float:
    """Return keep_prob as a float; raise ValueError outside [0, 1] (NaN included)."""
    if not isinstance(keep_prob, (float, Real)):
        raise ValueError(f"keep_prob must be a number in [0, 1], got {type(keep_prob).__name__}")
    if not 0 <= float(keep_prob) <= 1:
        raise ValueError(f"keep_prob must be in [0, 1], got {keep_prob!r}")
    return float(keep_prob)


def check_block_size(
    block_size: int, height: int | None = None, width: int | None = None, *, odd: bool = False
) -> int:
    """Return block_size as an int; raise ValueError unless it is a whole number from 1.

    Where the sides of a map are given it must fit the map, and with ``odd`` it must be odd.
    """
    check_from_one("block_size", block_size)
    if odd and block_size % 2 == 0:
        raise ValueError(
            f"block_size must be odd (1, 3, 5, …), got {block_size}: "
            "an even block pools to a mask one row and one column larger than the map"
        )
    if height is not None and width is not None and block_size > min(height, width):
        raise ValueError(
            f"block_size must be from 1 to {min(height, width)} on a {height} × {width} map, "
            f"got {block_size}"
        )
    return int(block_size)


def check_from_one(name: str, value: int) -> None:
    """Raise ValueError unless ``value`` is a whole number from 1; ``name`` is what it is called."""
    if not _is_whole(value) or value < 1:
        raise ValueError(f"{name} must be a whole number from 1, got {value!r}")


def check_flag(name: str, value: object) -> None:
    """Raise ValueError unless ``value`` is True or False; ``name`` is what it is called."""
    if not isinstance(value, bool):
        raise ValueError(f"{name} must be True or False, got {value!r} ({type(value).__name__})")


def check_dropped(dropped: int, units: int) -> None:
    """Raise ValueError unless ``dropped`` is a whole number from 0 to ``units``."""
    if not _is_whole(dropped) or not 0 <= dropped <= units:
        raise ValueError(f"dropped must be a whole number from 0 to {units}, got {dropped!r}")


def check_map(height: int, width: int) -> None:
    """Raise ValueError unless height and width are whole numbers from 1."""
    check_from_one("height", height)
    check_from_one("width", width)


def check_seeds(seeds: str) -> None:
    """Raise ValueError unless seeds is "valid" or "everywhere"."""
    if seeds not in ("valid", "everywhere"):
        raise ValueError(f"seeds must be 'valid' or 'everywhere', got {seeds!r}")


def check_real(dtype: torch.dtype) -> None:
    """Raise ValueError for complex dtypes, and for float8, with which torch does not compute."""
    if dtype.is_complex:
        raise ValueError(f"x must hold real numbers, got {dtype}")
    if dtype.is_floating_point and dtype.itemsize == 1:  # float8 is a format of storage
        raise ValueError(f"x must be of a dtype with which torch computes, got {dtype}")


def check_tensor(x: object, name: str = "x") -> None:
    """Raise ValueError unless x is a tensor, and not an array of numpy or a list."""
    if not isinstance(x, torch.Tensor):
        raise ValueError(f"{name} must be a torch.Tensor, got {type(x).__name__}")


def check_input(x: torch.Tensor) -> None:
    """Raise ValueError unless x is an NCHW tensor of real numbers with which torch computes."""
    check_tensor(x)
    check_feature_map(x.shape)
    check_real(x.dtype)


def check_generator(generator: object) -> None:
    """Raise ValueError unless generator is a torch.Generator, or None for the global one."""
    if generator is not None and not isinstance(generator, torch.Generator):
        raise ValueError(f"generator must be a torch.Generator or None, got {generator!r}")


def check_of_map(name: str, field: torch.Tensor, of: tuple[int, ...]) -> None:
    """Raise ValueError unless ``field``, noise or a mask, is a tensor that fits x.

    ``of`` is x's shape (N, C, H, W). The field has that shape, or (N, 1, H, W) for all channels.
    """
    check_tensor(field, name)
    shape, shared = tuple(field.shape), (of[0], 1, *of[2:])
    if shape not in (tuple(of), shared):
        raise ValueError(f"{name} must have shape {tuple(of)} or {shared}, got {shape}")


def check_feature_map(shape: tuple[int, ...]) -> None:
    """Raise ValueError unless the shape is NCHW."""
    if len(shape) != 4:
        raise ValueError(
            f"x must have 4 dimensions (batch, channels, height, width), got shape {tuple(shape)}"
        )
