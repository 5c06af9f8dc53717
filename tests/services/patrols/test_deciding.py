"""What a visit means is decided by two, and once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from landwatch.errors import RegisterError, UsageError
from landwatch.model import Event, EventType
from landwatch.registry import Act, Register
from landwatch.services.patrols import deciding, visiting
from landwatch.services.patrols.visit import Proposed, Visit
from tests.measures.office import write_register

LATER = datetime(2024, 1, 6, 9, 30, tzinfo=UTC)
DAY = date(2023, 11, 2)


@pytest.fixture
def database(tmp_path: Path) -> str:
    return write_register(tmp_path)


def visited(database: str, *, recorded_by: str = "张三") -> str:
    """A visit of 张三 that proposes a permit; its number."""
    proposed = Proposed(EventType.CONSTRUCTION_PERMIT)
    visit = Visit(contract_no="合1", day=DAY, person="张三", proposed=proposed)
    return visiting.record(database, visit, recorded_by=recorded_by, recorded_at=LATER).visit


def test_an_accepted_proposal_is_a_fact_on_the_visit(database: str) -> None:
    visit = visited(database)
    deciding.accept(database, visit, by="李四", at=LATER)
    with Register.open(database) as register:
        facts = register.snapshot(date(2024, 1, 6)).events
    row = facts[facts["type"] == "construction_permit"].iloc[0]
    assert (row["contract_no"], row["document"], row["day"].date()) == ("合1", visit, DAY)


def test_who_made_the_visit_cannot_accept_it(database: str) -> None:
    visit = visited(database)
    with pytest.raises(UsageError, match="a second person decides"):
        deciding.accept(database, visit, by="张三", at=LATER)


def test_a_declined_proposal_is_told_with_its_reason(database: str) -> None:
    visit = visited(database)
    deciding.decline(database, visit, "照片不清", by="李四", at=LATER)
    (found,) = deciding.proposals_of(database, date(2024, 1, 6))
    assert (found.state, found.reason) == ("declined", "照片不清")


def test_what_is_decided_is_not_decided_again(database: str) -> None:
    visit = visited(database)
    deciding.decline(database, visit, "照片不清", by="李四", at=LATER)
    with pytest.raises(UsageError, match="is decided already"):
        deciding.accept(database, visit, by="李四", at=LATER)


def test_who_recorded_the_visit_for_somebody_cannot_accept_it(database: str) -> None:
    visit = visited(database, recorded_by="李四")
    with pytest.raises(UsageError, match="a second person decides"):
        deciding.accept(database, visit, by="李四", at=LATER)


def test_whoever_has_another_login_than_name_is_one_person(database: str) -> None:
    visit = visited(database, recorded_by="zhang")
    with pytest.raises(UsageError, match="a second person decides"):
        deciding.accept(database, visit, by="zhang", person="张三丰", at=LATER)


def test_accepting_twice_is_as_good_as_once(database: str) -> None:
    visit = visited(database)
    for _time in range(2):
        assert deciding.accept(database, visit, by="李四", at=LATER).state == "accepted"
    with Register.open(database) as register:
        facts = register.snapshot(date(2024, 1, 6)).events
    assert list(facts["type"]).count("construction_permit") == 1


def test_who_decides_at_the_same_moment_is_told_who_was_first(database: str) -> None:
    visit = visited(database)
    details = {"visit": visit, "person": "李四"}
    fact = Event(contract_no="合1", type=EventType.CONSTRUCTION_PERMIT, day=DAY, details=details)
    refusal = Event(contract_no="合1", type=EventType.PROPOSAL_DECLINED, day=DAY, details={"visit": visit})
    with Register.open(database) as register:
        register.decide(fact, Act(by="李四", at=LATER, reason=visit))
        with pytest.raises(RegisterError, match="李四 has decided already what visit XC-20231102-"):
            register.decide(refusal, Act(by="王五", at=LATER, reason="照片不清"))


def test_the_day_of_a_refusal_can_be_given(database: str) -> None:
    visit = visited(database)
    deciding.decline(database, visit, "照片不清", by="李四", at=LATER, day=date(2023, 12, 1))
    (found,) = deciding.proposals_of(database, date(2023, 12, 1))
    assert found.state == "declined"
