"""EfficientNet-Lite0 (Tan and Le 2019; Lite: Liu 2020), cut open at the end of four stages.

Each of its 16 blocks widens the channels (1 × 1), filters each channel by itself (the depthwise
convolution) and narrows them again (1 × 1, with no activation after it). BatchNorm is folded into
the convolutions, so every layer is weights and bias.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from explainer.network import weights

CLASSES = Path(__file__).parents[2] / "assets" / "imagenet_classes.txt"
SIDE = 224  # of a picture, in pixels
GREY = 127 / 255  # the value of a pixel that is 0 to the network
EPSILON = 1e-3  # of BatchNorm

# (kernel, stride, blocks) of each of the seven groups of blocks.
GROUPS = ((3, 1, 1), (3, 2, 2), (5, 2, 2), (3, 2, 3), (5, 1, 3), (5, 2, 4), (3, 1, 1))
SHAPES = [
    (kernel, stride if first else 1)
    for kernel, stride, blocks in GROUPS
    for first in [True] + [False] * (blocks - 1)
]
# Side of a stage's map → how many blocks come before its end.
STAGES = {56: 3, 28: 5, 14: 11, 7: 16}


@dataclass(frozen=True)
class Layer:
    """A convolution with BatchNorm folded in, and ReLU6 after it or not."""

    weight: Tensor
    bias: Tensor
    stride: int = 1
    groups: int = 1
    relu6: bool = True

    def __call__(self, x: Tensor) -> Tensor:
        kernel, side = self.weight.shape[-1], x.shape[-1]
        # As TensorFlow pads: where the padding is odd, the larger half goes right and below.
        padding = max((-(-side // self.stride) - 1) * self.stride + kernel - side, 0)
        before, after = padding // 2, padding - padding // 2
        if before != after:  # conv2d pads both sides alike, and faster
            x, before = F.pad(x, (before, after, before, after)), 0
        x = F.conv2d(x, self.weight, self.bias, self.stride, before, groups=self.groups)
        return x.clamp_(0, 6) if self.relu6 else x


class Block:
    """Widen, filter each channel, narrow; the input is added where it has the same shape."""

    def __init__(self, expand: Layer | None, depthwise: Layer, project: Layer, *, skip: bool):
        self.expand, self.depthwise, self.project, self.skip = expand, depthwise, project, skip

    def seen(self, x: Tensor) -> Tensor:
        """What the depthwise convolution and its ReLU6 see in x."""
        return self.depthwise(self.expand(x) if self.expand else x)

    def __call__(self, x: Tensor) -> Tensor:
        out = self.project(self.seen(x))
        return x + out if self.skip else out


@dataclass(frozen=True)
class Network:
    """The network, in inference. Make it with `load`.

    A stage is named by the side of its map: 56, 28, 14 or 7. Its *features* are all that is
    passed on at its end, (N, C, stage, stage) with C of 24, 40, 112 or 320.

    Attributes
    ----------
    names : tuple of str
        The 1000 classes of ImageNet.
    """

    stem: Layer
    blocks: tuple[Block, ...]
    head_layer: Layer
    weight: Tensor  # (1000, 1280)
    bias: Tensor  # (1000,)
    names: tuple[str, ...]

    @torch.inference_mode()
    def features(self, pictures: Tensor, stage: int) -> Tensor:
        """All that the stage passes on of pictures (N, 3, 224, 224) with values in [0, 1]."""
        return self._run(self._begin(pictures), 0, STAGES[stage])

    @torch.inference_mode()
    def seen(self, pictures: Tensor, stage: int) -> Tensor:
        """What the last depthwise convolution of the stage sees after ReLU6: values in [0, 6]."""
        last = STAGES[stage] - 1
        return self.blocks[last].seen(self._run(self._begin(pictures), 0, last))

    @torch.inference_mode()
    def halves(self, pictures: Tensor, stage: int) -> tuple[Tensor, Tensor]:
        """What the stage's last block takes over its skip (0 where it has none) and what its
        residual branch adds: their sum is the stage's features."""
        last = STAGES[stage] - 1
        block, x = self.blocks[last], self._run(self._begin(pictures), 0, last)
        branch = block.project(block.seen(x))
        return x if block.skip else torch.zeros_like(branch), branch

    @torch.inference_mode()
    def head(self, features: Tensor, stage: int) -> Tensor:
        """The last map (N, 1280, 7, 7) before the mean over its places, from a stage's features."""
        return self.head_layer(self._run(features, STAGES[stage], len(self.blocks)))

    @torch.inference_mode()
    def logits(self, head: Tensor) -> Tensor:
        """Logits (N, 1000) of the last map."""
        return F.linear(head.mean((2, 3)), self.weight, self.bias)

    def answer(self, features: Tensor, stage: int) -> Tensor:
        """Logits (N, 1000), from a stage's features on."""
        return self.logits(self.head(features, stage))

    @torch.inference_mode()
    def evidence(self, head: Tensor, label: int) -> Tensor:
        """The activation map (N, 7, 7) of a class: its mean plus the bias is the logit, exactly.

        References
        ----------
        Zhou et al. 2016, "Learning Deep Features for Discriminative Localization".
        """
        return torch.einsum("nchw,c->nhw", head, self.weight[label])

    def _begin(self, pictures: Tensor) -> Tensor:
        if pictures.ndim != 4 or tuple(pictures.shape[1:]) != (3, SIDE, SIDE):
            raise ValueError(f"pictures must be (N, 3, 224, 224), got {tuple(pictures.shape)}")
        return self.stem((pictures * 255 - 127) / 128)

    def _run(self, x: Tensor, first: int, last: int) -> Tensor:
        x = x.contiguous(memory_format=torch.channels_last)  # a third faster
        for block in self.blocks[first:last]:
            x = block(x)
        return x


@cache
def load() -> Network:
    """The network with ImageNet's weights; `WeightsMissing` if they are not installed."""
    read = weights.read()

    def layer(
        conv: str, norm: str, stride: int = 1, groups: int = 1, *, relu6: bool = True
    ) -> Layer:
        scale = read[f"{norm}.weight"] / (read[f"{norm}.running_var"] + EPSILON).sqrt()
        bias = read[f"{norm}.bias"] - read[f"{norm}.running_mean"] * scale
        weight = read[f"{conv}.weight"] * scale[:, None, None, None]
        return Layer(weight, bias, stride, groups, relu6)

    channels, blocks = 32, []
    for number, (_kernel, stride) in enumerate(SHAPES):
        name = f"_blocks.{number}"
        expands = f"{name}._expand_conv.weight" in read
        expand = layer(f"{name}._expand_conv", f"{name}._bn0") if expands else None
        wide = len(read[f"{name}._depthwise_conv.weight"])
        depthwise = layer(f"{name}._depthwise_conv", f"{name}._bn1", stride, wide)
        project = layer(f"{name}._project_conv", f"{name}._bn2", relu6=False)
        out = len(project.weight)
        blocks.append(Block(expand, depthwise, project, skip=stride == 1 and out == channels))
        channels = out
    return Network(
        stem=layer("_conv_stem", "_bn0", 2),
        blocks=tuple(blocks),
        head_layer=layer("_conv_head", "_bn1"),
        weight=read["_fc.weight"],
        bias=read["_fc.bias"],
        names=tuple(CLASSES.read_text(encoding="utf-8").splitlines()),
    )
