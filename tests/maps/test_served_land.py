"""Many parcels of a server: how they are numbered, and what each piece holds."""

from __future__ import annotations

import io
from datetime import date

import pytest
from pmtiles.reader import Reader
from pmtiles.tile import TileType

from landwatch.i18n import speaking
from landwatch.maps.content import prepare
from landwatch.maps.served_land import ServedLand
from landwatch.model import EventType
from tests.maps.zone import EVENTS, event, judged


def land(events: list = EVENTS) -> ServedLand:  # type: ignore[type-arg]
    with speaking("en"):
        return ServedLand(prepare(judged(events=events)))


@pytest.fixture(scope="module")
def served() -> ServedLand:
    return land()


def test_each_cluster_with_a_boundary_is_an_archive_of_its_own(served: ServedLand) -> None:
    assert "北渡" in served.archives


def test_an_archive_begins_where_the_one_before_has_ended(served: ServedLand) -> None:
    archives = list(served.archives.values())
    for one, other in zip(archives, archives[1:], strict=False):
        assert other.first >= one.first + len(one.parcels)


def test_tiles_are_vector_tiles_from_the_zoom_at_which_the_zone_is_seen(served: ServedLand) -> None:
    content = served.archives["北渡"].tiles()
    header = Reader(lambda offset, length: io.BytesIO(content[offset : offset + length]).read()).header()
    assert (header["tile_type"], header["min_zoom"]) == (TileType.MVT, served.farthest)


def test_the_parcel_of_a_number_is_that_of_its_line(served: ServedLand) -> None:
    places = served.places(0)["places"]
    numbers = [place.get("no", place.get("contract")) for place in places]
    assert [line.split("\x1f")[0] for line in served.lines().split("\n")] == numbers


def test_contracts_without_a_boundary_stand_at_the_end(served: ServedLand) -> None:
    kinds = ["contract" in place for place in served.places(0)["places"]]
    assert kinds == sorted(kinds)


def test_every_contract_of_a_place_has_its_card(served: ServedLand) -> None:
    piece = served.places(0)
    assert {no for place in piece["places"] for no in place["live"]} == set(piece["cards"])


def test_the_same_land_has_the_same_version() -> None:
    assert land().version == land().version


def test_a_parcel_that_stands_otherwise_makes_another_version(served: ServedLand) -> None:
    begun = event(1, EventType.COMMENCED, date(2023, 10, 30))
    assert land([*EVENTS, begun]).version != served.version


def test_there_are_no_rows_of_a_list_that_is_not_there(served: ServedLand) -> None:
    assert served.rows("nothing") is None
