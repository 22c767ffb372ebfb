"""The guided tour's card, as browser tests find it, and what the library says of its numbers."""

import re

import torch
from playwright.sync_api import Locator, expect

from dropblock import RECIPES, Trace, draw_noise, trace
from explainer.shell.settings import TOUR_STOPS, Settings
from tests.browser.conftest import Stage

START = "?keep_prob=0.75&block_size=31"  # where the tour is taken
CAT = Settings.parse({"keep_prob": "0.75", "block_size": "31"})


def run_of(settings: Settings) -> Trace:
    side = settings.map_size
    noise = draw_noise((1, settings.noise_channels, side, side), settings.seed)
    recipe = RECIPES[settings.recipe]
    return trace(torch.zeros_like(noise), settings.keep_prob, settings.block_size, noise, recipe)


class Tour:
    """The tour's card, as a person finds it."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.page = stage.page
        self.card = stage.page.get_by_role("region", name="Guided tour")
        self.invite = stage.root.locator(".invite")

    def button(self, name: str) -> Locator:
        return self.card.get_by_role("button", name=name, exact=True)

    def at(self, stop: int, state: str = "ask") -> None:
        expect(self.card).to_be_visible()
        expect(self.card).to_have_attribute("data-stop", str(stop))
        expect(self.card).to_have_attribute("data-state", state)
        expect(self.card.get_by_text(f"{stop} of {TOUR_STOPS}")).to_be_visible()
        expect(self.page).to_have_url(re.compile(f"[?&]tour={stop}(&|$)"))

    def next(self) -> None:
        self.button("Next").click()

    def ringed(self, *selectors: str) -> None:
        """The ring is around these, and nothing else."""
        expect(self.page.locator("[data-ring]")).to_have_count(len(selectors))
        for selector in selectors:
            ringed = self.page.locator(selector).and_(self.page.locator("[data-ring]"))
            expect(ringed).to_be_in_viewport()
            assert ringed.evaluate("ring => getComputedStyle(ring).outlineStyle") == "solid"

    def led_on(self, stop: int, state: str = "ask") -> None:
        """By what was done, and by nothing else, to this stop."""
        self.at(stop, state)
        expect(self.seen).to_be_visible()
        assert "{" not in self.card.inner_text()

    @property
    def seen(self) -> Locator:
        """What there was to see at the stop before."""
        return self.card.locator(".seen")

    def says(self, text: str) -> None:
        """Below what the stop asks for."""
        expect(self.card.locator(".line")).to_contain_text(text)
        assert "{" not in self.card.inner_text()

    def asks(self, text: str) -> None:
        expect(self.card.get_by_role("heading")).to_have_text(text)
