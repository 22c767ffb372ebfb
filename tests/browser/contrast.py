"""How well a text can be read on what is behind it."""

import re


def rgba(css: str) -> tuple[list[float], float]:
    """Red, green and blue in 0 … 1, and alpha, of a computed colour."""
    *rgb, alpha = [*map(float, re.findall(r"[\d.]+(?:e-?\d+)?", css.replace("srgb", ""))), 1.0][:4]
    return [v if css.startswith("color(") else v / 255 for v in rgb], alpha


def luminance(rgb: list[float]) -> float:
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in rgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(ink: str, behind: list[str], opacity: float) -> float:
    """The contrast, of WCAG 2, of an ink on layers of colours, the uppermost first."""
    paper = [1.0, 1.0, 1.0]
    for layer in reversed(behind):
        rgb, alpha = rgba(layer)
        paper = [alpha * a + (1 - alpha) * b for a, b in zip(rgb, paper, strict=True)]
    shown = [opacity * a + (1 - opacity) * b for a, b in zip(rgba(ink)[0], paper, strict=True)]
    low, high = sorted((luminance(shown), luminance(paper)))
    return (high + 0.05) / (low + 0.05)
