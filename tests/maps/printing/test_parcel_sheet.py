"""What stands on the sheet of one parcel, and which parcels get one."""

from __future__ import annotations

import re
from datetime import date

import numpy as np
import pytest
from pyproj import Transformer
from shapely import Polygon, box

from landwatch.errors import UsageError
from landwatch.i18n import speaking
from landwatch.maps.printing import Wish, parcel_sheets
from landwatch.maps.printing.parcel_sheet import boundary_points
from landwatch.rules import Assessment
from tests.maps.printing.conftest import IMPRINT, Printout
from tests.maps.zone import CONTRACTS, contract, judged, lot


@pytest.fixture(scope="module")
def text(parcel_print: Printout) -> str:
    return re.sub(r"\s+", "", parcel_print.text)


@pytest.mark.parametrize(
    "words",
    [
        "BD-0360.00亩",
        "北渡·宗地履约图",
        "合同编号渝地綦（2021）合字第03号",
        "土地使用权人綦江第3机械有限公司",
        "登记面积60.00亩",
        "合同约定2021-06-302023-06-30",
        "开工逾期914天",
        "依据条款",
        "53号令第二条",
        "疑似闲置",
        "宗地位置",
        "1:2000",
    ],
)
def test_the_sheet_says(text: str, words: str) -> None:
    assert words in text


def test_the_table_gives_the_corners_in_metres_of_the_zone(text: str) -> None:
    to_zone = Transformer.from_crs(4490, 4524, always_xy=True)
    for lon, lat in lot(2, 0).exterior.coords[:-1]:
        east, north = to_zone.transform(lon, lat)
        assert f"{north:.3f}{east:.3f}" in text


def test_the_parcel_is_as_large_on_paper_as_its_coordinates_say(parcel_print: Printout) -> None:
    to_zone = Transformer.from_crs(4490, 4524, always_xy=True)
    (west, south), *_corners = corners = [to_zone.transform(*at) for at in lot(2, 0).exterior.coords[:-1]]
    sides = sorted(np.hypot(*np.diff([*corners, (west, south)], axis=0).T) * 1000 / 2000)
    drawn = next(path for path in parcel_print.page.paths if path.filled and len(path.points) == 4)
    measured = sorted(np.hypot(*np.diff([*drawn.points, drawn.points[0]], axis=0).T))
    assert measured == pytest.approx(sides, abs=0.1)


def test_every_corner_is_labelled(text: str) -> None:
    assert all(text.count(f"J{number}") == 2 for number in (1, 2, 3, 4))


def test_corners_are_numbered_clockwise_and_holes_go_on() -> None:
    holed = Polygon(box(0, 0, 10, 10).exterior, [box(4, 4, 6, 6).exterior])
    points = boundary_points(holed)
    assert [point.name for point in points] == [f"J{number}" for number in range(1, 9)]
    turns = np.array([(point.east, point.north) for point in points[:4]])
    assert not Polygon(turns).exterior.is_ccw
    assert [point.side for point in points] == [10.0] * 4 + [2.0] * 4


def test_the_parcels_in_default_or_idle_get_a_sheet(zone: Assessment) -> None:
    sheets, bare = parcel_sheets(zone, "北渡", [], Wish("A4"), IMPRINT)
    assert ([sheet.name for sheet in sheets], bare) == (["BD-01", "BD-02", "BD-03", "BD-13"], [])


def test_a_flagged_parcel_without_boundary_is_told_apart() -> None:
    late = contract(14, parcels=["BD-15"], agreed_commencement=date(2021, 9, 30))
    _sheets, bare = parcel_sheets(judged(contracts=[*CONTRACTS[:-1], late]), "北渡", [], Wish("A4"), IMPRINT)
    assert bare == ["BD-15"]


def test_a_cluster_without_flags_says_how_to_name_parcels(zone: Assessment) -> None:
    told = "安稳: no parcel with a recorded boundary is in default or idle on 2023-12-31; name parcels with"
    with speaking("en"), pytest.raises(UsageError, match=told):
        parcel_sheets(zone, "安稳", [], Wish("A4"), IMPRINT)


def test_a_parcel_without_boundary_cannot_be_asked_for(zone: Assessment) -> None:
    told = "--parcel BD-15: has no recorded boundary on this day"
    with speaking("en"), pytest.raises(UsageError, match=told):
        parcel_sheets(zone, "北渡", ["BD-15"], Wish("A4"), IMPRINT)


def test_a_parcel_that_does_not_fit_its_scale_is_named(zone: Assessment) -> None:
    with speaking("en"), pytest.raises(UsageError, match=r"1:500: BD-03 measures 217 × 182 m.*1:2000 fits"):
        parcel_sheets(zone, "北渡", ["BD-03"], Wish("A4", scale=500), IMPRINT)
