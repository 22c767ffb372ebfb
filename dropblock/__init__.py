"""DropBlock (Ghiasi, Lin, Le 2018, arXiv 1810.12890): a layer to train with, and its every stage.

To train: `DropBlock2d`, `drop_block2d`, `Schedule`, `ModelSchedule`; `insert_dropblock` puts the
layer into a network. To see what happens: `trace` on `draw_noise`,
`threshold_map`, and the article's `DropBlock`. To know how much is kept: `gamma`,
`expected_keep_rate`, `keep_probability`, `calibrated_gamma`. To compare: `RECIPES` holds the known
implementations, `METHODS` the other methods, and `leak` measures what their surroundings tell.

Exports are lazy: ``import dropblock`` is instant, and the first name used imports torch.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dropblock.auditing import Audited, audit
    from dropblock.calibration import calibrated_gamma
    from dropblock.dropout import dropout_mask
    from dropblock.failure import RecipeFailure
    from dropblock.inputs import picture_tensor, random_map
    from dropblock.insertion import insert_dropblock, remove_dropblock
    from dropblock.layer import DropBlock2d, drop_block2d
    from dropblock.leakage import Leak, leak
    from dropblock.methods import METHODS, Dropped, Method
    from dropblock.model_schedule import ModelSchedule
    from dropblock.pipeline import Trace, draw_noise, threshold_map, trace
    from dropblock.rates import expected_keep_rate, gamma, keep_probability
    from dropblock.recipe import Recipe
    from dropblock.recipes import RECIPES
    from dropblock.reference import DropBlock
    from dropblock.schedule import Attached, Schedule, scheduled_keep_prob

__version__ = "0.1.0"

_HOME = {
    "Attached": "schedule",
    "Audited": "auditing",
    "DropBlock": "reference",
    "DropBlock2d": "layer",
    "Dropped": "methods",
    "Leak": "leakage",
    "METHODS": "methods",
    "Method": "methods",
    "ModelSchedule": "model_schedule",
    "RECIPES": "recipes",
    "Recipe": "recipe",
    "RecipeFailure": "failure",
    "Schedule": "schedule",
    "Trace": "pipeline",
    "audit": "auditing",
    "calibrated_gamma": "calibration",
    "draw_noise": "pipeline",
    "drop_block2d": "layer",
    "dropout_mask": "dropout",
    "expected_keep_rate": "rates",
    "gamma": "rates",
    "insert_dropblock": "insertion",
    "keep_probability": "rates",
    "leak": "leakage",
    "picture_tensor": "inputs",
    "random_map": "inputs",
    "remove_dropblock": "insertion",
    "scheduled_keep_prob": "schedule",
    "threshold_map": "pipeline",
    "trace": "pipeline",
}

__all__ = [
    "METHODS",
    "RECIPES",
    "Attached",
    "Audited",
    "DropBlock",
    "DropBlock2d",
    "Dropped",
    "Leak",
    "Method",
    "ModelSchedule",
    "Recipe",
    "RecipeFailure",
    "Schedule",
    "Trace",
    "audit",
    "calibrated_gamma",
    "draw_noise",
    "drop_block2d",
    "dropout_mask",
    "expected_keep_rate",
    "gamma",
    "insert_dropblock",
    "keep_probability",
    "leak",
    "picture_tensor",
    "random_map",
    "remove_dropblock",
    "scheduled_keep_prob",
    "threshold_map",
    "trace",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'dropblock' has no attribute {name!r}")
    return getattr(import_module(f"dropblock.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
