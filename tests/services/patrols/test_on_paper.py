"""Who gets which contracts on paper, and in which order."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from landwatch.errors import UsageError
from landwatch.model import Absence, Patroller
from landwatch.registry import Act
from landwatch.services.patrols import rostering
from landwatch.services.patrols.on_paper import WrittenSheets, write_sheets
from tests.measures.office import NORTH, write_register

ON = date(2023, 12, 20)
ACT = Act(by="王五", at=datetime(2024, 1, 6, tzinfo=UTC), reason="落实专人")
# In force in the north: 1, 2, 3, 4, 5 and 9, side by side from west to east, 6 between them has ended.
NORTHERN = ["合1", "合2", "合3", "合4", "合5", "合9"]


@pytest.fixture
def database(tmp_path: Path) -> str:
    url = write_register(tmp_path)
    rostering.assign(
        url, Patroller(cluster=NORTH, person="张三", stand_in="李四", since=date(2023, 1, 1)), ACT
    )
    return url


def write(database: str, folder: Path, **wishes: Any) -> WrittenSheets:
    return write_sheets(database, folder / "list.pdf", ON, **wishes)


def of(written: WrittenSheets) -> dict[str | None, list[str]]:
    return {sheet.person: [row.contract_no for row in sheet.rows] for sheet in written.sheets}


def test_a_list_is_in_the_order_of_the_way(database: str, tmp_path: Path) -> None:
    assert of(write(database, tmp_path, person="张三")) == {"张三": NORTHERN}


def test_all_lists_end_with_what_is_nobodys(database: str, tmp_path: Path) -> None:
    assert of(write(database, tmp_path)) == {"张三": NORTHERN, None: ["合11", "合8", "合7"]}


def test_a_contract_stands_once_with_all_that_it_is_visited_for(database: str, tmp_path: Path) -> None:
    (sheet,) = write(database, tmp_path, person="张三", speech="en").sheets
    first = sheet.rows[0]
    # In default since October: each month of the quarter, and the quarter itself.
    told = [(duty.stage, duty.until.isoformat(), duty.overdue) for duty in first.duties]
    assert told[-2:] == [
        ("each quarter", "2023-12-31", False),
        ("each month in default", "2023-12-31", False),
    ]
    assert ("each month in default", "2023-11-30", True) in told


def test_the_stand_in_goes_in_an_absence_and_the_list_names_whose_duty_it_is(
    database: str, tmp_path: Path
) -> None:
    away = Absence(person="张三", since=date(2023, 12, 18), until=date(2023, 12, 22))
    rostering.away(database, away, ACT)
    (sheet,) = write(database, tmp_path, person="李四").sheets
    assert {row.instead_of for row in sheet.rows} == {"张三"}


def test_a_week_leaves_out_what_has_time(database: str, tmp_path: Path) -> None:
    # 1, 2 and 5 were in default in October already; 3 and 9 have time till the end of the year, 4, whose due
    # day is near, till that of November.
    written = write_sheets(database, tmp_path / "list.pdf", date(2023, 11, 10), person="张三", within_days=7)
    assert of(written) == {"张三": ["合1", "合2", "合5"]}


def test_a_day_without_anything_to_visit_writes_no_file(database: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nothing was written"):
        write_sheets(database, tmp_path / "list.pdf", date(2021, 2, 1))
    assert not (tmp_path / "list.pdf").exists()


def test_a_person_who_is_not_known_is_refused_with_one_who_is(database: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="张三"):
        write(database, tmp_path, person="张三三")


def test_another_kind_of_file_is_refused(database: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.pdf"):
        write_sheets(database, tmp_path / "list.docx", ON, person="张三")
