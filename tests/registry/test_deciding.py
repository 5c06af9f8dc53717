"""What a visit proposes is decided once, in either store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from landwatch.errors import RegisterError
from landwatch.model import Contract, Event, EventType
from landwatch.registry import Act, Added, Register

NOON = datetime(2024, 1, 21, 12, 30, tzinfo=UTC)
DAY = date(2023, 11, 2)
FACT = Event(
    contract_no="合1", type=EventType.COMMENCED, day=DAY, details={"visit": "XC-1", "person": "李四"}
)
REFUSAL = Event(
    contract_no="合1",
    type=EventType.PROPOSAL_DECLINED,
    day=DAY,
    details={"visit": "XC-1", "person": "王五", "note": "照片不清"},
)


def act(by: str) -> Act:
    return Act(by=by, at=NOON, reason="XC-1")


@pytest.fixture
def visited(register: Register, add: Callable[..., Added]) -> Register:
    visit = Event(contract_no="合1", type=EventType.PATROL, day=DAY, details={"visit": "XC-1"})
    add(contracts=[Contract(contract_no="合1", signed_on=date(2022, 1, 1))], events=[visit])
    return register


def kinds(register: Register) -> list[str]:
    return list(register.snapshot(date(2024, 1, 21)).events["type"])


def test_the_fact_stands_and_the_journal_names_who_decided(visited: Register) -> None:
    visited.decide(FACT, act("李四"))
    assert kinds(visited) == ["patrol", "commenced"]
    assert visited.journal()[-1].actor == "李四"
    assert not visited.verify().faults


def test_a_second_decision_is_refused_by_the_name_of_the_first(visited: Register) -> None:
    visited.decide(FACT, act("李四"))
    with pytest.raises(RegisterError, match="李四 has decided already what visit XC-1 proposes"):
        visited.decide(REFUSAL, act("王五"))
    assert kinds(visited) == ["patrol", "commenced"]


def test_another_visit_of_the_contract_can_be_decided_about(visited: Register) -> None:
    visited.decide(FACT, act("李四"))
    other = {**REFUSAL.details, "visit": "XC-2"}
    visited.decide(Event(contract_no="合1", type=REFUSAL.type, day=DAY, details=other), act("王五"))
    assert kinds(visited) == ["patrol", "commenced", "proposal_declined"]


def test_a_contract_that_does_not_stand_has_nothing_to_decide(visited: Register) -> None:
    fact = Event(contract_no="合9", type=EventType.COMMENCED, day=DAY, details={"visit": "XC-1"})
    with pytest.raises(RegisterError):
        visited.decide(fact, act("李四"))
