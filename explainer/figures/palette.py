"""The colours of the whole app, each stated once, for the light and for the dark theme.

Okabe and Ito's colours, darker or lighter where text or a line needs the contrast. Charts and
slides take them from here, styles as ``var(--name)``, scripts from ``web/constants.js``.
"""

PALETTE: dict[str, tuple[str, str]] = {
    # The page.
    "background": ("#fcfcfa", "#14171d"),
    "text": ("#1b1e24", "#ececE8"),
    "quiet": ("#5c6270", "#a3a8b3"),
    "line": ("#dfe0dc", "#2e333c"),
    "card": ("#ffffff", "#1b1f26"),
    "wash": ("#f4f5f1", "#1b1f26"),
    "arrow": ("#aab0ba", "#5a616d"),
    "track": ("#e4e4df", "#2e333c"),
    "ring": ("#14171d", "#ececE8"),
    "shadow": ("rgba(0,0,0,.12)", "rgba(0,0,0,.12)"),
    "on-colour": ("#ffffff", "#14171d"),
    # Settings and methods, as text and as lines.
    "keep": ("#007856", "#4fc3a1"),
    "block": ("#a06000", "#f0b429"),
    "size": ("#3b55c4", "#8ea6ff"),
    "seed": ("#ba4b00", "#ff8a3d"),
    "dropout": ("#0068a8", "#6cb4ee"),
    "spatial": ("#9a4d7c", "#e3a0c8"),
    "branch": ("#5d6b1f", "#bccb6e"),
    # Verdicts.
    "good": ("#00684b", "#4fc3a1"),
    "doubtful": ("#7a4a00", "#f0b429"),
    "bad": ("#9c1c15", "#ff9c94"),
    "doubtful-fill": ("#fdf1d8", "#2f2713"),
    "bad-fill": ("#fbe4e1", "#3a1d1c"),
    # Units of a map.
    "kept": ("#ffffff", "#dddddd"),
    "dropped": ("#171a20", "#15181f"),
    "dropped-hatch": ("#4a4e57", "#4a4e57"),
    "on-dropped": ("#dcdfe5", "#dcdfe5"),
    "hatch": ("rgba(255,255,255,.3)", "rgba(255,255,255,.3)"),
    "seed-dot": ("#d55e00", "#ff7f2a"),
    "seed-cell": ("#c24f00", "#c24f00"),
    "on-seed": ("#ffffff", "#ffffff"),
    "block-line": ("#e69f00", "#f0b429"),
    "block-fill": ("#f5dfae", "#4a3a16"),
    "overlap": ("#e9b64d", "#8a6410"),
    "barred": ("#dedfe2", "#acaeb4"),
    "paper": ("#fdfdfc", "#1b1f26"),
    "grid": ("rgba(128,128,128,.3)", "rgba(128,128,128,.35)"),
    "cell-line": ("#d4d5d0", "#3a404b"),
    "faint-number": ("#5c6270", "#b9bec8"),
    "mark": ("#b3006b", "#ff7ac4"),
    "on-picture": ("#ffffff", "#ffffff"),
    "under-picture": ("#14171d", "#14171d"),
    "chip": ("rgba(20,23,29,.78)", "rgba(20,23,29,.78)"),
    "on-bright": ("#000000", "#000000"),
    "on-dim": ("#ffffff", "#ffffff"),
}

# Lines of a chart in an order, such as block sizes from the smallest to the largest: light, dark.
# Each is read as text, too.
ORDERED = (
    ("#8f6400", "#c24f00", "#bd2350", "#96279a", "#5b45c2", "#1f62b8", "#0b4a5e"),
    ("#f7de70", "#ff9a45", "#ff7f90", "#ee8be0", "#b9a0ff", "#80b4ff", "#80dcea"),
)

# Viridis between its ten anchors, and from where in the range on black is read better than white.
VIRIDIS = (
    (68, 1, 84), (72, 40, 120), (62, 73, 137), (49, 104, 142), (38, 130, 142),
    (31, 158, 137), (53, 183, 121), (110, 206, 88), (181, 222, 43), (253, 231, 37),
)  # fmt: skip
BRIGHT = 0.44

# What a network finds its answer in, over a grey picture: from nothing to most.
HEAT = ((40, 0, 40), (150, 20, 50), (230, 90, 10), (255, 190, 40), (255, 245, 160))


def light(name: str) -> str:
    """A colour of the light theme, which slides have."""
    return PALETTE[name][0]


def colour(level: float) -> tuple[int, int, int]:
    """Viridis at 0 … 1, between the ten anchors."""
    return _between(VIRIDIS, level)


def heat(level: float) -> tuple[int, int, int]:
    """The colour of evidence at 0 … 1."""
    return _between(HEAT, level)


def _between(anchors: tuple[tuple[int, int, int], ...], level: float) -> tuple[int, int, int]:
    place = level * (len(anchors) - 1)
    k = min(int(place), len(anchors) - 2)
    low, high = anchors[k], anchors[k + 1]
    red, green, blue = (round(a + (b - a) * (place - k)) for a, b in zip(low, high, strict=True))
    return red, green, blue


def as_page_css(root: str) -> str:
    """The palette as custom properties of one selector, each of the theme in which it is used."""
    pairs = (f"--{name}: light-dark({day}, {night});" for name, (day, night) in PALETTE.items())
    return f"{root} {{ {' '.join(pairs)} }}\n"


def as_css(root: str, in_dark: str) -> str:
    """The palette as custom properties of one selector, and of another in the dark theme."""
    rules = [
        f"{selector} {{ {' '.join(f'--{n}: {pair[k]};' for n, pair in PALETTE.items())} }}"
        for k, selector in enumerate((root, in_dark))
    ]
    return "\n".join(rules) + "\n"
