"""A case from the default to its disposal: taken, worked by two persons, closed, reopened, replayed."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from landwatch.casework import Case, cases
from landwatch.errors import RegisterError, UsageError
from landwatch.model import Event, EventType, ServiceMethod
from landwatch.registry import Act, Kind, Register
from landwatch.registry.row_mapping import fact_key
from landwatch.rules import assess
from landwatch.services.casework.listed_cases import case_of, cases_of, due_cases
from landwatch.services.casework.stepping import Given, Taken, take_step
from landwatch.services.casework.taking import assign_case, close_case, open_case, reopen_case
from tests.measures.office import ON, SOURCE

pytestmark = pytest.mark.long

LATER = datetime(2024, 6, 1, 9, 30, tzinfo=UTC)
WANG, LI = "王样民", "李示平"
FIRST = "BJ-2023-0001"
TAKEN_ON = date(2023, 10, 9)


def act(by: str = WANG, at: datetime = LATER, document: str | None = None) -> Act:
    return Act(by=by, at=at, reason="开工逾期", document=document)


def taken(url: str, contract: str = "合1", kind: str = "commencement", on: date = TAKEN_ON) -> Case:
    return open_case(url, contract, kind, act(), on=on)


def step(url: str, name: str, by: str = WANG, on: date = date(2023, 10, 20), **said: Any) -> Taken:
    given = Given(step=name, day=on, **said)
    return take_step(url, FIRST, given, act(by))


def listed(url: str, on: date = ON, known_at: datetime | None = None) -> dict[tuple[str, str], Case]:
    return {(case.contract_no, case.kind): case for case in cases_of(url, on, known_at=known_at)}


def now(url: str, on: date = ON) -> Case:
    with Register.open(url) as register:
        return case_of(assess(register.snapshot(on)), FIRST)


def fact(url: str, kind: EventType, day: date, contract: str = "合1", **details: object) -> None:
    event = Event(contract_no=contract, type=kind, day=day, details=details)
    source = replace(SOURCE, name=f"{kind}.xlsx")
    with Register.open(url) as register:
        register.add(source=source, recorded_by="赵六", recorded_at=LATER, events=[event])


NOTICE: dict[str, Any] = {"document": "綦园区函〔2023〕8号", "service": ServiceMethod.DIRECT}
DISPOSAL: dict[str, Any] = {"document": "綦园区函〔2023〕9号"}


def test_a_default_that_nobody_took_is_a_computed_case_from_its_first_day(office: str) -> None:
    case = listed(office)["合1", "commencement"]
    assert (case.case_no, case.stage, case.opened_on, case.person) == (
        None,
        "computed",
        date(2023, 10, 1),
        None,
    )


def test_before_the_default_begins_there_is_no_case(office: str) -> None:
    assert ("合1", "commencement") not in listed(office, date(2023, 9, 30))
    assert ("合1", "commencement") in listed(office, date(2023, 10, 1))


def test_taking_it_gives_it_the_first_number_of_the_year(office: str) -> None:
    case = taken(office)
    assert (case.case_no, case.stage, case.person, case.opened_on) == (
        FIRST,
        "taken",
        WANG,
        date(2023, 10, 1),
    )


def test_taking_it_twice_is_as_good_as_once(office: str) -> None:
    assert taken(office) == taken(office)


def test_what_somebody_has_taken_nobody_else_takes(office: str) -> None:
    taken(office)
    with pytest.raises(UsageError, match=rf"{WANG} has this case already, as {FIRST}"):
        open_case(office, "合1", "commencement", act(LI), on=TAKEN_ON)


def test_numbers_of_a_year_follow_each_other_and_a_new_year_begins_anew(office: str) -> None:
    numbers = [
        taken(office, contract, on=day).case_no
        for contract, day in (("合1", TAKEN_ON), ("合2", ON), ("合5", date(2024, 1, 2)))
    ]
    assert numbers == [FIRST, "BJ-2023-0002", "BJ-2024-0001"]


def test_a_contract_in_order_gives_nothing_to_take(office: str) -> None:
    with pytest.raises(UsageError, match="has nothing on 2023-10-09 that a case of the kind"):
        taken(office, "合3")


def test_a_case_that_only_a_person_begins_can_be_taken_of_any_contract(office: str) -> None:
    assert taken(office, "合3", "revitalisation").stage == "taken"


def test_a_step_is_the_stage_of_the_case(office: str) -> None:
    taken(office)
    assert step(office, "breach_notice", **NOTICE).case.stage == "breach_notice"


def test_a_step_without_its_document_names_it(office: str) -> None:
    taken(office)
    with pytest.raises(UsageError, match="lacks: Number of the document; give it"):
        step(office, "breach_notice", service=ServiceMethod.DIRECT)


def test_a_step_whose_record_is_missing_names_the_record(office: str) -> None:
    taken(office)
    with pytest.raises(UsageError, match="lacks: service of the breach notice; record that first"):
        step(office, "demand", **NOTICE)


def test_a_sum_that_a_court_refused_is_not_demanded_again(office: str) -> None:
    taken(office)
    fact(office, EventType.CLAIM_REFUSED, date(2023, 10, 12))
    with pytest.raises(UsageError, match="a court has refused this sum"):
        step(office, "breach_notice", **NOTICE)


def test_it_could_still_be_demanded_on_the_day_before_the_court_refused_it(office: str) -> None:
    taken(office)
    fact(office, EventType.CLAIM_REFUSED, date(2023, 10, 12))
    assert step(office, "breach_notice", on=date(2023, 10, 11), **NOTICE).case.stage == "breach_notice"


def test_a_plain_late_start_carries_no_suspension_without_a_basis(office: str) -> None:
    taken(office)
    said: dict[str, Any] = {"document": "暂1号", "details": {"scopes": ["land"]}}
    with pytest.raises(UsageError, match="lacks: basis of the suspension"):
        step(office, "hold", **said)


def test_public_notice_comes_only_after_a_failed_attempt(office: str) -> None:
    taken(office)
    public = {**NOTICE, "service": ServiceMethod.PUBLIC_NOTICE}
    with pytest.raises(UsageError, match="only after other ways have failed"):
        step(office, "breach_notice", **public)
    fact(office, EventType.SERVICE_FAILED, date(2023, 10, 15))
    assert step(office, "breach_notice", **public).case.stage == "breach_notice"


def ready(url: str) -> None:
    """A case that can be disposed of."""
    taken(url)
    step(url, "breach_notice", **NOTICE)
    fact(url, EventType.COMMENCED, date(2023, 11, 1))


def test_a_decision_waits_for_a_second_person(office: str) -> None:
    ready(office)
    drafted = step(office, "disposal", on=date(2023, 11, 5), **DISPOSAL)
    assert drafted.waits
    assert drafted.case.stage == "breach_notice"
    assert [draft.by for draft in drafted.case.drafts] == [WANG]


def test_the_same_person_cannot_be_first_and_second(office: str) -> None:
    ready(office)
    step(office, "disposal", on=date(2023, 11, 5), **DISPOSAL)
    with pytest.raises(UsageError, match="a second person confirms it"):
        step(office, "disposal", on=date(2023, 11, 6))


def test_the_second_person_confirms_what_was_drafted_on_its_day(office: str) -> None:
    ready(office)
    step(office, "disposal", on=date(2023, 11, 5), **DISPOSAL)
    confirmed = step(office, "disposal", LI, on=date(2023, 11, 6))
    assert not confirmed.waits
    assert confirmed.case.drafts == ()
    last = confirmed.case.steps[-1]
    assert (last.step, last.day, last.document, last.person) == (
        "disposal",
        date(2023, 11, 5),
        DISPOSAL["document"],
        LI,
    )


def test_the_second_person_confirms_nothing_else(office: str) -> None:
    ready(office)
    step(office, "disposal", on=date(2023, 11, 5), **DISPOSAL)
    with pytest.raises(UsageError, match="with other particulars"):
        step(office, "disposal", LI, on=date(2023, 11, 6), document="别的文号")


def disposed(url: str) -> None:
    ready(url)
    step(url, "disposal", on=date(2023, 11, 5), **DISPOSAL)
    step(url, "disposal", LI, on=date(2023, 11, 6))


def test_closing_needs_a_disposal(office: str) -> None:
    taken(office)
    with pytest.raises(UsageError, match="no disposal is on file"):
        close_case(office, FIRST, "disposed", act(), on=ON)


def test_a_disposed_case_is_closed(office: str) -> None:
    disposed(office)
    case = close_case(office, FIRST, "disposed", act(), on=ON)
    assert (case.stage, case.closed_on, case.closing, case.next) == ("closed", ON, "disposed", ())


def test_an_open_suspension_prevents_closing(office: str) -> None:
    disposed(office)
    fact(office, EventType.SUSPENSION_IMPOSED, date(2023, 11, 10))
    with pytest.raises(UsageError, match="approvals are still suspended"):
        close_case(office, FIRST, "disposed", act(), on=ON)
    fact(office, EventType.SUSPENSION_LIFTED, date(2023, 11, 20))
    assert close_case(office, FIRST, "disposed", act(), on=ON).stage == "closed"


def test_a_closed_case_takes_no_step_until_it_is_reopened(office: str) -> None:
    disposed(office)
    close_case(office, FIRST, "disposed", act(), on=date(2023, 12, 1))
    with pytest.raises(UsageError, match="was closed on 2023-12-01"):
        step(office, "interview", on=ON)
    assert reopen_case(office, FIRST, act(), on=ON).is_open
    assert step(office, "interview", on=ON).case.stage == "interview"


def test_a_default_that_was_disposed_of_is_no_new_case(office: str) -> None:
    taken(office)
    step(office, "breach_notice", **NOTICE)
    fact(office, EventType.DAMAGES_PAID, date(2023, 11, 1))
    step(office, "disposal", on=date(2023, 11, 5), **DISPOSAL)
    step(office, "disposal", LI, on=date(2023, 11, 6))
    close_case(office, FIRST, "disposed", act(), on=date(2023, 12, 1))
    found = [
        case for case in cases_of(office, ON) if (case.contract_no, case.kind) == ("合1", "commencement")
    ]
    assert [case.stage for case in found] == ["closed"]


def test_where_the_default_is_corrected_away_a_computed_case_is_gone(office: str) -> None:
    fact(office, EventType.COMMENCED, date(2023, 9, 1))
    assert ("合1", "commencement") not in listed(office)


def test_where_it_is_corrected_away_a_taken_case_asks_for_closing_as_no_breach(office: str) -> None:
    taken(office)
    fact(office, EventType.COMMENCED, date(2023, 9, 1))
    case = now(office)
    assert (case.stands, case.asks_for, case.opened_on) == (False, "no_breach", date(2023, 10, 1))
    assert close_case(office, FIRST, "no_breach", act(), on=ON).closing == "no_breach"


def test_a_default_that_stands_is_not_closed_as_no_breach(office: str) -> None:
    taken(office)
    with pytest.raises(UsageError, match="still stands; correct what is wrong first"):
        close_case(office, FIRST, "no_breach", act(), on=ON)


def test_a_case_handed_over_is_the_other_persons(office: str) -> None:
    taken(office)
    assign_case(office, FIRST, LI, act(), on=ON)
    assert now(office).person == LI


def test_an_earlier_instant_shows_the_earlier_stage(office: str) -> None:
    open_case(office, "合1", "commencement", act(at=LATER), on=TAKEN_ON)
    given = Given(step="breach_notice", day=TAKEN_ON, **NOTICE)
    take_step(office, FIRST, given, act(at=LATER + timedelta(hours=2)))
    stages = [
        listed(office, known_at=LATER + timedelta(hours=hours))["合1", "commencement"].stage
        for hours in (-1, 1, 3)
    ]
    assert stages == ["computed", "taken", "breach_notice"]


def idle(url: str) -> None:
    """A contract that has been idle for more than a year, with its case taken."""
    with Register.open(url) as register:
        day = date(2025, 1, 6)
        snapshot = register.snapshot(day)
        assert any(case.kind == "idle_land" for case in cases(assess(snapshot)))
    at = datetime(2025, 6, 1, 9, 30, tzinfo=UTC)
    open_case(url, "合1", "idle_land", act(at=at), on=day)


def test_the_clock_of_a_step_is_the_day_that_the_rules_compute(office: str) -> None:
    idle(office)
    case = next(
        case
        for case in cases_of(office, date(2025, 1, 6))
        if (case.contract_no, case.kind) == ("合1", "idle_land")
    )
    # Due on 2023-09-30, so idle from 2024-10-01; thirty days later is 2024-10-31, a Thursday.
    assert (case.opened_on, case.due) == (date(2024, 10, 1), date(2024, 10, 31))
    assert case in due_cases(cases_of(office, date(2025, 1, 6)))


def test_something_recorded_meanwhile_keeps_a_step_from_being_recorded(office: str) -> None:
    taken(office)
    with Register.open(office) as register:
        known_at = register.snapshot(ON).known_at
        fact(office, EventType.COMMENCED, date(2023, 9, 1))
        event = Event(contract_no="合1", type=EventType.INTERVIEW_HELD, day=ON, details={"docket": FIRST})
        with pytest.raises(RegisterError, match="Something was recorded about contract 合1 meanwhile"):
            register.record_of_case(event, act(), known_at=known_at)


CONTRACTS = ("合1", "合2", "合3", "合4", "合5", "合7", "合8", "合9", "合11", "合6")


def working(url: str, by: str, own: tuple[str, ...], seed: int) -> None:
    """Take cases in a process of its own; three attempts in ten break off when the number is taken."""
    random = Random(seed)
    with Register.open(url) as register:
        for contract in own:
            while True:
                spoilt = random.random() < 0.3
                details = {"procedure": "revitalisation", "person": "\ud800" if spoilt else by}
                event = Event(contract_no=contract, type=EventType.CASE_OPENED, day=ON, details=details)
                known_at = register.snapshot(ON).known_at
                try:
                    register.take_case(event, act(by), known_at=known_at, pattern="BJ-{year}-{number}")
                except RegisterError:
                    continue
                break


@pytest.mark.long
def test_ten_cases_taken_by_two_at_once_with_attempts_broken_off_leave_no_gap_and_no_double(
    office: str,
) -> None:
    spawn = multiprocessing.get_context("spawn")
    people = [
        spawn.Process(target=working, args=(office, by, CONTRACTS[place::2], place))
        for place, by in enumerate((WANG, LI))
    ]
    for process in people:
        process.start()
    for process in people:
        process.join()
    numbers = sorted(case.case_no or "" for case in cases_of(office, ON, kind="revitalisation"))
    assert numbers == [f"BJ-2023-{number:04}" for number in range(1, 11)]


def test_a_number_that_was_taken_back_is_given_to_no_other_case(
    office: str, record: Callable[..., None]
) -> None:
    taken(office)
    with Register.open(office) as register:
        opened = next(event for event in register.extract().events if event.type is EventType.CASE_OPENED)
        register.retire(Kind.EVENTS, fact_key(opened), act())
    assert taken(office, "合2").case_no == "BJ-2023-0002"
