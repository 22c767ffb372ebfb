"""keep_prob over training, against the figures of the paper's reference code and by hand."""

import copy
import pickle

import pytest
import torch
import torch.utils.checkpoint
from hypothesis import given
from hypothesis import strategies as st
from torch import nn

from dropblock import DropBlock, Schedule, scheduled_keep_prob


@pytest.mark.parametrize(("group", "target"), [(4, 0.9), (3, 0.975), (2, 0.99375), (1, 0.9984375)])
def test_the_targets_of_the_groups_are_those_of_the_reference_code(group, target):
    assert scheduled_keep_prob(0.9, 1.0, group) == pytest.approx(target, abs=1e-12)


@given(st.floats(0, 1), st.floats(0, 1), st.integers(1, 4))
def test_it_is_the_straight_line_from_1_to_the_target(keep_prob, progress, group):
    target = scheduled_keep_prob(keep_prob, 1.0, group)
    on_the_line = (1 - progress) * 1.0 + progress * target
    assert scheduled_keep_prob(keep_prob, progress, group) == pytest.approx(on_the_line, abs=1e-12)


def test_before_the_start_and_after_the_end_it_stays():
    assert scheduled_keep_prob(0.6, -3) == 1
    assert scheduled_keep_prob(0.6, 7) == pytest.approx(0.6)
    assert scheduled_keep_prob(0.6, float("inf")) == pytest.approx(0.6)


def test_a_schedule_counts_steps():
    schedule = Schedule(0.8, steps=100)
    assert [schedule.at(step) for step in (0, 25, 100, 200)] == pytest.approx([1, 0.95, 0.8, 0.8])
    assert schedule.at(100, group=3) == pytest.approx(0.95)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: scheduled_keep_prob(1.5, 0.5), "keep_prob must be in .* got 1.5"),
        (lambda: scheduled_keep_prob(0.9, 0.5, 5), "group must be from 1 to 4, got 5"),
        (lambda: scheduled_keep_prob(0.9, 0.5, 0), "group must be from 1 to 4, got 0"),
        (lambda: scheduled_keep_prob(0.9, float("nan")), "progress must be a number"),
        (lambda: Schedule(-0.1, 10), "keep_prob must be in .* got -0.1"),
        (lambda: Schedule(0.9, 0), "steps must be a whole number from 1, got 0"),
        (lambda: Schedule(0.9, float("nan")), "steps must be a whole number from 1, got nan"),
        (lambda: Schedule(0.9, "10"), "steps must be a whole number from 1, got '10'"),
        (lambda: Schedule(0.9, 10).attach(nn.ReLU()), "keep_prob to set, got ReLU"),
        (
            lambda: Schedule(0.9, 10).attach(DropBlock(), group=7),
            "group must be from 1 to 4, got 7",
        ),
    ],
)
def test_bad_arguments_get_a_sentence(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def seen_by(layer, forwards):
    """The layer's keep_prob and gamma during so many training forwards."""
    seen = []
    for _ in range(forwards):
        layer(torch.ones(1, 1, 7, 7))
        seen.append((layer.keep_prob, layer.gamma))
    return seen


def test_an_attached_layer_drops_nothing_at_first_and_as_asked_at_the_end():
    layer = DropBlock(block_size=3, keep_prob=0.5)
    Schedule(0.5, steps=4).attach(layer)
    seen = seen_by(layer, 6)
    assert [keep for keep, _ in seen] == pytest.approx([1, 0.875, 0.75, 0.625, 0.5, 0.5])
    # By hand: (1 − keep_prob) · 49 / (9 · 25). It is computed anew, though the layer keeps it.
    assert [gamma for _, gamma in seen] == pytest.approx(
        [(1 - keep) * 49 / 225 for keep in (1, 0.875, 0.75, 0.625, 0.5, 0.5)]
    )


def test_inference_neither_counts_nor_changes_anything():
    layer = DropBlock(block_size=3, keep_prob=0.5)
    attached = Schedule(0.5, steps=4).attach(layer)
    layer.eval()
    x = torch.rand(1, 1, 7, 7)
    assert layer(x) is x
    assert (attached.step, layer.keep_prob) == (0, 0.5)
    layer.train()
    layer(x)
    assert (attached.step, layer.keep_prob) == (1, 1.0)


class Scaled(nn.Module):
    """Somebody's own layer, whose gamma is a weight."""

    def __init__(self):
        super().__init__()
        self.keep_prob = 0.5
        self.gamma = nn.Parameter(torch.ones(1))

    def forward(self, x):
        return x * self.gamma * self.keep_prob


def test_a_layers_own_gamma_is_left_alone():
    layer = Scaled()
    Schedule(0.5, steps=4).attach(layer)
    assert [layer(torch.ones(1)).item() for _ in range(3)] == pytest.approx([1, 0.875, 0.75])
    assert len(list(layer.parameters())) == 1


@pytest.mark.parametrize("use_reentrant", [True, False])
def test_where_backward_runs_the_forward_again_a_schedule_says_so(use_reentrant):
    layer = Scaled()
    Schedule(0.5, steps=4).attach(layer)
    x = torch.ones(1, requires_grad=True)
    y = torch.utils.checkpoint.checkpoint(layer, x, use_reentrant=use_reentrant)
    with pytest.raises(RuntimeError, match=r"set layer.keep_prob = schedule.at\(step\)"):
        y.backward()


def test_training_goes_on_where_it_was_saved_and_stops_following_when_removed():
    layer = DropBlock(block_size=3, keep_prob=0.5)
    attached = Schedule(0.5, steps=4).attach(layer, group=3)
    attached.step = 2
    assert [keep for keep, _ in seen_by(layer, 1)] == pytest.approx([1 - 0.125 / 2])
    attached.remove()
    assert [keep for keep, _ in seen_by(layer, 2)] == pytest.approx([1 - 0.125 / 2] * 2)


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda x: pickle.loads(pickle.dumps(x))])
def test_a_copy_of_the_layer_follows_the_schedule_on_its_own(copied):
    layer = DropBlock(block_size=3, keep_prob=0.5)
    Schedule(0.5, steps=4).attach(layer)
    seen_by(layer, 2)
    twin = copied(layer)
    assert [keep for keep, _ in seen_by(twin, 2)] == pytest.approx([0.75, 0.625])
    assert [keep for keep, _ in seen_by(layer, 1)] == pytest.approx([0.75])
