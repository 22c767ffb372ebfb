"""What is folded on the page of implementations: made when it is opened, and what a link opens."""

import pytest

from explainer.rooms.implementations import calls, decisions, matrix
from explainer.shell.settings import IMPLEMENTATIONS
from tests.rooms.implementations.test_implementations_page import FOLDS, open_implementations
from tests.shell.test_pages import settings


@pytest.fixture
def made(monkeypatch):
    """Names of the functions that made something that is folded."""
    names = []
    for module, name in [(matrix, "matrix"), (matrix, "evidence"), (matrix, "as_table"),
                         (matrix, "near"), (decisions, "decisions"), (calls, "call")]:  # fmt: skip

        def spy(name, real):
            return lambda *asked: names.append(name) or real(*asked)

        monkeypatch.setattr(module, name, spy(name, getattr(module, name)))
    return names


def test_the_untouched_page_makes_nothing_that_is_folded(made):
    app = open_implementations()
    assert not app.exception
    assert made == []


@pytest.mark.parametrize(
    ("folds", "work"),
    [
        (["matrix"], {"matrix"}),
        (["matrix", "verdicts"], {"matrix", "near"}),
        (["matrix", "evidence"], {"matrix", "evidence"}),
        (["matrix", "table_implementations"], {"matrix", "as_table"}),
        (["differences"], {"decisions"}),
        (["calling"], {"call"}),
    ],
)
def test_an_open_fold_makes_its_own_and_stays_open(made, folds, work):
    app = open_implementations(*folds)
    assert set(made) == work
    made.clear()
    app.query_params["keep_prob"] = "0.80"
    app.run()
    assert settings(app).keep_prob == 0.8
    assert set(made) == work
    for fold in folds:
        app.session_state[fold] = False
    made.clear()
    app.run()
    assert made == []


def test_a_link_to_one_implementation_opens_its_verdicts_and_their_evidence(made):
    open_implementations(yours="timm")
    assert set(made) == {"matrix", "evidence"}


def test_choosing_an_implementation_opens_its_verdicts_and_all_closes_them(made):
    app = open_implementations()
    for name in ("timm", "keras_cv"):
        app.selectbox(key="control_yours").set_value(name).run()
        assert set(made) == {"matrix", "evidence"}
        made.clear()
    app.selectbox(key="control_yours").set_value("all").run()
    assert made == []


def test_a_link_opens_folds(made):
    open_implementations(open="calling,differences")
    assert made.count("decisions") == len(IMPLEMENTATIONS)
    assert set(made) == {"decisions", "call"}


def test_each_fold_has_a_name_of_its_own():
    labels = [fold.label for fold in open_implementations(*FOLDS).expander]
    assert len(set(labels)) == len(labels) > len(FOLDS)
    assert "Table" not in labels
