"""Records come back from the browser as they were told; one that is forged is none."""

import json
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest

from explainer.rooms.beliefs import view as beliefs
from explainer.rooms.check import results
from explainer.shell.memory import UNREADABLE
from explainer.shell.session import Note, Notebook


def answered() -> Notebook:
    """A finished check just for oneself, and one before the lesson with an answer."""
    notebook = Notebook(4)
    sitting = results.current(notebook)
    for k, question in enumerate(results.questions_of(sitting)):
        sitting.answers[k] = (question.right + k) % len(question.choices)
    results.hand_in(sitting, datetime(2026, 1, 2, 3, 4, tzinfo=UTC))
    notebook.mode = "before"
    results.current(notebook).answers[2] = 1
    return notebook


def told(record: object) -> Any:
    """A record as the browser hands it back."""
    return json.loads(json.dumps(record))


def test_a_notebook_comes_back_as_it_was():
    notebook = answered()
    assert results.notebook(told(results.record(notebook))) == notebook
    untouched = Notebook(4)
    results.current(untouched)
    assert results.record(untouched) is None


@pytest.mark.parametrize(
    ("path", "forged"),
    [
        ([], 7),
        (["opening"], -1),
        (["mode"], "always"),
        (["sittings"], {"0": 1}),
        (["sittings", 0], None),
        (["sittings", 0, "seed"], 10**12),
        (["sittings", 0, "form"], "4"),
        (["sittings", 0, "more"], 1),
        (["sittings", 0, "answers"], [1]),
        (["sittings", 0, "answers", "8"], 0),
        (["sittings", 0, "answers", "x"], 0),
        (["sittings", 0, "answers", "1"], 9),
        (["sittings", 0, "answers", "1"], [0]),
        (["sittings", 0, "finished"], "=1+1"),
    ],
)
def test_a_forged_notebook_is_none(path, forged):
    record = told(results.record(answered()))
    if path:
        place = record
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = forged
    with pytest.raises(UNREADABLE):
        results.notebook(record if path else forged)


def test_a_check_is_finished_only_with_all_its_answers():
    record = told(results.record(answered()))
    del record["sittings"][0]["answers"]["5"]
    notebook = results.notebook(record)
    assert not notebook.sittings[0].finished
    assert not results.table(notebook)


def test_notes_on_beliefs_come_back_as_they_were():
    notes = {
        "dropout": Note(0.5, 3, "mask", True),
        "feat_size": Note(beliefs.EXPERIMENTS["feat_size"].vary.start, predicted="falls"),
    }
    untouched = {"even": Note(beliefs.EXPERIMENTS["even"].vary.start)}
    assert beliefs.notes(told(beliefs.record(notes | untouched))) == notes
    assert beliefs.record(untouched) is None


@pytest.mark.parametrize(
    "forged",
    [
        7,
        [1, 2],
        {"earth": [0.75, 0, None, False]},
        {"dropout": [0.75, 0, None]},
        {"dropout": [0.1, 0, None, False]},
        {"dropout": [[], 0, None, False]},
        {"dropout": [0.75, -1, None, False]},
        {"dropout": [0.75, "0", None, False]},
        {"dropout": [0.75, 0, "", False]},
        {"dropout": [0.75, 0, {"same": 1}, False]},
    ],
)
def test_forged_notes_are_none(forged):
    with pytest.raises(UNREADABLE):
        beliefs.notes(deepcopy(forged))
