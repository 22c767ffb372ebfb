"""What comes back is the library's leak, and what is said of it is true."""

import json
import zlib
from itertools import product

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from dropblock import draw_noise, leak, trace
from dropblock.inputs import picture_tensor, random_map
from explainer.rooms.playground.filling import distance_to_kept, encoded, filling_packet, pin
from explainer.shell.settings import Settings
from explainer.shell.sources import SOURCES, bundled_pixels
from tests.network_map import network_map
from tests.rooms.playground.test_packet import read


def masks(now: Settings) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """The input, and what both methods keep of it: dropout drops the lowest noise."""
    if now.source == "random":
        x = random_map(now.size, now.channels).float()
    elif now.source == "features":
        x = network_map(now.photo, now.size, now.channels)
    else:
        x = picture_tensor(bundled_pixels(SOURCES[now.source].file))
    noise = draw_noise((1, now.noise_channels, *x.shape[-2:]), now.seed)
    blocks = trace(noise, now.keep_prob, now.block_size, noise).mask
    dropped = int((blocks == 0).sum())
    units = torch.ones(noise.numel())
    units[noise.flatten().argsort(stable=True)[:dropped]] = 0
    return x, blocks.expand_as(x), units.reshape(noise.shape).expand_as(x)


def decoded(data: bytes, channels: int) -> list[np.ndarray]:
    """Undoes `encoded`, one value at a time."""
    steps = zlib.decompress(data)
    length = len(steps) // channels
    rows = []
    for c in range(channels):
        total, row = 0, []
        for step in steps[c * length : (c + 1) * length]:
            total = (total + step) % 256
            row.append(total)
        rows.append(np.array(row, int))
    if channels == 3:
        rows = [(rows[0] + rows[1]) % 256, rows[1], (rows[2] + rows[1]) % 256]
    return rows


@pytest.mark.parametrize(
    "query",
    [{}, {"source": "brick", "keep_prob": "0.9", "seed": "3"}, {"mask": "channel"},
     {"source": "random", "size": "14", "channels": "2"},
     {"source": "features"}, {"source": "features", "mask": "channel", "size": "14"}],
)  # fmt: skip
def test_what_is_filled_in_is_the_leak(query: dict[str, str]) -> None:
    now = Settings.parse(query)
    header, arrays = read(filling_packet(now, None))
    x, *kept = masks(now)
    for name, mask in zip(("dropblock", "dropout"), kept, strict=True):
        found = leak(x, mask)
        assert header["r2"][name] == pytest.approx(found.r2)
        guess = torch.cat([g[m == 0] for g, m in zip(found.guess[0], mask[0], strict=True)])
        if header["together"]:
            sent = np.concatenate(decoded(arrays[name].tobytes(), header["together"]))
            assert np.array_equal(sent, (guess.clamp(0, 1) * 255).round().int().numpy())
        else:
            np.testing.assert_allclose(arrays[name], guess.numpy(), rtol=0, atol=1e-5)


@given(st.lists(st.integers(0, 255), min_size=3, max_size=60), st.sampled_from([1, 3]))
def test_bytes_survive_the_differences(values: list[int], channels: int) -> None:
    values = values[: len(values) // channels * channels]
    sent = encoded(np.array(values, np.uint8), channels)
    assert np.concatenate(decoded(sent.tobytes(), channels)).tolist() == values


@given(st.integers(2, 7), st.integers(0, 999))
def test_the_distance_is_that_of_a_search_for_the_nearest(side: int, seed: int) -> None:
    mask = (
        torch.rand(1, 1, side, side, generator=torch.Generator().manual_seed(seed)) > 0.6
    ).float()
    cells = list(product(range(side), repeat=2))
    kept = [cell for cell in cells if mask[0, 0][cell]]
    gone = [cell for cell in cells if not mask[0, 0][cell]]
    if not kept or not gone:
        assert distance_to_kept(mask) is None
        return
    nearest = [min(max(abs(r - i), abs(c - j)) for i, j in kept) for r, c in gone]
    assert distance_to_kept(mask) == pytest.approx(sum(nearest) / len(nearest))


@pytest.mark.parametrize(
    ("query", "title"),
    [
        ({}, "Neighbours fill in {dropout} of what dropout took, only {dropblock} of"),
        ({"training": "0"}, "At inference this cat stays whole."),
        ({"keep_prob": "1"}, "All of this cat is still there."),
        ({"source": "random", "keep_prob": "0", "block_size": "5"}, "All of this map is gone."),
        ({"source": "random"}, "In random numbers no neighbour knows what is gone."),
        ({"block_size": "1"}, "Neighbours fill in {dropout} of what dropout took, {dropblock}"),
    ],
)
def test_the_headline_is_true_in_every_state(query: dict[str, str], title: str) -> None:
    header, _ = read(filling_packet(Settings.parse(query), None))
    assert header["words"]["title"].startswith(title)
    text = json.dumps(header)
    assert "NaN" not in text
    assert "Infinity" not in text


@pytest.mark.parametrize("source", [name for name in SOURCES if name != "upload"])
def test_the_pinned_unit_is_gone_in_both_and_shows_the_point(source: str) -> None:
    now = Settings.parse({"source": source})
    row, column = pin(now, None)
    x, blocks, units = masks(now)
    assert blocks[0, 0, row, column] == units[0, 0, row, column] == 0
    if source in ("cat", "rocket"):
        error = [
            abs(leak(x, mask).guess[0, 0, row, column] - x[0, 0, row, column]).item()
            for mask in (blocks, units)
        ]
        assert error[0] > error[1] + 0.2


def test_the_mean_over_many_draws_is_told_at_the_opening_alone() -> None:
    def means(query: dict[str, str]) -> list[str | None]:
        header, _ = read(filling_packet(Settings.parse(query), None))
        return [row["mean"] for row in header["rows"].values()]

    assert None not in means({"seed": "7"})
    assert None not in means({"step": "5a", "height": "7", "size": "9"})  # of other pages
    for query in (
        {"keep_prob": "0.6"},
        {"block_size": "47"},
        {"recipe": "paper"},
        {"mask": "channel"},
    ):
        assert means(query) == [None, None]
