"""The mask on the screen as PyTorch code: with torch alone, or with this library.

Gamma, seeds and blocks: see `code_stages`.
"""

import torch

from explainer.shell.takeaway.code_stages import gamma_piece, mask_piece, seeds_piece
from explainer.shell.takeaway.contents import Code
from explainer.shell.takeaway.pieces import Piece
from explainer.shell.takeaway.setup import MaskSetup
from explainer.shell.text import _, ngettext


def _settings_piece(setup: MaskSetup, imports: str) -> Piece:
    """The imports, and the settings as Python numbers."""
    words = _(
        "DropBlock, with the {recipe} recipe: the mask of draw {seed}, made with torch {version}."
    ).format(recipe=setup.recipe, seed=setup.seed, version=torch.__version__.split("+")[0])
    code = (
        f"{imports}\n\n"
        f"keep_prob, block_size = {setup.keep_prob!r}, {setup.block_size}\n"
        f"height, width = {setup.height}, {setup.width}"
    )
    return Piece(words, code)


def _noise_piece(setup: MaskSetup) -> Piece:
    """The draw."""
    several = setup.noise_channels > 1
    return Piece(
        _("The draw: one number in [0, 1) for each unit of each channel.")
        if several
        else _("The draw: one number in [0, 1) for each unit. All channels share it.")
        if setup.channels > 1
        else _("The draw: one number in [0, 1) for each unit."),
        f"generator = torch.Generator().manual_seed({setup.seed})\n"
        f"noise = torch.rand((1, {setup.noise_channels}, height, width), generator=generator)",
    )


def _input_piece(setup: MaskSetup) -> Piece:
    """The input, or what takes its place."""
    if setup.input == "numbers":
        return Piece(
            _("The input: whole numbers from 1 to 9."),
            f"x = torch.randint(1, 10, (1, {setup.channels}, height, width), "
            "generator=torch.Generator().manual_seed(0))",
        )
    ones = f"x = torch.ones(1, {setup.channels}, height, width)"
    if setup.input == "none":
        return Piece(_("The input: any will do, the mask does not depend on it."), ones)
    words = (
        _("The input: the feature map is in the NPZ file. Code cannot hold it, so here are ones.")
        if setup.input == "features"
        else _("The input: the picture is in the NPZ file. Code cannot hold it, so here are ones.")
    )
    return Piece(words, f'{ones}  # torch.from_numpy(numpy.load("FILE.npz")["x"])')


def _features_piece(setup: MaskSetup) -> Piece:
    """The input, where it is what the network sees in a picture of the project."""
    return Piece(
        ngettext(
            "The input: the clearest channel that an ImageNet network sees in this picture.",
            "The input: the {channels} clearest channels that an ImageNet network sees in this "
            "picture.",
            setup.channels,
        ).format(channels=setup.channels),
        f'picture = Image.open("{setup.photo}").convert("RGB")\n'
        "maps = load().seen(picture_tensor(numpy.array(picture)), height)[0]\n"
        f"x = scaled(maps)[None, clearest(maps, {setup.channels})]",
    )


def _output_piece() -> Piece:
    return Piece(
        _("What is kept is scaled up, so that the sum stays the same on average."),
        "kept = int(mask.count_nonzero())\n"
        "scale = mask.numel() / kept if kept else 0.0\n"
        "output = x * mask * scale",
    )


def _result_piece() -> Piece:
    """What came out, from ``mask`` and ``scale``."""
    return Piece(
        _("What came out."),
        "share = mask.mean().item()\n"
        'print(f"kept {share:.3f} of {mask.numel()} units, scaled by {scale:.3f}")',
    )


def standalone(setup: MaskSetup) -> list[Piece]:
    """With torch alone; raises ValueError where the recipe fails."""
    return [
        _settings_piece(setup, "import torch\nimport torch.nn.functional as F"),
        _noise_piece(setup),
        gamma_piece(setup),
        seeds_piece(setup),
        mask_piece(setup),
        _input_piece(setup),
        _output_piece(),
        _result_piece(),
    ]


def with_library(setup: MaskSetup) -> list[Piece]:
    """With this library, from its own folder or installed."""
    words = _("Every stage at once: gamma, noise, seeds, blocks, mask, scale, output.")
    keep_prob = "keep_prob"
    if not setup.training:
        words += " " + _("At inference nothing is dropped, as with keep_prob 1.")
        keep_prob = "1.0"
    if setup.input == "numbers":
        imports = "from dropblock import RECIPES, draw_noise, random_map, trace"
        given = Piece(_input_piece(setup).words, f"x = random_map({setup.side}, {setup.channels})")
    elif setup.photo:
        imports = (
            "import numpy\nfrom PIL import Image\n\n"
            "from dropblock import RECIPES, draw_noise, picture_tensor, trace\n"
            "from explainer.network import clearest, load, scaled"
        )
        given = _features_piece(setup)
    else:
        imports = "import torch\nfrom dropblock import RECIPES, draw_noise, trace"
        given = _input_piece(setup)
    begin = [
        _settings_piece(setup, imports),
        Piece(
            _noise_piece(setup).words,
            f"noise = draw_noise((1, {setup.noise_channels}, height, width), {setup.seed})",
        ),
        given,
    ]
    call = f'trace(x, {keep_prob}, block_size, noise, RECIPES["{setup.recipe}"])'
    if setup.failure:
        fails = _("The implementation fails here. The recipe says how.")
        tried = f"try:\n    {call}\nexcept ValueError as failure:\n    print(failure)"
        return [*begin, Piece(fails, tried)]
    return [
        *begin,
        Piece(words, f"run = {call}\nmask, scale, output = run.mask, run.scale, run.output"),
        _result_piece(),
    ]


def codes(setup: MaskSetup) -> list[Code]:
    """The ways to write it: with torch alone, where there is a mask, and with this library."""
    alone = _("It needs PyTorch, and nothing else.")
    library = (
        _("Run it in this project's folder.")
        if setup.photo
        else _("Run it in this project's folder, or after `pip install .` there.")
    )
    with_torch = [] if setup.failure else [Code(_("PyTorch alone"), alone, standalone(setup))]
    return [*with_torch, Code(_("dropblock"), library, with_library(setup))]
