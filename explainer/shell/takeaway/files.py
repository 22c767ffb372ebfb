"""The files of a take-away that Python makes: tensors, notebook, and what the room adds."""

import io
import json

import numpy as np

from explainer.shell.takeaway.contents import File, TakeAway, Tensors
from explainer.shell.takeaway.notebook import notebook
from explainer.shell.text import _


def files(taken: TakeAway, link: str) -> list[File]:
    """The files, in the order of the panel."""
    name = f"dropblock-{taken.name}"
    return [
        File(
            _("Tensors (NPZ)"),
            taken.tensors_words,
            f"{name}.npz",
            "application/octet-stream",
            lambda: _npz(taken.tensors(), link),
        ),
        File(
            _("Notebook (Jupyter)"),
            _("The notebook holds the code below."),
            f"{name}.ipynb",
            "application/json",
            lambda: notebook(taken.code[0].pieces, link),
        ),
        *taken.more,
    ]


def _npz(tensors: Tensors, link: str) -> bytes:
    """The arrays by their names, as `numpy.load` reads them without pickle. ``settings``: JSON
    text, with the link."""
    arrays = {name: np.asarray(value) for name, value in tensors.arrays.items()}
    settings = json.dumps({**tensors.settings, "link": link})
    file = io.BytesIO()
    np.savez_compressed(file, settings=np.array(settings), **arrays)  # type: ignore[arg-type]
    return file.getvalue()
