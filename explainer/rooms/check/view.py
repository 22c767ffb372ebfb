"""The check on the page: its questions as cards, then the score and what was behind it."""

from datetime import UTC, datetime
from html import escape
from typing import Any

import streamlit as st

from explainer.rooms.check import results
from explainer.rooms.check.question import Question
from explainer.shell import widgets
from explainer.shell.charts import as_csv
from explainer.shell.grid_row import show_grids
from explainer.shell.memory import remember
from explainer.shell.session import Notebook, Sitting, session
from explainer.shell.settings import Settings
from explainer.shell.text import _, sections

STYLE = """<style>
.st-key-quiz { max-width: 69rem; }
.st-key-quiz [data-testid="stRadio"] label p { font-size: 1.05rem; }
.st-key-quiz [role="radiogroup"] label { padding-block: .3rem; }
#quiz-score { font-size: 1.6rem; font-weight: 700; outline: none; }
</style>"""
# The score stands above the button that asked for it: go there, so that it is seen and read out.
GO_TO_SCORE = """<script>{
const score = document.getElementById("quiz-score");
if (score) { score.scrollIntoView({ block: "center" }); score.focus({ preventScroll: true }); }
}</script>"""


def show_quiz(settings: Settings) -> None:
    """The part of the page. The link's draw numbers the checks of a new session."""
    session().notebook = session().notebook or Notebook(settings.seed)
    _section()


@st.fragment
def _section() -> None:
    notebook = session().notebook
    assert notebook is not None  # show_quiz opened it
    words = sections("check", "check")
    st.html(STYLE)
    with st.container(key="quiz"):
        st.markdown(f"{words['intro']}\n\n{words['private']}")
        _mode_choice(notebook)
        sitting = results.current(notebook)
        if results.explains(notebook, sitting):
            _show_score(notebook, sitting)
        elif sitting.finished:
            _score_line(_("{count} answers are kept").format(count=len(sitting.answers)))
            st.markdown(words["before_done"])
        else:
            alone = sitting.mode == "after" and not results.last(notebook, "before")
            st.markdown(words["after_alone" if alone else sitting.mode])
        _actions(notebook, sitting)
        if results.explains(notebook, sitting):
            for k in range(len(results.questions_of(sitting))):
                _show_answer(sitting, k)
        elif not sitting.finished:
            for k in range(len(results.questions_of(sitting))):
                _ask(sitting, k)
            _hand_in(sitting)
    remember("check", results.record(notebook), _take)


def _take(record: dict[str, Any]) -> None:
    session().notebook = results.notebook(record)


def _mode_choice(notebook: Notebook) -> None:
    labels = {
        "me": _("Just for me"),
        "before": _("Before the lesson"),
        "after": _("After the lesson"),
    }

    def take() -> None:
        notebook.mode = widgets.value("quiz_mode")

    default = widgets.show("quiz_mode", notebook.mode)
    st.segmented_control(
        _("When do you take it?"),
        results.MODES,
        default=default,
        format_func=labels.__getitem__,
        key="quiz_mode",
        required=True,
        on_change=take,
    )


def _head(question: Question, k: int) -> None:
    name = results.concept_names()[question.concept]
    st.markdown(f"##### {k + 1} · {name}")
    st.markdown(question.text)
    if question.grids:
        show_grids(*question.grids)
    pictures = [choice.grid for choice in question.choices if choice.grid]
    if pictures:
        show_grids(*pictures)


def _ask(sitting: Sitting, k: int) -> None:
    question = results.questions_of(sitting)[k]
    key = f"quiz_{sitting.mode}_{sitting.seed}_{k}"

    def take() -> None:
        sitting.answers[k] = widgets.value(key)

    # Streamlit forgets a button that is not on the page; the sitting does not.
    default = widgets.show(key, sitting.answers.get(k))
    with st.container(border=True):
        _head(question, k)
        st.radio(
            _("Your answer to question {number}").format(number=k + 1),
            range(len(question.choices)),
            index=default,  # the place
            format_func=lambda place: question.choices[place].text,
            key=key,
            on_change=take,
            horizontal=question.choices[0].grid is not None,
            label_visibility="collapsed",
        )


def _hand_in(sitting: Sitting) -> None:
    def hand_in() -> None:
        results.hand_in(sitting, datetime.now(UTC))
        session().handed_in = bool(sitting.finished)

    if sitting.tried:
        missing = results.missing(sitting)
        if len(missing) == 1:
            st.warning(_("Question {number} has no answer yet.").format(number=missing[0]))
        elif missing:
            numbers = ", ".join(map(str, missing[:-1]))
            st.warning(
                _("Questions {numbers} and {last} have no answer yet.").format(
                    numbers=numbers, last=missing[-1]
                )
            )
    label = _("Keep my answers") if sitting.mode == "before" else _("See how you did")
    st.button(label, key="quiz_hand_in", type="primary", on_click=hand_in)


def _score_line(text: str) -> None:
    st.html(f'<div id="quiz-score" role="status" tabindex="-1">{escape(text)}</div>')
    if session().handed_in:
        session().handed_in = False
        st.html(GO_TO_SCORE, unsafe_allow_javascript=True)


def _show_score(notebook: Notebook, sitting: Sitting) -> None:
    of, pair = len(results.questions_of(sitting)), results.pair(notebook)
    if sitting.mode == "me" or pair is None:
        score = results.score(sitting)
        _score_line(_("You have {score} of {all} right").format(score=score, all=of))
        return
    before, after = pair
    _score_line(
        _("Before the lesson {before} of {all} right, after it {after}").format(
            before=results.score(before), after=results.score(after), all=of
        )
    )
    sign = {True: _("✓\N{NO-BREAK SPACE}right"), False: _("✗\N{NO-BREAK SPACE}wrong")}
    names = results.concept_names()
    rows = [
        f"| {names[question.concept]} | {sign[results.is_right(before, k)]} "
        f"| {sign[results.is_right(after, k)]} |"
        for k, question in enumerate(results.questions_of(after))
    ]
    head = "| {} | {} | {} |\n|---|---|---|\n".format(_("Idea"), _("Before"), _("After"))
    st.markdown(head + "\n".join(rows))


def _actions(notebook: Notebook, sitting: Sitting) -> None:
    """What can be done with results: keep them as a file, go on."""
    table = results.table(notebook)
    if not table:
        return
    with st.container(horizontal=True):
        if sitting.finished and (sitting.mode == "me" or results.pair(notebook)):
            label = _("Another check") if sitting.mode == "me" else _("Another pair of checks")
            take = results.again
            st.button(label, key="quiz_again", type="primary", on_click=take, args=(notebook,))
        st.download_button(
            _("Download CSV"),
            data=as_csv(table),
            file_name="dropblock-check.csv",
            mime="text/csv",
            on_click="ignore",
            key="quiz_csv",
        )


def _show_answer(sitting: Sitting, k: int) -> None:
    question, chosen = results.questions_of(sitting)[k], results.choice_of(sitting, k)
    right = question.choices[question.right].text
    with st.container(border=True):
        _head(question, k)
        if chosen.misconception is None:
            st.markdown(_(":green[**✓ Right:** {right}]").format(right=right))
        else:
            st.markdown(
                _(":red[**✗ Your choice:** {choice}]  \n:green[**✓ Right:** {right}]").format(
                    choice=chosen.text, right=right
                )
            )
        st.markdown(question.explanation)
        if chosen.misconception is not None:
            title, why = results.misconception(chosen.misconception)
            st.markdown(
                _("**The idea behind your choice: “{title}”.** {why}").format(title=title, why=why)
            )
