"""Text, identifiers, lists and flags."""

from __future__ import annotations

import pytest

from landwatch.formats.cells.conversion import (
    NO_RESULT,
    BadValue,
    Cell,
    as_flag,
    as_identifier,
    as_identifiers,
    as_text,
)


@pytest.mark.parametrize("cell", [None, "", " ", "　", "-", "——", "/", "无", "暂无", "null", "NaN"])
def test_words_that_mean_empty_are_empty(cell: Cell) -> None:
    assert as_text(cell) is None


def test_text_keeps_its_form() -> None:
    assert as_text("  甲机械（重庆）有限公司 ") == "甲机械（重庆）有限公司"


def test_a_whole_figure_is_written_without_a_point() -> None:
    assert as_text(50.0) == "50"


def test_a_broken_character_is_not_passed_on() -> None:
    with pytest.raises(BadValue, match="characters are broken"):
        as_text("甲\ufffd机械")


def test_the_error_of_a_spreadsheet_is_not_text() -> None:
    with pytest.raises(BadValue, match="mend the formula"):
        as_text("#REF!")


def test_a_formula_without_a_result_is_refused_with_the_way_out() -> None:
    with pytest.raises(BadValue, match="save it and import it again"):
        as_text(NO_RESULT)


def test_an_identifier_is_half_width_and_without_blanks() -> None:
    assert as_identifier("５００１１０ 005001 GB00001") == "500110005001GB00001"


def test_an_identifier_kept_as_a_long_figure_is_refused() -> None:
    with pytest.raises(BadValue, match="only 15 digits"):
        as_identifier(5.001102023000012e17)


@pytest.mark.parametrize(
    "cell",
    ["QJ-1、QJ-2", "QJ-1,QJ-2", "QJ-1，QJ-2", "QJ-1;QJ-2", "QJ-1 QJ-2", "QJ-1\nQJ-2", "QJ-1、QJ-2、QJ-1"],
)
def test_a_list_of_numbers_is_split_whatever_separates_it(cell: Cell) -> None:
    assert as_identifiers(cell) == ("QJ-1", "QJ-2")


def test_the_official_grouping_of_a_unit_number_does_not_split_it() -> None:
    cell = "500110 005001 GB00001 W00000000、500110 005001 GB00002"
    assert as_identifiers(cell) == ("500110005001GB00001W00000000", "500110005001GB00002")


@pytest.mark.parametrize(
    ("cell", "flag"),
    [("是", True), ("否", False), ("√", True), ("属实", True), (True, True), (1, True), (None, None)],
)
def test_yes_and_no_are_read_in_words_and_signs(cell: Cell, flag: bool | None) -> None:
    assert as_flag(cell) is flag


def test_perhaps_is_neither() -> None:
    with pytest.raises(BadValue, match="是"):
        as_flag("可能")
