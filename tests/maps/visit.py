"""A page of maps visited in Chromium, and what a visitor does there."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page

import landwatch
from tests.untried import missing

DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}


AXE = Path(landwatch.__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"
SERIOUS = """async (part) => {
    await Promise.all(document.getAnimations().map(moving => moving.finished));
    return (await axe.run(part, {resultTypes: ["violations"]})).violations
        .filter(found => ["serious", "critical"].includes(found.impact))
        .map(found => [found.id, found.nodes.map(node => node.html).slice(0, 3)]);
}"""

# Labels are made anew whenever the map moves.
_STILL = """async number => {
    const middle = () => {
        const labels = [...document.querySelectorAll(".parcel-label")];
        const box = labels.find(label => label.textContent.includes(number))?.getBoundingClientRect();
        return box?.width ? [box.x + box.width / 2, box.y + box.height / 2] : null;
    };
    const before = middle();
    await new Promise(done => setTimeout(done, 100));
    const after = middle();
    return before && after && String(before) === String(after) ? after : null;
}"""


class Visit:
    """A page opened from disk, with everything it asked for and complained of."""

    def __init__(
        self,
        browser: Browser,
        path: Path,
        viewport: dict[str, int],
        fragment: str = "",
        motion: Literal["reduce", "no-preference"] = "no-preference",
    ) -> None:
        phone = viewport is PHONE
        self.context = browser.new_context(
            viewport=viewport, is_mobile=phone, has_touch=phone, reduced_motion=motion
        )
        self.page: Page = self.context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.context.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.goto(f"{path.as_uri()}#{fragment}")
        self.page.wait_for_selector("path.leaflet-interactive")

    def leave(self) -> None:
        """Close the page; whatever was done on it, it has not complained."""
        self.context.close()
        assert self.complaints == []


def serious(page: Page, part: str = "html") -> list[object]:
    """What axe finds that keeps somebody out, asked when nothing fades any more, as colours are read."""
    if not AXE.is_file():
        missing("axe-core", "make install with Node.js 20.19 or newer")
    # Evaluated, not added as a script: the policy of the page forbids those.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[object] = page.evaluate(SERIOUS, part)
    return found


def search(page: Page, words: str) -> None:
    """Type into the search box and take the first hit."""
    page.get_by_role("combobox").fill(words)
    page.keyboard.press("Enter")


def middle_of(page: Page, number: str) -> tuple[float, float]:
    """The middle of a parcel, which is that of its label, once the map stands still."""
    for _try in range(100):
        middle = page.evaluate(_STILL, number)
        if middle:
            return middle[0], middle[1]
    raise AssertionError(f"no label of {number} comes to rest")


def click_parcel(page: Page, number: str) -> None:
    """Click the middle of a parcel by the place of its label."""
    page.mouse.click(*middle_of(page, number))


def popup_text(page: Page) -> str:
    """The text of the open popup."""
    return page.locator(".leaflet-popup-content").inner_text()
