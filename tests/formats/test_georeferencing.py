"""Which CRS a file is in: declared, given, guessed, wrong, or not to be known."""

from __future__ import annotations

from pathlib import Path

import pytest
from shapely import affinity

from landwatch.errors import InputError
from landwatch.formats import ReaderSettings, read
from landwatch.geo import Envelope
from landwatch.model import Severity
from tests.formats.files import (
    ATTRIBUTES,
    BESIDE,
    BOX,
    PLANE_BOX,
    SQUARE,
    closed,
    codes,
    parcel_lines,
    the_issue,
    write_boundaries,
    write_geojson,
    write_layer,
)

UNDECLARED = {"坐标系": "2000国家大地坐标系"}
ONE = parcel_lines("A", "6", closed(SQUARE))
OTHER = parcel_lines("B", "6", closed(BESIDE))
FAR = parcel_lines("C", "6", [(x, y + 100_000) for x, y in closed(SQUARE)])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "survey.txt"


def test_a_code_that_is_no_coordinate_system_is_refused_with_codes_that_are(path: Path) -> None:
    with pytest.raises(InputError, match="--crs 999999: is no coordinate system of EPSG; .* 4490 or 4524"):
        read(path, crs=999999)


def test_a_file_without_crs_is_guessed_and_nothing_is_taken(path: Path) -> None:
    reading = read(write_boundaries(path, ONE, attributes=UNDECLARED))
    issue = the_issue(reading, "crs_guessed")
    assert (reading.parcels, reading.records) == ((), 1)
    assert (reading.source.epsg, reading.crs_source) == (4524, "guessed")
    assert (issue.severity, issue.record, issue.value) == (Severity.WARNING, None, "EPSG:4524")
    assert "--crs EPSG or --accept-guess" in issue.message


def test_an_accepted_guess_is_taken_and_still_said(path: Path) -> None:
    reading = read(write_boundaries(path, ONE, attributes=UNDECLARED), accept_guess=True)
    assert (len(reading.parcels), codes(reading), reading.crs_source) == (1, {"crs_guessed"}, "guessed")


@pytest.mark.parametrize(
    ("shift", "epsg"), [(0, 4524), (-36_000_000, 4545), (-36_000_000 + 290_000, 4544), (-710_000, 4523)]
)
def test_each_range_of_eastings_names_its_grid(path: Path, shift: int, epsg: int) -> None:
    moved = [(x, y + shift) for x, y in closed(SQUARE)]
    reading = read(write_boundaries(path, parcel_lines("A", "6", moved), attributes=UNDECLARED))
    assert (reading.source.epsg, reading.crs_source) == (epsg, "guessed")


def test_a_given_crs_goes_before_the_declared_one(path: Path) -> None:
    wrong = ATTRIBUTES | {"带号": "35"}
    reading = read(write_boundaries(path, ONE, attributes=wrong), crs=4524)
    assert (reading.source.epsg, reading.crs_source, codes(reading)) == (4524, "given", set())


@pytest.mark.parametrize("crs", [None, 4523, 4490])
def test_a_wrong_zone_is_refused_and_the_right_code_named(path: Path, crs: int | None) -> None:
    attributes = ATTRIBUTES | {"带号": "35"}
    reading = read(write_boundaries(path, ONE, attributes=attributes), crs=crs)
    issue = the_issue(reading, "crs_wrong_zone")
    assert (reading.parcels, issue.severity, issue.record) == ((), Severity.ERROR, "A")
    assert "EPSG:4524" in issue.message


def test_what_holds_for_all_records_is_said_once(path: Path) -> None:
    issue = the_issue(
        read(write_boundaries(path, ONE, OTHER, attributes=ATTRIBUTES | {"带号": "35"})), "crs_wrong_zone"
    )
    assert issue.record is None
    assert "survey.txt, all 2 records (A、B)" in issue.message


