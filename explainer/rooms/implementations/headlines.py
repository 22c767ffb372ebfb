"""The headline of the page of implementations, chosen for every stop of keep_prob."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from dropblock.stops import KEEP_PROBS
from explainer.figures.rounding import fixed
from explainer.rooms.implementations import words
from explainer.shell.settings import ALL, IMPLEMENTATIONS

TIE = 1e-9  # rates that differ by less are equally far from the baseline's
Answers = dict[str, Any]


def fails(header: Answers) -> NDArray[np.bool_]:
    """Which implementation always fails, at each stop: (implementations, stops)."""
    last = len(KEEP_PROBS) - 1
    return np.array(
        [
            [bool(one["last" if stop == last else "failure"]) for stop in range(last + 1)]
            for one in header["implementations"]
        ]
    )


def runs(header: Answers, arrays: dict[str, NDArray[Any]]) -> NDArray[np.bool_]:
    """Which implementation gives an output on this draw, at each stop."""
    may_nan = np.array([bool(one["nan"]) for one in header["implementations"]])
    return ~fails(header) & ~((arrays["kept"] == 0) & may_nan[:, None])


def differing(arrays: dict[str, NDArray[Any]], base: int) -> NDArray[np.bool_]:
    """Which implementation drops other units than the baseline, at each stop, if both run."""
    drop = arrays["drop"].reshape(len(IMPLEMENTATIONS), -1)
    low, high = np.minimum(drop, drop[base]), np.maximum(drop, drop[base])
    stops = np.arange(len(KEEP_PROBS))
    # Between its two levels a unit is dropped by one of the two.
    return np.array(
        [
            [bool(((a <= stop) & (stop < b)).any()) for stop in stops]
            for a, b in zip(low, high, strict=True)
        ]
    )


def headlines(
    header: Answers, arrays: dict[str, NDArray[Any]], baseline: str, yours: str
) -> list[list[str]]:
    """Title and line below it, for each stop."""
    base, spoken, said = IMPLEMENTATIONS.index(baseline), words.spoken_names(), words.headlines()
    failing, running = fails(header), runs(header, arrays)
    other_units = differing(arrays, base) & running & running[base]
    stated = np.array(words.KINDS)[arrays["kind"]] != "unstated"
    has_yours = yours not in (ALL, baseline)
    found = []
    for stop, asked in enumerate(KEEP_PROBS):
        rates, fail = arrays["expected"][:, stop], failing[:, stop]
        gaps = np.where(fail, -1, np.abs(rates - rates[base]))
        furthest = int(np.flatnonzero(gaps >= gaps.max() - TIE)[0])
        other = IMPLEMENTATIONS.index(yours) if has_yours else furthest
        kept, told = fixed(rates[base], 3), fixed(rates[other], 3)
        broken = int((~running & stated)[:, stop].sum())
        numbers: dict[str, object] = {
            "asked": f"{asked:.2f}",
            "base": spoken[baseline],
            "kept": kept,
            "other": spoken[IMPLEMENTATIONS[other]],
            "otherKept": told,
            "height": header["height"],
            "width": header["width"],
            "block": header["block"],
            "differ": int(other_units[:, stop].sum()),
            "others": int(running[:, stop].sum()) - 1,
            "fail": said["fail"].format(count=broken, implementations=len(IMPLEMENTATIONS))
            if broken
            else said["whole"],
        }
        title, line = "broken", "alone"
        if running[base, stop]:
            title, line = "headline", "subline"
            if fail[other]:
                title = "yoursFails"
            elif told == kept:
                title = "yoursAgrees" if has_yours else "agree"
        found.append([said[title].format(**numbers), said[line].format(**numbers)])
    return found
