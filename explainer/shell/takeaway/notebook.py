"""The code as a Jupyter notebook, nbformat 4.5."""

import json
from collections.abc import Sequence
from typing import Any

from explainer.shell.takeaway.pieces import Piece
from explainer.shell.text import _


def notebook(pieces: Sequence[Piece], link: str) -> bytes:
    """A cell of text and one of code for each piece, below a title with the link."""
    title = "# DropBlock\n\n" + _("The mask of [this page]({link}).").format(link=link)
    cells = [_text(title)]
    for piece in pieces:
        cells += [_text(piece.words), _code(piece.code)]
    book = {
        "cells": [{"id": f"cell-{k}", **cell} for k, cell in enumerate(cells)],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(book, ensure_ascii=False, indent=1).encode()


def _text(words: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": words}


def _code(code: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "metadata": {},
        "execution_count": None,
        "outputs": [],
        "source": code,
    }
