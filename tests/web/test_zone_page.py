"""The map of all clusters: cut to the visitor, its pieces, and what is selected on it."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from tests.web.test_foreign_land import foreign_words, told_of
from tests.web.visiting import Served

__all__ = ["foreign_words"]

EVERYWHERE = "106,28;108,28;108,30;106,30"


@pytest.fixture(scope="module")
def inspector(read_only: Served) -> TestClient:
    return read_only.signed_in("inspector")


@pytest.fixture(scope="module")
def planner(read_only: Served) -> TestClient:
    return read_only.signed_in("planner")


@pytest.mark.parametrize(
    "path",
    ["/zone", "/zone/lines", "/zone/places/0", "/zone/rows/completed", f"/zone/selection?area={EVERYWHERE}"],
)
def test_no_piece_tells_the_inspector_of_foreign_land(
    inspector: TestClient, foreign_words: frozenset[str], path: str
) -> None:
    answer = inspector.get(path)
    assert answer.status_code == 200
    assert told_of(answer.text, foreign_words) == set()


def test_a_range_of_the_tiles_is_sent_by_itself(planner: TestClient) -> None:
    answer = planner.get(f"/zone/tiles/{quote('桥河')}", headers={"Range": "bytes=0-6"})
    assert (answer.status_code, answer.content) == (206, b"PMTiles")


def test_a_piece_of_other_land_than_the_page_shows_is_refused(planner: TestClient) -> None:
    assert planner.get("/zone/lines?v=0123456789abcdef").status_code == 409


def test_a_selection_adds_up_to_the_registered_area_of_the_sample(planner: TestClient) -> None:
    # 438 parcels, all of them with a boundary.
    assert "438 parcels" in planner.get(f"/zone/selection?area={EVERYWHERE}").text


def test_every_row_of_a_selection_leads_to_its_contract_of_the_same_day(planner: TestClient) -> None:
    html = planner.get(f"/zone/selection?on=2022-06-30&area={EVERYWHERE}").text
    assert f'<a href="/contracts/{quote("渝綦工2015-001")}?on=2022-06-30"' in html


def test_an_area_that_cannot_be_read_is_refused_with_the_place(planner: TestClient) -> None:
    answer = planner.get("/zone/selection?area=106,28;x,28;108,30")
    assert (answer.status_code, "cannot be read at x,28" in answer.text) == (422, True)


def test_the_map_and_the_selection_lead_to_each_other(planner: TestClient) -> None:
    area = "106.000000,28.000000;108.000000,28.000000;108.000000,30.000000"
    html = planner.get(f"/zone/selection?area={area}").text
    assert f"/zone?area={quote(area, safe='')}" in html
