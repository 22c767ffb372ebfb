"""The ladder: the masks are those of the library, and what is dropped is gone."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from dropblock import METHODS, draw_noise
from explainer.network import load
from explainer.network.ladder import BLOCKS, DRAWS, ask, drop, rung, stays

STAGES = {56: 24, 28: 40, 14: 112, 7: 320}


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(list(STAGES)),
    st.sampled_from(BLOCKS),
    st.integers(1, DRAWS),
    st.integers(0, 100),
    st.booleans(),
    st.booleans(),
)
def test_a_rung_drops_what_the_method_drops_on_the_same_draw(
    stage, block_size, draw, stop, shared, scaled
):
    channels = 1 if shared else 3
    one = rung(stage, channels, block_size, draw)
    mask = one.masks(one.fallen[stop : stop + 1])
    x = torch.rand(1, 3, stage, stage)
    units = channels * stage**2
    asked = round((100 - stop) / 100 * units)
    noise = draw_noise((1, channels, stage, stage), draw - 1)
    wanted = METHODS["dropblock"](
        x, stop / 100, noise, dropped=asked * 3 // channels, block_size=block_size
    )
    assert torch.equal(mask.expand(x.shape), wanted.mask)
    assert one.gone()[stop].item() == pytest.approx(1 - wanted.mask.mean().item(), abs=1e-6)
    expected = wanted.output if scaled else x * wanted.mask
    torch.testing.assert_close(drop(x, mask, scaled=scaled), expected)


@pytest.mark.parametrize("stage", STAGES)
def test_moving_keep_prob_only_adds_to_what_is_gone(stage):
    for block_size in BLOCKS:
        gone = rung(stage, 1, block_size, 7).gone()
        assert gone[100] == 0
        assert (gone.diff() <= 0).all()


@pytest.fixture(scope="module")
def features() -> Tensor:
    generator = torch.Generator().manual_seed(0)
    return load().features(torch.rand(1, 3, 224, 224, generator=generator), 7)


def test_answers_are_the_likeliest_classes_and_the_evidence_of_one(features):
    network = load()
    found = ask(network, features, 7, label=5)
    likely = network.answer(features, 7).softmax(1)[0]
    order = likely.sort(descending=True)
    assert found.classes[0].tolist() == order.indices[:3].tolist()
    torch.testing.assert_close(found.probabilities[0], order.values[:3])
    bias = network.bias[5]
    torch.testing.assert_close(
        found.evidence.mean() + bias, network.answer(features, 7)[0, 5], atol=1e-4, rtol=0
    )


@pytest.mark.parametrize("scaled", [True, False])
def test_it_is_counted_draw_by_draw(features, scaled):
    network, label = load(), int(load().answer(features, 7).argmax())
    counted = [
        one for piece in stays(network, features, 7, label, 3, 60, scaled=scaled) for one in piece
    ]
    assert len(counted) == DRAWS
    for draw in (1, 2, 33, 100):
        noise = draw_noise((1, 1, 7, 7), draw - 1)
        dropped = METHODS["dropblock"](
            features, 0.6, noise, dropped=20 * features.shape[1], block_size=3
        )
        x = dropped.output if scaled else features * dropped.mask
        assert counted[draw - 1] == (int(network.answer(x, 7).argmax()) == label)
