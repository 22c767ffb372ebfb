"""What was answered in this session, and the table of it. Nothing leaves the session."""

from dataclasses import dataclass, field
from datetime import datetime

from explainer.figures.grids import Grid
from explainer.rooms.check.bank import questions
from explainer.rooms.check.question import Choice, Question
from explainer.shell.text import _, sections

MODES = ("me", "before", "after")
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


@dataclass
class Sitting:
    """One check as it is answered. answers: by question, the place of the choice.

    seed, form: see `bank.questions`. finished: when it was handed in (ISO time), empty before.
    tried: whether it was, too early.
    """

    mode: str
    seed: int
    form: int
    answers: dict[int, int] = field(default_factory=dict)
    finished: str = ""
    tried: bool = False

    @property
    def questions(self) -> tuple[Question, ...]:
        return questions(self.seed, self.form)

    @property
    def missing(self) -> list[int]:
        """Numbers, from 1, of the questions without an answer."""
        return [k + 1 for k in range(len(self.questions)) if k not in self.answers]

    @property
    def score(self) -> int:
        return sum(map(self.correct, range(len(self.questions))))

    def chosen(self, k: int) -> Choice:
        return self.questions[k].choices[self.answers[k]]

    def correct(self, k: int) -> bool:
        return self.answers.get(k) == self.questions[k].right

    def hand_in(self, now: datetime) -> None:
        """Finish, if every question has an answer."""
        self.tried = True
        if not self.missing:
            self.finished = now.isoformat(timespec="seconds")


@dataclass
class Notebook:
    """All checks of a session. opening: the number of the first pair, from the link's draw."""

    opening: int
    mode: str = "me"
    sittings: list[Sitting] = field(default_factory=list)

    def last(self, mode: str) -> Sitting | None:
        """The latest check in this mode, if there is one."""
        return next((s for s in reversed(self.sittings) if s.mode == mode), None)

    def current(self) -> Sitting:
        """The check that is open in the mode chosen."""
        return self.last(self.mode) or self.begin(self.mode)

    def begin(self, mode: str) -> Sitting:
        """A new check, with other questions than the one before it.

        After the lesson the questions of before are asked of other runs, so that what has changed
        is the answerer.
        """
        earlier = sum(s.mode == mode for s in self.sittings)
        before = self.last("before")
        if mode == "me":
            seed = form = PRACTICE + self.opening + earlier
        elif mode == "before":
            seed = form = self.opening + 2 * earlier
        else:
            form = before.form if before else self.opening
            seed = form + 1
        sitting = Sitting(mode, seed, form)
        self.sittings.append(sitting)
        return sitting

    def again(self) -> None:
        """Another check; of a pair, both start anew."""
        if self.mode == "me":
            self.begin("me")
        else:
            self.mode = "before"
            self.begin("before")
            self.begin("after")

    @property
    def pair(self) -> tuple[Sitting, Sitting] | None:
        """The checks before and after the lesson, once both are handed in."""
        before, after = self.last("before"), self.last("after")
        if before and after and before.finished and after.finished:
            return before, after
        return None

    def explains(self, sitting: Sitting) -> bool:
        """Whether right answers may be shown: those of before only after."""
        if sitting is self.last("before"):  # an earlier one has its second check behind it
            return self.pair is not None
        return bool(sitting.finished)

    def table(self) -> dict[str, list[object]]:
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
                "choice": _told(sitting.chosen(k)),
                **(_verdict(sitting, k) if self.explains(sitting) else UNTOLD),
            }
            for sitting in self.sittings
            if sitting.finished
            for k, question in enumerate(sitting.questions)
        ]
        return {key: [row[key] for row in rows] for key in rows[0]} if rows else {}


def _verdict(sitting: Sitting, k: int) -> dict[str, object]:
    """The columns that tell right from wrong."""
    question, belief = sitting.questions[k], sitting.chosen(k).misconception
    return {
        "right answer": _told(question.choices[question.right]),
        "correct": int(sitting.correct(k)),
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
