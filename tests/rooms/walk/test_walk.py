"""The walk shows the reference's own code, and asks what the run it shows will answer."""

import ast
import re
from itertools import product
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st

from dropblock import DropBlock, draw_noise, expected_keep_rate, random_map
from explainer.rooms.walk import packet, source
from explainer.rooms.walk.questions import questions
from explainer.rooms.walk.words import grid_words, step_words
from explainer.shell.settings import STEPS, Settings
from explainer.shell.sliders import SliderState
from tests import brute
from tests.rooms.playground.test_packet import read

SOURCE = Path(__file__).parents[3] / "dropblock" / "reference.py"
walks = st.builds(
    lambda size, keep, block, seed: (
        Settings.parse(
            {
                "source": "random",
                "size": str(size),
                "keep_prob": str(keep / 100),
                "block_size": str(block),
                "seed": str(seed),
            }
        ).walk
    ),
    st.integers(5, 14),
    st.integers(0, 100),
    st.integers(1, 14),
    st.integers(0, 999),
)


def run(walk: Settings) -> tuple[set[brute.Cell], set[brute.Cell]]:
    """Seeds and dropped units, cell by cell."""
    side, b = walk.map_size, walk.block_size
    noise = draw_noise((1, 1, side, side), walk.seed)[0, 0]
    gamma = (1 - walk.keep_prob) * side**2 / (b**2 * (side - b + 1) ** 2)
    cells = set(product(range(side), range(side)))
    seeds = {cell for cell in cells if noise[cell].item() < np.float32(gamma)}
    return seeds, cells & set().union(*(brute.block_units(*seed, b) for seed in seeds))


# ---- the code


def test_the_code_shown_is_the_file_itself():
    shown = ["".join(text for _, text in line) for line in source.code()]
    assert shown == SOURCE.read_text(encoding="utf-8").splitlines()


def test_what_is_coloured_as_code_is_code():
    for line in source.code():
        for kind, text in line:
            if kind == "comment":
                assert text.startswith("#")
            if kind == "number":
                ast.literal_eval(text)
            if kind == "keyword":
                assert text.isalpha()


def lines(numbers: list[int]) -> str:
    text = SOURCE.read_text(encoding="utf-8").splitlines()
    return "\n".join(text[number - 1] for number in numbers)


@pytest.mark.parametrize(
    ("step", "first", "inside", "outside"),
    [
        ("1", "# Step 1", ["randint(1, 10"], ["class DropBlock"]),
        ("2", "# Step 2", ["self.padding", "self.gamma = None"], ["def calculate_gamma"]),
        ("3", "# Step 3", ["width**2"], ["def forward"]),
        ("4", "# Step 4", ["not self.training", "calculate_gamma"], ["bernoulli"]),
        ("5a", "seeds", ["bernoulli"], ["max_pool2d", "# Step 5"]),
        ("5b", "blocks", ["max_pool2d"], ["bernoulli", "1 - blocks"]),
        ("5c", "mask", ["1 - blocks"], ["max_pool2d", "kept"]),
        ("6a", "kept", ["count_nonzero", "numel() / kept"], ["return"]),
        ("6b", "if not x.is", ["return mask.to(x.dtype) * x * scale"], ["numel", "extra_repr"]),
    ],
)
def test_each_stop_lights_the_lines_it_speaks_of(step, first, inside, outside):
    text = lines(source.current(step))
    assert text.strip().startswith(first)
    for part in inside:
        assert part in text
    for part in outside:
        assert part not in text
    assert set(source.current(step)) <= set(source.lit(step))
    assert lines(source.lit(step)).strip().startswith(f"# Step {step[0]}")


def test_step_4_lights_the_branch_that_its_mode_takes():
    training, inference = (lines(source.current("4", mode)) for mode in (True, False))
    assert "if not self.training:" in training
    assert "if not self.training:" in inference
    assert "return x" in inference
    assert "return x" not in training
    assert "calculate_gamma" in training
    assert "calculate_gamma" not in inference
    both = set(source.current("4", True)) | set(source.current("4", False))
    assert sorted(both) == source.lit("4")


