"""Photographs beside each other: places counted by hand in a grid of three across."""

from __future__ import annotations

from landwatch.reports.contact_sheet import Picture, contact_sheets
from landwatch.reports.document import Drawing

PIXEL = b"\x89PNG\r\n\x1a\n"


def sheets(count: int, turns: int = 0) -> list[Drawing]:
    return [*contact_sheets("照片", [Picture(f"{n}", "image/png", PIXEL, turns) for n in range(count)])]


def test_six_photographs_are_a_page() -> None:
    assert [len(sheet.labels) for sheet in sheets(7)] == [6, 1]


def test_the_fourth_stands_below_the_first_with_its_line() -> None:
    (sheet,) = sheets(4)
    # Fields of 400 by 300, 20 between them and 30 for a line; the line ends at 24 of them.
    places = [(x, y) for _text, x, y, _centred in sheet.labels]
    assert places == [(200, 324), (620, 324), (1040, 324), (200, 674)]
    assert (sheet.width, sheet.height) == (1240, 700)


def test_a_photograph_that_lies_is_turned_in_a_field_that_stands() -> None:
    (sheet,) = sheets(1, turns=1)
    assert "rotate(90)" in sheet.svg and 'width="300" height="400"' in sheet.svg


def test_without_photographs_there_is_no_sheet() -> None:
    assert sheets(0) == []
