"""What Python and the browser share: colours and limits, as the module ``web/constants.js``."""

import json

from explainer.figures.palette import BRIGHT, PALETTE, colour, heat

STOPS = 101  # positions of the slider keep_prob: 0, 0.01, … 1


def script() -> str:
    """The text of ``web/constants.js``.

    STOPS: positions of keep_prob. SCALE: viridis as 256 RGB triples; HEAT: the colours of
    evidence, likewise. BRIGHT: from where in its range on a value's colour takes black text. INK:
    the colours of both themes.
    """
    ink = {
        theme: {name: pair[k] for name, pair in PALETTE.items()}
        for k, theme in enumerate(("light", "dark"))
    }
    constants = {
        "STOPS": STOPS,
        "SCALE": [colour(level / 255) for level in range(256)],
        "HEAT": [heat(level / 255) for level in range(256)],
        "BRIGHT": BRIGHT,
        "INK": ink,
    }
    return "".join(
        f"export const {name} = {json.dumps(value, separators=(',', ':'))};\n"
        for name, value in constants.items()
    )
