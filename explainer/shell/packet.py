"""One bytes object with a small header: how numbers travel to the browser.

Layout: 4 bytes, the header's length (little-endian); the header, JSON in UTF-8, padded with
spaces so that what follows starts at a multiple of 8; then the arrays, each padded likewise.
The header's ``arrays`` says of each: dtype, shape, and offset in bytes from the end of the header.
The dtype ``void24`` is a number that torch.rand drew, times 2²⁴: three bytes, little-endian.
"""

import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

ALIGN = 8


def _padding(length: int) -> int:
    return -length % ALIGN


def drawn(noise: NDArray[np.float32]) -> NDArray[Any]:
    """Numbers that torch.rand drew in float32, which has 24 bits of each: exactly, in 3 bytes."""
    whole = noise.astype(np.float64) * 2**24
    if not np.array_equal(whole, whole.astype(np.uint32)):
        raise ValueError("noise must be what torch.rand draws in float32: multiples of 2**-24")
    four = whole.astype("<u4").reshape(*noise.shape, 1).view(np.uint8)
    return np.ascontiguousarray(four[..., :3]).view("V3")[..., 0]


def pack(header: dict[str, Any], arrays: dict[str, NDArray[Any]]) -> bytes:
    """Pack a JSON-serialisable header and named arrays: float32/64, uint8/16/32, int32, and what
    `drawn` gives."""
    # Offsets depend on the header's length, which depends on the offsets' digits: they are
    # therefore counted from the end of the header.
    described, offset = {}, 0
    for name, array in arrays.items():
        described[name] = [array.dtype.name, list(array.shape), offset]
        offset += array.nbytes + _padding(array.nbytes)
    text = json.dumps({**header, "arrays": described}, ensure_ascii=False).encode()
    text += b" " * _padding(4 + len(text))
    parts = [len(text).to_bytes(4, "little"), text]
    for array in arrays.values():
        little = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
        parts += [little.tobytes(), bytes(_padding(array.nbytes))]
    return b"".join(parts)
