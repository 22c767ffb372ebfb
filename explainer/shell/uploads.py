"""An uploaded file becomes a 224 × 224 picture, or a sentence that says why it cannot.

The file is untrusted. Its size and the header's dimensions are checked before anything is decoded,
its format is read from its bytes, and nothing is written to disk.
"""

import io
import math
from threading import Lock

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from explainer.shell.text import _

SIDE = 224  # pixels
MIN_SIDE = 8  # pixels
MAX_BYTES = 10 * 1024**2
MAX_PIXELS = 40_000_000
FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")

# A large picture takes some hundred megabytes while it is decoded: not of thirty students at once.
_one_at_a_time = Lock()


class UploadProblem(ValueError):
    """Why a file cannot be shown and what to do about it, as one sentence for the user."""


def decode(data: bytes, name: str = "") -> NDArray[np.uint8]:
    """The file's picture as sRGB bytes (224, 224, 3): shorter side fitted, centre crop.

    Of an animation, the first frame; transparency shows white. `name`, the browser's name for the
    file, is neither trusted nor repeated. Raises UploadProblem, and nothing else.
    """
    _check_bytes(len(data))
    try:
        with _one_at_a_time, Image.open(io.BytesIO(data), formats=FORMATS) as image:
            _check_dimensions(*image.size)
            return np.array(_square(image))
    except UploadProblem:
        raise
    except UnidentifiedImageError as error:
        raise UploadProblem(
            _("This file cannot be read as a picture; choose a PNG, JPEG, WebP, GIF, BMP or TIFF.")
        ) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UploadProblem(
            _("This picture has more than {limit} megapixels; scale it down and try again.").format(
                limit=MAX_PIXELS // 10**6
            )
        ) from error
    except Exception as error:  # damaged files raise SyntaxError, struct.error, EOFError, …
        raise UploadProblem(
            _("This picture is damaged or incomplete; save it again or choose another.")
        ) from error


def _check_bytes(size: int) -> None:
    if size == 0:
        raise UploadProblem(_("This file is empty; choose another."))
    if size > MAX_BYTES:
        raise UploadProblem(
            _("This file is {size} MB and the limit is {limit} MB; save it smaller.").format(
                size=math.ceil(10 * size / 1024**2) / 10, limit=MAX_BYTES // 1024**2
            )
        )


def _check_dimensions(width: int, height: int) -> None:
    if width * height > MAX_PIXELS:
        raise UploadProblem(
            _(
                "This picture is {width} × {height} pixels and the limit is {limit} megapixels; "
                "scale it down and try again."
            ).format(width=width, height=height, limit=MAX_PIXELS // 10**6)
        )
    if min(width, height) < MIN_SIDE:
        raise UploadProblem(
            _(
                "This picture is {width} × {height} pixels; "
                "the shorter side needs at least {minimum}."
            ).format(width=width, height=height, minimum=MIN_SIDE)
        )


def _square(image: Image.Image) -> Image.Image:
    """Decodes: upright, 224 × 224, RGB."""
    image.draft(None, (2 * SIDE, 2 * SIDE))  # a large JPEG decodes at a half, quarter or eighth
    ImageOps.exif_transpose(image, in_place=True)
    profile = image.info.get("icc_profile")
    smooth = _resampleable(image)
    side = min(smooth.size)
    left, top = (smooth.width - side) / 2, (smooth.height - side) / 2
    square = smooth.resize(
        (SIDE, SIDE),
        Image.Resampling.LANCZOS,
        box=(left, top, left + side, top + side),
        reducing_gap=3.0,
    )
    if square.mode == "RGBA":
        white = Image.new("RGBA", square.size, "white")
        square = Image.alpha_composite(white, square).convert("RGB")
    return _srgb(square, profile)


def _resampleable(image: Image.Image) -> Image.Image:
    """The same picture in a mode whose values can be averaged: L, RGB, RGBA or CMYK."""
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        return _grey(image)
    if image.has_transparency_data:
        return image.convert("RGBA")
    return image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")


def _grey(image: Image.Image) -> Image.Image:
    """16-bit, integer and float greys as bytes.

    16-bit files span 0 … 65535. The others span 0, or their minimum if negative, to the first of
    1, 255, 65535 that holds their maximum, or else to that maximum.
    """
    shrink = max(1, min(image.size) // (3 * SIDE))
    values = np.asarray(image.convert("F").reduce(shrink))
    finite = values[np.isfinite(values)]
    low, high = float(finite.min(initial=0)), float(finite.max(initial=0))
    tops = (65535,) if image.mode.startswith("I;16") else (1, 255, 65535)
    top = next((top for top in tops if high <= top), high)
    values = np.nan_to_num(values, nan=low)
    return Image.fromarray(np.interp(values, (low, top), (0, 255)).round().astype(np.uint8))


def _srgb(square: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours as the file's ICC profile means them, if it has one that fits its mode."""
    if profile:
        try:
            srgb = ImageCms.createProfile("sRGB")
            source = io.BytesIO(profile)
            converted = ImageCms.profileToProfile(square, source, srgb, outputMode="RGB")
            assert converted is not None  # it is None only when converting in place
            return converted
        except ImageCms.PyCMSError:
            pass
    return square.convert("RGB")
