"""A real ImageNet network: its feature maps, its answers, its activation maps. No screen.

Examples
--------
>>> import torch
>>> from explainer.network import load
>>> network = load()
>>> features = network.features(torch.zeros(1, 3, 224, 224), stage=14)
>>> features.shape, network.answer(features, stage=14).shape
(torch.Size([1, 112, 14, 14]), torch.Size([1, 1000]))
"""

from explainer.network.clearest import clearest, scaled
from explainer.network.model import STAGES, Network, load
from explainer.network.weights import WeightsMissing

__all__ = ["STAGES", "Network", "WeightsMissing", "clearest", "load", "scaled"]
