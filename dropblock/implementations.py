"""Implementations of DropBlock as they are, failures included: recipes, with their evidence.

What a recipe cannot say stands in its ``also``.
"""

from typing import Final

from dropblock.recipe import Recipe

_GITHUB: Final = "https://github.com"
_TIMM: Final = f"{_GITHUB}/huggingface/pytorch-image-models"
_OLD_TIMM_THREADS: Final = (f"{_TIMM}/issues/1046", f"{_TIMM}/pull/2569")

_NOTHING_TO_DROP: Final = "at keep_prob 1 it returns x at once"
_TIMM_CAN: Final = "`with_noise` fills blocks with noise, `gamma_scale` multiplies gamma"
_NAN: Final = "the scale divides by 0 kept units, and the output is NaN"
_NO_POSITION: Final = "gamma divides by 0 positions (ZeroDivisionError)"
_SIZES: Final = (
    "the blocks pool to a mask one row and one column larger than the map, and the product of the "
    "two fails"
)
_SIZES_IN_TORCH: Final = f"{_SIZES} (RuntimeError)"

IMPLEMENTATIONS: Final = (
    Recipe(
        # The code of the article that this project explains, to the letter: what `reference`
        # guards against fails here. A block larger than the width + 1 runs, with a gamma without
        # meaning. (On a map of one unit its even block gives a map of four instead of failing.)
        "article",
        "everywhere",
        "width",
        shared=False,
        failures={"oversized": _NO_POSITION, "even": _SIZES_IN_TORCH, "nothing_kept": _NAN},
        call="DropBlock(block_size={block}, keep_prob={keep})",
        also="gamma is kept from the first call, also for a map of another size",
        threads=(f"{_GITHUB}/VCasecnikovs/Yet-Another-YOLOv4-Pytorch/issues/23",),
    ),
    Recipe(
        "torchvision",  # an even block is refused after it is cut: 8 on a 7 × 7 map works
        "valid",
        "area",
        shared=False,
        clamp=True,
        failures={"even": "it refuses an even block (ValueError)"},
        call="DropBlock2d(p={drop}, block_size={block})",
        also=_NOTHING_TO_DROP,
        source=f"{_GITHUB}/pytorch/vision/blob/v0.29.1/torchvision/ops/drop_block.py",
        threads=(f"{_GITHUB}/pytorch/vision/pull/5416", f"{_GITHUB}/pytorch/vision/pull/9157"),
    ),
    Recipe(
        "timm",  # 1.0.31
        "everywhere",
        "area",
        shared=True,
        clamp="each_side",
        lean="top_left",
        failures={},
        call="DropBlock2d(drop_prob={drop}, block_size={block})",
        also=f"{_NOTHING_TO_DROP}; {_TIMM_CAN}, `scale_by_keep=False` leaves out the scale",
        source=f"{_TIMM}/blob/aa4b5850c1543fa488abf260f18390eda46cf85d/timm/layers/drop.py",
        threads=(f"{_TIMM}/pull/2620",),
    ),
    Recipe(
        "timm_1_0_22",  # drop_block_2d
        "valid_reshaped",
        "area",
        shared=False,
        clamp=True,
        unclamped_positions=True,
        failures={"oversized": _NO_POSITION, "even": _SIZES_IN_TORCH},
        call="DropBlock2d(drop_prob={drop}, block_size={block}, fast=False)",
        also=f"{_NOTHING_TO_DROP}; {_TIMM_CAN}, `batchwise` draws one mask for the batch",
        source=f"{_TIMM}/blob/v1.0.22/timm/layers/drop.py",
        threads=_OLD_TIMM_THREADS,
    ),
    Recipe(
        "timm_1_0_22_fast",  # drop_block_fast_2d, what its DropBlock2d ran by default
        "everywhere",
        "area",
        shared=False,
        clamp=True,
        unclamped_positions=True,
        failures={
            "oversized": _NO_POSITION,
            "negative_gamma": "it draws with a negative probability (RuntimeError)",
            "even": _SIZES_IN_TORCH,
        },
        call="DropBlock2d(drop_prob={drop}, block_size={block})",
        also=f"{_NOTHING_TO_DROP}; {_TIMM_CAN}",
        source=f"{_TIMM}/blob/v1.0.22/timm/layers/drop.py",
        threads=_OLD_TIMM_THREADS,
    ),
    Recipe(
        "tensorflow_tpu",  # the paper's authors' ResNet
        "valid",
        "area",
        shared=False,
        clamp=True,
        lean="top_left",
        failures={
            "not_square": "it refuses a map that is not square (ValueError)",
            "nothing_kept": _NAN,
        },
        call="dropblock(net, is_training=True, keep_prob={keep}, dropblock_size={block})",
        source=f"{_GITHUB}/tensorflow/tpu/blob/bee9c4f66e49251e6d7027a44afc1ea7a11da966/"
        "models/official/resnet/resnet_model.py",
    ),
    Recipe(
        "tensorflow_models",
        "valid_by_width",
        "area",
        shared=False,
        clamp="each_side",
        lean="top_left",
        unclamped_positions=True,
        failures={"oversized": _NO_POSITION, "nothing_kept": _NAN},
        call="Dropblock(dropblock_keep_prob={keep}, dropblock_size={block})",
        source=f"{_GITHUB}/tensorflow/models/blob/226dc27d5a74e881d33bf03f789c4009d3e2800f/"
        "official/vision/detection/modeling/architecture/nn_ops.py",
    ),
    Recipe(
        "keras_cv",
        "valid_by_width",
        "area",
        shared=False,
        clamp="each_side",
        lean="top_left",
        unclamped_positions=True,
        failures={
            "oversized": "gamma is infinite, every unit is dropped, and the output is NaN",
            "nothing_kept": _NAN,
        },
        nan_on=("oversized", "nothing_kept"),
        call="DropBlock2D(rate={drop}, block_size={block})",
        also=f"{_NOTHING_TO_DROP}; `block_size` may be a pair, height and width",
        source=f"{_GITHUB}/keras-team/keras-cv/blob/v0.9.0/"
        "keras_cv/src/layers/regularization/dropblock_2d.py",
        threads=(f"{_GITHUB}/keras-team/keras-cv/pull/166",),
    ),
    Recipe(
        "mmdetection",
        "valid",
        "area",
        shared=False,
        failures={
            "even": "it refuses an even block (AssertionError)",
            "nothing_to_drop": "it refuses to drop nothing (AssertionError)",
            "oversized": "no position is left to draw from (ZeroDivisionError or RuntimeError)",
        },
        call="DropBlock(drop_prob={drop}, block_size={block}, warmup_iters=0)",
        also="unless `warmup_iters=0`, gamma grows from 0 over its first 2,000 calls",
        source=f"{_GITHUB}/open-mmlab/mmdetection/blob/v3.3.0/mmdet/models/layers/dropblock.py",
    ),
    Recipe(
        "paddledetection",
        "everywhere",
        "area",
        shared=False,
        failures={
            "oversized": _NO_POSITION,
            "even": f"{_SIZES} (ValueError)",
            "nothing_kept": _NAN,
        },
        call="DropBlock(block_size={block}, keep_prob={keep}, name=None)",
        also=_NOTHING_TO_DROP,
        source=f"{_GITHUB}/PaddlePaddle/PaddleDetection/blob/666f597fd00d3157e84dd9fb2dd3f40bf9918ebc/"
        "ppdet/modeling/layers.py",
    ),
    Recipe(
        "miguelvr",
        "everywhere",
        "block",
        shared=True,
        failures={"nothing_kept": _NAN},
        call="DropBlock2D(drop_prob={drop}, block_size={block})",
        also=_NOTHING_TO_DROP,
        source=f"{_GITHUB}/miguelvr/dropblock/blob/0ecbb636320222b0404071898944d0317ccfcb04/"
        "dropblock/dropblock.py",
        threads=(
            f"{_GITHUB}/miguelvr/dropblock/issues/24",
            f"{_GITHUB}/miguelvr/dropblock/issues/46",
            f"{_GITHUB}/miguelvr/dropblock/issues/10",
        ),
    ),
)
