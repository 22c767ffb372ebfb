"""Every panel's backing image is what torch's trace holds, bit for bit."""

from pathlib import Path
from typing import Any

import numpy as np
import plotly.colors
import pytest
import torch
from numpy.typing import NDArray
from PIL import Image

from dropblock import (
    RECIPES,
    draw_noise,
    dropout_mask,
    leak,
    picture_tensor,
    random_map,
    trace,
)
from explainer.shell.base import feature_map as seen
from explainer.shell.settings import Settings

PICTURES = Path(__file__).parents[2] / "assets" / "pictures"


def viridis() -> NDArray[np.uint8]:
    anchors = np.array(
        [plotly.colors.hex_to_rgb(colour) for colour in plotly.colors.sequential.Viridis], float
    )
    at = np.linspace(0, len(anchors) - 1, 256)
    channels = [np.interp(at, np.arange(len(anchors)), anchors[:, c]) for c in range(3)]
    return np.floor(np.stack(channels, 1) + 0.5).astype(np.uint8)


VIRIDIS = viridis()


def expected_panels(
    x: torch.Tensor, settings: Settings, channel: int
) -> dict[str, NDArray[np.uint8]]:
    """RGB of each panel, (H, W, 3), from the library alone."""
    n, c, height, width = x.shape
    shape = (n, 1 if settings.mask == "shared" else c, height, width)
    noise = draw_noise(shape, settings.seed)
    run = trace(x, settings.keep_prob, settings.block_size, noise, RECIPES[settings.recipe])
    mask, scale = run.mask, run.scale
    if not settings.training:
        run = trace(x, 1.0, settings.block_size, noise, RECIPES[settings.recipe])
        mask, scale = run.mask, 1.0
    units = dropout_mask(noise, int((mask == 0).sum()))
    dropout = x * units * scale
    shown = min(channel, mask.shape[1] - 1)
    picture, largest = not settings.is_map, 9 if settings.source == "random" else 1

    def value(tensor: torch.Tensor, scale: float = 1.0) -> NDArray[np.uint8]:
        top = (scale or 1.0) * largest  # what is kept keeps its colour
        scaled = torch.round((tensor[0].double() * 255 / top).clip(0, 255)).numpy()
        if picture:
            return scaled.transpose(1, 2, 0).astype(np.uint8)
        return VIRIDIS[scaled[channel].astype(int)]

    def filled(kept: torch.Tensor) -> NDArray[np.uint8]:
        guess = leak(x.float(), kept.float()).guess
        return value((guess.clip(0, 1) * 255).round() / 255 if picture else guess)

    def binary(tensor: torch.Tensor) -> NDArray[np.uint8]:
        return (tensor[0, shown, :, :, None].numpy() * 255).repeat(3, 2).astype(np.uint8)

    return {
        "input": value(x.float()),
        "seeds": binary(run.seeds),
        "blocks": binary(run.blocks),
        "mask": binary(mask),
        "output": value(run.output, scale),
        "filled": filled(mask),
        "specks": binary(units),
        "dropout": value(dropout.float(), scale),
        "refilled": filled(units),
    }


def assert_panels(stage: Any, x: torch.Tensor, settings: Settings, channel: int = 0) -> None:
    stage.wait_filled()
    for name, expected in expected_panels(x, settings, channel).items():
        side, data = stage.backing(name)
        painted = np.frombuffer(data, np.uint8).reshape(side, side, 4)
        assert (painted[..., 3] == 255).all()
        wrong = (painted[..., :3] != expected).any(axis=2)
        assert not wrong.any(), f"{name}: {wrong.sum()} units differ with {settings}"


def feature_map(settings: Settings) -> torch.Tensor:
    if settings.source == "random":
        return random_map(settings.size, settings.channels)
    with Image.open(PICTURES / f"{settings.source}.png") as picture:
        return picture_tensor(np.asarray(picture))


