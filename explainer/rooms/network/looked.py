"""What the network is asked about: a picture at a stage, intact."""

import hashlib
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from explainer.network import load
from explainer.network.ladder import Answers, ask
from explainer.network.model import Network
from explainer.shell.cache import kept
from explainer.shell.settings import Settings
from explainer.shell.sources import PHOTOS, Pixels, bundled_pixels

LEAST = 0.1  # probability below which the network knows no such thing


@dataclass(frozen=True)
class Looked:
    """A picture's features at the end of a stage, what the last depthwise convolution before that
    sees, and the intact network's answer, of which ``label`` is the first."""

    network: Network
    features: Tensor
    seen: Tensor
    answers: Answers
    label: int

    @property
    def is_known(self) -> bool:
        return bool(self.answers.probabilities[0, 0] >= LEAST)


def photo_pixels(settings: Settings, upload: Pixels | None) -> Pixels:
    """The picture, (224, 224, 3)."""
    if settings.photo == "upload" and upload is not None:
        return upload
    return bundled_pixels(PHOTOS[settings.photo].file)


def photo_name(settings: Settings, upload: Pixels | None) -> str:
    """Names the picture: of one name are the same pixels."""
    digest = hashlib.sha1(photo_pixels(settings, upload).tobytes()).hexdigest()[:16]
    return f"{settings.photo}/{digest}"


def tensor(pixels: Pixels) -> Tensor:
    """The picture as the network takes it: (1, 3, 224, 224) in [0, 1]."""
    return torch.from_numpy(np.array(pixels)).permute(2, 0, 1)[None] / 255


def looked(settings: Settings, upload: Pixels | None) -> Looked:
    """The picture at the stage of the settings."""
    pixels = photo_pixels(settings, upload)
    return _looked(photo_name(settings, upload), settings.stage, pixels)


@kept(32)
def _looked(name: str, stage: int, _pixels: Pixels) -> Looked:
    network, picture = load(), tensor(_pixels)
    features = network.features(picture, stage)
    label = int(network.answer(features, stage).argmax())
    answers = ask(network, features, stage, label)
    return Looked(network, features, network.seen(picture, stage), answers, label)
