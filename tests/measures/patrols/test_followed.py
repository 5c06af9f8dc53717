"""What followed a visit: by the days between visits, and by the number that a fact names."""

from __future__ import annotations

from datetime import date

from landwatch.measures.patrols.followed import followed
from landwatch.measures.patrols.visits import visits
from landwatch.model import Event, EventType
from tests.measures.patrols.zone import contract, happened, judged, visited

ON = date(2023, 12, 31)
FIRST, SECOND = visited("1", date(2023, 3, 1), visit="XC-1"), visited("1", date(2023, 6, 1), visit="XC-2")
SENT = EventType.COMMENCEMENT_REMINDER_SENT


def told(*events: Event) -> dict[str, list[tuple[str, str]]]:
    """What followed each visit, by its number: kind and day."""
    assessment = judged(ON, [contract("1", date(2023, 6, 30)), contract("2", date(2023, 6, 30))], *events)
    numbers = {row["event_id"]: row["details"]["visit"] for row in visits(assessment).to_dict("records")}
    found = followed(assessment, ["1", "2"])
    return {
        numbers[visit]: [(each.kind.value, each.day.isoformat()) for each in facts]
        for visit, facts in found.items()
    }


def test_what_the_office_does_before_the_next_visit_followed_the_one_before() -> None:
    letter, review = (
        happened("1", SENT, date(2023, 5, 31)),
        happened("1", EventType.REVIEW, date(2023, 7, 3), verdict="confirmed"),
    )
    assert told(FIRST, SECOND, letter, review) == {
        "XC-1": [("commencement_reminder_sent", "2023-05-31")],
        "XC-2": [("review", "2023-07-03")],
    }


def test_on_the_day_of_a_visit_it_followed_that_visit() -> None:
    assert list(told(FIRST, SECOND, happened("1", SENT, date(2023, 6, 1)))) == ["XC-2"]


def test_a_fact_that_names_a_visit_followed_that_one_whatever_its_day() -> None:
    accepted = happened("1", EventType.CONSTRUCTION_PERMIT, date(2023, 2, 1), visit="XC-2")
    assert told(FIRST, SECOND, accepted) == {"XC-2": [("construction_permit", "2023-02-01")]}


def test_before_the_first_visit_nothing_followed_one() -> None:
    assert told(FIRST, happened("1", SENT, date(2023, 2, 28))) == {}


def test_what_happens_to_another_contract_follows_no_visit_here() -> None:
    assert told(FIRST, happened("2", SENT, date(2023, 5, 31))) == {}


def test_a_declined_proposal_and_a_fact_that_nobody_decided_on_are_no_doing_of_the_office() -> None:
    declined = happened("1", EventType.PROPOSAL_DECLINED, date(2023, 3, 2), visit="XC-1", note="照片不清")
    assert told(FIRST, declined, happened("1", EventType.COMMENCED, date(2023, 3, 9))) == {}


def test_what_happens_after_the_day_judged_has_not_followed_yet() -> None:
    assert told(FIRST, happened("1", SENT, date(2024, 1, 2))) == {}
