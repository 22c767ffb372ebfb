"""Training: a seed gives the same again, whatever trains beside it; networks learn in step."""

from collections import Counter

import pytest
import torch

from explainer.lab.digits import digits
from explainer.lab.net import Net, drop
from explainer.lab.setup import METHODS, TASKS, Setup, setups
from explainer.lab.tasks import data
from explainer.lab.training import Training, train, train_in_step


def result_without_times(result: dict) -> dict:
    return {key: value for key, value in result.items() if key != "seconds"}


def tiny(method: str, seed: int = 0, epochs: int = 2) -> Setup:
    return Setup("few-labels", method, 0.3, seed=seed, epochs=epochs)


def test_a_run_is_the_same_again_and_whatever_trains_beside_it() -> None:
    alone = train(tiny("dropblock"), limit=60)
    torch.rand(7)
    both = train_in_step([tiny("dropout"), tiny("dropblock")], limit=60)
    assert result_without_times(both[1].result()) == result_without_times(alone)
    assert alone["curves"] != train(tiny("dropblock", seed=1), limit=60)["curves"]


def test_methods_of_one_seed_begin_with_the_same_weights_and_pictures() -> None:
    first, second = Training(tiny("none")), Training(tiny("cutout"))
    assert torch.equal(first.net.head.weight, second.net.head.weight)
    assert torch.equal(first.pictures, second.pictures)


def test_all_networks_have_had_as_many_epochs_when_stopped() -> None:
    seen = []
    trained = train_in_step(
        [tiny("none", epochs=9), tiny("dropout", epochs=9)],
        report=lambda trainings: seen.append([one.epoch for one in trainings]),
        stopped=lambda: len(seen) == 2,
        limit=50,
    )
    assert seen == [[1, 1], [2, 2]]
    assert trained[0].result()["epochs_done"] == 2


def test_a_network_learns() -> None:
    run = Training(Setup("few-labels", "none", epochs=6))
    before = run.measure(run.data.validation)[0]
    for _ in range(6):
        run.train_epoch()
    assert before < 0.3
    assert run.measure(run.data.validation)[0] > 0.6


@pytest.mark.parametrize("task", TASKS)
def test_nothing_is_chosen_or_learned_on_the_test_pictures(task: str) -> None:
    """Nor do two seeds learn from the same pictures."""
    one, other = data(task, 0), data(task, 1)
    assert torch.equal(one.test[0], other.test[0])
    assert not torch.equal(one.train[0], other.train[0])
    seen = [set(map(bytes, part[0].numpy())) for part in (one.train, one.validation, one.test)]
    assert not seen[2] & (seen[0] | seen[1])
    assert not seen[0] & seen[1]


def test_a_quarter_of_the_labels_is_drawn_anew() -> None:
    pictures, labels = digits()
    truth = dict(zip(map(bytes, pictures.numpy()), labels.tolist(), strict=True))
    learned, said = data("wrong-labels", 0).train
    pairs = zip(map(bytes, learned.numpy()), said.tolist(), strict=True)
    wrong = sum(truth[picture] != label for picture, label in pairs) / len(said)
    assert wrong == pytest.approx(0.25 * 0.9, abs=0.06)  # one in ten is drawn right


def test_there_are_500_of_each_digit() -> None:
    pictures, labels = digits()
    assert pictures.shape == (5000, 1, 28, 28)
    assert set(Counter(labels.tolist()).values()) == {500}


@pytest.mark.parametrize("method", METHODS[1:])
def test_a_method_drops_its_share_where_it_belongs(method: str) -> None:
    torch.manual_seed(0)
    setup, x = Setup(method=method, rate=0.25, calibrated=True), torch.ones(400, 4, 14, 14)
    place = {"droppath": "branch", "cutout": "picture"}.get(method, "map")
    for other in {"map", "branch", "picture"} - {place}:
        assert drop(x, other, setup, 0.25) is x
    gone = float((drop(x, place, setup, 0.25) == 0).float().mean())
    # Cutout's square is cut off at the border.
    assert gone == pytest.approx(0.25, abs=0.04) or (method == "cutout" and 0.1 < gone < 0.25)


def test_the_mask_is_shared_by_the_channels_unless_each_has_its_own() -> None:
    x = torch.ones(3, 4, 14, 14)
    for shared in (True, False):
        y = drop(x, "map", Setup(method="dropblock", rate=0.3, shared=shared), 0.3)
        assert torch.equal(y[:, :1].expand_as(y), y) == shared


def test_nothing_is_dropped_when_a_network_answers() -> None:
    net = Net(Setup(method="dropblock", rate=0.5), 28, 10)
    net.rate, x = 0.5, torch.rand(2, 1, 28, 28)
    assert not torch.equal(net.train()(x), net(x))
    assert torch.equal(net.eval()(x), net(x))


def test_the_parts_of_a_totem_are_painted_over_one_by_one() -> None:
    hidden = data("hidden-part", 0).hidden
    x = torch.ones(1, 1, 32, 32)
    gone = torch.stack([paint(x) == 0 for paint in hidden.values()]).sum(0)
    assert (gone == 1).all()


def test_runs_of_an_experiment_are_not_repeated() -> None:
    assert len(setups("few-labels", ["none", "none", "dropout"], 2)) == 4
