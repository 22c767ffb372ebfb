"""A field out of range is the nearest allowed; the rates are those that validation chose."""

import json
from pathlib import Path

import pytest

import explainer.lab
from explainer.lab.choice import CANDIDATES
from explainer.lab.setup import EPOCHS, METHODS, RATES, TASKS, Setup, setups

RESULTS = Path(explainer.lab.__file__).with_name("results")


@pytest.mark.parametrize(
    ("field", "given", "nearest"),
    [
        ("task", "chess", "few-labels"),
        ("method", "<b>", "none"),
        ("rate", 7, 0.9),
        ("rate", -1, 0.0),
        ("rate", float("nan"), 0.0),
        ("block_size", 0, 1),
        ("block_size", 99, 7),
        ("seed", -3, 0),
        ("epochs", 0, 1),
        ("epochs", 10**9, 200),
    ],
)
def test_a_field_out_of_range_is_the_nearest_allowed(field, given, nearest) -> None:
    assert getattr(Setup(**{"rate": 0.5, field: given}), field) == nearest


def test_an_experiment_is_each_method_with_each_seed_at_the_tasks_rates() -> None:
    runs = setups("wrong-labels", ["none", "dropblock"], 3)
    assert [(one.method, one.seed) for one in runs] == [
        (name, seed) for name in ("none", "dropblock") for seed in range(3)
    ]
    assert {one.rate for one in runs} == {0.0, RATES["wrong-labels"]["dropblock"]}
    assert {one.epochs for one in runs} == {EPOCHS["wrong-labels"]}


@pytest.mark.parametrize("task", TASKS)
def test_the_rates_are_the_best_of_the_committed_validation(task: str) -> None:
    file = RESULTS / f"choice-{task}.json"
    if not file.exists():
        pytest.skip("the rates of this task are not chosen yet")
    found = json.loads(file.read_text(encoding="utf-8"))
    assert set(found["accuracy"]) == set(CANDIDATES) == set(METHODS) - {"none"}
    for method, means in found["accuracy"].items():
        best = max(means.values())
        first = min(float(rate) for rate, mean in means.items() if mean == best)
        assert RATES[task][method] == first, method
