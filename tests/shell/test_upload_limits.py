"""What is too large, too small, damaged or no picture is refused with a sentence."""

import io
import struct
import sys
import time
import zlib
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFile
from PIL.PngImagePlugin import PngInfo

from benchmarks.decode import KINDS, largest, peak
from explainer.shell import uploads
from explainer.shell.uploads import FORMATS, MAX_BYTES, UploadProblem


def decode(data, name=""):
    return uploads.decode(data, name).pixels


def save(image, kind, **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def png(width, height, depth, colour, rows=b""):
    """A PNG file written by hand; `rows` are the filtered scanlines."""

    def chunk(kind, body):
        checksum = zlib.crc32(kind + body)
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", checksum)

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(rows))
    return b"\x89PNG\r\n\x1a\n" + header + body + chunk(b"IEND", b"")


def refusal(data, name=""):
    with pytest.raises(UploadProblem) as problem:
        decode(data, name)
    sentence = str(problem.value)
    assert sentence.startswith("This ")
    assert sentence.endswith(".")
    return sentence


@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
def test_limits_are_read_from_the_header(monkeypatch):
    bomb = png(10_000, 10_000, 8, 0, bytes(10_000 * 10_001))
    assert len(bomb) < 200_000
    decoded = []
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda image: decoded.append(image))
    assert "10000 × 10000 pixels and the limit is 40 megapixels" in refusal(bomb)
    assert "40 megapixels" in refusal(png(40_000, 40_000, 8, 0))
    assert "8000 × 5001" in refusal(png(8000, 5001, 8, 0))
    tiny = "This picture is {} pixels; the shorter side needs at least 8."
    assert refusal(png(8000, 3, 8, 0)) == tiny.format("8000 × 3")
    assert refusal(png(1, 1, 8, 0)) == tiny.format("1 × 1")
    assert refusal(bytes(20 * 1024**2)).startswith("This file is 20.0 MB and the limit is 10 MB")
    assert "10.1 MB" in refusal(bytes(MAX_BYTES + 1))
    assert not decoded


def test_the_limits_themselves_are_accepted():
    assert not decode(png(8000, 5000, 1, 0, bytes(1001 * 5000))).any()  # 40 megapixels of black
    assert not decode(png(8, 8, 8, 0, bytes(8 * 9)).ljust(MAX_BYTES, b"\0")).any()


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak of memory from /proc")
@pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")
@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("PNG", "RGBA"),
        ("JPEG, progressive", "RGB"),
        ("WebP, lossless", "RGBA"),
        ("TIFF in one strip", "RGBA"),
        ("TIFF, turned", "RGB"),
    ],
)
def test_the_largest_accepted_pictures_take_at_most_200_mb(kind, mode):
    format, _, options = KINDS[kind]
    assert 100 < peak(largest(format, mode, options, wide=False)) < 200


def test_a_picture_that_would_take_too_much_memory_is_told_its_limit():
    data = save(Image.new("RGB", (4000, 4000)), "WEBP", lossless=True, method=0)
    assert "4000 × 4000 pixels and the limit for a picture of its kind is 12.2" in refusal(data)


def test_a_png_of_many_remarks_is_refused():
    remarks = PngInfo()
    for key in "abc":
        remarks.add_text(key, "x" * 900_000, zip=True)
    assert "damaged" in refusal(save(Image.new("L", (30, 30)), "PNG", pnginfo=remarks))


ICON = save(Image.new("RGB", (32, 32)), "ICO")  # Pillow reads it; the app does not ask it to
NO_PICTURES = [b"", b"hello", b"<svg/>", b"%!PS-Adobe-3.0 EPSF-3.0", b"\x89PNG\r\n\x1a\n", ICON]


@pytest.mark.parametrize("data", NO_PICTURES)
def test_what_is_no_picture_is_refused_and_the_name_not_repeated(data):
    sentence = refusal(data, "![](https://example.org/x.png)<script>.png")
    assert sentence == refusal(data)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
@pytest.mark.parametrize("kind", FORMATS)
def test_a_truncated_file_is_refused(kind, share):
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)
    data = save(Image.fromarray(noise), kind)
    refusal(data[: int(share * len(data))])


PICTURE = Image.linear_gradient("L").resize((60, 40)).convert("RGB")
EXIF = b"Exif\0\0II*\0" + struct.pack("<IHHHIII", 8, 1, 274, 3, 1, 6, 0)  # turned a quarter
SAMPLES = [save(PICTURE, kind) for kind in FORMATS] + [
    save(Image.new("P", (20, 20)), "GIF", transparency=0),
    save(PICTURE, "TIFF", compression="tiff_lzw"),
    save(PICTURE, "JPEG", exif=EXIF, progressive=True),
    save(Image.new("RGBA", (20, 20), "red"), "WEBP", lossless=True, exif=EXIF),
    save(Image.new("I;16", (20, 20), 9), "PNG"),
]


@pytest.mark.filterwarnings("ignore")  # Pillow's remarks on damaged metadata
@settings(max_examples=600, deadline=None)
@given(st.sampled_from(SAMPLES), st.data())
def test_damaged_bytes_never_raise_anything_else(sample, data):
    damaged = bytearray(sample)
    near = st.integers(0, min(200, len(damaged) - 1)) | st.integers(0, len(damaged) - 1)
    for place in data.draw(st.lists(near, max_size=8)):
        damaged[place] = data.draw(st.integers(0, 255))
    end = data.draw(st.just(len(damaged)) | st.integers(0, len(damaged)))
    try:
        pixels = decode(bytes(damaged[:end]))
    except UploadProblem:
        return
    assert pixels.shape == (224, 224, 3)


def test_of_many_visitors_one_picture_is_decoded_at_a_time(monkeypatch):
    inside, most = 0, 0

    def slow(image):
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        time.sleep(0.01)
        inside -= 1
        return uploads.Decoded(np.array(image), False)

    monkeypatch.setattr(uploads, "_square", slow)
    data = save(Image.new("RGB", (9, 9)), "PNG")
    with ThreadPoolExecutor(4) as visitors:
        assert len(list(visitors.map(decode, [data] * 8))) == 8
    assert most == 1
