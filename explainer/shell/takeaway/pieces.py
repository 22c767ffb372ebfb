"""Code in pieces, each with the sentence that explains it.

So a script has the sentences as comments, and a notebook as its text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import fill

WIDTH = 88  # columns of a comment


@dataclass(frozen=True)
class Piece:
    """Some lines of code, and what they do."""

    words: str
    code: str


def script(pieces: Sequence[Piece]) -> str:
    """The pieces as one script, their words as comments."""
    parts = (
        fill(piece.words, WIDTH, initial_indent="# ", subsequent_indent="# ") + "\n" + piece.code
        for piece in pieces
    )
    return "\n\n".join(parts) + "\n"
