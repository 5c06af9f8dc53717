"""Every issue says where in the file it stands, so that a clerk finds the cell and a map the place."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely

from landwatch.formats import read
from tests.formats.files import (
    BOX,
    SQUARE,
    boundary_text,
    codes,
    parcel_lines,
    read_csv,
    the_issue,
    write_boundaries,
    write_geojson,
    write_workbook,
)

HEADER = ("合同编号", "土地使用权人", "约定开工时间", "成交价格(万元)")


def test_an_issue_of_a_table_has_the_address_of_its_cell(tmp_path: Path) -> None:
    path = write_workbook(
        tmp_path / "a.xlsx",
        {"台账": [("綦江区工业用地台账",), HEADER, ("C-1", "甲公司", "2022-02-30", "1800")]},
    )
    issue = the_issue(read(path), "bad_date")
    assert (issue.sheet, issue.cell) == ("台账", "C3")


def test_an_issue_of_the_header_has_the_address_of_the_header(tmp_path: Path) -> None:
    issue = the_issue(
        read_csv(tmp_path / "a.csv", (*HEADER, "新列"), ("C-1", "甲", "", "", "x")), "unknown_column"
    )
    assert (issue.sheet, issue.cell, issue.record) == (None, "E1", None)


def test_an_issue_of_a_column_without_header_has_the_address_of_its_cell(tmp_path: Path) -> None:
    issue = the_issue(read_csv(tmp_path / "a.csv", HEADER, ("C-1", "甲", "", "", "", "x")), "unknown_column")
    assert issue.cell == "F2"


def test_an_issue_of_a_column_that_is_not_there_has_the_address_of_the_row(tmp_path: Path) -> None:
    rows = [("电子监管号", "土地使用权人"), (None, "甲公司")]
    issue = the_issue(read(write_workbook(tmp_path / "a.xlsx", {"台账": rows})), "missing_required")
    assert issue.cell == "2"


def test_an_issue_of_a_text_has_line_and_character(tmp_path: Path) -> None:
    lines = parcel_lines("A-1", "6.0", SQUARE)
    lines[2] = "J2,1,3213300.0,3636870O.0"
    issue = the_issue(read(write_boundaries(tmp_path / "a.txt", lines)), "bad_number")
    row = boundary_text([lines]).splitlines().index(lines[2]) + 1
    assert issue.cell == f"{row}:{lines[2].index('3636870O') + 1}"


def test_a_crossing_is_marked_on_the_boundary_as_it_was_read(tmp_path: Path) -> None:
    bow_tie = shapely.Polygon([(106.65, 29.03), (106.652, 29.032), (106.652, 29.03), (106.65, 29.032)])
    issue = the_issue(
        read(write_geojson(tmp_path / "a.geojson", ({"宗地编号": "A-1"}, shapely.geometry.mapping(bow_tie)))),
        "self_intersection",
    )
    assert issue.boundary is not None and issue.boundary.equals_exact(bow_tie, 1e-9)
    assert issue.mark is not None and issue.mark.equals_exact(shapely.Point(106.651, 29.031), 1e-6)


def test_an_overlap_is_marked_by_the_land_that_both_claim(tmp_path: Path) -> None:
    beside = shapely.affinity.translate(BOX, 0.001)
    features = [
        ({"宗地编号": no}, shapely.geometry.mapping(shape)) for no, shape in (("A", BOX), ("B", beside))
    ]
    issue = the_issue(read(write_geojson(tmp_path / "a.geojson", *features)), "overlap")
    assert issue.record == "B" and issue.boundary is not None and issue.boundary.equals(beside)
    assert issue.mark is not None and issue.mark.equals_exact(BOX.intersection(beside), 1e-9)


def test_a_parcel_in_the_wrong_zone_is_drawn_where_it_belongs(tmp_path: Path) -> None:
    lines = parcel_lines("A-1", "6.0", SQUARE)
    path = write_boundaries(
        tmp_path / "a.txt", lines, attributes={"坐标系": "2000国家大地坐标系", "带号": "35"}
    )
    issue = the_issue(read(path), "crs_wrong_zone")
    assert issue.boundary is not None and issue.boundary.centroid.x == pytest.approx(106.65, abs=0.01)


def test_a_boundary_that_lies_on_the_other_side_of_the_earth_is_not_drawn(tmp_path: Path) -> None:
    lines = parcel_lines("A-1", "6.0", [(x + 9e8, y) for x, y in SQUARE])
    reading = read(write_boundaries(tmp_path / "a.txt", lines))
    assert "outside_district" in codes(reading)
    assert the_issue(reading, "outside_district").boundary is None
