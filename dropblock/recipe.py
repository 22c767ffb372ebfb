"""A recipe holds the decisions in which implementations of DropBlock differ."""

from dataclasses import dataclass
from typing import Final, Literal

import torch
from torch import Tensor

from dropblock.arguments import check_block_size, check_keep_prob, check_map
from dropblock.blocks import Lean, Seeds
from dropblock.calibration import calibrated_gammas
from dropblock.failure import Failure, FailureKind, RecipeFailure
from dropblock.rates import eq1_gamma, mean_keep_probability

GITHUB: Final = "https://github.com"
COMMIT: Final = 40  # hexadecimal digits of a commit's name

GammaFrom = Literal["area", "width", "calibrated", "block", "share"]


@dataclass(frozen=True)
class Recipe:
    """One way to run DropBlock, stated as data.

    Parameters
    ----------
    name : str
        Key in `dropblock.RECIPES`.
    seeds : {"valid", "everywhere", "valid_by_width", "valid_reshaped"}
        Where seeds may fall: only where the whole block fits, or on the whole map. The last two
        mistake height and width (`dropblock.blocks.seed_positions`).
    gamma_from : {"area", "width", "calibrated", "block", "share"}
        How gamma is computed: by eq. 1 of the paper with height · width; by eq. 1 with width²;
        so that keep_prob is met exactly on average; as (1 − keep_prob) / block_size²; or as
        1 − keep_prob.
    shared : bool
        Whether noise is drawn for one mask that all channels share. Once noise is drawn, its
        shape decides.
    odd_only : bool
        Whether an even block_size is a ValueError.
    clamp : bool or "each_side"
        Whether a block larger than the map is cut to the map's smaller side. ``"each_side"``
        cuts height and width separately; a block that is then not square is a ValueError.
    lean : {"bottom_right", "top_left"}
        To which side an even block reaches further from its seed.
    unclamped_positions : bool
        Whether eq. 1 counts positions with the block_size asked for, also where the block is cut.
    failures : tuple of Failure, optional
        How the implementation fails, in the order in which its code would. Empty if it never
        does. None if the recipe states no implementation; a block that neither fits nor is cut
        is then a ValueError.
    call : str
        How the implementation is called, with {keep}, {drop} and {block} in place of keep_prob,
        1 − keep_prob and block_size.
    also : str
        What else the implementation does or can do, which the recipe does not state.
    repository : str
        ``"owner/name"`` of the implementation on GitHub.
    revision, path : str
        Tag or commit that was read, and the file in it; empty where no code is cited.
    threads : tuple of int
        Numbers of issues and pull requests there about what the recipe states.

    Notes
    -----
    Two simplifications: many implementations add 1e-6 or less to what the scale divides by.
    And where ``also`` says that one returns x at once at keep_prob 1, a block on which it fails
    is a failure here at every keep_prob.

    References
    ----------
    Ghiasi, Lin, Le 2018, "DropBlock", arXiv 1810.12890, Algorithm 1 and eq. 1.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from dropblock import RECIPES, Recipe
    >>> timm = RECIPES["timm"]
    >>> timm.seeds, timm.shared, timm.fit(9, height=7, width=7)
    ('everywhere', True, 7)
    >>> valid = replace(timm, name="timm_valid", seeds="valid")
    >>> for recipe in (timm, valid):
    ...     print(recipe.name, round(recipe.expected_keep_rates([0.9], 7, 14, 14).item(), 3))
    timm 0.791
    timm_valid 0.907
    """

    name: str
    seeds: Seeds
    gamma_from: GammaFrom
    shared: bool
    odd_only: bool = False
    clamp: bool | Literal["each_side"] = False
    lean: Lean = "bottom_right"
    unclamped_positions: bool = False
    failures: tuple[Failure, ...] | None = None
    call: str = ""
    also: str = ""
    repository: str = ""
    revision: str = ""
    path: str = ""
    threads: tuple[int, ...] = ()

    @property
    def source(self) -> str:
        """Address of the code that was read; empty where no code is cited."""
        return f"{GITHUB}/{self.repository}/blob/{self.revision}/{self.path}" if self.path else ""

    @property
    def version(self) -> str:
        """Tag that was read, or the first 7 digits of the commit."""
        return self.revision[:7] if len(self.revision) == COMMIT else self.revision

    def thread(self, number: int) -> str:
        """Address of an issue or pull request; GitHub redirects from the one to the other."""
        return f"{GITHUB}/{self.repository}/issues/{number}"

    def fit(self, block_size: int, height: int, width: int, keep_prob: float | None = None) -> int:
        """Return the block_size that is used on a map, or refuse the one asked for.

        Raises
        ------
        ValueError
            Where the recipe refuses the block: an even one with ``odd_only``, or one larger
            than the map without ``clamp``.
        RecipeFailure
            Where the implementation fails on this block, map or (if given) keep_prob on every
            draw.
        """
        check_map(height, width)
        asked = check_block_size(block_size, odd=self.odd_only)
        if asked > min(height, width) and self.clamp == "each_side" and height != width:
            raise ValueError(
                f"{self.name} is stated for a block_size from 1 to {min(height, width)} on a "
                f"{height} × {width} map, got {asked}: the block would not be square"
            )
        used = self._cut(asked, height, width)
        if self.failures is None:
            return check_block_size(used, height, width)
        positions = self._positions(asked, height, width)
        no_room = self.seeds != "everywhere" and used > min(height, width)
        failing = {
            "even": used % 2 == 0,
            "oversized": positions == 0 or no_room,
            "negative_gamma": positions < 0,
            "not_square": height != width,
            "nothing_to_drop": keep_prob == 1,
        }
        for failure in self.failures:
            if failing.get(failure.kind):
                raise RecipeFailure(self.name, failure, asked, used, height, width)
        return used

    def failure(self, kind: FailureKind) -> Failure | None:
        """Return how the implementation fails on this kind, or None."""
        return next((one for one in self.failures or () if one.kind == kind), None)

    def _cut(self, block_size: int, height: int, width: int) -> int:
        return min(block_size, height, width) if self.clamp else block_size

    def _positions(self, block_size: int, height: int, width: int) -> int:
        """Count the positions that eq. 1 divides by; 1 where gamma is not from eq. 1."""
        if self.gamma_from not in ("area", "width"):
            return 1
        if not self.unclamped_positions:
            block_size = self._cut(block_size, height, width)
        rows = width if self.gamma_from == "width" else height
        return (rows - block_size + 1) * (width - block_size + 1)

    def gamma(self, keep_prob: float, block_size: int, height: int, width: int) -> float:
        """Compute the chance that an allowed position becomes a seed; raises as `fit` does.

        It is below 0 where the implementation divides by a negative number of positions.
        """
        self.fit(block_size, height, width, keep_prob)
        return self.gammas([keep_prob], block_size, height, width).item()

    def gammas(self, keep_probs: list[float], block_size: int, height: int, width: int) -> Tensor:
        """Compute `gamma` for many keep_probs at once: float64 (K,).

        At keep_prob 1 it is 0, also where the implementation fails there.
        """
        used = self.fit(block_size, height, width)
        asked = torch.tensor([check_keep_prob(k) for k in keep_probs], dtype=torch.float64)
        if self.gamma_from == "calibrated":
            return calibrated_gammas(asked, used, height, width, self.seeds)
        if self.gamma_from == "share":
            return 1 - asked
        if self.gamma_from == "block":
            return (1 - asked) / used**2
        rows = width if self.gamma_from == "width" else height
        positions = self._positions(block_size, height, width)
        gammas = [eq1_gamma(k, used, rows * width, positions) for k in asked.tolist()]
        return torch.tensor(gammas, dtype=torch.float64)

    def expected_keep_rates(
        self, keep_probs: list[float], block_size: int, height: int, width: int
    ) -> Tensor:
        """Compute the exact share of units kept on average, for many keep_probs: float64 (K,).

        The average is over all draws, also those on which the implementation keeps nothing and
        fails. At keep_prob 1 it is 1, also where the implementation fails there.
        """
        gammas = self.gammas(keep_probs, block_size, height, width).clamp(0, 1)
        block_size = self.fit(block_size, height, width)
        return mean_keep_probability(gammas, block_size, height, width, self.seeds, self.lean)

    def noise_shape(self, shape: tuple[int, ...]) -> tuple[int, int, int, int]:
        """Return the shape of the noise to draw for a feature map of NCHW ``shape``."""
        n, c, h, w = shape
        return (n, 1 if self.shared else c, h, w)
