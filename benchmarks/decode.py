"""How much memory the worst accepted pictures take while they are decoded (Linux only).

python -m benchmarks.decode           every kind, one line each
python -m benchmarks.decode PNG       the kinds whose names begin so

Each picture is as large as the app accepts of its kind, and of one colour, so that its file is
small. A process of its own decodes it; what counts is its peak of resident memory above what it
had before.
"""

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image
from PIL.ExifTags import Base as Tag
from PIL.ImageFile import ImageFile

from explainer.shell.uploads import MAX_MEMORY, MAX_PIXELS, memory

ROOT = Path(__file__).parents[1]
LOW = 447  # pixels: one less than what a JPEG is decoded at the half for
LONGEST = {"WEBP": 16_383, "GIF": 65_535, "JPEG": 65_500}  # pixels along a side
PROGRESSIVE: dict[str, Any] = {"progressive": True, "subsampling": 0}
LOSSLESS: dict[str, Any] = {"lossless": True, "method": 0}
DEFLATE: dict[str, Any] = {"compression": "tiff_deflate"}
ONE_STRIP: dict[str, Any] = DEFLATE | {"tiffinfo": {Tag.RowsPerStrip: 100_000}}
TURNED: dict[str, Any] = DEFLATE | {"tiffinfo": {Tag.Orientation: 6}}
KINDS: dict[str, tuple[str, tuple[str, ...], dict[str, Any]]] = {
    "PNG": ("PNG", ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"), {}),
    "PNG with one transparent colour": ("PNG", ("RGB",), {"transparency": (9, 9, 9)}),
    "JPEG": ("JPEG", ("L", "RGB", "CMYK"), {}),
    "JPEG, progressive": ("JPEG", ("L", "RGB", "CMYK"), PROGRESSIVE),
    "WebP": ("WEBP", ("RGB", "RGBA"), {"method": 0}),
    "WebP, lossless": ("WEBP", ("RGB", "RGBA"), LOSSLESS),
    "GIF": ("GIF", ("P",), {}),
    "GIF, transparent": ("GIF", ("P",), {"transparency": 0}),
    "BMP": ("BMP", ("1",), {}),  # the others would be larger files than are accepted
    "TIFF": ("TIFF", ("L", "LA", "P", "RGB", "RGBA", "CMYK", "LAB", "I;16", "I", "F"), DEFLATE),
    "TIFF in one strip": ("TIFF", ("L", "RGB", "RGBA", "I;16", "F"), ONE_STRIP),
    "TIFF, turned": ("TIFF", ("RGB", "RGBA", "F"), TURNED),
}
MEASURE = """
import sys
from explainer.shell.uploads import UploadProblem, decode
def peak():
    status = open("/proc/self/status").read()
    return int(status.split("VmHWM:")[1].split()[0])
data = sys.stdin.buffer.read()
open("/proc/self/clear_refs", "w").write("5")  # the peak begins anew
before = peak()
try:
    decode(data)
except UploadProblem as problem:
    sys.exit(str(problem))
print((peak() - before) / 1024)
"""


def saved(format: str, mode: str, width: int, height: int, options: dict[str, Any]) -> bytes:
    """The file of a picture of one colour."""
    file = io.BytesIO()
    Image.new(mode, (width, height)).save(file, format, **options)
    return file.getvalue()


def largest(format: str, mode: str, options: dict[str, Any], *, wide: bool) -> bytes:
    """A picture of about as many pixels as are accepted: a square, or `LOW` pixels high."""
    pixels = MAX_PIXELS
    while True:
        height = LOW if wide else int(pixels**0.5)
        width = min(pixels // height, LONGEST.get(format, pixels))
        data = saved(format, mode, width, height, options)
        with Image.open(io.BytesIO(data)) as image:
            assert isinstance(image, ImageFile)
            image.draft(None, (LOW + 1, LOW + 1))
            needed = memory(image, width, height)
        if needed <= MAX_MEMORY:
            return data
        pixels = int(width * height * MAX_MEMORY / needed * 0.999)


def peak(data: bytes) -> float:
    """The memory that decoding takes, in MB (1024² bytes)."""
    command = [sys.executable, "-c", MEASURE]
    run = subprocess.run(command, input=data, cwd=ROOT, capture_output=True, check=True)
    return float(run.stdout)


def measured(kinds: str = "") -> Iterator[tuple[str, tuple[int, int], float]]:
    """Of the kinds whose names begin so: each mode's name, size and peak, square and wide."""
    for name, (format, modes, options) in KINDS.items():
        for mode in modes if name.startswith(kinds) else ():
            for wide in (False, True):
                data = largest(format, mode, options, wide=wide)
                with Image.open(io.BytesIO(data)) as image:
                    size = image.size
                yield f"{name} {mode}", size, peak(data)


if __name__ == "__main__":
    for name, (width, height), taken in measured(*sys.argv[1:2]):
        sys.stdout.write(f"{name:40} {width:6} × {height:5} {taken:6.0f} MB\n")
        sys.stdout.flush()