def test_a_parcel_outside_the_district_is_refused_alone(path: Path) -> None:
    reading = read(write_boundaries(path, ONE, FAR))
    issue = the_issue(reading, "outside_district")
    assert (issue.severity, issue.record) == (Severity.ERROR, "C")
    assert [parcel.parcel_no for parcel in reading.parcels] == ["A"]


def test_the_district_is_a_setting(path: Path) -> None:
    wide = ReaderSettings(envelope=Envelope(106, 28, 109, 30))
    assert codes(read(write_boundaries(path, ONE, FAR), settings=wide)) == set()


def test_one_parcel_with_swapped_ordinates_among_others_is_turned_alone(path: Path) -> None:
    swapped = parcel_lines("B", "6", [(y, x) for x, y in closed(BESIDE)])
    reading = read(write_boundaries(path, ONE, swapped))
    assert the_issue(reading, "axis_swapped").record == "B"
    assert [parcel.geometry.centroid.x < 106.655 for parcel in reading.parcels] == [True, False]


@pytest.mark.parametrize("system", ["80国家大地坐标系", "1980西安坐标系", "重庆独立坐标系", "北京54坐标系"])
def test_another_datum_is_not_guessed_but_asked_for(path: Path, system: str) -> None:
    reading = read(write_boundaries(path, ONE, attributes=ATTRIBUTES | {"坐标系": system}))
    issue = the_issue(reading, "crs_missing")
    assert (reading.parcels, issue.value) == ((), system)
    assert "ask the survey office for the file in CGCS2000" in issue.message


def test_ordinates_of_no_grid_of_the_district_have_no_crs(path: Path) -> None:
    local = [(x - 3_000_000, y - 36_300_000) for x, y in closed(SQUARE)]
    issue = the_issue(
        read(write_boundaries(path, parcel_lines("A", "6", local), attributes=UNDECLARED)), "crs_missing"
    )
    assert "say it with --crs EPSG" in issue.message


def test_two_grids_that_fit_are_asked_about(path: Path) -> None:
    wide = ReaderSettings(envelope=Envelope(103, 28, 109, 30))
    plain = [(x, y - 36_000_000) for x, y in closed(SQUARE)]
    reading = read(
        write_boundaries(path, parcel_lines("A", "6", plain), attributes=UNDECLARED), settings=wide
    )
    assert the_issue(reading, "crs_missing").value == "EPSG:4545, EPSG:4544"


def test_a_layer_without_crs_is_guessed(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.gpkg", [({"宗地编号": "A"}, PLANE_BOX)], crs=None)
    assert read(path).source.epsg == 4524
    assert codes(read(path)) == {"crs_guessed"}


def test_latitude_before_longitude_is_turned_round(tmp_path: Path) -> None:
    flipped = affinity.affine_transform(BOX, [0, 1, 1, 0, 0, 0])
    reading = read(write_layer(tmp_path / "a.gpkg", [({"宗地编号": "A"}, flipped)]))
    (parcel,) = reading.parcels
    assert codes(reading) == {"axis_swapped"}
    assert parcel.geometry.equals(BOX)


def test_metres_in_geojson_without_a_crs_count_as_undeclared(tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "a.geojson", ({"宗地编号": "A"}, PLANE_BOX.__geo_interface__))
    assert (read(path).crs_source, codes(read(path))) == ("guessed", {"crs_guessed"})


def test_degrees_in_geojson_are_wgs_84_which_lies_within_a_metre(tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "a.geojson", ({"宗地编号": "A"}, BOX.__geo_interface__))
    reading = read(path)
    assert (reading.source.epsg, reading.crs_source, codes(reading)) == (4326, "declared", set())
    assert reading.parcels[0].geometry.equals(BOX)


def test_a_layer_on_an_older_datum_is_refused(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.gpkg", [({"宗地编号": "A"}, PLANE_BOX)], crs="EPSG:2360")
    assert the_issue(read(path), "crs_missing").value == "Xian 1980 / 3-degree Gauss-Kruger zone 36"