def test_every_line_of_steps_5_and_6_runs_at_exactly_one_stop():
    for step in "56":
        shown = [n for stop in STEPS if stop[0] == step for n in source.current(stop)]
        assert sorted(shown) == source.lit(step)[1:]  # all but the comment


# ---- what is walked through


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "source": st.sampled_from(["cat", "random", "upload"]),
            "size": st.integers(5, 56).map(str),
            "channels": st.integers(1, 8).map(str),
            "block_size": st.integers(1, 63).map(str),
            "recipe": st.sampled_from(["reference", "paper", "calibrated"]),
            "keep_prob": st.sampled_from(["0", "0.4", "1"]),
        },
    )
)
def test_any_settings_lead_to_a_small_map_of_one_channel(query):
    settings = Settings.parse(query)
    walk = settings.walk
    assert walk.source == "random"
    assert 5 <= walk.map_size <= 14
    assert walk.map_channels == walk.noise_channels == 1
    assert walk.recipe == "reference"
    assert walk.block_size % 2 == 1
    assert walk.block_size <= walk.map_size
    if settings.source == "random" or settings.keep_prob != Settings.parse({}).keep_prob:
        assert walk.keep_prob == settings.keep_prob  # a picture's own default is not taken along
    assert walk.walk == walk
    if settings.source == "random" and settings.size <= 14:
        assert walk.seed == settings.seed
        assert walk.size == settings.size


@given(walks)
@hypothesis(max_examples=25, deadline=None)
def test_the_numbers_sent_are_those_of_a_real_run_of_the_reference(walk):
    header, arrays = read(packet.walk_packet(SliderState(walk, walk, walk), "token", ""))
    side, stop = walk.map_size, round(walk.keep_prob * 100)
    row = list(walk.block_sizes).index(walk.block_size)
    layer = DropBlock(walk.block_size, walk.keep_prob)
    torch.manual_seed(walk.seed)
    x = random_map(side)
    output = layer(x)
    mask = draw_noise((1, 1, side, side), walk.seed)  # of the same draw
    dropped = arrays["drop"].reshape(len(walk.block_sizes), side, side)[row] > stop
    assert arrays["gamma"][row, stop] == pytest.approx(layer.gamma, rel=1e-12)
    ratio = arrays["wished"][stop] / arrays["divisor"][row]
    assert ratio == pytest.approx(layer.gamma, rel=1e-12)
    assert arrays["seeds_expected"][row, stop] == pytest.approx(layer.gamma * side**2)
    assert np.array_equal(arrays["noise"].reshape(side, side), mask[0, 0].numpy())
    assert np.array_equal(arrays["values"].reshape(side, side), x[0, 0].numpy())
    assert {tuple(u) for u in np.argwhere(dropped)} == run(walk)[1]
    assert np.array_equal(dropped, (output[0, 0] == 0).numpy())
    assert arrays["kept"][row, stop] == side**2 - dropped.sum()
    rate = expected_keep_rate(walk.keep_prob, walk.block_size, side, side, seeds="everywhere")
    assert arrays["expected"][row, stop] == pytest.approx(rate)
    assert header["padding"][row] == layer.padding[0]
    first, stop_at = header["fits"][row]
    assert set(product(range(first, stop_at), repeat=2)) == brute.seed_cells(
        side, side, walk.block_size, "valid"
    )


# ---- the questions


def right(question: dict) -> str:
    (text,) = [choice["text"] for choice in question["choices"] if choice["right"]]
    return text


