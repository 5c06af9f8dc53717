"""Parcels split, merged and put back as they were, from a page that says first what it costs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry import box
from starlette.testclient import TestClient

from landwatch.model import Contract, Parcel
from landwatch.registry import Kind, Register
from tests.web.visiting import Served

NUMBER = "渝綦工2015-001"
DEED = {"day": "20231201", "document": "綦规资分1号", "reason": "分割登记"}


@pytest.fixture
def clerk(served: Served) -> TestClient:
    return served.signed_in("clerk")


def ground_of(served: Served) -> tuple[str, Any]:
    """Number and boundary of a parcel of the contract."""
    with Register.open(served.office.database) as register:
        contract, _version = register.record(Kind.CONTRACTS, NUMBER) or (None, "")
        assert isinstance(contract, Contract)
        number = contract.parcel_nos[0]
        parcel, _version = register.record(Kind.PARCELS, number) or (None, "")
    assert isinstance(parcel, Parcel)
    return number, parcel.geometry


def halves(ground: Any) -> bytes:
    """A survey that cuts a parcel in two."""
    west, south, east, north = ground.bounds
    middle = (west + east) / 2
    cut = [box(west, south, middle, north), box(middle, south, east, north)]
    features = [
        {
            "type": "Feature",
            "properties": {"宗地编号": f"500110003001GB9900{place}"},
            "geometry": shapely.geometry.mapping(ground.intersection(half)),
        }
        for place, half in enumerate(cut, start=1)
    ]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4490"}}
    return json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}).encode()


def sent(client: TestClient, verb: str, survey: bytes | None = None, **written: str) -> Any:
    files = {"file": ("halves.geojson", survey)} if survey else {"none": ("", b"")}
    return client.post(f"/parcels/{verb}", data=written, files=files)


def hidden(text: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text))


def test_the_cost_of_a_split_is_said_and_nothing_is_done(clerk: TestClient, served: Served) -> None:
    number, ground = ground_of(served)
    before = served.office.kept.head()
    text = sent(clerk, "split", halves(ground), parcel=number, **DEED).text
    assert "500110003001GB99001" in text
    assert NUMBER in text
    assert re.search(r"<p>438 → <b>439</b></p>", text)
    assert served.office.kept.head() == before


@pytest.mark.long
def test_a_split_that_was_looked_at_is_done_and_can_be_taken_back(clerk: TestClient, served: Served) -> None:
    number, ground = ground_of(served)
    written = {"parcel": number, **DEED}
    looked = sent(clerk, "split", halves(ground), **written)
    done = sent(clerk, "split", **written, **hidden(looked.text))
    assert "It is done." in done.text
    assert "500110003001GB99002" in clerk.get(f"/contracts/{NUMBER}?on=2023-12-31").text
    back = {"parcel": number, "document": "綦规资更1号", "reason": "登记有误"}
    looked = sent(clerk, "take-back", **back)
    assert "<p>439 → <b>438</b></p>" in looked.text
    assert "It is done." in sent(clerk, "take-back", **back, **hidden(looked.text)).text
    assert (
        "500110003001GB99002"
        not in clerk.get(f"/contracts/{NUMBER}?on=2023-12-31").text.split('id="history"')[0]
    )


def test_a_survey_of_other_ground_is_refused_with_the_areas(read_only: Served) -> None:
    number, ground = ground_of(read_only)
    clerk = read_only.signed_in("clerk")
    answer = sent(clerk, "split", halves(ground.buffer(0.001)), parcel=number, **DEED)
    assert answer.status_code == 422
    assert "The new parcels are not the ground of the old ones" in answer.text


@pytest.mark.parametrize(
    ("written", "complaint"),
    [
        ({"document": " "}, "Name the document"),
        ({"reason": ""}, "The reason is empty"),
        ({"parcel": "500110003001GB00000"}, "is not in the register"),
        ({"day": "gestern"}, "is not a day"),
        ({"crs": "Gauss"}, "is no coordinate system"),
    ],
)
def test_what_is_missing_is_told(read_only: Served, written: dict[str, str], complaint: str) -> None:
    number, ground = ground_of(read_only)
    given = {"parcel": number, **DEED} | written
    answer = sent(read_only.signed_in("clerk"), "split", halves(ground), **given)
    assert answer.status_code == 422
    assert complaint in answer.text


def test_a_name_that_leads_elsewhere_is_kept_inside_its_folder(read_only: Served) -> None:
    number, ground = ground_of(read_only)
    files = {"file": ("../../../tmp/halves.geojson", halves(ground))}
    answer = read_only.signed_in("clerk").post("/parcels/split", data={"parcel": number, **DEED}, files=files)
    assert answer.status_code == 200
    assert not Path("/tmp/halves.geojson").exists()  # noqa: S108


def test_what_is_no_survey_is_refused_in_words(read_only: Served) -> None:
    number, _ground = ground_of(read_only)
    answer = sent(read_only.signed_in("clerk"), "split", b"\x00\x01\x02", parcel=number, **DEED)
    assert answer.status_code == 422
    assert "nothing in the file can be read" in answer.text
