"""The check on its page: answering, the score, before and after, and nothing lost on the way."""

import pytest
from streamlit.testing.v1 import AppTest

from explainer.rooms.check.results import current, questions_of
from tests.shell.test_pages import open_app, session


def open_check(seed: int = 4) -> AppTest:
    app = open_app().switch_page("pages/steps.py")
    app.query_params["part"] = "check"
    app.query_params["seed"] = str(seed)
    return app.run()


def answer(app: AppTest, *, right: bool, only: range = range(8)) -> AppTest:
    sitting = current(session(app).notebook)
    for k in only:
        place = questions_of(sitting)[k].right
        app.radio[k].set_value(place if right else (place + 1) % 3)
        app.run()
    return app


def text_of(app: AppTest) -> str:
    parts = [*app.markdown, *app.warning, *app.caption]
    bodies = [block.proto.body for block in app.get("html")]
    return "\n".join([*(part.value for part in parts), *bodies])


def test_nothing_is_chosen_beforehand():
    app = open_check()
    assert not app.exception
    assert [radio.value for radio in app.radio] == [None] * 8


@pytest.mark.parametrize(("right", "score"), [(True, 8), (False, 0)])
def test_the_score_and_what_was_behind_it(right, score):
    app = answer(open_check(), right=right)
    app.button(key="quiz_hand_in").click().run()
    assert not app.exception
    text = text_of(app)
    assert f"You have {score} of 8 right" in text
    assert text.count("The idea behind your choice") == 8 - score
    assert text.count("✗ Your choice") == 8 - score
    assert len(app.radio) == 0


def test_a_missing_answer_is_named_and_the_others_stay():
    app = answer(open_check(), right=True, only=range(6))
    app.button(key="quiz_hand_in").click().run()
    assert app.warning[0].value == "Questions 7 and 8 have no answer yet."
    assert None not in [radio.value for radio in app.radio][:6]
    answer(app, right=True, only=range(6, 7))
    assert app.warning[0].value == "Question 8 has no answer yet."
    answer(app, right=True, only=range(7, 8))
    assert not app.warning
    app.button(key="quiz_hand_in").click().run()
    assert "You have 8 of 8 right" in text_of(app)


def test_another_check_has_other_questions():
    app = answer(open_check(), right=True)
    first = {question.variant for question in questions_of(current(session(app).notebook))}
    app.button(key="quiz_hand_in").click().run()
    app.button(key="quiz_again").click().run()
    second = {question.variant for question in questions_of(current(session(app).notebook))}
    assert not first & second
    assert [radio.value for radio in app.radio] == [None] * 8


def test_before_tells_nothing_until_after_is_done():
    app = open_check()
    app.button_group(key="quiz_mode").set_value("before").run()
    answer(app, right=False)
    app.button(key="quiz_hand_in").click().run()
    assert "8 answers are kept" in text_of(app)
    assert "Right:" not in text_of(app)
    assert app.get("download_button")
    app.button_group(key="quiz_mode").set_value("after").run()
    answer(app, right=True)
    app.button(key="quiz_hand_in").click().run()
    text = text_of(app)
    assert "Before the lesson 0 of 8 right, after it 8" in text
    assert text.count("| ✗\N{NO-BREAK SPACE}wrong | ✓\N{NO-BREAK SPACE}right |") == 8
    app.button_group(key="quiz_mode").set_value("before").run()
    assert text_of(app).count("✗ Your choice") == 8


def test_another_part_or_page_and_back_keeps_answers_and_results():
    app = answer(open_check(), right=True, only=range(3))
    chosen = [radio.value for radio in app.radio]
    app.button_group(key="control_part").set_value("walk").run()
    assert not app.radio
    app.button_group(key="control_part").set_value("check").run()
    assert [radio.value for radio in app.radio] == chosen
    app.switch_page("pages/about.py").run()
    app.switch_page("pages/steps.py").run()
    assert [radio.value for radio in app.radio] == chosen
    answer(app, right=True, only=range(3, 8))
    app.button(key="quiz_hand_in").click().run()
    app.switch_page("pages/about.py").run()
    app.switch_page("pages/steps.py").run()
    assert "You have 8 of 8 right" in text_of(app)


def test_a_new_draw_elsewhere_does_not_change_the_questions():
    app = open_check(seed=4)
    before = [radio.options for radio in app.radio]
    app.query_params["seed"] = "99"
    app.run()
    assert [radio.options for radio in app.radio] == before
