"""The examples do what they say, at a small setting."""

import importlib.util
from pathlib import Path

import pytest
import torch

EXAMPLES = Path(__file__).parents[1] / "examples"


def load(name):
    """An example as a module."""
    spec = importlib.util.spec_from_file_location(name, EXAMPLES / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def one_thread():
    """Small convolutions on several threads crawl where other programs want the cores too."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.mark.usefixtures("one_thread")
def test_the_small_network_learns_with_dropblock_and_without(capsys):
    runs = load("train_small_cnn").main(steps=60)
    assert list(runs) == ["without DropBlock", "with DropBlock"]
    printed = capsys.readouterr().out
    for name, epochs in runs.items():
        first, last = epochs[0], epochs[-1]
        assert last.loss < first.loss - 0.2
        # One in four is guessed; the accuracy of a guesser on 1,000 pictures has sd 0.014.
        assert last.accuracy > 0.4
        assert name in printed
        assert f"{last.accuracy:.3f}" in printed
    # 60 of the schedule's 60 steps: the last forward was step 59.
    assert [epoch.keep_prob for epoch in runs["with DropBlock"]] == pytest.approx(
        [1 - 0.1 * 39 / 60, 1 - 0.1 * 59 / 60]
    )
    assert {epoch.keep_prob for epoch in runs["without DropBlock"]} == {1}
