"""An uploaded file becomes a 224 × 224 picture, or a sentence that says why it cannot.

The file is untrusted. Its size and the header's dimensions are checked before anything is decoded,
its format is read from its bytes, and nothing is written to disk.
"""

import io
import math
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageOps, PngImagePlugin, UnidentifiedImageError
from PIL.ExifTags import Base as Tag
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile

from explainer.shell.text import _

SIDE = 224  # pixels
MIN_SIDE = 8  # pixels
MAX_BYTES = 10 * 1024**2
MAX_PIXELS = 40_000_000
MAX_MEMORY = 196_000_000  # bytes that decoding may take: with what it needs besides, 200 MB
MAX_TEXT = 2**20  # bytes of a PNG's compressed remarks
FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")
STRIP = 500_000  # pixels that are converted at a time

# A large picture takes much memory while it is decoded: not of thirty students at once.
_one_at_a_time = Lock()

PngImagePlugin.MAX_TEXT_MEMORY = MAX_TEXT


class Decoded(NamedTuple):
    """A picture, and whether its values were stretched from black to white."""

    pixels: NDArray[np.uint8]  # (224, 224, 3)
    stretched: bool


class UploadProblem(ValueError):
    """Why a file cannot be shown and what to do about it, as one sentence for the user."""


def decode(data: bytes, name: str = "") -> Decoded:
    """The file's picture as sRGB bytes (224, 224, 3): shorter side fitted, centre crop.

    Of an animation, the first frame; transparency shows white. `name`, the browser's name for the
    file, is neither trusted nor repeated. Raises UploadProblem, and nothing else.
    """
    _check_bytes(len(data))
    try:
        with _one_at_a_time, Image.open(io.BytesIO(data), formats=FORMATS) as image:
            _check_dimensions(*image.size)
            _check_memory(image)
            return _square(image)
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


def _check_memory(image: ImageFile) -> None:
    """Refuses what would take too much memory; a JPEG is set to decode no larger than needed."""
    width, height = image.size
    image.draft(None, (2 * SIDE, 2 * SIDE))  # a large JPEG decodes at a half, quarter or eighth
    needed = memory(image, width, height)
    if needed > MAX_MEMORY:
        raise UploadProblem(
            _(
                "This picture is {width} × {height} pixels and the limit for a picture of its kind "
                "is {limit} megapixels; scale it down and try again."
            ).format(
                width=width,
                height=height,
                limit=math.floor(10 * width * height * MAX_MEMORY / needed / 10**6) / 10,
            )
        )


def memory(image: ImageFile, width: int, height: int) -> int:
    """Bytes that decoding takes, for a picture of this size in its file: `benchmarks/decode.py`."""
    pixels = width * height
    if isinstance(image, WebPImageFile):
        return 16 * pixels  # two frames of its own, the bytes, the picture
    decoded = 4 * image.width * image.height
    if isinstance(image, JpegImageFile):
        return decoded + 2 * len(image.getbands()) * pixels  # coefficients, if it is progressive
    if isinstance(image, TiffImageFile):
        tags = image.tag_v2
        rows = min(int(tags.get(Tag.RowsPerStrip, height)), int(tags[Tag.ImageLength]))
        tile = int(tags.get(Tag.TileWidth, 0)) * int(tags.get(Tag.TileLength, 0))
        decoded += 4 * max(tile, rows * int(tags[Tag.ImageWidth]))
        if tags.get(Tag.Orientation, 1) != 1:
            decoded += 4 * pixels  # Pillow turns it beside itself
    return decoded


