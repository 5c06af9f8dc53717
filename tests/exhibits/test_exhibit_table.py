"""Tables: what a page draws of a column, what a notebook gets, and what is left out."""

from __future__ import annotations

from decimal import Decimal

import pytest

from landwatch.exhibits import Column
from landwatch.i18n import speaking
from tests.exhibits.some_table import some_table


def drawn(table_id: str) -> str:
    table = some_table()
    column = next(each for each in table.columns if each.id == table_id)
    return column.shown(table.items[0])


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("no", "渝1"),
        ("area", "126.50"),
        ("claim", "1,234,567.80"),
        ("due", "2016-02-29"),
        ("at", "2024-01-05 09:30:05"),
    ],
)
def test_a_page_writes_each_kind_of_value_for_people(column: str, text: str) -> None:
    assert drawn(column) == text


def test_the_header_of_a_number_has_its_unit() -> None:
    with speaking("zh"):
        assert Column(id="area", name="面积", of=str, form="mu").head == "面积（亩）"


def test_a_number_that_is_not_known_is_said_to_be_so_in_a_cell_of_its_own() -> None:
    table = some_table()
    area, note = table.columns[2], table.columns[1]
    with speaking("en"):
        assert (area.shown(table.items[1]), note.shown(table.items[1])) == ("n/a", "")


def test_what_stands_below_is_drawn_in_the_cell_before_and_what_is_for_files_nowhere() -> None:
    cells = [(column.id, [each.id for each in more]) for column, more in some_table().cells]
    assert cells == [("no", ["note"]), ("area", []), ("claim", []), ("due", [])]


def test_a_page_of_a_table_has_its_rows_alone() -> None:
    assert [row[0] for row in some_table().page(2, 1).rows()] == ["渝2"]


def test_whoever_sees_no_money_gets_no_column_of_it() -> None:
    assert "claim" not in [column.id for column in some_table().without_money().columns]


def test_a_notebook_gets_the_same_values_with_what_they_rest_on() -> None:
    frame = some_table().frame()
    assert frame["area"].tolist() == [Decimal("126.50"), None]
    assert frame.attrs["definition"] == "Those chosen\nby hand."
    assert (frame.attrs["on"], frame.attrs["journal_line"]) == ("2023-12-31", 12)
