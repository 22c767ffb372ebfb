"""What `audit` says of the layers of a model, held to what they do."""

import math

import pytest
import torch
from torch import nn

from dropblock import DropBlock, DropBlock2d, audit, expected_keep_rate, insert_dropblock
from tests.other_packages import _installed, _module


class DropBlockOfOurs(nn.Module):
    """Somebody's own layer."""

    def __init__(self):
        super().__init__()
        self.drop_prob, self.block_size = 0.25, 3

    def forward(self, x):
        return x


def test_each_layer_is_told_with_the_map_that_it_sees():
    model = nn.Sequential(
        nn.Conv2d(3, 4, 3), DropBlock2d(keep_prob=0.5, block_size=7), nn.MaxPool2d(2),
        DropBlock2d(keep_prob=0.9, block_size=7, calibrated=True), DropBlock(3, 0.8),
        DropBlockOfOurs(), nn.Identity(),
    )  # fmt: skip
    state = {name: value.clone() for name, value in model.state_dict().items()}
    paper, calibrated, article, own = audit(model, (2, 3, 16, 18))
    assert (paper.name, paper.rule, paper.height, paper.width) == ("1", "paper", 14, 16)
    assert paper.expected == pytest.approx(expected_keep_rate(0.5, 7, 14, 16))
    assert (calibrated.rule, calibrated.height, calibrated.width) == ("calibrated", 7, 8)
    assert calibrated.expected == pytest.approx(0.9)
    assert calibrated.warning.startswith("block_size 7 is not smaller than the 7 × 8 map")
    assert (article.rule, article.asked) == ("reference", 0.8)
    assert article.expected < 0.8
    assert (own.rule, own.asked) == ("", 0.75)
    assert math.isnan(own.expected)
    assert model.training
    assert all(value.equal(state[name]) for name, value in model.state_dict().items())


@pytest.mark.parametrize(("package", "version"), [("torchvision", "0.29.1"), ("timm", "1.0.31")])
def test_other_packages_layers_keep_what_it_says(package, version):
    path = {"torchvision": "ops.drop_block", "timm": "layers.drop"}[package]
    made = _module(_installed(package, version), path).DropBlock2d
    made.__module__ = f"{package}.{path}"
    layer = made(0.2, 3)
    (found,) = audit(nn.Sequential(nn.Identity(), layer), (1, 3, 9, 9))
    assert (found.rule, found.asked) == (package, pytest.approx(0.8))
    torch.manual_seed(0)
    kept = (layer(torch.ones(20_000, 1, 9, 9)) != 0).double().mean((1, 2, 3))
    assert abs(kept.mean() - found.expected) < 4 * kept.std() / 20_000**0.5


def test_the_chance_that_a_whole_map_goes_is_met():
    layer = DropBlock2d(keep_prob=0.7, block_size=9)
    (found,) = audit(layer, (1, 1, 7, 7))
    assert found.whole == pytest.approx(0.3)
    torch.manual_seed(0)
    gone = (layer(torch.ones(1000, 20, 7, 7)) == 0).all(3).all(2).double().mean().item()
    assert abs(gone - 0.3) < 4 * (0.3 * 0.7 / 20_000) ** 0.5


class Looks(nn.Module):
    """A model that looks at its numbers, which a meta tensor has not."""

    def __init__(self):
        super().__init__()
        self.drop, self.never = DropBlock2d(block_size=3), DropBlock2d()

    def forward(self, x):
        return self.drop(x) if x.sum().item() == 0 else self.never(x)


def test_a_model_that_looks_at_numbers_runs_on_zeros():
    drop, never = audit(Looks(), (1, 1, 8, 8))
    assert (drop.height, drop.width) == (8, 8)
    assert never.warning == "the model's forward skips it"


def test_an_inserted_layer_is_found_and_a_bad_shape_refused():
    model = nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU())
    insert_dropblock(model, names=["1"])
    assert [found.name for found in audit(model, (1, 3, 16, 16))] == ["1.dropblock"]
    with pytest.raises(ValueError, match=r"each number of input_shape must be .* got -1"):
        audit(model, (-1, 3, 16, 16))
