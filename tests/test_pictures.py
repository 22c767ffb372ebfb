"""The bundled pictures: right size, light, and each with its licence."""

import re
from pathlib import Path

import pytest
from PIL import Image

from explainer.shell.sources import PHOTOS, SOURCES

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
    assert "CC0" in row or "public domain" in row or "CC BY 2.0" in row


def test_the_page_about_names_whom_a_licence_wants_named():
    about = (ASSETS.parent / "explainer/rooms/about/text/en/about.md").read_text("utf-8")
    rows = [
        line.split("|")
        for line in (ASSETS / "LICENSES.md").read_text("utf-8").splitlines()
        if line.startswith("| `") and "CC BY" in line
    ]
    assert len(rows) == 3
    for row in rows:
        author = re.sub(r"\[(.+)\]\(.+\)", r"\1", row[3].strip())
        assert f"by {author}" in about


def test_all_that_are_named_are_there_and_light():
    names = {path.stem for path in PICTURES}
    assert names == {
        name for name in SOURCES | PHOTOS if name not in ("random", "features", "upload")
    }
    assert all(path.stat().st_size < 95_000 for path in PICTURES)
