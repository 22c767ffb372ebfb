"""The bank of the check: eight concepts, each with variants of its question."""

from functools import lru_cache

from explainer.rooms.check import blocks, gamma, layer, limits, overlaps, shares
from explainer.rooms.check.question import Drafter, Question, ask

# In an order in which one helps with the next.
BANK: dict[str, tuple[Drafter, ...]] = {
    "gamma": (gamma.seeds_expected, gamma.seeds_in_draw, gamma.other_block),
    "block": (
        blocks.units_of_seed,
        blocks.seed_places,
        blocks.mask_of_seed,
        blocks.seeds_of_unit,
    ),
    "overlap": (overlaps.overlap_mask, overlaps.overlap_count, overlaps.overlap_value),
    "scale": (shares.scale_of_mask, shares.scaled_unit, shares.sum_of_ones),
    "keep_prob": (
        shares.share_of_draw,
        shares.share_on_average,
        shares.corner_or_centre,
        shares.above_or_below,
    ),
    "mode": (layer.unit_at_inference, layer.forgotten_eval, layer.map_at_inference),
    "channels": (
        layer.which_size,
        layer.scale_of_channels,
        layer.second_input,
        layer.numbers_drawn,
    ),
    "limits": (limits.block_of_one, limits.lower_keep_prob, limits.other_map),
}


@lru_cache(maxsize=256)
def questions(seed: int, form: int) -> tuple[Question, ...]:
    """A check: one question a concept.

    form: which variant of each; the next form has another of every concept. seed: of the runs
    that the questions are about, so that two checks of one form ask the same of other numbers.
    No two share a setting: one could give away the other's answer.
    """
    asked: list[Question] = []
    for concept, drafters in BANK.items():
        drafter = drafters[form % len(drafters)]
        taken = {setting for question in asked for setting in question.settings}
        asked.append(ask(concept, drafter.__name__, drafter, seed, taken))
    return tuple(asked)
