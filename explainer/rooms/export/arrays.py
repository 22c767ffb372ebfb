"""The tensors of a run as an NPZ file, with the settings inside."""

import io
import json
from collections.abc import Mapping
from dataclasses import asdict, fields

import numpy as np
from torch import Tensor

from dropblock.pipeline import Trace, dropout_mask
from explainer.rooms.export.run import Run


def npz(run: Run, x: Tensor, found: Trace, methods: Mapping[str, Tensor], link: str) -> bytes:
    """x and every field of the trace, by its name, as `numpy.load` reads them without pickle.

    ``dropout``: for comparison, a mask of the draw's shape that drops as many units one by one.
    ``mask_<method>``: what the methods of the comparison keep of x. ``settings``: JSON text, with
    the link.
    """
    tensors = {field.name: getattr(found, field.name) for field in fields(found)}
    tensors |= {"x": x, "dropout": dropout_mask(found.noise, int((found.mask == 0).sum()))}
    tensors |= {f"mask_{name}": mask for name, mask in methods.items()}
    arrays = {
        name: value.numpy() if isinstance(value, Tensor) else np.float64(value)
        for name, value in tensors.items()
    }
    settings = json.dumps({**asdict(run), "side": run.side, "link": link})
    file = io.BytesIO()
    np.savez_compressed(file, settings=np.array(settings), **arrays)  # type: ignore[arg-type]
    return file.getvalue()
