"""What is packed is read back by an independent reader, and stays small."""

import json
import struct
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from dropblock import RECIPES, draw_noise, trace
from explainer.rooms.playground.filling import filling_packet
from explainer.rooms.playground.packet import stage_parts
from explainer.shell.base import base_name, base_packet
from explainer.shell.packet import pack
from explainer.shell.settings import Settings


def read(data: bytes) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """An own reading of the format's description."""
    (length,) = struct.unpack_from("<I", data)
    header = json.loads(data[4 : 4 + length].decode("utf-8"))
    arrays = {}
    for name, (dtype, shape, offset) in header["arrays"].items():
        start = 4 + length + offset
        assert start % 8 == 0
        if dtype == "void24":  # three bytes each, times 2**24
            three = np.frombuffer(data, np.uint8, 3 * int(np.prod(shape)), start).reshape(-1, 3)
            whole = three.astype(np.float32) @ np.float32([1, 2**8, 2**16])
            arrays[name] = (whole / np.float32(2**24)).reshape(shape)
            continue
        kind = np.dtype(dtype).newbyteorder("<")
        count = int(np.prod(shape))
        arrays[name] = np.frombuffer(data, kind, count, start).reshape(shape)
    return header, arrays


@given(
    st.text(),
    st.lists(
        st.tuples(
            st.sampled_from(["uint8", "uint16", "uint32", "int32", "float32", "float64"]),
            st.lists(st.integers(0, 5), min_size=1, max_size=3),
        ),
        max_size=5,
    ),
)
def test_header_and_arrays_survive_packing(word: str, kinds: list[tuple[str, list[int]]]) -> None:
    arrays = {
        f"array {k}": np.arange(np.prod(shape)).astype(dtype).reshape(shape)
        for k, (dtype, shape) in enumerate(kinds)
    }
    header, found = read(pack({"word": word}, arrays))
    assert header["word"] == word
    assert list(found) == list(arrays)
    for name, array in arrays.items():
        assert found[name].dtype == array.dtype
        assert np.array_equal(found[name], array)


def stage_packet(settings: Settings) -> bytes:
    return pack(*stage_parts(settings, None, "base", settings.block_size, "token", settings, ""))


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"source": "random"},
        {"source": "random", "size": "11", "channels": "2", "recipe": "paper"},
        {"mask": "channel", "recipe": "paper", "block_size": "8"},
    ],
)
def test_every_number_of_every_stop_is_the_trace(query: dict[str, str]) -> None:
    settings = Settings.parse(query)
    header, arrays = read(stage_packet(settings))
    shape = (1, settings.noise_channels, settings.map_size, settings.map_size)
    noise = draw_noise(shape, settings.seed)
    recipe = RECIPES[settings.recipe]
    for k, answer in list(enumerate(header["answers"]))[:4]:
        for stop in range(0, 101, 5):
            run = trace(torch.zeros(shape), stop / 100, answer["block"], noise, recipe)
            assert arrays["gamma"][k, stop] == run.gamma
            assert arrays["seeds"][k, stop] == run.seeds.sum()
            assert arrays["kept"][k, stop] == run.mask.sum()
            assert arrays["scale"][k, stop] == run.scale
            assert np.array_equal(arrays["drop"][k] > stop, run.mask == 0)


def test_a_commit_of_keep_prob_changes_no_byte() -> None:
    settings = Settings.parse({})
    before = pack(*stage_parts(settings, None, "base", 31, "token", settings, ""))
    moved = settings.change(keep_prob=0.2)
    assert pack(*stage_parts(moved, None, "base", 31, "token", settings, "")) == before


def test_the_verdict_follows_expected_minus_asked() -> None:
    _, arrays = read(stage_packet(Settings.parse({})))
    difference = arrays["expected"] - np.arange(101) / 100
    assert np.array_equal(arrays["verdict"] == 0, difference <= -0.0005)
    assert np.array_equal(arrays["verdict"] == 2, difference >= 0.0005)
    assert np.allclose(arrays["gap"], abs(difference))


@pytest.mark.parametrize(
    ("query", "limit"),
    [
        ({}, 700_000),
        ({"source": "random", "size": "56", "channels": "8", "recipe": "paper"}, 2_000_000),
        ({"source": "random", "size": "56", "channels": "6"}, 2_000_000),
        ({"mask": "channel", "recipe": "paper"}, 2_000_000),
    ],
)
def test_packets_stay_within_their_limits(query: dict[str, str], limit: int) -> None:
    settings = Settings.parse(query)
    base = base_packet(base_name(settings, None), settings, None)
    filled = filling_packet(settings, None)
    assert len(base) + len(stage_packet(settings)) + len(filled) < limit


def test_the_pinned_unit_is_dropped_at_the_opening() -> None:
    for source in ("cat", "random"):
        settings = Settings.parse({"source": source})
        header, arrays = read(stage_packet(settings))
        k = [answer["block"] for answer in header["answers"]].index(settings.block_size)
        row, column = header["pin"]
        assert arrays["drop"][k, 0, 0, row, column] > round(settings.keep_prob * 100)
