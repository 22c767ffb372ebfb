"""The phases of a lesson, what may follow what, and what can go wrong.

References
----------
Crouch and Mazur 2001, "Peer Instruction: Ten years of experience and results": vote alone,
discuss, vote again, explain.
"""

# Phase → those that may follow. A lesson may end from each; a question may be left from each.
MOVES = {
    "lobby": ("vote",),
    "vote": ("discuss", "explain"),
    "discuss": ("again",),
    "again": ("explain",),
    "explain": ("alone",),
    "alone": ("answer",),
    "answer": (),
}
# Phases in which phones vote → the round of that vote: first, after discussion, sibling question.
ROUNDS = {"vote": 1, "again": 2, "alone": 3}


class LessonError(Exception):
    """What was asked of a lesson cannot be done; nothing was changed."""


class NoLesson(LessonError):
    """There is no lesson of this code, or no longer."""


class NotTheTeacher(LessonError):
    """The key is not that of the lesson's teacher."""


class TooLate(LessonError):
    """The lesson has moved on."""


class StoreBusy(LessonError):
    """The database did not take it now: it is locked, full, or away."""
