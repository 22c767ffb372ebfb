"""The type of slides. Pillow's own font has no γ, × or −, so DejaVu comes with the assets."""

from functools import cache
from pathlib import Path

from PIL import ImageFont

FONTS = Path(__file__).parents[2] / "assets" / "fonts"


@cache
def font(size: int, style: str = "") -> ImageFont.FreeTypeFont:
    """DejaVu Sans at so many pixels; style is "", "-Bold" or "Mono"."""
    return ImageFont.truetype(FONTS / f"DejaVuSans{style}.ttf", size)
