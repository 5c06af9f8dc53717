"""What a phone takes along beside the list: the order of the way, small photographs, the map of the area."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from starlette.testclient import TestClient

from landwatch.access import Deed
from landwatch.services.patrols.on_paper import write_sheets
from landwatch.services.sample.sample_office import SampleOffice
from landwatch.settings import Settings
from landwatch.web.application import make_application
from landwatch.web.office import Office
from tests.maps.test_basemaps import GREEN
from tests.web.conftest import copied
from tests.web.field_phone import CONTRACT, INSPECTOR, Phone, record, uuid_of
from tests.web.visiting import Served

ON = "2023-12-31"
ZOOM, COLUMN, ROW = 10, 815, 426
"""The tile of zoom 10 that the middle of the zone lies on."""


def jpeg(shade: int) -> bytes:
    """A photograph as wide as phones take them."""
    written = BytesIO()
    Image.new("RGB", (1200, 900), (40 * shade, 90, 60)).save(written, "JPEG")
    return written.getvalue()


@pytest.fixture
def phone(served: Served) -> Phone:
    return Phone(served.signed_in("inspector"))


def recorded(phone: Phone, number: int, *photos: bytes, **said: Any) -> str:
    """Hand a visit over; the contract it is to."""
    given = record(*photos, **said)
    phone.put(uuid_of(number), given)
    for each in photos:
        phone.upload(each)
    assert phone.receipt(uuid_of(number)).json()["state"] == "recorded"
    return str(given["contract_no"])


def tasks(phone: Phone) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = phone.client.get(f"/field/v1/tasks?on={ON}").json()["items"]
    return items


def test_the_order_of_the_way_is_that_of_the_list_on_paper(
    phone: Phone, served: Served, tmp_path: Path
) -> None:
    sheets = write_sheets(
        served.office.database, tmp_path / "list.pdf", date.fromisoformat(ON), person=INSPECTOR
    ).sheets
    ordered = sorted(tasks(phone), key=lambda item: item["route"])
    assert [item["contract_no"] for item in ordered] == [row.contract_no for row in sheets[0].rows]
    assert [item["route"] for item in ordered] == [*range(1, len(ordered) + 1)]


def test_the_three_newest_photographs_of_a_contract_are_named(phone: Phone) -> None:
    contract_no = tasks(phone)[0]["contract_no"]
    recorded(phone, 1, jpeg(1), jpeg(2), contract_no=contract_no, on="2023-09-01")
    recorded(phone, 2, jpeg(3), jpeg(4), contract_no=contract_no, on="2023-09-02")
    (item,) = (each for each in tasks(phone) if each["contract_no"] == contract_no)
    assert [each["taken_on"] for each in item["last_photos"]] == ["2023-09-02", "2023-09-02", "2023-09-01"]


def test_a_photograph_is_handed_out_small_and_the_look_is_noted(phone: Phone, served: Served) -> None:
    contract_no = tasks(phone)[0]["contract_no"]
    recorded(phone, 1, jpeg(1), contract_no=contract_no, on="2023-09-01")
    (item,) = (each for each in tasks(phone) if each["contract_no"] == contract_no)
    answer = phone.client.get(item["last_photos"][0]["url"])
    assert answer.headers["content-type"] == "image/jpeg"
    with Image.open(BytesIO(answer.content)) as small:
        assert small.size == (640, 480)
    looks = [line for line in served.office.access.log() if line.deed == Deed.LOOKED_AT_PERSONAL_DATA]
    assert [line.about["photo"] for line in looks] == [item["last_photos"][0]["item"]]


def test_what_is_no_picture_that_can_be_read_has_no_small_one(phone: Phone) -> None:
    recorded(phone, 1, b"\xff\xd8\xff\xe0 not to be read", contract_no=CONTRACT, on="2023-09-01")
    items = phone.client.get("/field/v1/tasks?on=2023-10-20").json()["items"]
    (item,) = (each for each in items if each["contract_no"] == CONTRACT)
    assert phone.client.get(item["last_photos"][0]["url"]).status_code == 404


def test_the_map_has_the_clusters_and_parcels_of_the_person_and_no_others(read_only: Served) -> None:
    told = read_only.signed_in("inspector").get(f"/field/v1/map?on={ON}").json()
    named = [each["properties"] for each in told["area"]["features"]]
    assert {each["cluster"] for each in named if "cluster" in each} == {"桥河", "庆江"}
    whole = read_only.signed_in("clerk").get(f"/field/v1/map?on={ON}").json()["area"]["features"]
    numbers = {each["parcel_no"] for each in named if "parcel_no" in each}
    others = {each["properties"]["parcel_no"] for each in whole if "parcel_no" in each["properties"]}
    assert (len(numbers), len(others)) == (128, 438)
    assert numbers < others
    assert told["ground"] is None


def test_every_parcel_of_the_list_is_on_the_map_with_its_contract(read_only: Served) -> None:
    client = read_only.signed_in("inspector")
    features = client.get(f"/field/v1/map?on={ON}").json()["area"]["features"]
    contracts = {
        each["properties"]["parcel_no"]: each["properties"]["contract_no"]
        for each in features
        if "parcel_no" in each["properties"]
    }
    for item in client.get(f"/field/v1/tasks?on={ON}").json()["items"]:
        for parcel in item["parcels"]:
            assert contracts[parcel["parcel_no"]] == item["contract_no"]


@pytest.fixture
def grounded(made_sample: SampleOffice, tmp_path: Path) -> Iterator[TestClient]:
    """An inspector of an office that has image tiles: one that the zone lies on, and its neighbours."""
    file = tmp_path / "影像.mbtiles"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE tiles (zoom_level, tile_column, tile_row, tile_data)")
        rows = [(ZOOM, COLUMN + x, 2**ZOOM - 1 - ROW, GREEN) for x in (-1, 0, 1)]
        connection.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", rows)
    sample = copied(made_sample, tmp_path)
    office = Office.open(Settings(database=sample.database, field_basemap=file), is_demo=True)
    yield Served(make_application(office), office, sample).signed_in("inspector")
    office.close()


def test_the_tiles_of_the_office_under_the_parcels_are_named_with_their_size(grounded: TestClient) -> None:
    ground = grounded.get("/field/v1/map?lang=en").json()["ground"]
    assert [ZOOM, COLUMN, ROW] in ground["tiles"]
    assert ground["bytes"] == len(GREEN) * len(ground["tiles"])
    assert ground["credit"] == "Base map: 影像.mbtiles"
    tile = grounded.get(ground["url"].format(z=ZOOM, x=COLUMN, y=ROW))
    assert (tile.content, tile.headers["content-type"]) == (GREEN, "image/png")


def test_a_place_without_a_tile_is_404(grounded: TestClient) -> None:
    assert grounded.get(f"/field/v1/ground/{ZOOM}/{COLUMN}/{ROW + 9}").status_code == 404
