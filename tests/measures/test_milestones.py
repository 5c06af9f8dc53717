"""The days of a contract on one line, read off the records by hand."""

from __future__ import annotations

from datetime import date

import pytest

from landwatch.measures.milestones import Mark, TimeLine, time_line
from landwatch.model import Contract, Event, EventType, Phase
from landwatch.rules import assess
from landwatch.snapshot import Snapshot

NO = "渝綦工2020-001"
ON = date(2023, 12, 31)
AGREED = {
    "signed_on": date(2020, 1, 10),
    "agreed_commencement": date(2020, 6, 30),
    "agreed_completion": date(2022, 6, 30),
}


def line_of(*events: Event, **said: object) -> TimeLine:
    contract = Contract(contract_no=NO, **{**AGREED, **said})  # type: ignore[arg-type]
    return time_line(assess(Snapshot.from_records(ON, contracts=[contract], events=events)), NO)


def event(kind: EventType, day: date | None = None, **said: object) -> Event:
    return Event(contract_no=NO, type=kind, day=day, **said)  # type: ignore[arg-type]


def marks(line: TimeLine, name: str, phase: str = "") -> list[tuple[str, date | None, date | None]]:
    [found] = [each for each in line.milestones if (each.name, each.phase) == (name, phase)]
    return [(mark.what, mark.first, mark.last) for mark in found.marks]


def late(line: TimeLine, name: str) -> Mark:
    [found] = [
        mark for each in line.milestones if each.name == name for mark in each.marks if mark.what == "late"
    ]
    return found


def test_where_nothing_was_done_the_delay_runs_from_the_day_after_the_agreed_one() -> None:
    line = line_of()
    assert marks(line, "commencement") == [
        ("agreed", date(2020, 6, 30), None),
        ("actual", None, None),
        ("late", date(2020, 7, 1), ON),
    ]
    # 184 days of 2020, 365 of 2021, of 2022 and of 2023.
    assert late(line, "commencement").days == 1279
    assert late(line, "commencement").runs


def test_a_delay_that_is_over_ends_with_the_actual_day() -> None:
    line = line_of(event(EventType.COMMENCED, date(2020, 7, 20)))
    assert marks(line, "commencement")[-1] == ("late", date(2020, 7, 1), date(2020, 7, 20))
    assert (late(line, "commencement").days, late(line, "commencement").runs) == (20, False)


def test_what_was_done_in_time_has_no_delay() -> None:
    line = line_of(event(EventType.COMMENCED, date(2020, 6, 30)))
    assert marks(line, "commencement") == [
        ("agreed", date(2020, 6, 30), None),
        ("actual", date(2020, 6, 30), None),
    ]


def test_a_supplement_changes_the_day() -> None:
    new = {"new_commencement": "2020-10-31"}
    line = line_of(event(EventType.SUPPLEMENTARY_AGREEMENT, date(2020, 6, 1), details=new))
    assert marks(line, "commencement")[:2] == [
        ("agreed", date(2020, 6, 30), None),
        ("in_force", date(2020, 10, 31), None),
    ]


def test_verified_days_move_the_day_that_counts() -> None:
    cause = event(
        EventType.GOVERNMENT_CAUSE,
        start=date(2020, 5, 1),
        end=date(2020, 5, 10),
        document="核〔2020〕1号",
        details={"verified": True},
    )
    # Ten days after 30 June.
    assert marks(line_of(cause), "commencement")[:3] == [
        ("agreed", date(2020, 6, 30), None),
        ("excused", date(2020, 5, 1), date(2020, 5, 10)),
        ("due", date(2020, 7, 10), None),
    ]


def test_an_excuse_that_nobody_verified_is_a_claim() -> None:
    cause = event(EventType.FORCE_MAJEURE, start=date(2020, 5, 1), end=date(2020, 5, 10))
    assert ("claimed", date(2020, 5, 1), date(2020, 5, 10)) in marks(line_of(cause), "commencement")


def test_a_cause_that_began_after_the_default_moves_no_day() -> None:
    cause = event(
        EventType.GOVERNMENT_CAUSE,
        start=date(2021, 5, 1),
        end=date(2021, 5, 10),
        details={"verified": True},
    )
    told = marks(line_of(cause), "commencement")
    assert ("moves_nothing", date(2021, 5, 1), date(2021, 5, 10)) in told
    assert "due" not in [what for what, _first, _last in told]


def test_a_period_that_goes_on_is_told_up_to_the_day_judged() -> None:
    cause = event(EventType.GOVERNMENT_CAUSE, start=date(2022, 5, 1), details={"verified": True})
    assert ("excused", date(2022, 5, 1), ON) in marks(line_of(cause), "completion")


def test_what_begins_after_the_day_judged_is_not_told() -> None:
    cause = event(EventType.GOVERNMENT_CAUSE, start=date(2024, 1, 2), details={"verified": True})
    assert [what for what, _first, _last in marks(line_of(cause), "commencement")] == [
        "agreed",
        "actual",
        "late",
    ]


def test_each_phase_has_its_own_days() -> None:
    phases = tuple(
        Phase(number=str(number), agreed_commencement=date(2020 + number, 1, 31), area_cm2=10**8)
        for number in (1, 2)
    )
    line = line_of(event(EventType.COMMENCED, date(2021, 1, 31), phase="1"), phases=phases)
    assert marks(line, "commencement", "1") == [
        ("agreed", date(2021, 1, 31), None),
        ("actual", date(2021, 1, 31), None),
    ]
    assert marks(line, "commencement", "2")[-1] == ("late", date(2022, 2, 1), ON)


def test_production_is_told_only_where_it_was_agreed_or_begun() -> None:
    names = [milestone.name for milestone in line_of().milestones]
    assert names == ["commencement", "completion"]
    agreed = line_of(agreed_production=date(2023, 6, 30))
    assert [milestone.name for milestone in agreed.milestones] == ["commencement", "completion", "production"]


def test_every_day_lies_on_the_scale() -> None:
    line = line_of()
    days = [day for each in line.milestones for mark in each.marks for day in (mark.first, mark.last) if day]
    assert all(0 < line.share(day) < 1 for day in days)
    assert line.share(line.first) == 0
    assert line.share(line.last) == pytest.approx(1)


def test_the_years_of_the_scale_begin_on_new_years_day() -> None:
    line = line_of()
    assert line.years()[-1] == date(2024, 1, 1)
    assert line.years()[0] == date(2020, 1, 1)
