"""The national card tells what the last visit that counts found."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from landwatch.formats.tables.tracking_card import card_tables
from landwatch.i18n import speaking
from landwatch.model import Event
from tests.measures.patrols.zone import contract, judged, visited

ON = date(2023, 12, 31)
DAY = date(2023, 11, 2)
FOUND = visited(
    "1",
    DAY,
    works="pit",
    done_share="1/4",
    reported=True,
    begun=False,
    begun_reason="基坑未挖完",
    note="有挖机两台",
)


def card(*events: Event) -> dict[Any, Any]:
    contracts = [contract("1", date(2023, 6, 30))]
    with speaking("zh"):
        table = card_tables(contracts, events, judged(ON, contracts, *events))[0]
    (row,) = table.rows
    return dict(zip((heading.text for heading in table.columns), row, strict=True))


def told(*events: Event) -> list[Any]:
    names = (
        "最近有效巡查",
        "巡查人",
        "施工阶段",
        "完成比例(%)",
        "报建情况",
        "动工情况",
        "开发情况",
        "巡查意见",
    )
    found = card(*events)
    return [found[name] for name in names]


def test_stage_share_answers_and_reasons_of_the_last_visit_stand_on_the_card() -> None:
    expected = [DAY, "张三", "基坑", Decimal("25.0"), "是", "否（基坑未挖完）", None, "有挖机两台"]
    assert told(FOUND) == expected


def test_a_later_visit_that_does_not_count_changes_nothing_on_the_card() -> None:
    locked = visited("1", date(2023, 12, 1), not_checked="门卫不让进", works="stopped")
    assert told(FOUND, locked) == told(FOUND)
    assert card(FOUND, locked)["最近巡查日期"] == date(2023, 12, 1)


def test_a_visit_that_said_nothing_leaves_the_fields_free() -> None:
    assert told(visited("1", DAY)) == [DAY, "张三", None, None, None, None, None, None]


def test_without_a_visit_the_fields_are_free() -> None:
    assert set(told()) == {None}
