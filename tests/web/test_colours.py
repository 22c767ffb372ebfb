"""Colours and limits are stated once, in Python."""

import re

import pytest

from dropblock.stops import KEEP_PROBS
from explainer.figures.palette import BRIGHT, PALETTE, as_css, colour
from explainer.shell.modules import ROOT
from tests.web.scripts import load

FILES = [file for end in ("js", "css", "html") for file in sorted(ROOT.rglob(f"*.{end}"))]
LITERAL = re.compile(r"#[0-9a-fA-F]{3,8}\b(?![\w\"'] *:)|\brgba?\(\s*\d|\bhsla?\(\s*\d")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_script_style_or_markup_states_a_colour(file):
    text = file.read_text(encoding="utf-8")
    assert LITERAL.findall(text) == []


def test_every_colour_that_a_style_asks_for_is_in_the_palette_or_its_own():
    texts = [file.read_text(encoding="utf-8") for file in FILES]
    asked = {name for text in texts for name in re.findall(r"var\(--([\w-]+)", text)}
    own = {name for text in texts for name in re.findall(r"--([\w-]+)\s*:", text)}
    set_by_scripts = set(re.findall(r'setProperty\(\s*"--([\w-]+)"', "\n".join(texts)))
    inline = {"side", "count", "columns", "widest", "abreast", "most"}  # of grids, by Python
    streamlit = {name for name in asked if name.startswith("st-")}
    assert asked - own - set_by_scripts - inline - streamlit <= set(PALETTE)


def test_the_browser_has_the_palette_the_scale_and_the_stops_of_python():
    scripts = load("web/constants.js")
    stops, scale, bright, ink = scripts.run(
        "return [constants.STOPS, constants.SCALE, constants.BRIGHT, constants.INK]"
    )
    assert stops == len(KEEP_PROBS)
    assert scale == [list(colour(k / 255)) for k in range(256)]
    assert bright == BRIGHT
    assert ink["light"] == {name: pair[0] for name, pair in PALETTE.items()}
    assert ink["dark"] == {name: pair[1] for name, pair in PALETTE.items()}


def test_every_ink_that_a_script_draws_with_is_in_the_palette():
    texts = [file.read_text(encoding="utf-8") for file in FILES if file.suffix == ".js"]
    asked = {name for text in texts for name in re.findall(r'\bink(?:\.|\[")([\w-]+)', text)}
    assert asked - {"dark", "pixelRatio"} <= set(PALETTE)
    assert len(asked) > 10


def test_the_style_has_each_colour_for_both_themes():
    light, dark = as_css(".page", ".night").splitlines()
    assert light.startswith(".page {")
    assert dark.startswith(".night {")
    for name, pair in PALETTE.items():
        assert f"--{name}: {pair[0]};" in light
        assert f"--{name}: {pair[1]};" in dark
