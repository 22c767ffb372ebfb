"""The walk in a page, as browser tests find it."""

import json
import re
from typing import Any

from playwright.sync_api import Locator, Page, expect


class Walk:
    """The walk in a page, as a person finds it."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.root = page.locator(".walk")
        self.question = page.locator(".walk .question")

    def open(self, query: str = "", *, predict: bool = True) -> "Walk":
        self.page.goto(f"{self.address}/steps{query}")
        expect(self.page.locator(".walk[data-ready=true]")).to_be_attached()
        if not predict:
            self.page.get_by_label("Predict first").uncheck()
        return self

    @property
    def shown(self) -> dict[str, Any]:
        return json.loads(self.root.get_attribute("data-shown") or "{}")

    def at(self, step: str) -> None:
        expect(self.root).to_have_attribute("data-shown", re.compile(f'"step":"{step}"'))

    def linked(self, step: str) -> None:
        expect(self.page).to_have_url(re.compile(rf"[?&]step={step}(&|$)"))

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def grid(self, name: str) -> Locator:
        return self.root.locator(f"[data-grid={name}]")

    def cells(self, name: str) -> list[str]:
        return self.grid(name).locator("td").all_inner_texts()

    def kinds(self, name: str) -> list[str]:
        return self.grid(name).locator("td").evaluate_all("cells => cells.map(c => c.className)")

    def lit(self) -> str:
        return "\n".join(self.root.locator(".code li.current").all_inner_texts())
