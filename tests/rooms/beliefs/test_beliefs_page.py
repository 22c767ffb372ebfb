"""A visitor can predict, see what happens, vary it, and find it again."""

import pytest
from streamlit.testing.v1 import AppTest

from explainer.rooms.beliefs.bank import EXPERIMENTS
from explainer.shell.experiment import Outcome
from tests.rooms.beliefs.test_beliefs import HAPPENS, WORDS
from tests.shell.test_pages import open_app, settings


def open_part(part: str, *folds: str) -> AppTest:
    app = open_app().switch_page("pages/steps.py")
    app.query_params["part"] = part
    if folds:
        app.query_params["open"] = ",".join(folds)
    return app.run()


def text_of(app: AppTest) -> str:
    return "\n".join(element.value for element in app.markdown)


def reveal(app: AppTest, name: str, choice: str | None) -> None:
    app.button_group(key="belief_index").set_value(name).run()
    if choice is not None:
        app.radio(key=f"belief_{name}_predicted").set_value(choice).run()
    app.button(key=f"belief_{name}_show").click().run()
    assert not app.exception


def words(name: str, run: Outcome) -> str:
    return WORDS[f"{name}_{run.case}"].format_map(run.numbers)


def test_nothing_is_preselected_and_nothing_told_before_it_is_asked_for():
    app = open_part("beliefs")
    assert not app.exception
    assert app.radio(key="belief_dropout_predicted").value is None
    assert WORDS["dropout_source"] not in text_of(app)
    reveal(app, "dropout", None)
    assert [box.value for box in app.info] == [
        "For the question above (keep_prob: 0.75): **Same mask, another scale**."
    ]
    assert words("dropout", EXPERIMENTS["dropout"].run(0, 0.75)) in text_of(app)


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_a_right_and_a_wrong_prediction_are_told_apart(name):
    experiment = EXPERIMENTS[name]
    app = open_part("beliefs")
    reveal(app, name, experiment.right)
    assert len(app.success) == 1
    assert "1 prediction held" in app.caption[-1].value
    app.button(key=f"belief_{name}_show").click().run()
    wrong = next(choice for choice in experiment.choices if choice != experiment.right)
    reveal(app, name, wrong)
    assert experiment.choices[wrong] in app.error[0].value
    assert experiment.choices[experiment.right] in app.error[0].value


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_it_can_be_varied_and_drawn_again(name):
    experiment = EXPERIMENTS[name]
    app = open_part("beliefs")
    reveal(app, name, None)
    last = list(experiment.vary.options)[-1]
    verdict = app.info[0].value
    assert experiment.vary.options[experiment.vary.start] in verdict
    assert "Here (" not in text_of(app)
    app.button_group(key=f"belief_{name}_vary").set_value(last).run()
    assert app.info[0].value == verdict
    happens = experiment.choices[HAPPENS.get((name, last), experiment.right)]
    assert f"{experiment.vary.options[last]}): **{happens}**." in text_of(app)
    assert words(name, experiment.run(0, last)) in text_of(app)
    app.button(key=f"belief_{name}_again").click().run()
    assert words(name, experiment.run(1, last)) in text_of(app)
    assert not app.exception


def test_an_answer_stays_while_the_visitor_is_on_another_page():
    app = open_part("beliefs")
    reveal(app, "overlap", "minus")
    app.button(key="belief_overlap_again").click().run()
    app.switch_page("pages/gamma.py").run()
    app.switch_page("pages/steps.py")
    app.query_params["part"] = "beliefs"
    app.run()
    assert len(app.error) == 1
    assert "0 predictions held (✓), 1 did not (✗)" in app.caption[-1].value
    assert words("overlap", EXPERIMENTS["overlap"].run(1, 0.75)) in text_of(app)


def test_a_prediction_stays_while_the_visitor_is_in_another_part():
    app = open_part("beliefs")
    app.button_group(key="belief_index").set_value("even").run()
    app.radio(key="belief_even_predicted").set_value("same").run()
    app.button_group(key="control_part").set_value("museum").run()
    assert not app.radio
    app.button_group(key="control_part").set_value("beliefs").run()
    assert app.radio(key="belief_even_predicted").value == "same"


def test_the_button_says_what_it_does_with_a_prediction_and_without():
    app = open_part("beliefs")
    assert app.button(key="belief_dropout_show").label == "Show me"
    app.radio(key="belief_dropout_predicted").set_value("same").run()
    assert app.button(key="belief_dropout_show").label == "See what happens"


def test_the_neighbours_are_a_step_away():
    app = open_part("beliefs")
    assert app.button(key="belief_previous").disabled
    app.button(key="belief_next").click().run()
    assert WORDS["overlap_claim"] in text_of(app)
    app.button(key="belief_previous").click().run()
    assert WORDS["dropout_claim"] in text_of(app)


def test_the_last_belief_leads_on_to_the_museum_and_that_to_the_check():
    app = open_part("beliefs")
    assert "go_on" not in [button.key for button in app.button]
    app.button_group(key="belief_index").set_value("inference").run()
    assert "belief_next" not in [button.key for button in app.button]
    for part in ("museum", "check"):
        app.button(key="go_on").click().run()
        assert not app.exception
        assert settings(app).part == part


@pytest.mark.parametrize("name", EXPERIMENTS)
def test_how_draws_were_picked_stands_in_small_print(name):
    app = open_part("beliefs")
    reveal(app, name, None)
    small = [caption.value for caption in app.caption]
    assert (WORDS.get(f"{name}_draws") in small) == (f"{name}_draws" in WORDS)
    assert "picked" not in text_of(app)
