"""Every kind of picture becomes the right square (what is refused: test_upload_limits.py)."""

import io
import struct

import numpy as np
import pytest
from PIL import Image, ImageCms

from explainer.shell import uploads
from explainer.shell.uploads import FORMATS

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)
# What EXIF says a viewer does to the stored pixels, and how to store them so that it comes right.
STORE = {
    1: lambda upright: upright,
    2: np.fliplr,
    3: lambda upright: np.rot90(upright, 2),
    4: np.flipud,
    5: lambda upright: upright.swapaxes(0, 1),
    6: lambda upright: np.rot90(upright, 1),  # the viewer turns it clockwise
    7: lambda upright: np.rot90(upright, 2).swapaxes(0, 1),
    8: lambda upright: np.rot90(upright, -1),
}


def flag(height=300, width=400):
    """Red, green / blue, white quarters (height, width, 3): no turn or flip leaves it the same."""
    pixels = np.zeros((height, width, 3), np.uint8)
    middle, centre = height // 2, width // 2
    pixels[:middle, :centre], pixels[:middle, centre:] = RED, GREEN
    pixels[middle:, :centre], pixels[middle:, centre:] = BLUE, WHITE
    return pixels


def decode(data):
    return uploads.decode(data).pixels


def save(image, kind, **options):
    image = Image.fromarray(image) if isinstance(image, np.ndarray) else image
    file = io.BytesIO()
    image.save(file, kind, **({"lossless": True} if kind == "WEBP" else {}) | options)
    return file.getvalue()


def exif(orientation):
    return b"Exif\0\0II*\0" + struct.pack("<IHHHIII", 8, 1, 274, 3, 1, orientation, 0)


def assert_flag(pixels, tolerance=0):
    assert pixels.shape == (224, 224, 3)
    assert pixels.dtype == np.uint8
    corners = pixels[[[20], [200]], [20, 200]].astype(int)
    assert np.abs(corners - [[RED, GREEN], [BLUE, WHITE]]).max() <= tolerance


def assert_colour(pixels, colour, tolerance=1):
    assert np.abs(pixels.astype(int) - colour).max() <= tolerance


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_keeps_its_colours(kind):
    assert_flag(decode(save(flag(), kind)), tolerance=3 if kind == "JPEG" else 0)


@pytest.mark.parametrize("orientation", STORE)
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF"])
def test_every_orientation_comes_upright(kind, orientation):
    stored = np.ascontiguousarray(STORE[orientation](flag(900, 1200)))
    turn = {"tiffinfo": {274: orientation}} if kind == "TIFF" else {"exif": exif(orientation)}
    assert_flag(decode(save(stored, kind, **turn)), tolerance=3)


@pytest.mark.parametrize(("width", "height"), [(1000, 600), (600, 1000), (100, 60), (8000, 8)])
def test_the_square_is_the_centre_of_the_picture(width, height):
    across = np.broadcast_to((np.arange(width) + 0.5) / width, (height, width))
    down = np.broadcast_to((np.arange(height) + 0.5)[:, None] / height, (height, width))
    ramps = np.stack([across, down, 0 * down], axis=2) * 255
    pixels = decode(save(ramps.round().astype(np.uint8), "PNG"))
    side, steps = min(width, height), (np.arange(224) + 0.5) / 224
    inner = slice(20, -20)  # an enlarged ramp flattens at its border
    for channel, length in enumerate((width, height)):
        expected = 255 * ((length - side) / 2 + side * steps) / length
        shown = pixels[112, :, 0] if channel == 0 else pixels[:, 112, 1]
        assert np.abs(shown - expected)[inner].max() < (2 if side > 8 else 12)


def test_shrinking_averages_what_it_loses():
    fine = np.indices((1344, 1344)).sum(axis=0) % 2 * 255  # a chessboard of single pixels
    assert_colour(decode(save(fine.astype(np.uint8), "PNG")), 127.5, 2)
    assert_colour(decode(save(Image.fromarray(fine > 0), "PNG")), 127.5, 2)  # 1 bit


@pytest.mark.parametrize("kind", ["JPEG", "TIFF"])
def test_cmyk_red_is_red(kind):
    image = Image.new("CMYK", (300, 300), (0, 255, 255, 0))
    assert_colour(decode(save(image, kind)), RED, 3)


@pytest.mark.parametrize("mode", ["YCbCr", "LAB"])
def test_other_colour_spaces(mode):
    colour = {"YCbCr": (76, 85, 255), "LAB": (138, 209, 198)}[mode]  # L* 54, a* 81, b* 70
    assert_colour(decode(save(Image.new(mode, (30, 30), colour), "TIFF")), RED, 5)


def test_an_embedded_profile_decides_the_colours():
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"temp", 1).replace(b"bXYZ", b"rXYZ", 1)
    swapped = swapped.replace(b"temp", b"bXYZ", 1)  # the file's red means blue
    red = Image.new("RGB", (30, 30), RED)
    assert_colour(decode(save(red, "PNG", icc_profile=swapped)), BLUE, 2)
    assert_colour(decode(save(red, "PNG", icc_profile=b"no profile")), RED)
    assert_colour(decode(save(Image.new("L", (30, 30), 90), "PNG", icc_profile=srgb)), 90)


