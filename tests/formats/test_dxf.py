"""DXF drawings: closed lines with the number inside."""

from __future__ import annotations

from pathlib import Path

import pytest

from landwatch.formats import Reading, read
from tests.formats.files import (
    BESIDE,
    SQUARE,
    YARD,
    closed,
    codes,
    drawn_text,
    polyline,
    the_issue,
    write_dxf,
)

MIDDLE = (3213150.0, 36368600.0)
FRAME = [
    (x + dx, y + dy)
    for (x, y), (dx, dy) in zip(SQUARE, [(9, -9), (9, 2000), (-9, 2000), (-9, -9)], strict=True)
]


def read_dxf(path: Path, *entities: str, **options: str | None) -> Reading:
    return read(write_dxf(path / "a.dxf", *entities, **options), crs=4524)


@pytest.mark.parametrize("kind", ["TEXT", "MTEXT"])
def test_the_text_inside_is_the_number(tmp_path: Path, kind: str) -> None:
    reading = read_dxf(tmp_path, polyline(SQUARE), drawn_text("綦江-01", *MIDDLE, kind=kind))
    assert [parcel.parcel_no for parcel in reading.parcels] == ["綦江-01"]
    assert (reading.kind, reading.records, reading.source.encoding, codes(reading)) == (
        "vector",
        1,
        "gbk",
        set(),
    )


def test_a_line_that_repeats_its_first_point_is_closed(tmp_path: Path) -> None:
    line = polyline(closed(SQUARE), closed_by_flag=False)
    assert len(read_dxf(tmp_path, line, drawn_text("A", *MIDDLE)).parcels) == 1


def test_open_lines_and_texts_are_no_records(tmp_path: Path) -> None:
    reading = read_dxf(
        tmp_path,
        polyline(SQUARE),
        drawn_text("A", *MIDDLE),
        polyline(BESIDE, closed_by_flag=False),
        drawn_text("1:500", 3214000.0, 36368600.0),
    )
    assert (reading.records, len(reading.parcels), codes(reading)) == (1, 1, set())


def test_a_text_belongs_to_the_innermost_line(tmp_path: Path) -> None:
    reading = read_dxf(
        tmp_path,
        polyline(FRAME),
        polyline(SQUARE),
        drawn_text("A", *MIDDLE),
        polyline(BESIDE),
        drawn_text("B", MIDDLE[0], MIDDLE[1] + 1000),
    )
    assert ([parcel.parcel_no for parcel in reading.parcels], reading.records) == (["A", "B"], 3)
    assert the_issue(reading, "missing_required").record == "1"


def test_a_closed_line_without_text_is_refused_and_neither_parcel_nor_hole(tmp_path: Path) -> None:
    reading = read_dxf(tmp_path, polyline(SQUARE), drawn_text("A", *MIDDLE), polyline(YARD))
    issue = the_issue(reading, "missing_required")
    assert (issue.record, issue.field, len(reading.parcels[0].geometry.interiors)) == ("2", "宗地编号", 0)
    assert "put one text with the number inside it" in issue.message


def test_figures_point_names_and_uses_beside_the_number_are_told_apart(tmp_path: Path) -> None:
    texts = ["ZD-07", "60000.00平方米", "J1", "工业用地", "甲公司", "200.00"]
    drawn = [drawn_text(text, MIDDLE[0], MIDDLE[1] + i) for i, text in enumerate(texts)]
    reading = read_dxf(tmp_path, polyline(SQUARE), *drawn)
    assert [parcel.parcel_no for parcel in reading.parcels] == ["ZD-07"]


def test_two_possible_numbers_are_named_and_none_is_chosen(tmp_path: Path) -> None:
    reading = read_dxf(
        tmp_path, polyline(SQUARE), drawn_text("ZD-07", *MIDDLE), drawn_text("ZD-08", MIDDLE[0], 36368601.0)
    )
    assert "(ZD-07、ZD-08) do not tell its parcel number" in the_issue(reading, "missing_required").message


def test_labelled_texts_are_fields(tmp_path: Path) -> None:
    reading = read_dxf(
        tmp_path,
        polyline(SQUARE),
        drawn_text("宗地号：ZD-07\\P土地用途：工业用地\\P面积：6.0公顷", *MIDDLE, kind="MTEXT"),
    )
    (parcel,) = reading.parcels
    assert (parcel.parcel_no, parcel.land_use, parcel.registered_area_cm2) == (
        "ZD-07",
        "工业用地",
        600_000_000,
    )


def test_an_undeclared_code_page_is_guessed_and_said(tmp_path: Path) -> None:
    reading = read_dxf(tmp_path, polyline(SQUARE), drawn_text("綦江-01", *MIDDLE), page=None)
    assert (reading.parcels[0].parcel_no, reading.source.encoding) == ("綦江-01", "gbk")
    assert the_issue(reading, "encoding_guessed").value == "gbk"


def test_a_drawing_without_crs_is_guessed_and_nothing_is_taken(tmp_path: Path) -> None:
    reading = read(write_dxf(tmp_path / "a.dxf", polyline(SQUARE), drawn_text("A", *MIDDLE)))
    assert (reading.parcels, codes(reading)) == ((), {"crs_guessed"})


def test_a_binary_drawing_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.dxf").write_bytes(b"AutoCAD Binary DXF\r\n\x1a\x00" + bytes(100))
    (issue,) = read(tmp_path / "a.dxf").issues
    assert "save it as DXF in text form" in issue.message


def test_a_drawing_without_closed_lines_is_one_issue(tmp_path: Path) -> None:
    (issue,) = read_dxf(tmp_path, polyline(SQUARE, closed_by_flag=False)).issues
    assert (issue.code, issue.record) == ("unreadable_record", None)
    assert "it has no closed polyline" in issue.message


def test_a_drawing_broken_off_never_gives_half_a_parcel(tmp_path: Path) -> None:
    path = write_dxf(tmp_path / "a.dxf", drawn_text("A", *MIDDLE), polyline(SQUARE))
    whole = path.read_bytes()
    for end in range(len(whole) - 20, 100, -7):
        path.write_bytes(whole[:end])
        reading = read(path, crs=4524)
        assert reading.issues
        assert not reading.parcels
