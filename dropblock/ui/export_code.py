"""The mask on the screen as PyTorch code: with torch alone, or with this library.

Each piece of code comes with the sentence that explains it, so a script has them as comments and
a notebook as its text. With torchvision: see `export_torchvision`.
"""

from dataclasses import dataclass
from textwrap import fill

import torch

from dropblock.ui.export_run import Run
from dropblock.ui.text import _

WIDTH = 88  # columns of a comment


@dataclass(frozen=True)
class Piece:
    """Some lines of code, and what they do."""

    words: str
    code: str


def script(pieces: list[Piece]) -> str:
    """The pieces as one script, their words as comments."""
    parts = (
        fill(piece.words, WIDTH, initial_indent="# ", subsequent_indent="# ") + "\n" + piece.code
        for piece in pieces
    )
    return "\n\n".join(parts) + "\n"


def settings_piece(run: Run, imports: str) -> Piece:
    """The imports, and the settings as Python numbers."""
    words = _(
        "DropBlock, with the {recipe} recipe: the mask of draw {seed}, made with torch {version}."
    ).format(recipe=run.recipe, seed=run.seed, version=torch.__version__.split("+")[0])
    code = (
        f"{imports}\n\n"
        f"keep_prob, block_size = {run.keep_prob!r}, {run.block_size}\n"
        f"height, width = {run.side}, {run.side}"
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


def _gamma_piece(run: Run) -> Piece:
    if run.recipe == "reference":
        words = _("Gamma, the chance of a seed: eq. 1 of the paper, from the width alone.")
        code = "gamma = (1 - keep_prob) / block_size**2 * width**2 / (width - block_size + 1) ** 2"
    elif run.recipe == "paper":
        words = _("Gamma, the chance of a seed: eq. 1 of the paper.")
        code = (
            "positions = (height - block_size + 1) * (width - block_size + 1)\n"
            "gamma = (1 - keep_prob) / block_size**2 * (height * width) / positions"
        )
    else:
        words = _(
            "Gamma, the chance of a seed: the number for which the expected share kept is exactly "
            "keep_prob. No formula gives it; dropblock.calibrated_gamma(keep_prob, block_size, "
            "height, width) finds it."
        )
        code = f"gamma = {run.gamma!r}"
    if not run.training:
        words += " " + _("At inference no seed falls: without the last line you see training.")
        code += "\ngamma = 0.0"
    return Piece(words, code)


def _seeds_piece(run: Run) -> Piece:
    below = "seeds = (noise < torch.tensor(gamma, dtype=torch.float32)).float()"
    if run.recipe == "reference":
        return Piece(_("Seeds: units that drew less than gamma, anywhere on the map."), below)
    return Piece(
        _("Seeds: units that drew less than gamma, where the whole block fits on the map."),
        "before, after = (block_size - 1) // 2, block_size // 2\n"
        "fits = torch.zeros(height, width)\n"
        "fits[before : height - after, before : width - after] = 1\n"
        f"{below} * fits",
    )


def _mask_piece(run: Run) -> Piece:
    if run.recipe == "reference":
        words = _("Each seed grows into a block; the mask is 1 where a unit is kept.")
        code = (
            "blocks = F.max_pool2d(seeds, block_size, stride=1, padding=block_size // 2)\n"
            "mask = 1 - blocks"
        )
    else:
        words = _(
            "Each seed grows into a block, an even one leaning to the bottom right; the mask is 1 "
            "where a unit is kept."
        )
        code = (
            "padded = F.pad(seeds, (after, before, after, before))\n"
            "blocks = F.max_pool2d(padded, block_size, stride=1)\n"
            "mask = 1 - blocks"
        )
    return Piece(words, code)


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
        _gamma_piece(run),
        _seeds_piece(run),
        _mask_piece(run),
    ]


def standalone(run: Run) -> list[Piece]:
    """With torch alone."""
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
    return [
        settings_piece(run, imports),
        Piece(
            noise_piece(run).words,
            f"noise = draw_noise((1, {run.noise_channels}, height, width), {run.seed})",
        ),
        given,
        Piece(
            words,
            f'run = trace(x, {keep_prob}, block_size, noise, RECIPES["{run.recipe}"])\n'
            "mask, scale, output = run.mask, run.scale, run.output",
        ),
        result_piece(),
    ]
