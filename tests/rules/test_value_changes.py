"""What would change: only the values that differ, and nothing written anywhere."""

from __future__ import annotations

from datetime import date

import pytest

from landwatch.errors import UsageError
from landwatch.model import EventType
from landwatch.rules import assess
from landwatch.rules.value_changes import changes, with_events
from tests.rules.judging import DUE, assessed, contract, event

ON = date(2023, 7, 31)


def test_an_assessment_compared_with_itself_has_no_changes() -> None:
    assessment = assessed(contract(), on=ON)
    assert changes(assessment, assessment) == []


def test_a_supposed_start_changes_the_status_and_says_from_what_to_what() -> None:
    before = assessed([contract("A"), contract("B")], on=ON)
    supposed = with_events(before.snapshot, [event(EventType.COMMENCED, DUE, number="B")])
    found = {change.name: change for change in changes(before, assess(supposed))}
    status = found["commencement_status"]
    assert (status.contract_no, status.before, status.after) == ("B", "BREACH", "COMMENCED")
    assert (found["commenced_on"].before, found["commenced_on"].after) == ("", "2023-06-30")
    assert {change.contract_no for change in found.values()} == {"B"}


def test_supposing_a_fact_leaves_the_snapshot_as_it_was() -> None:
    snapshot = assessed(contract(), [event(EventType.HANDED_OVER, DUE)], on=ON).snapshot
    supposed = with_events(snapshot, [event(EventType.COMMENCED, DUE)])
    assert (len(snapshot.events), len(supposed.events)) == (1, 2)
    assert supposed.events["event_id"].is_unique


def test_a_fact_of_a_contract_that_is_not_there_is_refused_by_its_number() -> None:
    snapshot = assessed(contract(), on=ON).snapshot
    with pytest.raises(UsageError, match="2023-9: no such contract is known on 2023-07-31; check the number"):
        with_events(snapshot, [event(EventType.COMMENCED, DUE, number="2023-9")])
