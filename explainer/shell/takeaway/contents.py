"""What a room hands over, and what the panel shows of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from numpy.typing import ArrayLike

from explainer.shell.takeaway.pieces import Piece


@dataclass(frozen=True)
class File:
    """Something to download, a row of the panel.

    words: what it holds, as a sentence. make: gives its bytes; it runs when the button is clicked,
    in a thread that knows of no session.
    """

    label: str
    words: str
    name: str
    mime: str
    make: Callable[[], bytes]


@dataclass(frozen=True)
class Tensors:
    """Arrays by name, and the settings that they belong to."""

    arrays: Mapping[str, ArrayLike]
    settings: Mapping[str, object]


@dataclass(frozen=True)
class Code:
    """One way to write the code. needs: what it takes to run it, as a sentence."""

    label: str
    needs: str
    pieces: Sequence[Piece]


@dataclass(frozen=True)
class TakeAway:
    """name: of the files, between ``dropblock-`` and the ending. tensors: made when they are asked
    for. tensors_words: what they are, as a sentence. code: to choose from; the notebook holds the
    first. code_title, code_notes: what the code is of. link_note: what the link leaves out.
    more: files of this room alone. live: whether the browser makes a slide of its pictures.
    """

    name: str
    tensors: Callable[[], Tensors]
    tensors_words: str
    code: Sequence[Code]
    code_title: str
    code_notes: Sequence[str] = ()
    link_note: str = ""
    more: Sequence[File] = ()
    live: bool = True
