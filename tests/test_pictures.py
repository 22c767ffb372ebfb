"""The bundled pictures: right size, light, and each with its licence."""

from pathlib import Path

import pytest
from PIL import Image

ASSETS = Path(__file__).parents[1] / "assets"
PICTURES = sorted((ASSETS / "pictures").glob("*.png"))


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.name)
def test_each_picture_fits_the_stage_and_names_its_licence(path):
    with Image.open(path) as image:
        assert (image.format, image.mode, image.size) == ("PNG", "RGB", (224, 224))
    row = next(
        line for line in (ASSETS / "LICENSES.md").read_text("utf-8").splitlines()
        if line.startswith(f"| `{path.name}` |")
    )  # fmt: skip
    assert "CC0" in row or "public domain" in row


def test_all_six_are_there_and_light():
    names = {path.stem for path in PICTURES}
    assert names >= {"brick", "cat", "coffee", "diagram", "digit", "rocket"}
    assert sum(path.stat().st_size for path in PICTURES) < 600_000
