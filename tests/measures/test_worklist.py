"""What there is to do about each contract: by hand, on contracts small enough to read."""

from __future__ import annotations

from datetime import date

from landwatch.measures.worklist import Duty, work_list
from landwatch.model import Contract, Event, EventType
from landwatch.rules import assess
from landwatch.snapshot import Snapshot

SIGNED = date(2022, 1, 10)


def contract(number: str, commencement: date) -> Contract:
    return Contract(
        contract_no=number,
        signed_on=SIGNED,
        agreed_handover=date(2022, 2, 1),
        agreed_commencement=commencement,
        agreed_completion=date(2026, 6, 30),
    )


def happened(number: str, kind: EventType, day: date, **details: object) -> Event:
    return Event(contract_no=number, type=kind, day=day, details=details)


def duties(on: date, *events: Event) -> dict[str, Duty]:
    contracts = [contract("LATE", date(2022, 6, 30)), contract("SOON", date(2023, 3, 15))]
    handed = [happened(each.contract_no, EventType.HANDED_OVER, date(2022, 2, 1)) for each in contracts]
    facts = Snapshot.from_records(on, contracts=contracts, events=[*handed, *events])
    return {duty.contract_no: duty for duty in work_list(assess(facts))}


def test_a_contract_in_default_and_one_to_be_reminded_of() -> None:
    found = duties(date(2023, 2, 20))
    assert {number: duty.kinds for number, duty in found.items()} == {
        "LATE": ("commencement", "patrol"),
        "SOON": ("reminder", "patrol"),
    }


def test_days_count_from_the_due_day_and_to_the_next_one() -> None:
    found = duties(date(2023, 2, 20))
    # 2022-06-30 to 2023-02-20: 235 days; 2023-02-20 to 2023-02-28, the visit before a due day: 8.
    assert (found["LATE"].days, found["SOON"].days) == (235, -8)


def test_a_patrol_of_a_contract_in_default_is_due_until_the_month_ends() -> None:
    assert duties(date(2023, 2, 20))["LATE"].patrol_until == date(2023, 2, 28)


def test_after_a_valid_visit_the_next_patrol_of_a_contract_in_default_is_due_next_month() -> None:
    visit = happened("LATE", EventType.PATROL, date(2023, 2, 5), person="张三")
    assert "LATE" not in {
        number for number, duty in duties(date(2023, 2, 20), visit).items() if duty.patrol_until
    }


def test_a_visit_that_was_not_valid_leaves_the_patrol_due() -> None:
    visit = happened("LATE", EventType.PATROL, date(2023, 2, 5), person="张三", valid=False)
    assert duties(date(2023, 2, 20), visit)["LATE"].patrol_until == date(2023, 2, 28)


def test_what_is_late_stands_before_what_falls_due() -> None:
    assert list(duties(date(2023, 2, 20))) == ["LATE", "SOON"]
