"""Whose a cluster is on a day."""

from __future__ import annotations

from datetime import date

import pytest

from landwatch.measures.patrols.roster import Roster, Turn
from landwatch.model import Absence, Patroller

ROSTER = Roster(
    [
        Patroller(
            cluster="桥河", person="张三", stand_in="李四", since=date(2023, 1, 1), until=date(2023, 6, 30)
        ),
        Patroller(cluster="桥河", person="王五", since=date(2023, 7, 1)),
    ],
    [
        Absence(person="张三", since=date(2023, 3, 1), until=date(2023, 3, 10)),
        Absence(person="李四", since=date(2023, 3, 10), until=date(2023, 3, 20)),
        Absence(person="王五", since=date(2023, 8, 1), until=date(2023, 8, 1)),
    ],
)


@pytest.mark.parametrize(
    ("day", "person", "goes"),
    [
        (date(2022, 12, 31), None, None),
        (date(2023, 2, 28), "张三", "张三"),
        (date(2023, 3, 1), "张三", "李四"),
        (date(2023, 3, 10), "张三", None),
        (date(2023, 3, 11), "张三", "张三"),
        (date(2023, 6, 30), "张三", "张三"),
        (date(2023, 7, 1), "王五", "王五"),
        (date(2023, 8, 1), "王五", None),
    ],
)
def test_the_list_moves_to_the_stand_in_and_the_duty_stays(
    day: date, person: str | None, goes: str | None
) -> None:
    assert ROSTER.turn("桥河", day) == Turn(person, goes)


def test_a_contract_without_a_cluster_is_nobodys() -> None:
    assert ROSTER.turn(None, date(2023, 2, 1)) == Turn(None, None)
