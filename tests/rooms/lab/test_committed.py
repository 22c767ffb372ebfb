"""What the page says follows from the committed runs."""

import math
import statistics
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from explainer.lab.summary import Spread, leads
from explainer.rooms.lab.committed import committed
from explainer.rooms.lab.picture import evidence_picture, shown_digit
from explainer.rooms.lab.words import figure_titles, looks

ROOT = Path(__file__).parents[3]


def accuracies(method: str) -> list[float]:
    runs = committed()["few-labels"].found["runs"]
    return [run["figures"]["accuracy"] for run in runs if run["method"] == method]


def test_differences_are_those_of_the_runs_seed_by_seed() -> None:
    found = committed()["few-labels"]
    assert found.seeds >= 8
    for other in found.by_worth():
        if other == "dropblock":
            continue
        pairs = zip(accuracies("dropblock"), accuracies(other), strict=True)
        gaps = [ours - theirs for ours, theirs in pairs]
        gain = found.gain(other)
        assert gain.mean == pytest.approx(statistics.mean(gaps), abs=1e-5)
        assert gain.error == pytest.approx(statistics.stdev(gaps) / math.sqrt(len(gaps)), abs=1e-5)
        assert (found.verdict(other) == "leads") == (gain.mean > 2 * gain.error)


def test_one_run_leads_nothing() -> None:
    assert not leads(Spread(0.3, 0.0, 1))
    assert leads(Spread(0.3, 0.1, 2))
    assert not leads(Spread(0.3, 0.2, 2))


def test_every_method_and_figure_has_a_name_and_no_two_look_alike() -> None:
    found = committed()["few-labels"]
    assert set(found.by_worth()) <= set(looks())
    assert set(found.figures) <= set(figure_titles())
    assert len({(look.colour, look.symbol) for look in looks().values()}) == len(looks())


def test_the_picture_is_coloured_where_a_cell_adds() -> None:
    cells = [[0.0] * 7 for _row in range(7)]
    plain = evidence_picture("few-labels", cells, "keep", False)
    cells[2][3] = 1.0
    changed = (evidence_picture("few-labels", cells, "keep", False) != plain).any(-1)
    side = len(plain) // 7
    inside = changed[2 * side : 3 * side, 3 * side : 4 * side]
    assert changed.sum() == inside.sum() > 0
    assert shown_digit("few-labels").shape == (28, 28)


def test_the_untouched_page_answers() -> None:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    app.switch_page("pages/lab.py").run()
    assert not app.exception
    said = "\n".join(one.value for one in app.markdown)
    ours = round(100 * statistics.mean(accuracies("dropblock")))
    assert f"{ours} of 100 right with DropBlock" in said
    assert "DropBlock leads" in said
    assert "Where it does not help most" in said
