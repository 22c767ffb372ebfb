"""Lessons in which a class predicts, discusses and votes again; kept in a database. No screen.

Nobody has a name or an account here: a phone and the teacher each hold a token, of which only the
hash is kept, and all of a lesson is deleted when it ends, or a day after it was last touched.

Examples
--------
>>> from explainer.classroom import Store
>>> store = Store("sqlite://")
>>> code, key = store.start("expected seeds", choices=4)
>>> phone = store.join(code)
>>> _ = store.move(code, key, "vote", seen=0)
>>> store.vote(code, phone, question=0, round=1, choice=2, tap=1)
>>> store.votes(code, key)
[Votes(first=2, second=None, alone=None)]
"""

from explainer.classroom.gain import Gain, changes, gain
from explainer.classroom.lesson import (
    MOVES,
    ROUNDS,
    LessonError,
    NoLesson,
    NotTheTeacher,
    StoreBusy,
    TooLate,
)
from explainer.classroom.store import Lesson, Store, Votes

__all__ = [
    "MOVES",
    "ROUNDS",
    "Gain",
    "Lesson",
    "LessonError",
    "NoLesson",
    "NotTheTeacher",
    "Store",
    "StoreBusy",
    "TooLate",
    "Votes",
    "changes",
    "gain",
]
