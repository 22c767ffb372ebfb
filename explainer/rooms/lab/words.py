"""What methods and figures are called and how they look: colour, marker and name everywhere."""

from dataclasses import dataclass

from explainer.shell.text import _


@dataclass(frozen=True)
class Look:
    """title: its name. colour: of the palette. symbol: of its marker, in Plotly's words."""

    title: str
    colour: str
    symbol: str


def looks() -> dict[str, Look]:
    """By method."""
    return {
        "none": Look(_("None"), "quiet", "circle"),
        "dropout": Look(_("Dropout"), "dropout", "square"),
        "spatial_dropout": Look(_("Spatial Dropout"), "spatial", "diamond"),
        "droppath": Look(_("DropPath"), "branch", "x"),
        "cutout": Look(_("Cutout"), "size", "cross"),
        "dropblock": Look(_("DropBlock"), "keep", "triangle-up"),
    }


def figure_titles() -> dict[str, str]:
    """By figure."""
    return {
        "accuracy": _("right on test digits"),
        "loss": _("test loss"),
        "train_accuracy": _("right on training digits"),
        "validation_accuracy": _("right on validation digits"),
        "map_removed": _("right with a part of the map removed"),
        "square_hidden": _("right with a square painted over"),
        "cells": _("cells that carry the evidence"),
    }


def verdicts() -> dict[str, str]:
    """What a paired difference says of DropBlock."""
    return {
        "leads": _("DropBlock leads"),
        "trails": _("DropBlock trails"),
        "open": _("too close to tell"),
    }
