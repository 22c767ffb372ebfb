"""The decisions in which implementations of DropBlock differ, and what follows from them."""

from dataclasses import dataclass
from typing import Final, Literal

import torch
from torch import Tensor

from dropblock.arguments import check_block_size, check_keep_prob, check_map
from dropblock.blocks import Lean, Seeds
from dropblock.calibration import calibrated_gammas
from dropblock.rates import mean_keep_probability, seed_chance

GITHUB: Final = "https://github.com"
COMMIT: Final = 40  # hexadecimal digits of a commit's name

GammaFrom = Literal["area", "width", "calibrated", "block", "share"]
FailureKind = Literal[
    "even", "oversized", "negative_gamma", "not_square", "nothing_to_drop", "nothing_kept"
]


@dataclass(frozen=True)
class Failure:
    """One way in which an original fails.

    kind: what it fails on. An ``"even"`` block; an ``"oversized"`` one; a ``"negative_gamma"``,
        which an oversized block brings; a map that is ``"not_square"``; ``"nothing_to_drop"``,
        a keep_prob of 1; ``"nothing_kept"``.
    why: what goes wrong in its code, as a clause.
    errors: the names of the exceptions that it may raise; none where it gives NaN instead.
    """

    kind: FailureKind
    why: str
    errors: tuple[str, ...] = ()


class RecipeFailure(ValueError):
    """The original fails here: it raises, or its output is NaN.

    recipe: its name. failure: on what it fails, why, and with which error.
    block_size, height, width: where; used: the block_size after it is cut to the map.
    """

    def __init__(
        self, recipe: str, failure: Failure, block_size: int, used: int, height: int, width: int
    ) -> None:
        super().__init__(recipe, failure, block_size, used, height, width)
        self.recipe, self.failure = recipe, failure
        self.block_size, self.used, self.height, self.width = block_size, used, height, width

    @property
    def kind(self) -> FailureKind:
        """What it fails on."""
        return self.failure.kind

    def __str__(self) -> str:
        cut = f", cut to {self.used}" if self.used != self.block_size else ""
        block = f"block_size {self.block_size} on a {self.height} × {self.width} map{cut}"
        where = {"nothing_to_drop": "keep_prob 1", "nothing_kept": "every unit dropped"}
        errors = " or ".join(self.failure.errors)
        ends = f" ({errors})" if errors else ", and the output is NaN"
        return f"{self.recipe} fails with {where.get(self.kind, block)}: {self.failure.why}{ends}"


@dataclass(frozen=True)
class Recipe:
    """One way to run DropBlock.

    seeds: where seeds may fall, ``"everywhere"`` on the map or only where the block fits
        (``"valid"``, and two ways to mistake height and width in it: see `dropblock.blocks`).
    gamma_from: how gamma is computed. Eq. 1 with the map's ``"area"`` (height and width) or
        its ``"width"`` alone, squared; ``"calibrated"``, so that the expected keep rate is
        keep_prob; eq. 1 without its last factor, from the ``"block"`` alone; or the ``"share"``
        to drop as it is, 1 − keep_prob.
    shared: whether channels share one mask when noise is drawn for this recipe. Once drawn,
        the noise's shape decides.
    odd_only: whether an even block_size is refused with a ValueError.
    clamp: whether a block larger than the map is cut to the map's smaller side. With
        ``"each_side"`` the original cuts height and width apart, or the map's sides cut what
        falls: on a map that is not square that is no square block either, which no recipe
        states (ValueError).
    lean: which way an even block leans off its seed.
    unclamped_positions: whether eq. 1 counts the positions, side − block_size + 1, with the
        block_size asked for, also where the block is cut.
    failures: how the original fails, in the order in which it would meet them. An empty one never
        fails. None: this recipe is no original, and a block that neither fits nor is clamped is a
        ValueError.
    call: how the original is made or called, with {keep} or {drop} for the share to keep or to
        drop, and {block} for block_size.
    also: what else the original does or can do, which no recipe states. (Nor that many scales
        add a millionth or less to what they divide by.)
    repository: of the original, ``"owner/name"`` on GitHub. revision: the tag or the commit that
        was read, and path: the file, where its code is cited.
    threads: the numbers of the issues and pull requests there that tell of it.

    Where ``also`` says that an original returns x at keep_prob 1 before it looks at anything
    else, the recipe does not: a block on which the original fails, fails here at every keep_prob.
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
        """The address of the code that was read, or an empty text."""
        return f"{GITHUB}/{self.repository}/blob/{self.revision}/{self.path}" if self.path else ""

    @property
    def version(self) -> str:
        """The tag that was read, or the beginning of the commit."""
        return self.revision[:7] if len(self.revision) == COMMIT else self.revision

    def thread(self, number: int) -> str:
        """The address of an issue; GitHub leads on from there to a pull request."""
        return f"{GITHUB}/{self.repository}/issues/{number}"

    def fit(self, block_size: int, height: int, width: int, keep_prob: float | None = None) -> int:
        """The block_size this recipe uses on a height × width map.

        Raises ValueError where the recipe refuses the block: even in an odd-only recipe,
        larger than the map in one that does not clamp. Raises RecipeFailure where the original
        fails on this block, map or (if given) keep_prob, whatever is drawn.
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
        """How the original fails on this; None if it does not."""
        return next((one for one in self.failures or () if one.kind == kind), None)

    def _cut(self, block_size: int, height: int, width: int) -> int:
        return min(block_size, height, width) if self.clamp else block_size

    def _positions(self, block_size: int, height: int, width: int) -> int:
        """The positions that eq. 1 counts, where this recipe's gamma counts any (else 1)."""
        if self.gamma_from not in ("area", "width"):
            return 1
        if not self.unclamped_positions:
            block_size = self._cut(block_size, height, width)
        rows = width if self.gamma_from == "width" else height
        return (rows - block_size + 1) * (width - block_size + 1)

    def gamma(self, keep_prob: float, block_size: int, height: int, width: int) -> float:
        """This recipe's chance that an allowed position becomes a seed.

        Below 0 where an original divides by a negative number of positions, and draws no seed.
        """
        self.fit(block_size, height, width, keep_prob)
        return self.gammas([keep_prob], block_size, height, width).item()

    def gammas(self, keep_probs: list[float], block_size: int, height: int, width: int) -> Tensor:
        """`gamma` for many keep_probs at once: float64 (K,). 0 at a keep_prob of 1, also where
        the original refuses it."""
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
        chances = [seed_chance(k, used, rows * width, positions) for k in asked.tolist()]
        return torch.tensor(chances, dtype=torch.float64)

    def expected_keep_rates(
        self, keep_probs: list[float], block_size: int, height: int, width: int
    ) -> Tensor:
        """The exact share of units that this recipe keeps on average: float64 (K,).

        Of all draws, also those where the original keeps nothing and fails; 1 at a keep_prob of
        1, also where it refuses that.
        """
        chances = self.gammas(keep_probs, block_size, height, width).clamp(0, 1)
        block_size = self.fit(block_size, height, width)
        return mean_keep_probability(chances, block_size, height, width, self.seeds, self.lean)

    def noise_shape(self, shape: tuple[int, ...]) -> tuple[int, int, int, int]:
        """The shape of the noise to draw for a feature map of NCHW ``shape``."""
        n, c, h, w = shape
        return (n, 1 if self.shared else c, h, w)
