"""The mask on the screen with ``torchvision.ops.drop_block2d``, where torchvision can make it.

torchvision follows the paper: it draws ``torch.empty(N, C, H - block_size + 1, W - block_size + 1)
.bernoulli_(gamma)``, a number for each place of a whole block. So it makes the same mask as any
recipe that lets seeds fall there and nowhere else, once it is handed the same draw, which a
``TorchFunctionMode`` does from outside. Where the recipe's gamma is another, torchvision is asked
for the share at which its eq. 1 gives that gamma. Seeds elsewhere, even blocks and shares above 1
are out of its reach.
"""

import math

import torch

from dropblock.blocks import seed_positions
from dropblock.recipes import RECIPES
from explainer.rooms.export.code import (
    input_piece,
    mask_pieces,
    noise_piece,
    settings_piece,
)
from explainer.rooms.export.pieces import Piece
from explainer.rooms.export.run import Run
from explainer.shell.text import _

HANDED = """\
class ThisDraw(TorchFunctionMode):
    def __torch_function__(self, func, types, args=(), kwargs=None):
        if func is not torch.Tensor.bernoulli_:
            return func(*args, **(kwargs or {}))
        seeds, gamma = args
        edge = block_size // 2
        draw = noise[..., edge : height - edge, edge : width - edge]
        return seeds.copy_(draw < torch.tensor(gamma, dtype=torch.float32))"""


def asked_share(run: Run) -> float:
    """The share to drop for which torchvision computes this run's gamma; it takes up to 1.

    0 where gamma is below 0, which drops nothing either.
    """
    block = run.used_block_size
    positions = (run.height - block + 1) * (run.width - block + 1)
    share = run.gamma * block**2 * positions / (run.height * run.width)
    own = 1 - run.keep_prob
    return own if math.isclose(share, own, rel_tol=1e-12, abs_tol=1e-15) else max(share, 0.0)


def obstacle(run: Run) -> str:
    """Why torchvision cannot make this mask, as a sentence; empty where it can."""
    recipe, block = RECIPES[run.recipe], run.used_block_size
    where = (run.height, run.width, block)
    if not torch.equal(
        seed_positions(*where, recipe.seeds, recipe.lean),
        seed_positions(*where, "valid", recipe.lean),
    ):
        if recipe.seeds == "everywhere":
            return _(
                "torchvision cannot make this mask: it draws seeds only where the whole block "
                "fits, and this recipe draws them on the whole map."
            )
        return _(
            "torchvision cannot make this mask: it draws seeds where the whole block fits, and "
            "this recipe mistakes height and width there."
        )
    if block % 2 == 0:
        return _("torchvision cannot make this mask: it refuses an even block_size.")
    if asked_share(run) > 1:
        return _(
            "torchvision cannot make this mask: its formula never gives a gamma as large as this "
            "one."
        )
    return ""


def with_torchvision(run: Run) -> list[Piece]:
    """The same mask with torchvision, or beside it torchvision's own draw."""
    return _own_draw(run) if obstacle(run) else _this_draw(run)


def _this_draw(run: Run) -> list[Piece]:
    imports = (
        "import torch\nfrom torch.overrides import TorchFunctionMode\n"
        "from torchvision.ops import drop_block2d"
    )
    words, share = _("torchvision takes the share to drop."), "1 - keep_prob"
    if run.gamma < 0:
        words, share = _("Gamma is below 0, so no seed falls: torchvision drops no share."), "0.0"
    elif asked_share(run) != 1 - run.keep_prob:
        share = repr(asked_share(run))
        words = _(
            "torchvision computes another gamma. Asked to drop this share, its formula arrives at "
            "this one."
        )
    training = "" if run.training else ", training=False"
    if not run.training:
        words += " " + _("At inference it drops nothing.")
    return [
        settings_piece(run, imports),
        noise_piece(run),
        _handed_piece(run),
        Piece(
            words,
            f"p = {share}\n"
            "with ThisDraw():\n"
            f"    scaled = drop_block2d(torch.ones(noise.shape), p, block_size{training})\n"
            "mask = (scaled != 0).float()",
        ),
        input_piece(run),
        Piece(
            _("Its output, and what came out."),
            'output = x * scaled\nprint(f"kept {mask.mean().item():.3f} of {mask.numel()} units")',
        ),
    ]


def _handed_piece(run: Run) -> Piece:
    """How torchvision comes by the draw; a block that is too large is cut as it cuts it."""
    words = _("torchvision draws seeds by itself. This hands it the draw above.")
    if run.used_block_size == run.block_size:
        return Piece(words, HANDED)
    cut = "block_size = min(block_size, height, width)"
    return Piece(_("The block is cut to the map.") + " " + words, f"{cut}\n\n\n{HANDED}")


def _own_draw(run: Run) -> list[Piece]:
    fitting = min(run.block_size, run.height, run.width)  # torchvision cuts it so
    words = obstacle(run) + " "
    if fitting % 2:
        odd = run.block_size
        words += _("This is its own draw at the same settings.")
    else:
        odd = fitting - 1
        words += _("This is its own draw with the next smaller block.")
    training = "" if run.training else ", training=False"
    return [
        *mask_pieces(run),
        Piece(
            words,
            "from torchvision.ops import drop_block2d\n\n"
            f"torch.manual_seed({run.seed})\n"
            f"theirs = drop_block2d(torch.ones(noise.shape), 1 - keep_prob, {odd}{training}) != 0",
        ),
        Piece(
            _("What both keep."),
            'print(f"this mask keeps {mask.mean().item():.3f}")\n'
            'print(f"torchvision keeps {theirs.float().mean().item():.3f}")',
        ),
    ]
