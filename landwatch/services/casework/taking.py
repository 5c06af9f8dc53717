"""Taking a case, handing it over, closing it and opening it again: facts, each with its person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from landwatch.casework import Case, cases, load_procedures
from landwatch.casework.case import Closing
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.instants import day_in_china
from landwatch.measures.flagged import close_matches
from landwatch.model import Event, EventType
from landwatch.registry import Act, Register
from landwatch.rules import Assessment, assess
from landwatch.services.casework.listed_cases import case_of, check_kind

__all__ = [
    "CASE_NUMBERS",
    "assign_case",
    "close_case",
    "open_case",
    "open_one",
    "refuse_future",
    "reopen_case",
]

CASE_NUMBERS = "BJ-{year}-{number}"
"""How case numbers look: counted within the year in which the case is taken."""


def open_case(
    database: str, contract_no: str, kind: str, act: Act, *, on: date, person: str | None = None
) -> Case:
    """Take a case: it gets its number in the transaction that records who took it.

    Parameters
    ----------
    database
        URL of the register.
    contract_no
        The contract.
    kind
        The kind of case.
    act
        Who records it, when and why.
    on
        The day on which it is taken.
    person
        Who takes it; by default who records it.

    Returns
    -------
    Case
        The case; the one that is open already, if the same person has taken it.

    Raises
    ------
    UsageError
        If there is no such contract or kind, nothing such has begun on that day, or somebody else has it.
    RegisterError
        If the register cannot be written, or something was recorded about the contract meanwhile.
    """
    check_kind(kind)
    refuse_future(on, act.at)
    who = person or act.by
    with Register.open(database) as register:
        assessment = assess(register.snapshot(on))
        found = _takeable(assessment, contract_no, kind)
        if isinstance(found, Case) and found.case_no is not None:
            if found.person == who:
                return found
            raise UsageError(
                _("{person} has this case already, as {number}; landwatch case assign hands it over").format(
                    person=found.person, number=found.case_no
                )
            )
        begun_on = found.opened_on if found else on
        details = {"procedure": kind, "begun_on": begun_on.isoformat(), "person": who, "note": act.reason}
        event = Event(contract_no=contract_no, type=EventType.CASE_OPENED, day=on, details=details)
        number = register.take_case(event, act, known_at=assessment.snapshot.known_at, pattern=CASE_NUMBERS)
        return case_of(assess(register.snapshot(on)), number)


def _takeable(assessment: Assessment, contract_no: str, kind: str) -> Case | None:
    """The open case of that kind, computed or taken; none where only a person begins one."""
    if contract_no not in assessment.contracts.index:
        raise UsageError(
            _("contract {number} is not in the register on {day}{close}").format(
                number=contract_no,
                day=assessment.on.isoformat(),
                close=close_matches(contract_no, assessment.contracts.index),
            )
        )
    procedure = load_procedures()[kind]
    for case in cases(assessment):
        if (case.contract_no, case.kind, case.closed_on) == (contract_no, kind, None):
            return case
    if procedure.begins == "person" and procedure.on(assessment.on) is not None:
        return None
    raise UsageError(
        _(
            "contract {number} has nothing on {day} that a case of the kind {kind} could be about; "
            "landwatch explain {number} says where it stands"
        ).format(number=contract_no, day=assessment.on.isoformat(), kind=procedure.label)
    )


def assign_case(database: str, number: str, person: str, act: Act, *, on: date) -> Case:
    """Hand a case to somebody.

    Parameters
    ----------
    database
        URL of the register.
    number
        Number of the case.
    person
        Who has it from now on.
    act
        Who records it, when and why.
    on
        The day.

    Raises
    ------
    UsageError
        If there is no such case, or it is closed.
    RegisterError
        If the register cannot be written.
    """
    with Register.open(database) as register:
        assessment, case = open_one(register, number, act, on)
        if case.person == person:
            return case
        details = {"docket": number, "person": person, "note": act.reason}
        event = Event(contract_no=case.contract_no, type=EventType.CASE_ASSIGNED, day=on, details=details)
        register.record_of_case(event, act, known_at=assessment.snapshot.known_at)
        return replace(case, person=person)


def close_case(database: str, number: str, closing: Closing, act: Act, *, on: date) -> Case:
    """Close a case: disposed of, or found to be no breach.

    Parameters
    ----------
    database
        URL of the register.
    number
        Number of the case.
    closing
        How it is closed.
    act
        Who closes it, when and why.
    on
        The day.

    Raises
    ------
    UsageError
        If there is no such open case, approvals are still suspended, no disposal is on file, or what it is
        about still stands.
    RegisterError
        If the register cannot be written.
    """
    with Register.open(database) as register:
        assessment, case = _one(register, number, act, on)
        if (case.closed_on, case.closing) == (on, closing):
            return case
        _refuse_closed(case)
        _refuse_closing(case, closing)
        details = {"docket": number, "closing": closing, "person": act.by, "note": act.reason}
        event = Event(
            contract_no=case.contract_no,
            type=EventType.CASE_CLOSED,
            day=on,
            document=act.document,
            details=details,
        )
        register.record_of_case(event, act, known_at=assessment.snapshot.known_at)
        return case_of(assess(register.snapshot(on)), number)


def reopen_case(database: str, number: str, act: Act, *, on: date) -> Case:
    """Open a closed case again.

    Parameters
    ----------
    database
        URL of the register.
    number
        Number of the case.
    act
        Who reopens it, when and why.
    on
        The day.

    Raises
    ------
    UsageError
        If there is no such case; one that is open is given back as it is.
    RegisterError
        If the register cannot be written.
    """
    with Register.open(database) as register:
        assessment, case = _one(register, number, act, on)
        if case.is_open:
            return case
        details = {"docket": number, "person": act.by, "note": act.reason}
        event = Event(contract_no=case.contract_no, type=EventType.CASE_REOPENED, day=on, details=details)
        register.record_of_case(event, act, known_at=assessment.snapshot.known_at)
        return case_of(assess(register.snapshot(on)), number)


def refuse_future(on: date, at: datetime) -> None:
    """Refuse a day that has not come yet.

    Parameters
    ----------
    on
        The day given.
    at
        The instant of recording, with time zone.

    Raises
    ------
    UsageError
        If the day lies after it.
    """
    if on > day_in_china(at):
        raise UsageError(_("{day} lies in the future; give the day on which it was done").format(day=on))


def open_one(register: Register, number: str, act: Act, on: date) -> tuple[Assessment, Case]:
    """Find an open case, with the judged contracts that it was folded from.

    Parameters
    ----------
    register
        The register.
    number
        Number of the case.
    act
        Who does something with it, and when.
    on
        The day.

    Raises
    ------
    UsageError
        If there is no such case on that day, it is closed, or the day lies in the future.
    """
    assessment, case = _one(register, number, act, on)
    _refuse_closed(case)
    return assessment, case


def _refuse_closed(case: Case) -> None:
    if not case.is_open:
        raise UsageError(
            _("case {number} was closed on {day}; landwatch case reopen opens it again").format(
                number=case.case_no, day=case.closed_on
            )
        )


def _one(register: Register, number: str, act: Act, on: date) -> tuple[Assessment, Case]:
    refuse_future(on, act.at)
    assessment = assess(register.snapshot(on))
    return assessment, case_of(assessment, number)


def _refuse_closing(case: Case, closing: Closing) -> None:
    """Closing needs a disposal or the finding that it was no breach, and no suspension left behind."""
    if case.has_open_hold:
        raise UsageError(
            _(
                "approvals are still suspended for contract {contract}; lift the suspension first "
                "(landwatch case step {number} …), then close the case"
            ).format(contract=case.contract_no, number=case.case_no)
        )
    if closing == "disposed" and case.asks_for != "disposed":
        raise UsageError(
            _("no disposal is on file for case {number}; one of these closes it: {steps}").format(
                number=case.case_no,
                steps=_(", ").join(case.step(name).label for name in case.version.closing),
            )
        )
    if closing == "no_breach" and case.stands and not _is_found_unfounded(case):
        raise UsageError(
            _(
                "by the facts on file what case {number} is about still stands; correct what is wrong first "
                "(landwatch correct), or close it as disposed"
            ).format(number=case.case_no)
        )


def _is_found_unfounded(case: Case) -> bool:
    """Whether a finding says so, or only a person says what the case is about."""
    found = any(done.fact is EventType.NOT_IDLE_FOUND for done in case.steps)
    return found or case.procedure.begins == "person"
