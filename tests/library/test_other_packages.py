"""Recipes of other implementations, held to those implementations themselves.

Needs torchvision and timm: see requirements-implementations.txt.
"""

import pytest
import torch
from torch import Tensor

from dropblock import RECIPES, RecipeFailure, draw_noise, trace
from dropblock.recipe import Recipe
from tests.other_packages import on_this_noise, peer

NAMES = ("torchvision", "timm", "timm_1_0_22", "timm_1_0_22_fast")
MAPS = ((1, 1), (5, 5), (6, 6), (7, 7), (14, 14), (4, 7), (7, 4), (5, 6), (6, 5), (3, 9), (9, 3))
BLOCKS = tuple(range(1, 13))
KEEP_PROBS = (0.0, 0.3, 0.9, 1.0)
ERROR = {
    "torchvision": {"even": ValueError},
    "timm": {},
    "timm_1_0_22": {"oversized": ZeroDivisionError, "even": RuntimeError},
    "timm_1_0_22_fast": {
        "oversized": ZeroDivisionError,
        "negative_gamma": RuntimeError,
        "even": RuntimeError,
    },
}


def returns_x_at_once(name: str, keep_prob: float) -> bool:
    """Where nothing is to be dropped torchvision returns x before it looks at the block. The
    recipe fails there all the same, as `Recipe` says."""
    return name == "torchvision" and keep_prob == 1


def ours(recipe: Recipe, x: Tensor, keep_prob: float, block_size: int, noise: Tensor) -> object:
    """The recipe's output, or its failure, or a sentence where it states nothing."""
    try:
        return trace(x, keep_prob, block_size, noise, recipe).output
    except ValueError as error:
        return error


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("height", "width"), MAPS)
def test_on_one_draw_both_drop_the_same_units_or_both_fail(name, height, width):
    """Even and oversized blocks, maps that are not square, all dropped, keep_prob 0 and 1."""
    run, recipe = peer(name), RECIPES[name]
    x = torch.rand(2, 3, height, width) + 1
    for draw, (block, keep_prob) in enumerate((b, k) for b in BLOCKS for k in KEEP_PROBS):
        noise = draw_noise(recipe.noise_shape(tuple(x.shape)), draw)
        found = ours(recipe, x, keep_prob, block, noise)
        case = f"block_size {block}, keep_prob {keep_prob}: {found}"
        with on_this_noise(noise):
            if isinstance(found, RecipeFailure):
                if returns_x_at_once(name, keep_prob):
                    assert run(x, keep_prob, block) is x, case
                    continue
                # −0 is a probability: only where something is to be dropped is gamma negative.
                if found.kind == "negative_gamma" and keep_prob == 1:
                    continue
                with pytest.raises(ERROR[name][found.kind]) as raised:
                    run(x, keep_prob, block)
                assert found.kind == "negative_gamma" or raised.typename in str(found), case
            elif isinstance(found, ValueError):
                assert name == "timm", case
                assert min(height, width) < block, case
                assert height != width, case
            else:
                theirs = run(x, keep_prob, block)
                assert torch.equal(theirs == 0, found == 0), case
                # Their scale adds a millionth at most to the kept units that it divides by.
                torch.testing.assert_close(found, theirs, rtol=3e-6, atol=0, msg=case)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("height", "width", "block_size", "keep_prob"),
    [(7, 7, 3, 0.9), (7, 7, 7, 0.9), (14, 14, 7, 0.5), (5, 8, 3, 0.75), (9, 4, 3, 0.5)],
)
def test_each_unit_survives_as_often_as_in_the_recipe(name, height, width, block_size, keep_prob):
    """Their own draws beside ours, unit by unit: 20,000 masks each, from fixed seeds.

    One z in 150,000 exceeds 4.5 by chance, and there are fewer than 1,500 of them here.
    """
    run, recipe, draws = peer(name), RECIPES[name], 20_000
    torch.manual_seed(1)
    theirs = (run(torch.ones(draws, 1, height, width), keep_prob, block_size) != 0).double()
    noise = draw_noise((draws, 1, height, width), 2)
    mask = trace(noise, keep_prob, block_size, noise, recipe).mask.double()
    difference = (theirs.mean(0) - mask.mean(0)).flatten()
    error = ((theirs.var(0) + mask.var(0)) / draws).sqrt().flatten()
    assert (difference.abs() <= 4.5 * error).all()
    kept = theirs.flatten(1).mean(1)
    exact = recipe.expected_keep_rates([keep_prob], block_size, height, width).item()
    assert abs(kept.mean().item() - exact) < 4.5 * kept.std().item() / draws**0.5


@pytest.mark.parametrize(("name", "shared"), [(name, name == "timm") for name in NAMES])
def test_channels_share_a_mask_where_the_recipe_says_so(name, shared):
    torch.manual_seed(0)
    dropped = peer(name)(torch.ones(4, 8, 14, 14), 0.5, 3) == 0
    assert torch.equal(dropped, dropped[:, :1].expand_as(dropped)) == shared
    assert RECIPES[name].shared == shared


@pytest.mark.parametrize(("name", "published"), [("torchvision", 0.90), ("timm", 0.065)])
def test_on_a_map_of_seven_one_block_of_seven_keeps_what_was_published(name, published):
    """Asked to keep 90 %: torchvision does, and timm 1.0.31 keeps 6 to 7 %."""
    torch.manual_seed(0)
    kept = (peer(name)(torch.ones(20_000, 1, 7, 7), 0.9, 7) != 0).double().mean().item()
    assert abs(kept - published) < 0.01