@given(walks)
@hypothesis(max_examples=60, deadline=None)
def test_every_question_is_answered_by_the_run(walk):
    asked = questions(walk)
    seeds, dropped = run(walk)
    side, b = walk.map_size, walk.block_size
    for question in asked.values():
        if "choices" in question:
            texts = [choice["text"] for choice in question["choices"]]
            assert len(set(texts)) == len(texts) >= 2
            assert right(question)
            assert all(choice["why"] for choice in question["choices"])
    gamma = (1 - walk.keep_prob) * side**2 / (b**2 * (side - b + 1) ** 2)
    assert ("5a" in asked) == (gamma > 0)
    if "5a" in asked:
        number, rest = right(asked["5a"]).split(" ", 1)
        assert rest == "on average"
        assert float(number) == pytest.approx(gamma * side**2, abs=0.00501)
    assert ("5b" in asked) == (b > 1 and bool(seeds))
    if "5b" in asked:
        question = asked["5b"]
        seed = divmod(question["seed"], side)
        assert seed in seeds
        on_map = {
            cell for cell in brute.block_units(*seed, b) if max(cell) < side and min(cell) >= 0
        }
        assert {divmod(unit, side) for unit in question["cells"]} == on_map
        assert f"row {seed[0]}, column {seed[1]} " in question["ask"]
        alone, corner = (mistake["cells"] for mistake in question["mistakes"])
        assert alone == [question["seed"]]
        assert min(corner) == question["seed"]
        assert alone != question["cells"]
        assert corner != question["cells"]
    assert ("5c" in asked) == (b > 1 and 0 < gamma < 1)
    if "5c" in asked:
        middle = (side // 2, side // 2)
        reaching = [
            sum(unit in brute.block_units(r, c, b) for r, c in product(range(side), repeat=2))
            for unit in ((0, 0), middle)
        ]
        kept = [f"{(1 - gamma) ** n:.3f}" for n in reaching]
        assert right(asked["5c"]) == "One in the corner"
        assert reaching[0] < reaching[1]
        assert asked["5c"]["told"].startswith(
            f"A seed can drop the middle from {reaching[1]} places, the corner from {reaching[0]}:"
        )
        assert f"chance {kept[0]}, the middle with {kept[1]}." in asked["5c"]["told"]
    assert ("6a" in asked) == (0 < len(dropped) < side**2)
    if "6a" in asked:
        x = random_map(side)[0, 0].tolist()
        kept = [x[r][c] for r, c in product(range(side), repeat=2) if (r, c) not in dropped]
        (why,) = [c["why"] for c in asked["6a"]["choices"] if c["right"]]
        scaled = sum(kept) * side**2 / len(kept)
        assert f"sums to {sum(map(sum, x))}." in why
        assert f"sums to {sum(kept)}," in why
        assert float(why.split("scaled to ")[1].split(":")[0]) == pytest.approx(scaled, abs=0.11)
        assert asked["6a"]["ask"].startswith(
            f"{len(kept)} of {side**2} units {'is' if len(kept) == 1 else 'are'} left."
        )


@pytest.mark.parametrize("side", [5, 7, 9, 11, 13])
def test_where_every_unit_is_a_seed_nobody_is_asked_which_is_kept_more_often(side):
    """At keep_prob 0 with a block as large as the map γ is 1, and rounding may make it less."""
    query = {"source": "random", "size": str(side), "block_size": str(side), "keep_prob": "0"}
    walk = Settings.parse(query).walk
    seeds, _dropped = run(walk)
    assert len(seeds) == side**2
    assert "5c" not in questions(walk)


def test_the_right_answer_does_not_always_stand_in_the_same_place():
    places = set()
    for seed in range(30):
        question = questions(Settings.parse({}).walk.change(seed=seed))["5c"]
        places.add([choice["right"] for choice in question["choices"]].index(True))
    assert len(places) >= 3


def test_at_inference_only_the_mode_is_asked_about():
    assert list(questions(Settings.parse({"training": "0"}).walk)) == ["4"]


def test_the_opening_asks_at_five_stops():
    assert list(questions(Settings.parse({}).walk)) == ["4", "5a", "5c", "5b", "6a"]


def test_one_of_a_kind_is_not_spoken_of_as_several():
    one = dict.fromkeys(("seeds", "dropped", "kept", "overlap"), "1")
    numbers = {"units": "25", "size": "5", "scale": "25", "gamma": "0.1", "expected": "1.00"} | one
    said = [
        *(text for words in grid_words().values() for text in words.values()),
        *(text for words in step_words(Settings.parse({})).values() for text in words.values()),
    ]
    several = re.compile(
        r"(?<!of )\b1 (?:of 25 )?(?:units|seeds|numbers|blocks) (?:are|lie)|\b1 seeds"
    )
    filled = (re.sub(r"\{(\w+)\}", lambda m: numbers.get(m[1], m[0]), text) for text in said)
    assert [text for text in filled if several.search(text)] == []