LINKS = [
    {},
    {"source": "cat", "mask": "channel", "keep_prob": "0.6"},
    {"source": "rocket", "recipe": "paper", "block_size": "30"},
    {"source": "digit", "block_size": "1", "keep_prob": "0.5"},
    {"source": "brick", "block_size": "63", "seed": "7"},
    {"source": "diagram", "training": "0"},
    {"source": "coffee", "recipe": "paper", "mask": "channel", "block_size": "44", "seed": "3"},
    {"source": "random"},
    {"source": "random", "recipe": "paper", "block_size": "2"},
    {"source": "random", "size": "14", "channels": "3", "block_size": "5"},
    {"source": "random", "size": "14", "channels": "3", "mask": "shared", "recipe": "paper"},
    {"source": "random", "size": "37", "recipe": "paper", "block_size": "36", "seed": "999999"},
    {"source": "random", "size": "56", "channels": "8", "recipe": "paper", "block_size": "8"},
    {"source": "random", "size": "56", "block_size": "55", "keep_prob": "0.9"},
    {"source": "cat", "recipe": "calibrated", "block_size": "45", "keep_prob": "0.4"},
    {"source": "random", "size": "14", "recipe": "calibrated", "block_size": "6", "seed": "4"},
]


def set_slider(stage: Any, keep_prob: float | None = None, block_size: int | None = None) -> None:
    if keep_prob is not None:
        stage.keep_prob.fill(f"{keep_prob:.2f}")
        stage.wait_shown(keep_prob=keep_prob)
    if block_size is not None:
        stage.block_size.fill(str(block_size))
        stage.wait_shown(block_size=block_size)


@pytest.mark.parametrize("query", LINKS, ids=lambda query: "-".join(query.values()) or "default")
def test_every_panel_is_the_trace_bit_for_bit(stage: Any, query: dict[str, str]) -> None:
    settings = Settings.parse(query)
    x = feature_map(settings)
    stage.open("?" + "&".join(f"{key}={value}" for key, value in query.items()))
    assert_panels(stage, x, settings)
    for keep_prob in (0.0, 0.31, 0.97, 1.0):
        set_slider(stage, keep_prob=keep_prob)
        assert_panels(stage, x, settings.change(keep_prob=keep_prob))
    set_slider(stage, keep_prob=0.7)
    sizes = settings.block_sizes
    for block_size in (sizes[0], sizes[len(sizes) // 3], sizes[-1]):
        set_slider(stage, block_size=block_size)
        assert_panels(stage, x, settings.change(keep_prob=0.7, block_size=block_size))


def test_each_channel_of_a_map_has_its_own_panels(stage: Any) -> None:
    settings = Settings.parse({"source": "random", "size": "9", "channels": "3"})
    stage.open("?source=random&size=9&channels=3")
    for channel in (2, 1):
        stage.root.get_by_role("button", name=f"channel {channel + 1}").click()
        stage.wait_shown(channel=channel)
        assert_panels(stage, feature_map(settings), settings, channel)


def test_a_feature_map_is_the_trace_bit_for_bit(stage: Any) -> None:
    """The network's own numbers, from here: `tests/network/test_clearest.py` holds them."""
    settings = Settings.parse({"source": "features", "photo": "cat"})
    x = seen(settings, None)
    stage.open("?source=features&photo=cat")
    assert_panels(stage, x, settings)
    stage.root.get_by_role("button", name="channel 3").click()
    stage.wait_shown(channel=2)
    assert_panels(stage, x, settings, 2)
    before = stage.shown["base"]
    stage.page.get_by_role("radio", name="14 × 14").click()
    stage.wait_until("shown => shown.base !== wanted", before)
    settings = settings.change(size=14)
    assert_panels(stage, seen(settings, None), settings, 2)


def test_an_uploaded_picture_is_the_trace_bit_for_bit(stage: Any, tmp_path: Path) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, (224, 224, 3), dtype=np.uint8)
    file = tmp_path / "mine.png"
    Image.fromarray(pixels).save(file)
    stage.open("?source=upload&keep_prob=0.8")
    before = stage.shown["base"]
    stage.page.locator("input[type=file]").set_input_files(file)
    stage.wait_until("shown => shown.base !== wanted", before)
    settings = Settings.parse({"source": "upload", "keep_prob": "0.8"})
    assert_panels(stage, picture_tensor(pixels), settings)
