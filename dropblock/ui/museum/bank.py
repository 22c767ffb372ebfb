"""The museum's exhibits, in the order in which they are shown."""

from dropblock.ui.beliefs.experiment import Vary
from dropblock.ui.museum import loud, silent
from dropblock.ui.museum.exhibit import Exhibit
from dropblock.ui.museum.loud import OVERSIZED, SETTINGS
from dropblock.ui.museum.silent import MAPS
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
            loud.nothing_kept,
        ),
        Exhibit("even", Vary("block_size", {4: "4", 2: "2", 6: "6"}), loud.even),
        Exhibit(
            "oversized",
            Vary("block_size", {block: str(block) for block in OVERSIZED}),
            loud.oversized,
        ),
        Exhibit(
            "stale",
            Vary(
                _("The map's side"),
                {
                    name: _("{first} → {second}").format(first=first, second=second)
                    for name, (first, second) in MAPS.items()
                },
            ),
            silent.stale_gamma,
        ),
        Exhibit(
            "rectangle",
            Vary(_("The map"), {"lying": _("Lying"), "upright": _("Upright")}),
            silent.rectangle,
        ),
        Exhibit("keep_rate", Vary("block_size", {7: "7", 5: "5", 3: "3"}), silent.keep_rate),
    )
}
