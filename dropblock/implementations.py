"""Implementations of DropBlock as they are, failures included: recipes, with their evidence.

What a recipe cannot say stands in its ``also``.
"""

from dataclasses import replace
from typing import Final

from dropblock.recipe import Failure, Recipe

_TIMM: Final = "huggingface/pytorch-image-models"
_OLD_TIMM_THREADS: Final = (1046, 2569)

_NOTHING_TO_DROP: Final = "at keep_prob 1 it returns x at once"
_TIMM_CAN: Final = "`with_noise` fills blocks with noise, `gamma_scale` multiplies gamma"
_NAN: Final = Failure("nothing_kept", "the scale divides by 0 kept units")
_NO_POSITION: Final = Failure("oversized", "gamma divides by 0 positions", ("ZeroDivisionError",))
_SIZES: Final = Failure(
    "even",
    "the blocks pool to a mask one row and one column larger than the map, and the product of the "
    "two fails",
    ("RuntimeError",),
)

IMPLEMENTATIONS: Final = (
    Recipe(
        # The code of the article that this project explains, to the letter: what `reference`
        # guards against fails here. A block larger than the width + 1 runs, with a gamma without
        # meaning. (On a map of one unit its even block gives a map of four instead of failing.)
        "article",
        "everywhere",
        "width",
        shared=False,
        failures=(_NO_POSITION, _SIZES, _NAN),
        call="DropBlock(block_size={block}, keep_prob={keep})",
        also="gamma is kept from the first call, also for a map of another size",
        repository="VCasecnikovs/Yet-Another-YOLOv4-Pytorch",
        threads=(23,),
    ),
    Recipe(
        "torchvision",  # an even block is refused after it is cut: 8 on a 7 × 7 map works
        "valid",
        "area",
        shared=False,
        clamp=True,
        failures=(Failure("even", "it refuses an even block", ("ValueError",)),),
        call="DropBlock2d(p={drop}, block_size={block})",
        also=_NOTHING_TO_DROP,
        repository="pytorch/vision",
        revision="v0.29.1",
        path="torchvision/ops/drop_block.py",
        threads=(5416, 9157),
    ),
    Recipe(
        "timm",  # 1.0.31
        "everywhere",
        "area",
        shared=True,
        clamp="each_side",
        lean="top_left",
        failures=(),
        call="DropBlock2d(drop_prob={drop}, block_size={block})",
        also=f"{_NOTHING_TO_DROP}; {_TIMM_CAN}, `scale_by_keep=False` leaves out the scale",
        repository=_TIMM,
        revision="aa4b5850c1543fa488abf260f18390eda46cf85d",
        path="timm/layers/drop.py",
        threads=(2620,),
    ),
    Recipe(
        "timm_1_0_22",  # drop_block_2d
        "valid_reshaped",
        "area",
        shared=False,
        clamp=True,
        unclamped_positions=True,
        failures=(_NO_POSITION, _SIZES),
        call="DropBlock2d(drop_prob={drop}, block_size={block}, fast=False)",
        also=f"{_NOTHING_TO_DROP}; {_TIMM_CAN}, `batchwise` draws one mask for the batch",
        repository=_TIMM,
        revision="v1.0.22",
        path="timm/layers/drop.py",
        threads=_OLD_TIMM_THREADS,
    ),
    Recipe(
        "timm_1_0_22_fast",  # drop_block_fast_2d, what its DropBlock2d ran by default
        "everywhere",
        "area",
        shared=False,
        clamp=True,
        unclamped_positions=True,
        failures=(
            _NO_POSITION,
            Failure("negative_gamma", "it draws with a negative probability", ("RuntimeError",)),
            _SIZES,
        ),
        call="DropBlock2d(drop_prob={drop}, block_size={block})",
        also=f"{_NOTHING_TO_DROP}; {_TIMM_CAN}",
        repository=_TIMM,
        revision="v1.0.22",
        path="timm/layers/drop.py",
        threads=_OLD_TIMM_THREADS,
    ),
    Recipe(
        "tensorflow_tpu",  # the paper's authors' ResNet
        "valid",
        "area",
        shared=False,
        clamp=True,
        lean="top_left",
        failures=(
            Failure("not_square", "it refuses a map that is not square", ("ValueError",)),
            _NAN,
        ),
        call="dropblock(net, is_training=True, keep_prob={keep}, dropblock_size={block})",
        repository="tensorflow/tpu",
        revision="bee9c4f66e49251e6d7027a44afc1ea7a11da966",
        path="models/official/resnet/resnet_model.py",
    ),
    Recipe(
        "tensorflow_models",
        "valid_by_width",
        "area",
        shared=False,
        clamp="each_side",
        lean="top_left",
        unclamped_positions=True,
        failures=(_NO_POSITION, _NAN),
        call="Dropblock(dropblock_keep_prob={keep}, dropblock_size={block})",
        repository="tensorflow/models",
        revision="226dc27d5a74e881d33bf03f789c4009d3e2800f",
        path="official/vision/detection/modeling/architecture/nn_ops.py",
    ),
    Recipe(
        "keras_cv",
        "valid_by_width",
        "area",
        shared=False,
        clamp="each_side",
        lean="top_left",
        unclamped_positions=True,
        failures=(Failure("oversized", "gamma is infinite, every unit is dropped"), _NAN),
        call="DropBlock2D(rate={drop}, block_size={block})",
        also=f"{_NOTHING_TO_DROP}; `block_size` may be a pair, height and width",
        repository="keras-team/keras-cv",
        revision="v0.9.0",
        path="keras_cv/src/layers/regularization/dropblock_2d.py",
        threads=(166,),
    ),
    Recipe(
        "mmdetection",
        "valid",
        "area",
        shared=False,
        failures=(
            Failure("even", "it refuses an even block", ("AssertionError",)),
            Failure("nothing_to_drop", "it refuses to drop nothing", ("AssertionError",)),
            Failure(
                "oversized",
                "no position is left to draw from",
                ("ZeroDivisionError", "RuntimeError"),
            ),
        ),
        call="DropBlock(drop_prob={drop}, block_size={block}, warmup_iters=0)",
        also="unless `warmup_iters=0`, gamma grows from 0 over its first 2,000 calls",
        repository="open-mmlab/mmdetection",
        revision="v3.3.0",
        path="mmdet/models/layers/dropblock.py",
    ),
    Recipe(
        "paddledetection",
        "everywhere",
        "area",
        shared=False,
        failures=(_NO_POSITION, replace(_SIZES, errors=("ValueError",)), _NAN),
        call="DropBlock(block_size={block}, keep_prob={keep}, name=None)",
        also=_NOTHING_TO_DROP,
        repository="PaddlePaddle/PaddleDetection",
        revision="666f597fd00d3157e84dd9fb2dd3f40bf9918ebc",
        path="ppdet/modeling/layers.py",
    ),
    Recipe(
        "miguelvr",
        "everywhere",
        "block",
        shared=True,
        failures=(_NAN,),
        call="DropBlock2D(drop_prob={drop}, block_size={block})",
        also=_NOTHING_TO_DROP,
        repository="miguelvr/dropblock",
        revision="0ecbb636320222b0404071898944d0317ccfcb04",
        path="dropblock/dropblock.py",
        threads=(24, 46, 10),
    ),
)
