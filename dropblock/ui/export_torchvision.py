"""The mask on the screen with ``torchvision.ops.drop_block2d``, where torchvision can make it.

torchvision follows the paper: it draws ``torch.empty(N, C, H - block_size + 1, W - block_size + 1)
.bernoulli_(gamma)``, a number for each place of a whole block. So it makes the same mask as the
paper's recipe once it is handed the same draw, which a ``TorchFunctionMode`` does from outside.
With the calibrated gamma, it is asked for the share at which its eq. 1 gives that gamma. Seeds on
the whole map, even blocks and shares above 1 are out of its reach.
"""

from dropblock.ui.export_code import (
    input_piece,
    mask_pieces,
    noise_piece,
    settings_piece,
)
from dropblock.ui.export_pieces import Piece
from dropblock.ui.export_run import Run
from dropblock.ui.text import _

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
    """The share to drop for which torchvision computes this run's gamma; it takes up to 1."""
    if run.recipe != "calibrated":
        return 1 - run.keep_prob
    positions = (run.side - run.block_size + 1) ** 2
    return run.gamma * run.block_size**2 * positions / run.side**2


def obstacle(run: Run) -> str:
    """Why torchvision cannot make this mask, as a sentence; empty where it can."""
    if run.recipe == "reference":
        return _(
            "torchvision cannot make this mask: it draws seeds only where the whole block fits, "
            "and the reference draws them on the whole map."
        )
    if run.block_size % 2 == 0:
        return _("torchvision cannot make this mask: it refuses an even block_size.")
    if asked_share(run) > 1:
        return _(
            "torchvision cannot make this mask: its formula never gives a gamma as large as the "
            "calibrated one."
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
    if run.recipe == "calibrated":
        words = _(
            "torchvision has no calibrated gamma. Asked to drop this share, its own formula "
            "arrives at it."
        )
        share = repr(asked_share(run))
    else:
        words = _("torchvision takes the share to drop.")
        share = "1 - keep_prob"
    training = "" if run.training else ", training=False"
    if not run.training:
        words += " " + _("At inference it drops nothing.")
    return [
        settings_piece(run, imports),
        noise_piece(run),
        Piece(_("torchvision draws seeds by itself. This hands it the draw above."), HANDED),
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


def _own_draw(run: Run) -> list[Piece]:
    odd = run.block_size - 1 + run.block_size % 2
    words = obstacle(run) + " "
    words += (
        _("This is its own draw at the same settings.")
        if odd == run.block_size
        else _("This is its own draw with the next smaller block.")
    )
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