def test_palettes():
    palette = Image.fromarray(flag()).quantize(4)
    assert_flag(decode(save(palette, "PNG")), tolerance=3)
    red = palette.getpixel((10, 10))
    for kind in ("PNG", "GIF"):
        pixels = decode(save(palette, kind, transparency=red))
        assert_colour(pixels[20, 20], WHITE)
        assert_colour(pixels[20, 200], GREEN, 3)


def test_transparency_shows_white():
    for image, expected in [
        (Image.new("RGBA", (30, 30), (255, 0, 0, 128)), (255, 127, 127)),
        (Image.new("RGBA", (30, 30), (255, 0, 0, 0)), WHITE),
        (Image.new("LA", (30, 30), (0, 51)), (204, 204, 204)),
    ]:
        assert_colour(decode(save(image, "PNG")), expected)
    for mode, colour in (("L", 10), ("RGB", RED), ("1", 0)):
        data = save(Image.new(mode, (30, 30), colour), "PNG", transparency=colour)
        assert_colour(decode(data), WHITE)


def test_16_bit_greys_are_scaled_not_cut_off():
    levels = np.tile(np.linspace(0, 65535, 224).round().astype(np.uint16), (224, 1))
    assert_colour(decode(save(levels, "PNG")), levels[:, :, None] / 257)
    assert_colour(decode(save(levels // 2, "PNG")), levels[:, :, None] / 514)  # dark stays dark


@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
@pytest.mark.parametrize(
    ("low", "high", "dtype"),
    [(0, 4095, "u2"), (1000, 1100, "u2"), (60_000, 61_000, "u2"), (0, 300, "i4"), (0, 2, "f4")],
)
def test_greys_that_use_little_of_their_range_are_stretched(kind, low, high, dtype):
    levels = np.tile(np.linspace(low, high, 224).astype(dtype), (224, 1))
    if dtype == "u2":
        levels[5, 5] = 65535  # a broken pixel
    elif kind == "PNG":
        return  # it has no such numbers
    pixels, stretched = uploads.decode(save(levels, kind))
    assert stretched
    expected = np.interp(levels[100], (low, high), (0, 255))[None, :, None]
    assert_colour(pixels[10:], expected, 2)


def test_colours_of_16_bits_that_use_little_of_their_range_are_stretched():
    def tiff(top):  # Pillow writes no such file
        ramp = np.tile(np.linspace(0, top, 224).astype("<u2"), (224, 1))
        body = np.stack([ramp, ramp * 0, ramp], axis=2).tobytes()
        tags = [(256, 224), (257, 224), (258, 16), (259, 1), (262, 2), (273, 0), (277, 3),
                (278, 224), (279, len(body))]  # fmt: skip
        at = 8 + 2 + 12 * len(tags) + 4
        table = b""
        for tag, value in tags:
            if tag == 258:
                table += struct.pack("<HHII", tag, 3, 3, at)
            else:
                table += struct.pack("<HHII", tag, 4, 1, at + 6 if tag == 273 else value)
        head = b"II*\0" + struct.pack("<IH", 8, len(tags)) + table + bytes(4)
        return head + struct.pack("<HHH", 16, 16, 16) + body

    dark, stretched = uploads.decode(tiff(4095))
    assert stretched
    assert_colour(dark[..., [0, 2]], np.linspace(0, 255, 224)[None, :, None], 20)
    assert not dark[..., 1].any()
    bright, stretched = uploads.decode(tiff(65535))
    assert not stretched
    assert_colour(bright[..., [0, 2]], np.linspace(0, 255, 224)[None, :, None], 2)


def test_a_grey_of_one_value_is_not_stretched():
    assert not uploads.decode(save(np.full((30, 30), 300, "u2"), "PNG")).stretched


@pytest.mark.parametrize(
    ("low", "high", "dtype"),
    [(0, 1, "f4"), (0, 255, "f4"), (-1, 1, "f4"), (0, 3e38, "f4"), (0, 255, "i4"),
     (0, 65535, "i4"), (-(2**30), 2**30, "i4"), (0, 65535, "u2"), (0, 65535, ">u2")],
)  # fmt: skip
def test_number_greys_span_their_range(low, high, dtype):
    levels = np.broadcast_to(np.linspace(low, high, 224).astype(dtype), (224, 224)).copy()
    expected = np.linspace(0, 255, 224)[None, :, None]
    assert_colour(decode(save(levels, "TIFF")), expected)
    if dtype == "f4":
        levels[100, 100], levels[100, 120] = np.nan, np.inf
        pixels = decode(save(levels, "TIFF"))
        assert_colour(pixels[110:], expected)
        assert pixels[100, [100, 120], 0].tolist() == [0, 255]
        assert not decode(save(np.full_like(levels, np.nan), "TIFF")).any()


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "TIFF"])
def test_an_animation_shows_its_first_frame(kind):
    first, second = (Image.new("RGB", (30, 30), colour) for colour in (RED, GREEN))
    data = save(first, kind, save_all=True, append_images=[second])
    assert_colour(decode(data), RED)


def test_a_large_jpeg_is_decoded_small(monkeypatch):
    seen, resize = [], Image.Image.resize

    def spy(image, *arguments, **options):
        seen.append(image.size)
        return resize(image, *arguments, **options)

    data = save(flag(3000, 4000), "JPEG")
    monkeypatch.setattr(Image.Image, "resize", spy)
    assert_flag(decode(data), tolerance=3)
    assert seen == [(750, 750)]  # a quarter: at an eighth the side would fall below 448
