"""The map on a phone in Chromium where there is no line: taken along, guiding, picked from, drawn on."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from landwatch.services.sample.sample_office import SampleOffice
from landwatch.settings import Settings
from landwatch.web.application import make_application
from landwatch.web.office import Office
from tests.maps.test_basemaps import GREEN
from tests.maps.visit import serious
from tests.oldest_browser import OldestBrowser
from tests.web.browsing import listening
from tests.web.carried_phone import NARROW, CarriedPhone, carried, ready, sign_in, take_along, visits_of
from tests.web.conftest import copied
from tests.web.visiting import Served

pytestmark = [pytest.mark.long, pytest.mark.timeout(300)]

ZOOM, COLUMN, ROW = 10, 815, 426
"""The tile of zoom 10 that the middle of the zone lies on."""
_TAKEN = """async (store) => {
    const opening = indexedDB.open("landwatch-field");
    const database = await new Promise((done) => { opening.onsuccess = () => done(opening.result); });
    const all = database.transaction(store).objectStore(store).getAll();
    return new Promise((done) => { all.onsuccess = () => { database.close(); done(all.result); }; });
}"""

_TEXT = """async (sha256) => {
    const opening = indexedDB.open("landwatch-field");
    const database = await new Promise((done) => { opening.onsuccess = () => done(opening.result); });
    const one = database.transaction("photos").objectStore("photos").get(sha256);
    const { content } = await new Promise((done) => { one.onsuccess = () => done(one.result); });
    database.close();
    return content.text();
}"""
_TURN = "parseFloat(document.querySelector('#arrow').style.transform.slice(7))"
_TO_THE_EAST = """dispatchEvent(
    new DeviceOrientationEvent("deviceorientationabsolute", {alpha: 270, absolute: true})
)"""
_PALE = """async () => (await axe.run("main", {runOnly: ["color-contrast-enhanced"]})).violations
    .flatMap(found => found.nodes.map(node => node.html))"""
"""What stands out by less than 7 to 1; axe-core is in the page by then."""


@pytest.fixture
def grounded(made_sample: SampleOffice, tmp_path: Path) -> Iterator[Served]:
    """An office that has image tiles under the zone."""
    file = tmp_path / "imagery.mbtiles"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE tiles (zoom_level, tile_column, tile_row, tile_data)")
        rows = [
            (ZOOM, COLUMN + x, 2**ZOOM - 1 - (ROW + y), GREEN) for x in range(-1, 2) for y in range(-1, 2)
        ]
        connection.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", rows)
    sample = copied(made_sample, tmp_path)
    office = Office.open(Settings(database=sample.database, field_basemap=file), is_demo=True)
    yield Served(make_application(office), office, sample)
    office.close()


@pytest.fixture
def phone(tmp_path: Path) -> Iterator[CarriedPhone]:
    with carried(tmp_path / "profile") as made:
        yield made


def first_stop(page: Page) -> dict[str, Any]:
    """The contract where the way begins, as it lies on the phone."""
    items: list[dict[str, Any]] = page.evaluate(_TAKEN, "days")[0]["items"]
    return min(items, key=lambda item: item["route"])


def corner_of(task: dict[str, Any]) -> tuple[float, float]:
    """South-western corner of the box around the first parcel of a contract."""
    ring = ring_of(task)
    return min(lon for lon, _lat in ring), min(lat for _lon, lat in ring)


def middle_of(task: dict[str, Any]) -> tuple[float, float]:
    """The mean of the corners of that parcel, which bulges nowhere."""
    _first, *ring = ring_of(task)
    return sum(lon for lon, _lat in ring) / len(ring), sum(lat for _lon, lat in ring) / len(ring)


def ring_of(task: dict[str, Any]) -> list[list[float]]:
    shape = task["parcels"][0]["boundary"]
    polygon = shape["coordinates"] if shape["type"] == "Polygon" else shape["coordinates"][0]
    ring: list[list[float]] = polygon[0]
    return ring


def packed(page: Page, url: str, served: Served) -> None:
    """Sign in, and take the day along with everything that belongs to it."""
    sign_in(page, url, served)
    take_along(page)
    expect(page.locator("#luggage")).to_have_text("Map and photographs are on the phone.", timeout=60_000)


def stand(phone: CarriedPhone, lon: float, lat: float) -> None:
    phone.context.set_geolocation({"longitude": lon, "latitude": lat, "accuracy": 8})


def test_the_map_guides_to_the_first_stop_after_the_browser_was_killed_without_a_line(
    grounded: Served, phone: CarriedPhone
) -> None:
    with listening(grounded) as url:
        packed(phone.page, url, grounded)
        stop = first_stop(phone.page)
        phone.kill_and_open_again()
        lon, lat = corner_of(stop)
        stand(phone, lon - 0.01, lat - 0.01)
        page = phone.page
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{url}/field")
        ready(page)
        page.click("#to-map")
        expect(page.locator("#goal")).to_contain_text(stop["contract_no"])
        # 0.01° are 974 m to the east and 1,113 m to the north; the parcel is no box, so it is a little more.
        expect(page.locator("#way")).to_have_text(re.compile(r"^1\.[4-7] km to the north-east$"))
        expect(page.locator("#fix")).to_have_text("Position to 8 m.")
        expect(page.locator("#area-map img.leaflet-tile-loaded").first).to_be_attached()
        assert page.evaluate("document.querySelector('#area-map img.leaflet-tile').naturalWidth") > 0
        assert [each for each in asked if not each.startswith(url)] == []


def test_the_arrow_turns_with_the_phone_where_it_has_a_compass(served: Served, phone: CarriedPhone) -> None:
    with listening(served) as url:
        packed(phone.page, url, served)
        page = phone.page
        lon, lat = corner_of(first_stop(page))
        stand(phone, lon, lat - 0.01)
        page.click("#to-map")
        expect(page.locator("#arrow-north")).to_be_visible()
        before = page.evaluate(_TURN)
        page.evaluate(_TO_THE_EAST)
        expect(page.locator("#arrow-north")).to_be_hidden()
        # It points east now: what lay ahead lies to the left.
        assert page.evaluate(_TURN) == pytest.approx(before - 90, abs=0.01)


def test_map_and_sketch_are_open_to_everybody_in_the_sun_within_the_width_of_a_phone(
    served: Served, phone: CarriedPhone
) -> None:
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    with listening(served) as url:
        packed(phone.page, url, served)
        page = phone.page
        page.click("#to-map")
        expect(page.locator("#way")).not_to_be_empty()
        found = {"map": (page.evaluate(wider), serious(page), page.evaluate(_PALE))}
        page.click("#area-visit")
        page.click("#sketch")
        found["sketch"] = (page.evaluate(wider), serious(page), page.evaluate(_PALE))
        assert found == {"map": (0, [], []), "sketch": (0, [], [])}


def test_on_the_parcel_no_way_is_left(served: Served, phone: CarriedPhone) -> None:
    with listening(served) as url:
        packed(phone.page, url, served)
        page = phone.page
        stand(phone, *middle_of(first_stop(page)))
        page.click("#to-map")
        expect(page.locator("#way")).to_have_text("You are on it.")


def test_the_list_beside_the_map_is_in_the_order_of_the_way(served: Served, phone: CarriedPhone) -> None:
    with listening(served) as url:
        packed(phone.page, url, served)
        page = phone.page
        page.click("#to-map")
        numbers = page.locator("#stops .stop").all_inner_texts()
        assert numbers == [str(place) for place in range(1, len(numbers) + 1)]
        assert page.locator("#area-map .stop").count() == len(numbers) == 10


def test_a_parcel_that_nobody_was_sent_to_is_picked_on_the_map_and_visited(
    served: Served, phone: CarriedPhone
) -> None:
    with listening(served) as url:
        packed(phone.page, url, served)
        phone.context.set_offline(True)
        page = phone.page
        page.click("#to-map")
        box = page.locator("#area-map").bounding_box()
        assert box is not None
        goal = page.locator("#goal")
        # Parcels lie side by side: somewhere off the middle is one that is not on the list.
        for share in (0.1, 0.2, 0.3, 0.7, 0.8, 0.9):
            page.mouse.click(box["x"] + box["width"] * share, box["y"] + box["height"] * 0.8)
            if "Parcel " in goal.inner_text():
                break
        expect(goal).to_contain_text("Parcel ")
        parcel = goal.inner_text().removeprefix("Parcel ").partition(" · ")[0]
        page.click("#area-visit")
        expect(page.locator("#about")).to_have_text("Parcel")
        expect(page.locator("[name=contract_no]")).to_have_value(parcel)
        page.check("#stage-pit")
        page.fill("[name=note]", "路过")
        page.click("#save")
        expect(page.locator("#home")).to_be_visible()
        (record,) = page.evaluate(_TAKEN, "records")
        said = json.loads(record["body"])
        assert (said["parcel_no"], "contract_no" in said) == (parcel, False)
        phone.context.set_offline(False)
        expect(page.locator("#progress")).to_have_text("1 of 1 have a receipt.", timeout=60_000)
        assert [each["note"] for each in visits_of(served.office.database)] == ["路过"]


def test_a_sketch_is_drawn_kept_through_a_kill_and_sent_home(served: Served, phone: CarriedPhone) -> None:
    with listening(served) as url:
        packed(phone.page, url, served)
        phone.context.set_offline(True)
        page = phone.page
        page.locator("#tasks button").first.click()
        page.click("#sketch")
        page.click("#sketch-done")
        expect(page.locator("#sketch-trouble")).to_contain_text("Nothing is drawn yet")
        box = page.locator("#sketch-map").bounding_box()
        assert box is not None
        page.mouse.click(box["x"] + 100, box["y"] + 150)
        page.click("#sketch-done")
        expect(page.locator("#sketch-trouble")).to_contain_text("A line needs two places")
        page.mouse.click(box["x"] + 200, box["y"] + 180)
        page.fill("#sketch-note", "围墙新砌")
        page.click("[data-draw=point]")
        page.click("#sketch-here")
        page.click("#sketch-done")
        expect(page.locator("#sketches li")).to_contain_text("points 1, lines 1, areas 0")
        phone.kill_and_open_again()
        page = phone.page
        page.goto(f"{url}/field")
        ready(page)
        page.locator("#drafts button").first.click()
        expect(page.locator("#sketches li")).to_contain_text("points 1, lines 1, areas 0")
        page.check("#stage-pit")
        page.click("#save")
        expect(page.locator("#home")).to_be_visible()
        (record,) = page.evaluate(_TAKEN, "records")
        assert json.loads(record["body"])["sketches"] == record["sketches"]
        line, point = json.loads(page.evaluate(_TEXT, record["sketches"][0]))["features"]
        assert (line["geometry"]["type"], line["properties"]) == ("LineString", {"note": "围墙新砌"})
        assert point["geometry"] == {"type": "Point", "coordinates": [106.65, 29]}
        phone.context.set_offline(False)
        sign_in(page, url, served)
        expect(page.locator("#progress")).to_have_text("1 of 1 have a receipt.", timeout=60_000)


def test_taking_along_can_be_stopped_and_goes_on_where_it_stopped(
    grounded: Served, phone: CarriedPhone
) -> None:
    with listening(grounded) as url:
        page = phone.page
        sign_in(page, url, grounded)
        phone.context.route("**/field/v1/ground/**", lambda route: route.abort())
        take_along(page)
        expect(page.locator("#luggage")).to_contain_text("are not on the phone yet")
        phone.context.unroute_all()
        page.click("#luggage-go")
        expect(page.locator("#luggage")).to_have_text("Map and photographs are on the phone.")


def test_chromium_80_draws_map_and_sketch(grounded: Served) -> None:
    with listening(grounded) as url, OldestBrowser() as browser:
        browser.begin(NARROW)
        browser.open(f"{url}/sign-in?next=/field&lang=en")
        for words, key in (("inspector", "Tab"), (grounded.password("inspector"), "Enter")):
            browser.write(words)
            browser.press(key)
        browser.wait_for("document.querySelector('html[data-ready=yes]')")
        browser.evaluate("document.querySelector('#take').click()")
        browser.wait_for("document.querySelector('#luggage').textContent.includes('are on the phone.')")
        browser.evaluate("document.querySelector('#to-map').click()")
        browser.wait_for("document.querySelector('#area-map img.leaflet-tile-loaded')")
        browser.wait_for("document.querySelectorAll('#area-map .stop').length === 10")
        browser.evaluate("document.querySelector('#area-visit').click()")
        browser.wait_for("!document.querySelector('#visit').hidden")
        browser.evaluate("document.querySelector('#sketch').click()")
        browser.wait_for("document.querySelector('#sketch-map canvas')")
        assert browser.complaints() == []