def _square(image: ImageFile) -> Decoded:
    """Decodes: upright, 224 × 224, RGB."""
    is_deep_colour = any(";16" in str(tile.args) for tile in image.tile)  # Pillow keeps 8 bits
    side = min(image.size)
    left, top = (image.width - side) / 2, (image.height - side) / 2
    factor = max(1, side // (3 * SIDE))
    box = (math.floor(left), math.floor(top), math.ceil(left + side), math.ceil(top + side))
    smooth = _reduced(image, factor, box)
    stretched = False
    if smooth.mode == "F":
        smooth, stretched = _grey(smooth, is_16_bit=image.mode.startswith("I;16"))
    elif is_deep_colour:
        smooth, stretched = _lightened(smooth)
    x, y = (left - box[0]) / factor, (top - box[1]) / factor
    square = smooth.resize(
        (SIDE, SIDE),
        Image.Resampling.LANCZOS,
        box=(x, y, x + side / factor, y + side / factor),
    )
    if square.mode == "RGBa":
        white = Image.new("RGBA", square.size, "white")
        square = Image.alpha_composite(white, square.convert("RGBA")).convert("RGB")
    square.getexif()[Tag.Orientation] = image.getexif().get(Tag.Orientation, 1)
    ImageOps.exif_transpose(square, in_place=True)  # the picture itself has no room to be turned
    return Decoded(np.array(_srgb(square, image.info.get("icc_profile"))), stretched)


def _reduced(image: Image.Image, factor: int, box: tuple[int, int, int, int]) -> Image.Image:
    """A part of the picture, `factor` times smaller, in a mode whose values can be averaged.

    Strip by strip: a large picture has no room beside itself for a converted copy.
    """
    left, top, right, bottom = box
    rows = max(1, STRIP // ((right - left) * factor)) * factor
    reduced = None
    for start in range(top, bottom, rows):
        strip = image.crop((left, start, right, min(start + rows, bottom)))
        small = _averageable(strip).reduce(factor)
        if reduced is None:
            height = math.ceil((bottom - top) / factor)
            reduced = Image.new(small.mode, (small.width, height))
        reduced.paste(small, (0, (start - top) // factor))
    assert reduced is not None  # no box is empty
    return reduced


def _averageable(image: Image.Image) -> Image.Image:
    """The same picture as L, RGB, CMYK, RGBa (colours times their opacity) or numbers, F."""
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        return image.convert("F")
    if image.has_transparency_data:
        return image.convert("RGBA").convert("RGBa")
    return image if image.mode in ("L", "RGB", "CMYK") else image.convert("RGB")


def _grey(image: Image.Image, *, is_16_bit: bool) -> tuple[Image.Image, bool]:
    """16-bit, integer and float greys as bytes, and whether they were stretched.

    16-bit files span 0 … 65535. The others span 0, or their minimum if negative, to the first of
    1, 255, 65535 that holds their maximum, or else to that maximum. What uses little of that span
    spans what it uses.
    """
    values = np.asarray(image)
    finite = values[np.isfinite(values)]
    low, high = float(finite.min(initial=0)), float(finite.max(initial=0))
    tops = (65535,) if is_16_bit else (1, 255, 65535)
    span = (low, next((top for top in tops if high <= top), high))
    used = _used(finite, *span)
    values = np.nan_to_num(values, nan=low)
    spread = np.interp(values, used or span, (0, 255)).round().astype(np.uint8)
    return Image.fromarray(spread), used is not None


def _lightened(image: Image.Image) -> tuple[Image.Image, bool]:
    """RGB or RGBa of a file with 16 bits a channel, stretched where it uses little of its span."""
    shown = np.asarray(image.convert("RGBA"))
    used = _used(shown[shown[..., 3] > 0][:, :3], 0, 255)
    if used is None:
        return image, False
    colours = np.interp(shown[..., :3], used, (0, 255)).round().astype(np.uint8)
    stretched = Image.fromarray(np.dstack([colours, shown[..., 3]]))
    return stretched.convert(image.mode), True


def _used(
    values: NDArray[np.float32 | np.uint8], low: float, high: float
) -> tuple[float, float] | None:
    """The range that values use, single ones aside, if it is less than a quarter of their span."""
    if not values.size:
        return None
    first, last = (float(value) for value in np.percentile(values, (0.1, 99.9)))
    return (first, last) if 0 < last - first < (high - low) / 4 else None


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
