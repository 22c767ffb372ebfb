"""The museum's exhibits, in the order in which they are shown."""

from dropblock.ui import loud_exhibits, silent_exhibits
from dropblock.ui.exhibit import Exhibit
from dropblock.ui.experiment import Vary
from dropblock.ui.loud_exhibits import OVERSIZED, SETTINGS
from dropblock.ui.text import _

EXHIBITS = {
    exhibit.name: exhibit
    for exhibit in (
        Exhibit(
            "nothing",
            Vary(
                _("Block on map"),
                {
                    name: _("{block} on {side} × {side}").format(side=side, block=block)
                    for name, (side, block, _keep_prob) in SETTINGS.items()
                },
            ),
            loud_exhibits.nothing_kept,
        ),
        Exhibit("even", Vary("block_size", {4: "4", 2: "2", 6: "6"}), loud_exhibits.even),
        Exhibit(
            "oversized",
            Vary("block_size", {block: str(block) for block in OVERSIZED}),
            loud_exhibits.oversized,
        ),
        Exhibit(
            "stale",
            Vary(_("The second map"), {7: "7 × 7", 5: "5 × 5", 14: "14 × 14"}),
            silent_exhibits.stale_gamma,
        ),
        Exhibit(
            "rectangle",
            Vary(_("The map"), {"lying": _("Lying"), "upright": _("Upright")}),
            silent_exhibits.rectangle,
        ),
        Exhibit(
            "keep_rate", Vary("block_size", {7: "7", 5: "5", 3: "3"}), silent_exhibits.keep_rate
        ),
    )
}
