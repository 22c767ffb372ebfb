"""The mask on the screen as PyTorch code: with torch alone, or with this library.

Gamma, seeds and blocks: see `stages`. With torchvision: see `torchvision`.
"""

import torch

from explainer.rooms.export.pieces import Piece
from explainer.rooms.export.run import Run
from explainer.rooms.export.stages import gamma_piece, mask_piece, seeds_piece
from explainer.shell.text import _


def settings_piece(run: Run, imports: str) -> Piece:
    """The imports, and the settings as Python numbers."""
    words = _(
        "DropBlock, with the {recipe} recipe: the mask of draw {seed}, made with torch {version}."
    ).format(recipe=run.recipe, seed=run.seed, version=torch.__version__.split("+")[0])
    code = (
        f"{imports}\n\n"
        f"keep_prob, block_size = {run.keep_prob!r}, {run.block_size}\n"
        f"height, width = {run.height}, {run.width}"
    )
    return Piece(words, code)


def noise_piece(run: Run) -> Piece:
    """The draw."""
    several = run.noise_channels > 1
    return Piece(
        _("The draw: one number in [0, 1) for each unit of each channel.")
        if several
        else _("The draw: one number in [0, 1) for each unit. All channels share it.")
        if run.channels > 1
        else _("The draw: one number in [0, 1) for each unit."),
        f"generator = torch.Generator().manual_seed({run.seed})\n"
        f"noise = torch.rand((1, {run.noise_channels}, height, width), generator=generator)",
    )


def input_piece(run: Run) -> Piece:
    """The input, or what takes its place."""
    if run.input == "numbers":
        return Piece(
            _("The input: whole numbers from 1 to 9."),
            f"x = torch.randint(1, 10, (1, {run.channels}, height, width), "
            "generator=torch.Generator().manual_seed(0))",
        )
    ones = f"x = torch.ones(1, {run.channels}, height, width)"
    if run.input == "none":
        return Piece(_("The input: any will do, the mask does not depend on it."), ones)
    words = _("The input: the picture is in the NPZ file. Code cannot hold it, so here are ones.")
    return Piece(words, f'{ones}  # torch.from_numpy(numpy.load("FILE.npz")["x"])')


def _output_piece() -> Piece:
    return Piece(
        _("What is kept is scaled up, so that the sum stays the same on average."),
        "kept = int(mask.count_nonzero())\n"
        "scale = mask.numel() / kept if kept else 0.0\n"
        "output = x * mask * scale",
    )


def result_piece() -> Piece:
    """What came out, from ``mask`` and ``scale``."""
    return Piece(
        _("What came out."),
        "share = mask.mean().item()\n"
        'print(f"kept {share:.3f} of {mask.numel()} units, scaled by {scale:.3f}")',
    )


def mask_pieces(run: Run) -> list[Piece]:
    """The mask, with torch alone: draw, gamma, seeds, blocks."""
    return [
        settings_piece(run, "import torch\nimport torch.nn.functional as F"),
        noise_piece(run),
        gamma_piece(run),
        seeds_piece(run),
        mask_piece(run),
    ]


def standalone(run: Run) -> list[Piece]:
    """With torch alone; raises ValueError where the recipe fails."""
    return [*mask_pieces(run), input_piece(run), _output_piece(), result_piece()]


def with_library(run: Run) -> list[Piece]:
    """With this library, from its own folder or installed."""
    words = _("Every stage at once: gamma, noise, seeds, blocks, mask, scale, output.")
    keep_prob = "keep_prob"
    if not run.training:
        words += " " + _("At inference nothing is dropped, as with keep_prob 1.")
        keep_prob = "1.0"
    if run.input == "numbers":
        imports = "from dropblock import RECIPES, draw_noise, random_map, trace"
        given = Piece(input_piece(run).words, f"x = random_map({run.side}, {run.channels})")
    else:
        imports = "import torch\nfrom dropblock import RECIPES, draw_noise, trace"
        given = input_piece(run)
    begin = [
        settings_piece(run, imports),
        Piece(
            noise_piece(run).words,
            f"noise = draw_noise((1, {run.noise_channels}, height, width), {run.seed})",
        ),
        given,
    ]
    call = f'trace(x, {keep_prob}, block_size, noise, RECIPES["{run.recipe}"])'
    if run.failure:
        fails = _("The implementation fails here. The recipe says how.")
        tried = f"try:\n    {call}\nexcept ValueError as failure:\n    print(failure)"
        return [*begin, Piece(fails, tried)]
    return [
        *begin,
        Piece(words, f"run = {call}\nmask, scale, output = run.mask, run.scale, run.output"),
        result_piece(),
    ]
