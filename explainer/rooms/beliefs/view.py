"""The part "beliefs" of the page that walks through the code: predict, then see what happens."""

from typing import Any

import streamlit as st

from explainer.rooms.beliefs.bank import EXPERIMENTS
from explainer.shell import next_part, widgets
from explainer.shell.experiment import DRAWS, Experiment
from explainer.shell.grid_row import show_grids
from explainer.shell.memory import one_of, remember
from explainer.shell.session import Note, session
from explainer.shell.text import _, ngettext, sections
from explainer.shell.variation import show_controls

NAMES = list(EXPERIMENTS)
LARGEST = 20  # rem: a grid that wide is seen at once, with what is above it


def show() -> None:
    """The index, one belief, the way to its neighbours, a count."""
    name = session().belief or NAMES[0]
    _show_index(name)
    with st.container(border=True):
        _show_belief(EXPERIMENTS[name])
    _show_neighbours(NAMES.index(name))
    _show_tally()
    remember("beliefs", record(session().belief_notes), _take)


def _take(record: dict[str, list[Any]]) -> None:
    session().belief_notes |= notes(record)


def record(notes: dict[str, Note]) -> dict[str, list[object]] | None:
    """What was done, for the browser to remember."""
    done = {name: list(vars(note).values()) for name, note in notes.items() if note != _new(name)}
    return done or None


def notes(record: dict[str, list[Any]]) -> dict[str, Note]:
    """The notes of a record, which anybody can forge: see `remember`."""
    read = {}
    for name, (option, draw, predicted, shown) in record.items():
        experiment = EXPERIMENTS[name]
        read[name] = Note(
            one_of(list(experiment.vary.options), option),
            one_of(range(DRAWS), draw),
            one_of([None, *experiment.choices], predicted),
            shown is True,
        )
    return read


def _new(name: str) -> Note:
    return Note(EXPERIMENTS[name].vary.start)


def _note(name: str) -> Note:
    return session().belief_notes.setdefault(name, _new(name))


def _go(name: str) -> None:
    session().belief = name


def _mark(name: str) -> str:
    note = _note(name)
    if not note.shown:
        return ""
    if note.predicted is None:
        return " ●"
    return " ✓" if note.predicted == EXPERIMENTS[name].right else " ✗"


def _show_index(name: str) -> None:
    """Eight chips that say what is done."""
    default = widgets.show("belief_index", name)
    st.pills(
        _("Beliefs"),
        NAMES,
        default=default,
        format_func=lambda name: f"{NAMES.index(name) + 1} {EXPERIMENTS[name].short}{_mark(name)}",
        key="belief_index",
        required=True,
        on_change=lambda: _go(widgets.value("belief_index")),
        label_visibility="collapsed",
    )


def _show_tally() -> None:
    """How many predictions held, once there is one to speak of."""
    marks = [_mark(name).strip() for name in NAMES]
    if not any(marks):
        return
    held = marks.count("✓")
    st.caption(
        ngettext(
            "{held} prediction held (✓), {wrong} did not (✗), {seen} seen without one (●), "
            "{left} to go.",
            "{held} predictions held (✓), {wrong} did not (✗), {seen} seen without one (●), "
            "{left} to go.",
            held,
        ).format(held=held, wrong=marks.count("✗"), seen=marks.count("●"), left=marks.count("")),
    )


def _show_belief(experiment: Experiment) -> None:
    name, words = experiment.name, sections("beliefs", "beliefs")
    note = _note(name)
    setup = experiment.run(note.draw, experiment.vary.start).numbers
    st.markdown(f"### {NAMES.index(name) + 1} · {words[f'{name}_claim']}")
    st.markdown(words[f"{name}_setup"].format_map(setup))
    if not note.shown:
        _show_choices(experiment, note)
        label = _("Show me") if note.predicted is None else _("See what happens")
        _show_switch(experiment, note, label)
        return
    _show_verdict(experiment, note)
    with st.container(horizontal=True, vertical_alignment="center"):
        show_controls(f"belief_{name}", experiment.vary, note, experiment.again)
        _show_switch(experiment, note, _("Hide it and predict again"))
    run = experiment.run(note.draw, note.option)
    if note.option != experiment.vary.start:
        st.markdown(
            _("Here ({setting}): **{happens}**.").format(
                setting=experiment.vary.setting(note.option),
                happens=experiment.choices[run.happens],
            )
        )
    share = len(run.grids) + 3  # of ten: more grids get more room
    pictures, explanation = st.columns([share, 10 - share], gap="medium")
    with pictures:
        show_grids(*run.grids, most=LARGEST)
    with explanation:
        st.markdown(words[f"{name}_{run.case}"].format_map(run.numbers))
        if f"{name}_draws" in words:
            st.caption(words[f"{name}_draws"])
        st.markdown(words[f"{name}_source"])


def _show_choices(experiment: Experiment, note: Note) -> None:
    """What can be predicted, with nothing chosen yet."""
    key = f"belief_{experiment.name}_predicted"

    def predict() -> None:
        note.predicted = widgets.value(key)

    default = widgets.show(key, note.predicted)
    st.radio(
        _("Your prediction"),
        list(experiment.choices),
        format_func=experiment.choices.__getitem__,
        index=None if default is None else list(experiment.choices).index(default),
        key=key,
        on_change=predict,
        horizontal=True,
    )


def _show_switch(experiment: Experiment, note: Note, label: str) -> None:
    """To the answer, and back."""

    def switch() -> None:
        note.shown = not note.shown

    st.button(
        label,
        key=f"belief_{experiment.name}_show",
        type="secondary" if note.shown else "primary",
        on_click=switch,
    )


def _show_verdict(experiment: Experiment, note: Note) -> None:
    """On the question as it was asked: it stays true while the variation below changes."""
    right = experiment.choices[experiment.right]
    question = _("For the question above ({setting})").format(
        setting=experiment.vary.setting(experiment.vary.start)
    )
    if note.predicted is None:
        st.info(_("{question}: **{right}**.").format(question=question, right=right))
    elif note.predicted == experiment.right:
        st.success(
            _("✓ {question} your prediction holds: **{right}**.").format(
                question=question, right=right
            )
        )
    else:
        st.error(
            _("✗ {question} you predicted: {predicted}. What happens: **{right}**.").format(
                question=question, predicted=experiment.choices[note.predicted], right=right
            )
        )


def _show_neighbours(place: int) -> None:
    """To the belief before and the one after; after the last one, to the next part."""
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        st.button(
            _("← Previous belief"),
            key="belief_previous",
            disabled=place == 0,
            on_click=_go,
            args=(NAMES[place - 1],),
        )
        if place + 1 < len(NAMES):
            label = _("Next belief →")
            st.button(label, key="belief_next", on_click=_go, args=(NAMES[place + 1],))
        else:
            next_part.show_way(_("Go on: the bugs museum"), "museum")
