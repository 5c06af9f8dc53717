"""The page of a phone in the sun and in one hand: contrast, sizes and reach, at 360 pixels."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.maps.visit import serious
from tests.web.browsing import listening
from tests.web.carried_phone import NARROW, CarriedPhone, begin, carried, say, shoot, sign_in, take_along
from tests.web.test_browser import WIDER
from tests.web.visiting import Served

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]

LEAST_TARGET, LEAST_CONTRAST = 44, 7

# The target of a field that its label covers is the label.
TARGETS = """() => [...document.querySelectorAll("button, a, input, textarea, label.button, .choice label")]
    .filter(each => each.offsetParent !== null && getComputedStyle(each).opacity !== "0")
    .map(each => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])
    .filter(([, box]) => box.width < %d || box.height < %d)
    .map(([html, box]) => [html, box.width, box.height])"""

# Relative luminance and contrast as WCAG 2.2 defines them, of every text with what lies behind it.
CONTRASTS = """() => {
    const parts = colour => colour.match(/[\\d.]+/g).map(Number);
    const lit = part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    const luminance = colour => {
        const [red, green, blue] = colour.map(part => lit(part / 255));
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const behind = node => {
        for (let each = node; each; each = each.parentElement) {
            const colour = parts(getComputedStyle(each).backgroundColor);
            if (colour.length < 4 || colour[3] > 0) return colour;
        }
        return [255, 255, 255];
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
        const node = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim() || node.offsetParent === null) continue;
        const [one, other] = [luminance(parts(getComputedStyle(node).color)), luminance(behind(node))];
        const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
        found.push([walker.currentNode.data.trim().slice(0, 40), Math.round(contrast * 10) / 10]);
    }
    for (const field of document.querySelectorAll("input[placeholder]")) {
        if (field.offsetParent === null) continue;
        const ink = luminance(parts(getComputedStyle(field, "::placeholder").color));
        const paper = luminance(behind(field));
        const contrast = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
        found.push([field.placeholder, Math.round(contrast * 10) / 10]);
    }
    return found;
}"""


@pytest.fixture
def phone(tmp_path: Path) -> Iterator[CarriedPhone]:
    """A phone."""
    with carried(tmp_path / "profile") as made:
        yield made


def off(page: Page) -> dict[str, object]:
    """What of a view is too wide, too small, too pale, or shut to somebody."""
    contrasts = page.evaluate(CONTRASTS)
    assert contrasts, "there is no text to look at"
    return {
        "wider": page.evaluate(WIDER),
        "shut": serious(page),
        "small": page.evaluate(TARGETS % (LEAST_TARGET, LEAST_TARGET)),
        "pale": [each for each in contrasts if each[1] < LEAST_CONTRAST],
    }


GOOD = {"wider": 0, "shut": [], "small": [], "pale": []}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_view_is_large_dark_and_within_the_width(
    served: Served, phone: CarriedPhone, tmp_path: Path, language: str
) -> None:
    with listening(served) as url:
        page = phone.page
        sign_in(page, url, served, language=language)
        found = {"nothing taken along": off(page)}
        take_along(page)
        phone.context.set_offline(True)
        one_saved_and_one_unfinished(page, tmp_path)
        found["list, with what is unfinished and what waits"] = off(page)
        begin(page, 2)
        shoot(page, tmp_path, 31, 3000)
        page.check("#begun-no")
        say(page)
        page.click("#save")
        page.wait_for_selector("#complaint:not(:empty)")
        found["form, full and not right"] = off(page)
        assert found == dict.fromkeys(found, GOOD)


def one_saved_and_one_unfinished(page: Page, folder: Path) -> None:
    """Record a visit, and leave another one unfinished."""
    begin(page)
    shoot(page, folder, 1, 3000)
    page.check("#stage-pit")
    page.click("#save")
    page.wait_for_selector("#records li")
    begin(page, 1)
    shoot(page, folder, 11, 3000)
    page.click("#close")
    page.wait_for_selector("#drafts li")


def test_what_every_visit_needs_lies_under_the_thumb(served: Served, phone: CarriedPhone) -> None:
    with listening(served) as url:
        page = phone.page
        sign_in(page, url, served)
        take_along(page)
        begin(page)
        boxes = {name: page.locator(name).bounding_box() for name in ("#close", "label.camera", "#save")}
        third = NARROW["height"] * 2 / 3
        assert {name: bool(box and box["y"] > third) for name, box in boxes.items()} == dict.fromkeys(
            boxes, True
        )
