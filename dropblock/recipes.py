"""The decisions in which implementations of DropBlock differ, as data."""

from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

from dropblock.blocks import Seeds
from dropblock.calibration import calibrated_gammas
from dropblock.checks import check_block_size, check_keep_prob, check_map
from dropblock.rates import gamma, mean_keep_probability

GammaFrom = Literal["area", "width", "calibrated", "block", "share"]


@dataclass(frozen=True)
class Recipe:
    """One way to run DropBlock.

    seeds: where seeds may fall, ``"everywhere"`` on the map or only where the block fits
        (``"valid"``).
    gamma_from: how gamma is computed. Eq. 1 with the map's ``"area"`` (height and width) or
        its ``"width"`` alone, squared; ``"calibrated"``, so that the expected keep rate is
        keep_prob; eq. 1 without its last factor, from the ``"block"`` alone; or the ``"share"``
        to drop as it is, 1 − keep_prob.
    shared: whether channels share one mask when noise is drawn for this recipe. Once drawn,
        the noise's shape decides.
    odd_only: whether an even block_size is refused.
    clamp: whether a block larger than the map is cut to the map's smaller side, or refused.
    """

    name: str
    seeds: Seeds
    gamma_from: GammaFrom
    shared: bool
    odd_only: bool
    clamp: bool

    def fit(self, block_size: int, height: int, width: int) -> int:
        """The block_size this recipe uses on a height × width map.

        Raises ValueError where the recipe refuses the block: even in an odd-only recipe,
        larger than the map in one that does not clamp.
        """
        check_map(height, width)
        block_size = check_block_size(block_size, odd=self.odd_only)
        if self.clamp:
            return min(block_size, height, width)
        return check_block_size(block_size, height, width)

    def gamma(self, keep_prob: float, block_size: int, height: int, width: int) -> float:
        """This recipe's chance that an allowed position becomes a seed."""
        return self.gammas([keep_prob], block_size, height, width).item()

    def gammas(self, keep_probs: list[float], block_size: int, height: int, width: int) -> Tensor:
        """`gamma` for many keep_probs at once: float64 (K,)."""
        block_size = self.fit(block_size, height, width)
        asked = torch.tensor([check_keep_prob(k) for k in keep_probs], dtype=torch.float64)
        if self.gamma_from == "calibrated":
            return calibrated_gammas(asked, block_size, height, width, self.seeds)
        if self.gamma_from == "share":
            return 1 - asked
        if self.gamma_from == "block":
            return (1 - asked) / block_size**2
        rows = width if self.gamma_from == "width" else height
        chances = [gamma(keep_prob, block_size, rows, width) for keep_prob in keep_probs]
        return torch.tensor(chances, dtype=torch.float64)

    def expected_keep_rates(
        self, keep_probs: list[float], block_size: int, height: int, width: int
    ) -> Tensor:
        """The exact share of units that this recipe keeps on average: float64 (K,)."""
        chances = self.gammas(keep_probs, block_size, height, width)
        block_size = self.fit(block_size, height, width)
        return mean_keep_probability(chances, block_size, height, width, self.seeds)

    def noise_shape(self, shape: tuple[int, ...]) -> tuple[int, int, int, int]:
        """The shape of the noise to draw for a feature map of NCHW ``shape``."""
        n, c, h, w = shape
        return (n, 1 if self.shared else c, h, w)


RECIPES: dict[str, Recipe] = {
    recipe.name: recipe
    for recipe in (
        # The algorithm of the article that this project explains: seeds on the whole map, with
        # a gamma that was derived for seeds whose block fits, and from the width alone.
        Recipe("reference", "everywhere", "width", shared=False, odd_only=True, clamp=False),
        # The paper: eq. 1 on height and width, seeds only where the whole block fits, a mask
        # per channel. An even block leans one unit to the bottom right of its seed.
        Recipe("paper", "valid", "area", shared=False, odd_only=False, clamp=True),
        # The paper with the gamma that keeps, on average, exactly the share asked for: eq. 1
        # counts a unit in two blocks as dropped twice.
        Recipe("calibrated", "valid", "calibrated", shared=False, odd_only=False, clamp=True),
    )
}
