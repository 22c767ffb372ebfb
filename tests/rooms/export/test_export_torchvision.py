"""Code that is taken along with torchvision makes the mask of the page, or says why it cannot."""

import re
import sys
from types import ModuleType

import numpy as np
import pytest
import torch

from explainer.rooms.export.pieces import script
from explainer.rooms.export.run import run_of
from explainer.rooms.export.torchvision import asked_share, obstacle, with_torchvision
from explainer.shell.settings import IMPLEMENTATIONS, Settings
from tests.other_packages import torchvision_ops
from tests.rooms.export.test_export import assert_same, execute, shown
from tests.rooms.export.test_export_implementations import PAGE, failure, settings


@pytest.fixture
def torchvision(monkeypatch: pytest.MonkeyPatch) -> None:
    """`from torchvision.ops import drop_block2d` gives torchvision's own, or this skips."""
    ops = torchvision_ops()
    monkeypatch.setitem(sys.modules, "torchvision", ModuleType("torchvision"))
    monkeypatch.setitem(sys.modules, "torchvision.ops", ops)


@pytest.mark.usefixtures("torchvision")
@pytest.mark.parametrize("recipe", ["reference", "paper", "calibrated"])
@pytest.mark.parametrize("mask", ["shared", "channel"])
@pytest.mark.parametrize("training", ["1", "0"])
def test_torchvision_makes_the_same_mask_or_says_why_not(
    recipe: str, mask: str, training: str
) -> None:
    exact = 0
    for size, block, keep_prob, seed in [
        (5, 3, 0.75, 1), (9, 9, 0.5, 2), (14, 7, 0.9, 3), (14, 6, 0.9, 4), (20, 1, 0.4, 5),
        (30, 5, 0.0, 6), (30, 5, 1.0, 7), (224, 31, 0.75, 20),
    ]:  # fmt: skip
        value = Settings.parse(
            {
                "source": "random" if size < 224 else "cat",
                "size": f"{min(size, 56)}",
                "channels": "2",
                "block_size": f"{block}",
                "keep_prob": f"{keep_prob}",
                "seed": f"{seed}",
                "training": training,
                "recipe": recipe,
                "mask": mask,
            }
        )
        run = run_of("playground", value)
        names = execute(script(with_torchvision(run)))
        if obstacle(run):
            assert torch.equal(names["mask"], shown("playground", value)[1].mask)
            assert names["theirs"].shape == names["mask"].shape
        else:
            assert_same("playground", value, names)
            exact += 1
    # Of the reference a block of one unit; of the others odd ones, up to what eq. 1 reaches.
    assert exact == {"reference": 1, "paper": 7, "calibrated": 6}[recipe]


@pytest.mark.parametrize("recipe", ["paper", "calibrated"])
def test_asked_for_its_share_torchvision_computes_the_same_gamma(recipe: str) -> None:
    """By its formula, as `torchvision.ops.drop_block2d` 0.29.1 writes it, in float32."""
    compared = 0
    for side in (5, 7, 14, 56, 224):
        for block in range(1, min(side, 63) + 1, 2):
            for keep_prob in ("0.05", "0.3", "0.5", "0.75", "0.9", "1"):
                query = {"map": str(side), "block_size": str(block), "keep_prob": keep_prob}
                run = run_of("gamma", Settings.parse({**query, "recipe": recipe}))
                assert run.block_size == block
                if obstacle(run):
                    assert asked_share(run) > 1
                    continue
                p, height, width = asked_share(run), side, side
                positions = (height - block + 1) * (width - block + 1)
                gamma = (p * height * width) / ((block**2) * positions)
                assert np.float32(gamma) == np.float32(run.gamma)
                compared += 1
    assert compared > 300


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ({"recipe": "reference"}, "whole map"),
        ({"recipe": "reference", "block_size": "1"}, ""),
        ({"recipe": "paper", "block_size": "6"}, "even"),
        ({"recipe": "calibrated", "block_size": "31", "keep_prob": "0.05"}, "gamma"),
        ({"recipe": "paper", "block_size": "7"}, ""),
        ({"recipe": "calibrated", "block_size": "7"}, ""),
    ],
)
def test_what_torchvision_cannot_make_is_said_in_the_code(
    query: dict[str, str], reason: str
) -> None:
    run = run_of("playground", Settings.parse(query))
    sentence = obstacle(run)
    assert reason in sentence
    assert bool(reason) == bool(sentence)
    code = re.sub(r"\n# ", " ", script(with_torchvision(run)))
    assert sentence in code
    assert ("cannot make this mask" in code) == bool(reason)


SQUARE = {
    "paper", "calibrated", "torchvision", "timm_1_0_22", "tensorflow_tpu", "tensorflow_models",
    "keras_cv", "mmdetection",
}  # fmt: skip  # those that draw seeds where the whole block fits, if the map is square
ONLY = {"paper", "calibrated", "torchvision", "mmdetection"}  # and on any map


@pytest.mark.usefixtures("torchvision")
@pytest.mark.parametrize(
    ("height", "width", "block", "reached"),
    [
        (7, 7, 3, SQUARE),
        (16, 16, 5, SQUARE),
        (7, 7, 7, SQUARE),
        (7, 7, 4, set()),  # even
        (7, 7, 9, SQUARE - {"mmdetection"}),  # cut to 7
        (8, 8, 11, set()),  # cut to 8, which is even
        (9, 5, 3, ONLY),
        (5, 9, 7, {"paper", "calibrated", "torchvision"}),
        (5, 9, 1, set(IMPLEMENTATIONS) - {"tensorflow_tpu"}),  # one unit fits everywhere
        (1, 16, 3, {"paper", "calibrated", "torchvision", "timm_1_0_22"}),  # its gamma is below 0
    ],
)
def test_torchvision_makes_the_mask_of_any_implementation_or_says_why_not(
    height: int, width: int, block: int, reached: set[str]
) -> None:
    """On six draws each: which can be reached depends on the map and the block alone."""
    made = set()
    for name in IMPLEMENTATIONS:
        for seed in range(6):
            query = {"height": height, "width": width, "asked_block": block, "keep_prob": 0.6}
            value = settings({**query, "seed": seed, "yours": name})
            if failure(value, name):
                continue
            run = run_of(PAGE, value)
            names = execute(script(with_torchvision(run)))
            _x, wanted = shown(PAGE, value)
            assert torch.equal(names["mask"], wanted.mask)
            if obstacle(run):
                assert "theirs" in names
                continue
            assert_same(PAGE, value, names)
            made.add(name)
    assert made == reached
