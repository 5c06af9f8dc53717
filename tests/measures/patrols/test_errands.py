"""Whom to go to: each contract once, what was missed on top, and what a late visit changes."""

from __future__ import annotations

from datetime import date

from landwatch.measures.patrols.errands import Errands
from landwatch.measures.patrols.plan import plan
from landwatch.measures.patrols.roster import Roster
from landwatch.measures.patrols.visits import visits
from landwatch.model import Event, Patroller
from tests.measures.patrols.zone import contract, judged, visited

ON = date(2023, 12, 20)
# 甲 was due to commence on 2023-10-31 and is in default since: each month from November on, and the quarter.
# 乙 is due to commence in 2025: the quarter alone.
LATE, QUIET = contract("甲", date(2023, 10, 31)), contract("乙", date(2025, 6, 30))
ROSTER = Roster([Patroller(cluster="桥河", person="张三", since=date(2020, 1, 1))])


def errands(*events: Event, on: date = ON) -> Errands:
    assessment = judged(on, [LATE, QUIET], *events)
    lines = plan(assessment, ROSTER, date(2023, 10, 1), date(2023, 12, 31))
    return Errands(lines, visits(assessment))


def standings(found: Errands, number: str) -> list[tuple[str, str, str]]:
    (errand,) = found.of([number])
    return [(line.stage, line.until.isoformat(), line.standing) for line in errand.lines]


def test_a_contract_stands_once_with_all_its_lines_and_what_was_missed_first() -> None:
    found = errands()
    assert found.contract_nos == ["甲", "乙"]
    assert standings(found, "甲") == [
        ("P1", "2023-10-30", "missed"),
        ("NEAR", "2023-10-31", "missed"),
        ("P2", "2023-11-07", "missed"),
        ("DEFAULT", "2023-11-30", "missed"),
        ("QUARTER", "2023-12-31", "open"),
        ("DEFAULT", "2023-12-31", "open"),
    ]
    assert standings(found, "乙") == [("QUARTER", "2023-12-31", "open")]


def test_a_visit_answers_what_is_open_and_is_told_as_late_for_what_is_over() -> None:
    found = errands(visited("甲", date(2023, 12, 18), "李四"))
    assert {line[2] for line in standings(found, "甲")} == {"late", "done"}
    (errand,) = found.of(["甲"])
    assert {(line.visited_on, line.visited_by) for line in errand.lines} == {(date(2023, 12, 18), "李四")}


def test_who_was_visited_late_wants_no_visit_any_more() -> None:
    found = errands(visited("甲", date(2023, 12, 18)))
    assert found.standing("missed", "open").contract_nos == ["乙"]


def test_a_visit_that_does_not_count_changes_nothing() -> None:
    found = errands(visited("甲", date(2023, 12, 18), not_checked="门卫不让进"))
    assert found.counts() == errands().counts()
    (errand,) = found.of(["甲"])
    assert errand.last is not None
    assert (errand.last.day, errand.last.counts) == (date(2023, 12, 18), False)


def test_lines_are_counted_by_how_they_stand() -> None:
    assert errands().counts() == {"missed": 4, "open": 3, "ahead": 0, "late": 0, "done": 0}
    assert errands(on=date(2023, 11, 3)).counts() == {
        "missed": 2,
        "open": 4,
        "ahead": 1,
        "late": 0,
        "done": 0,
    }


def test_only_those_named_are_told_in_the_order_of_their_names() -> None:
    assert [errand.contract_no for errand in errands().of(["乙", "丙", "甲"])] == ["乙", "甲"]


def test_without_lines_there_is_nobody_to_go_to() -> None:
    assessment = judged(date(2020, 1, 1), [])
    lines = plan(assessment, ROSTER, date(2020, 1, 1), date(2020, 3, 31))
    assert Errands(lines, visits(assessment)).contract_nos == []
