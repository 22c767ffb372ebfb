"""The first import of app.py and of each page: the rest of what they share before they draw.

A package that imports its own modules, as numpy does, can be found half there by a thread that
imports one of them meanwhile. While one thread imports this module the others wait, and hold
nothing that it needs. What takes seconds is imported later, by `explainer.shell.warm`.
"""

from explainer.shell import controls, methods, navigation, next_part, packet, sliders, uploader
from explainer.shell.takeaway import panel

__all__ = [
    "controls", "methods", "navigation", "next_part", "packet", "panel", "sliders", "uploader",
]  # fmt: skip
