"""What is downloaded in a browser is what the page shows at that moment."""

import io
import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from dropblock import RECIPES, draw_noise, trace
from dropblock.inputs import picture_tensor
from explainer.shell.settings import Settings
from explainer.shell.sources import SOURCES, bundled_pixels
from tests.browser.conftest import Stage, drag


def download(page: Page, label: str) -> tuple[str, bytes]:
    with page.expect_download() as started:
        page.get_by_role("button", name=label).click()
    return started.value.suggested_filename, Path(started.value.path()).read_bytes()


def wait_for_link(page: Page, keep_prob: str) -> str:
    link = page.get_by_test_id("stCode").filter(has_text="&keep_prob=")
    expect(link).to_contain_text(f"keep_prob={keep_prob}&")
    code = page.get_by_test_id("stCode").filter(has_text="import torch")  # below the files
    expect(code).to_contain_text(f"keep_prob, block_size = {float(keep_prob)}, ")
    return link.inner_text()


def test_files_are_those_of_the_released_slider(stage: Stage) -> None:
    page = stage.page
    stage.open("?recipe=paper&mask=channel")
    drag(stage.keep_prob, 0.42, release=True)
    stage.wait_shown(keep_prob=0.42)
    page.get_by_text("Take it with you").click()
    link = wait_for_link(page, "0.42")

    value = Settings.parse({"recipe": "paper", "mask": "channel", "keep_prob": "0.42"})
    assert Settings.parse(dict(parse_qsl(urlsplit(link).query))) == value
    assert link.startswith(stage.address)
    noise = draw_noise((1, 3, 224, 224), value.seed)
    x = picture_tensor(bundled_pixels(SOURCES["cat"].file))
    run = trace(x, 0.42, value.block_size, noise, RECIPES["paper"])

    name, tensors = download(page, "Tensors (NPZ)")
    assert name == "dropblock-playground.npz"
    with np.load(io.BytesIO(tensors), allow_pickle=False) as found:
        assert np.array_equal(found["mask"], run.mask.numpy())
        assert np.array_equal(found["output"], run.output.numpy())
        assert json.loads(str(found["settings"]))["keep_prob"] == 0.42

    name, book = download(page, "Notebook (Jupyter)")
    assert name == "dropblock-playground.ipynb"
    names: dict[str, Any] = {}
    for cell in json.loads(book)["cells"]:
        if cell["cell_type"] == "code":
            exec(cell["source"], names)
    assert np.array_equal(names["mask"].numpy(), run.mask.numpy())

    name, picture = download(page, "Picture (PNG)")
    assert name == "dropblock-playground.png"
    with Image.open(io.BytesIO(picture)) as image:
        assert (image.format, image.size) == ("PNG", (1920, 1080))

    # Open, it follows the next release; the picture stays where the slider was let go.
    drag(stage.keep_prob, 0.9, release=True)
    wait_for_link(page, "0.90")
    stage.wait_shown(keep_prob=0.9)
    _, tensors = download(page, "Tensors (NPZ)")
    with np.load(io.BytesIO(tensors), allow_pickle=False) as found:
        wanted = trace(x, 0.9, value.block_size, noise, RECIPES["paper"])
        assert np.array_equal(found["mask"], wanted.mask.numpy())


def test_the_link_opens_the_same_page(stage: Stage) -> None:
    stage.open("?source=random&size=9&seed=5")
    drag(stage.keep_prob, 0.55, release=True)
    stage.wait_shown(keep_prob=0.55)
    stage.page.get_by_text("Take it with you").click()
    link = wait_for_link(stage.page, "0.55")
    before = stage.shown
    stage.page.goto("about:blank")
    stage.page.goto("".join(link.split()))
    stage.ready()
    stage.wait_shown(keep_prob=0.55)
    assert stage.shown == before


@pytest.mark.parametrize("path", ["steps", "gamma", "compare", "implementations"])
def test_an_open_panel_follows_the_slider(stage: Stage, path: str) -> None:
    stage.page.goto(f"{stage.address}/{path}?source=random&size=9&map=9")
    stage.page.get_by_text("Take it with you").click()
    wait_for_link(stage.page, "0.75")
    for keep_prob in (0.45, 0.85):
        drag(stage.keep_prob, keep_prob, release=True)
        link = wait_for_link(stage.page, f"{keep_prob:.2f}")
        assert urlsplit(link).path == f"/{path}"
