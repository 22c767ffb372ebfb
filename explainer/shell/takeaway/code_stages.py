"""Gamma, seeds and mask in torch alone, line by line as its recipe decides them.

What a recipe may decide is in `dropblock.recipe`. Where the recipe fails there is no such code.
"""

from dropblock.recipes import RECIPES
from explainer.shell.takeaway.pieces import Piece
from explainer.shell.takeaway.setup import MaskSetup
from explainer.shell.text import _


def gamma_piece(setup: MaskSetup) -> Piece:
    """Gamma, and before it the block_size that is used, where that is not the one asked for."""
    recipe = RECIPES[setup.recipe]
    positions = "positions = (height - block_size + 1) * (width - block_size + 1)"
    before = []
    if recipe.gamma_from == "width":
        words = _("Gamma, the chance of a seed: eq. 1 of the paper, from the width alone.")
        gamma = "(1 - keep_prob) / block_size**2 * width**2 / (width - block_size + 1) ** 2"
    elif recipe.gamma_from == "area":
        words = _("Gamma, the chance of a seed: eq. 1 of the paper.")
        gamma = "(1 - keep_prob) / block_size**2 * (height * width) / positions"
        before = [positions]
    elif recipe.gamma_from == "block":
        words = _(
            "Gamma, the chance of a seed: eq. 1 of the paper without its last factor, the map's "
            "size."
        )
        gamma = "(1 - keep_prob) / block_size**2"
    else:
        words = _(
            "Gamma, the chance of a seed: the number for which the expected share kept is exactly "
            "keep_prob. No formula gives it; dropblock.calibrated_gamma(keep_prob, block_size, "
            "height, width) finds it."
        )
        gamma = repr(setup.gamma)
    if setup.used_block_size != setup.block_size:
        cut = "block_size = min(block_size, height, width)"
        before = [*before, cut] if recipe.unclamped_positions else [cut, *before]
        words += " " + (
            _("The block is cut to the map, but gamma counts positions for the block asked for.")
            if recipe.unclamped_positions
            else _("The block is cut to the map.")
        )
    lines = [*before, f"gamma = {gamma}"]
    if not setup.training:
        words += " " + _("At inference no seed falls: without the last line you see training.")
        lines.append("gamma = 0.0")
    return Piece(words, "\n".join(lines))


def _reach(setup: MaskSetup) -> str:
    """How far a block goes before and after its seed."""
    sides = ["(block_size - 1) // 2", "block_size // 2"]
    if RECIPES[setup.recipe].lean == "top_left":
        sides.reverse()
    return f"before, after = {', '.join(sides)}"


def seeds_piece(setup: MaskSetup) -> Piece:
    """The seeds: where they may fall, and do."""
    seeds = RECIPES[setup.recipe].seeds
    below = "seeds = (noise < torch.tensor(gamma, dtype=torch.float32)).float()"
    if seeds == "everywhere":
        return Piece(_("Seeds: units that drew less than gamma, anywhere on the map."), below)
    words = _("Seeds: units that drew less than gamma, where the whole block fits on the map.")
    fits = [
        "fits = torch.zeros(height, width)",
        "fits[before : height - after, before : width - after] = 1",
    ]
    if seeds != "valid" and setup.height != setup.width:
        words = _("Seeds: units that drew less than gamma, where this code takes a block to fit.")
        if seeds == "valid_by_width":
            words += " " + _("It takes the last row from the width.")
            fits[1] = "fits[before : width - after, before : width - after] = 1"
        else:
            words += " " + _("It reads a width × height map row by row, not transposed.")
            fits = [
                "fits = torch.zeros(width, height)",
                "fits[before : width - after, before : height - after] = 1",
                "fits = fits.reshape(height, width)",
            ]
    return Piece(words, "\n".join([_reach(setup), *fits, f"{below} * fits"]))


def mask_piece(setup: MaskSetup) -> Piece:
    """The blocks that the seeds grow into, and what they leave."""
    recipe = RECIPES[setup.recipe]
    everywhere, even = recipe.seeds == "everywhere", setup.used_block_size % 2 == 0
    if everywhere and not even:
        return Piece(
            _("Each seed grows into a block; the mask is 1 where a unit is kept."),
            "blocks = F.max_pool2d(seeds, block_size, stride=1, padding=block_size // 2)\n"
            "mask = 1 - blocks",
        )
    words = (
        _(
            "Each seed grows into a block, an even one leaning to the bottom right; the mask is 1 "
            "where a unit is kept."
        )
        if recipe.lean == "bottom_right"
        else _(
            "Each seed grows into a block, an even one leaning to the top left; the mask is 1 "
            "where a unit is kept."
        )
    )
    grow = [
        "padded = F.pad(seeds, (after, before, after, before))",
        "blocks = F.max_pool2d(padded, block_size, stride=1)",
        "mask = 1 - blocks",
    ]
    return Piece(words, "\n".join([_reach(setup), *grow] if everywhere else grow))
