"""What is made of a session's checks: the next one, the score, the table. Nothing leaves the
session.
"""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from explainer.figures.grids import Grid
from explainer.rooms.check.bank import questions
from explainer.rooms.check.question import Choice, Question
from explainer.shell.memory import one_of
from explainer.shell.session import Notebook, Sitting
from explainer.shell.settings import LARGEST_SEED
from explainer.shell.text import _, sections

MODES = ("me", "before", "after")
MOST = 8  # checks that are remembered: the latest
PRACTICE = 1_000_000  # checks just for oneself are numbered from here, apart from the pairs
UNTOLD = {"right answer": "", "correct": "", "misconception": ""}


def concept_names() -> dict[str, str]:
    """The eight ideas, as a person says them."""
    return {
        "gamma": _("γ and its seeds"),
        "block": _("Seeds and their blocks"),
        "overlap": _("Blocks that overlap"),
        "scale": _("The scale"),
        "keep_prob": _("What is kept"),
        "mode": _("Training and inference"),
        "channels": _("Sizes and channels"),
        "limits": _("One setting changed"),
    }


def misconception(name: str) -> tuple[str, str]:
    """A misconception as a sentence, and why it is common and what is true (Markdown)."""
    title, why = sections("check", "misconceptions")[name].split("\n", 1)
    return title, why


def questions_of(sitting: Sitting) -> tuple[Question, ...]:
    """What is asked in this check."""
    return questions(sitting.seed, sitting.form)


def missing(sitting: Sitting) -> list[int]:
    """Numbers, from 1, of the questions without an answer."""
    return [k + 1 for k in range(len(questions_of(sitting))) if k not in sitting.answers]


def score(sitting: Sitting) -> int:
    """How many answers are right."""
    return sum(is_right(sitting, k) for k in range(len(questions_of(sitting))))


def choice_of(sitting: Sitting, k: int) -> Choice:
    """The answer to a question that has one."""
    return questions_of(sitting)[k].choices[sitting.answers[k]]


def is_right(sitting: Sitting, k: int) -> bool:
    """Whether a question is answered, and right."""
    return sitting.answers.get(k) == questions_of(sitting)[k].right


def hand_in(sitting: Sitting, now: datetime) -> None:
    """Finish, if every question has an answer."""
    sitting.tried = True
    if not missing(sitting):
        sitting.finished = now.isoformat(timespec="seconds")


def last(notebook: Notebook, mode: str) -> Sitting | None:
    """The latest check in this mode, if there is one."""
    return next((s for s in reversed(notebook.sittings) if s.mode == mode), None)


def current(notebook: Notebook) -> Sitting:
    """The check that is open in the mode chosen."""
    return last(notebook, notebook.mode) or begin(notebook, notebook.mode)


def begin(notebook: Notebook, mode: str) -> Sitting:
    """A new check, with other questions than the one before it.

    After the lesson the questions of before are asked of other runs, so that what has changed
    is the answerer.
    """
    earlier = sum(s.mode == mode for s in notebook.sittings)
    before = last(notebook, "before")
    if mode == "me":
        seed = form = PRACTICE + notebook.opening + earlier
    elif mode == "before":
        seed = form = notebook.opening + 2 * earlier
    else:
        form = before.form if before else notebook.opening
        seed = form + 1
    sitting = Sitting(mode, seed, form)
    notebook.sittings.append(sitting)
    return sitting


def again(notebook: Notebook) -> None:
    """Another check; of a pair, both start anew."""
    if notebook.mode == "me":
        begin(notebook, "me")
    else:
        notebook.mode = "before"
        begin(notebook, "before")
        begin(notebook, "after")


def pair(notebook: Notebook) -> tuple[Sitting, Sitting] | None:
    """The checks before and after the lesson, once both are handed in."""
    before, after = last(notebook, "before"), last(notebook, "after")
    if before and after and before.finished and after.finished:
        return before, after
    return None


def explains(notebook: Notebook, sitting: Sitting) -> bool:
    """Whether right answers may be shown: those of before only after."""
    if sitting is last(notebook, "before"):  # an earlier one has its second check behind it
        return pair(notebook) is not None
    return bool(sitting.finished)


def record(notebook: Notebook) -> dict[str, object] | None:
    """The notebook for the browser to remember, once there is an answer in it."""
    if not any(sitting.answers for sitting in notebook.sittings):
        return None
    return asdict(notebook) | {"sittings": list(map(asdict, notebook.sittings[-MOST:]))}


def notebook(record: dict[str, Any]) -> Notebook:
    """The notebook of a record, which anybody can forge: see `explainer.shell.memory.remember`."""
    opening = one_of(range(LARGEST_SEED + 1), record["opening"])
    sittings = [_sitting(**sitting) for sitting in record["sittings"][:MOST]]
    return Notebook(opening, one_of(MODES, record["mode"]), sittings)


def _sitting(
    mode: str, seed: int, form: int, answers: dict[str, int], finished: str, tried: bool
) -> Sitting:
    numbers = range(PRACTICE + LARGEST_SEED + 2 * MOST)
    sitting = Sitting(one_of(MODES, mode), one_of(numbers, seed), one_of(numbers, form))
    asked = questions_of(sitting)
    for k, answer in answers.items():
        places = range(len(asked[int(k)].choices))
        sitting.answers[one_of(range(len(asked)), int(k))] = one_of(places, answer)
    sitting.tried = tried is True
    if finished and not missing(sitting):
        sitting.finished = datetime.fromisoformat(finished).isoformat(timespec="seconds")
    return sitting


def table(notebook: Notebook) -> dict[str, list[object]]:
    """Every answer handed in, one a row, readable without the pictures.

    A row's question is `bank.questions(seed, form)[k]`. What tells right from wrong is left
    empty as long as the page does not show it.
    """
    names = concept_names()
    rows = [
        {
            "when": sitting.finished,
            "mode": sitting.mode,
            "concept": names[question.concept],
            "variant": question.variant,
            "form": sitting.form,
            "check seed": sitting.seed,
            "question": question.text.replace("**", "").replace("`", ""),
            "shown": "; ".join(map(_in_line, question.grids)),
            "choice": _told(choice_of(sitting, k)),
            **(_verdict(sitting, k) if explains(notebook, sitting) else UNTOLD),
        }
        for sitting in notebook.sittings
        if sitting.finished
        for k, question in enumerate(questions_of(sitting))
    ]
    return {key: [row[key] for row in rows] for key in rows[0]} if rows else {}


def _verdict(sitting: Sitting, k: int) -> dict[str, object]:
    """The columns that tell right from wrong."""
    question, belief = questions_of(sitting)[k], choice_of(sitting, k).misconception
    return {
        "right answer": _told(question.choices[question.right]),
        "correct": int(is_right(sitting, k)),
        "misconception": misconception(belief)[0] if belief else "",
    }


def _told(choice: Choice) -> str:
    return _in_line(choice.grid) if choice.grid else choice.text


def _in_line(grid: Grid) -> str:
    """A picture as text: row after row, what is marked in brackets."""
    rows = (
        " ".join(f"[{cell.text}]" if cell.marked else cell.text for cell in row)
        for row in grid.rows
    )
    return f"{grid.title}: {' / '.join(rows)}"
