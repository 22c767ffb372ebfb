"""Exhibits on which the article's code runs and is wrong in silence: a draw and a variation in,
grids and numbers out."""

from torch import Tensor

from dropblock import DropBlock, draw_noise, keep_probability, random_map, trace
from dropblock.pipeline import keep_mask
from dropblock.ui.beliefs.experiment import Option, differ, seed_of, share
from dropblock.ui.museum.exhibit import ARTICLE, PAPER, Shown, expected, input_grid, mask_grid
from dropblock.ui.text import _, significant


def stale_gamma(draw: int, option: Option) -> Shown:
    """One layer, two maps: the gamma of the first is kept for the second."""
    first, second, block_size, keep_prob = 10, int(option), 5, 0.9
    layer = DropBlock(block_size, keep_prob)
    x = random_map(second, seed=0)
    layer(random_map(first, seed=0))
    layer(x)
    kept, layer.gamma = layer.gamma, None
    layer(x)
    own = layer.gamma
    assert kept is not None
    assert own is not None

    def masks_of(seed: int) -> tuple[Tensor, Tensor]:
        noise = draw_noise(tuple(x.shape), seed)
        return keep_mask(noise, kept, block_size, ARTICLE), keep_mask(
            noise, own, block_size, ARTICLE
        )

    stale_mask, own_mask = masks_of(seed_of(draw, lambda seed: differ(*masks_of(seed))))

    def expected_of(chance: float) -> str:
        rates = keep_probability(chance, block_size, second, second, "everywhere")
        return f"{rates.mean().item():.3f}"

    return Shown(
        (input_grid(x),),
        (mask_grid(_("γ of the first map"), stale_mask),),
        (mask_grid(_("γ of its own"), own_mask),),
        {
            "first": str(first),
            "second": str(second),
            "block_size": str(block_size),
            "keep_prob": f"{keep_prob:.2f}",
            "stale": significant(kept),
            "own": significant(own),
            "stale_expected": expected_of(kept),
            "own_expected": expected_of(own),
            "paper_expected": expected(PAPER, keep_prob, block_size, second),
            "stale_share": share(stale_mask),
            "own_share": share(own_mask),
        },
    )


def rectangle(draw: int, option: Option) -> Shown:
    """The same map upright and lying."""
    short, long, block_size, keep_prob = 5, 10, 3, 0.75
    shape = (1, 1, short, long)
    sides = ((short, long), (long, short))  # lying, upright
    chances = [ARTICLE.gamma(keep_prob, block_size, *pair) for pair in sides]

    def masks_of(seed: int) -> list[Tensor]:
        noise = draw_noise(shape, seed)
        return [keep_mask(noise, chance, block_size, ARTICLE) for chance in chances]

    seed = seed_of(draw, lambda seed: differ(*masks_of(seed)))
    x = random_map(long, seed=0)[..., :short, :]
    paper = trace(x, keep_prob, block_size, draw_noise(shape, seed), PAPER)
    upright = option == "upright"
    mask = masks_of(seed)[upright]
    height, width = sides[upright]

    def turned(tensor: Tensor) -> Tensor:
        return tensor.mT if upright else tensor

    return Shown(
        (input_grid(turned(x)),),
        (mask_grid(_("Its mask"), turned(mask)),),
        (mask_grid(_("The paper's rule"), turned(paper.mask)),),
        {
            "height": str(height),
            "width": str(width),
            "short": str(short),
            "long": str(long),
            "block_size": str(block_size),
            "keep_prob": f"{keep_prob:.2f}",
            "gamma": significant(chances[upright]),
            "other_gamma": significant(chances[not upright]),
            "eq1": significant(PAPER.gamma(keep_prob, block_size, height, width)),
            "share": share(mask),
            "paper_share": share(paper.mask),
        },
    )


def keep_rate(draw: int, option: Option) -> Shown:
    """What is kept of a late, small map."""
    side, block_size, keep_prob = 7, int(option), 0.9
    x = random_map(side, seed=0)

    def noise_of(seed: int) -> Tensor:
        return draw_noise(tuple(x.shape), seed)

    def its_turn(seed: int) -> bool:
        """The paper's rule drops in every second draw, and in no other."""
        mask = trace(x, keep_prob, block_size, noise_of(seed), PAPER).mask
        return bool((mask == 0).any()) == bool(draw % 2)

    noise = noise_of(seed_of(draw, its_turn))
    run = trace(x, keep_prob, block_size, noise)  # the article's mask, also where it keeps nothing
    paper = trace(x, keep_prob, block_size, noise, PAPER)
    return Shown(
        (input_grid(x),),
        (mask_grid(_("Its mask"), run.mask),),
        (mask_grid(_("The paper's rule"), paper.mask),),
        {
            "side": str(side),
            "block_size": str(block_size),
            "keep_prob": f"{keep_prob:.2f}",
            "expected": expected(ARTICLE, keep_prob, block_size, side),
            "paper_expected": expected(PAPER, keep_prob, block_size, side),
            "share": share(run.mask),
            "paper_share": share(paper.mask),
            "drops": f"{1 - (1 - paper.gamma) ** (side - block_size + 1) ** 2:.1%}",
        },
    )
