"""Cases as a fold over facts: at a day and an instant, with nothing stored that could contradict them.

A default, suspicion or application that nobody has taken up is a computed case. A fact that says who took it
and when gives it a number. Its steps are the facts of the procedure that name the case, and those that name
none and lie in its time. Corrections and replay move a case by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from landwatch.casework.beginnings import Beginning, beginnings
from landwatch.casework.case import CLOSED, COMPUTED, TAKEN, Case, Done, Next
from landwatch.casework.case_facts import ACTS, Fact, facts_of_cases
from landwatch.casework.contract_facts import ContractFacts, file_of, judged_rows
from landwatch.casework.lacking import OnFile, barred, missing
from landwatch.casework.procedure_files import Procedure, Version, load_procedures
from landwatch.casework.steps_taken import drafts_of, steps_of
from landwatch.model import EventType
from landwatch.rules import Assessment

__all__ = ["cases", "on_file"]

_LONG_AGO = date.min


def cases(assessment: Assessment) -> tuple[Case, ...]:
    """List the cases of a day: computed, taken and closed ones.

    Parameters
    ----------
    assessment
        The judged contracts with the facts they rest on.

    Returns
    -------
    tuple of Case
        By first day, then by contract and kind.
    """
    procedures = load_procedures()
    begun = beginnings(assessment, procedures)
    standing = {number for (number, _kind), beginning in begun.items() if beginning.stands}
    facts = facts_of_cases(assessment, procedures.values(), standing)
    rows = judged_rows(assessment, procedures.values(), standing | facts.keys())
    found: list[Case] = []
    for number, row in rows.items():
        contract = ContractFacts(assessment.on, number, row, tuple(facts.get(number, ())))
        for kind, procedure in procedures.items():
            found += _of_kind(contract, procedure, begun.get((number, kind)))
    return tuple(sorted(found, key=lambda case: (case.opened_on, case.contract_no, case.kind)))


def _of_kind(contract: ContractFacts, procedure: Procedure, begun: Beginning | None) -> Iterator[Case]:
    opened = [
        fact
        for fact in contract.facts
        if fact.type is EventType.CASE_OPENED and fact.details.get("procedure") == procedure.kind
    ]
    after, is_open = _LONG_AGO, False
    for fact in opened:
        case = _taken(contract, procedure, begun, fact, after)
        yield case
        is_open |= case.is_open
        after = case.closed_on or after
    version = procedure.on(contract.on)
    if begun is None or not begun.stands or is_open or begun.first_day <= after or version is None:
        return
    steps = steps_of(contract, version, None, begun.first_day, after)
    yield _case(contract, procedure, version, begun, steps, case_no=None, stage=COMPUTED)


def _taken(
    contract: ContractFacts, procedure: Procedure, begun: Beginning | None, opened: Fact, after: date
) -> Case:
    docket = str(opened.docket)
    acts = [fact for fact in contract.facts if fact.type in ACTS and fact.docket == docket]
    version = procedure.on(opened.day) or procedure.versions[0][1]
    if procedure.begins == "person":
        begun = Beginning(opened.day, stands=True)
    elif begun is None or begun.first_day <= after:
        begun = Beginning(_said(opened), stands=False)
    end = [fact for fact in acts if fact.type in (EventType.CASE_CLOSED, EventType.CASE_REOPENED)][-1:]
    closed = end[0] if end and end[0].type is EventType.CASE_CLOSED else None
    holders = [fact for fact in acts if fact.type in (EventType.CASE_OPENED, EventType.CASE_ASSIGNED)]
    steps = steps_of(contract, version, docket, begun.first_day, after, closed.day if closed else contract.on)
    last = steps[-1].step if steps else TAKEN
    return _case(
        contract,
        procedure,
        version,
        begun,
        steps,
        case_no=docket,
        taken_on=opened.day,
        closed_on=closed.day if closed else None,
        closing=closed.details.get("closing") if closed else None,
        person=holders[-1].details.get("person") or holders[-1].recorded_by,
        stage=CLOSED if closed else last,
        drafts=drafts_of(contract, acts, version),
    )


def _case(
    contract: ContractFacts,
    procedure: Procedure,
    version: Version,
    begun: Beginning,
    steps: tuple[Done, ...],
    **said: Any,
) -> Case:
    case = Case(
        kind=procedure.kind,
        contract_no=contract.number,
        cluster=contract.text("cluster"),
        holder=contract.text("current_holder", "holder"),
        opened_on=begun.first_day,
        stands=begun.stands,
        has_open_hold=contract.has_open_hold,
        has_failed_service=any(
            fact.type is EventType.SERVICE_FAILED and fact.day >= begun.first_day for fact in contract.facts
        ),
        steps=steps,
        procedure=procedure,
        version=version,
        next=(),
        **said,
    )
    if case.closed_on is not None:
        return case
    return _with_next(case, file_of(contract, case))


def _with_next(case: Case, file: OnFile) -> Case:
    waiting = {draft.step: draft for draft in case.drafts}
    return replace(
        case,
        next=tuple(
            Next(
                step=name,
                missing=missing(case.version, case.step(name), file),
                barred=barred(case.version, case.step(name), file),
                due=file.days.get(case.step(name).clock or ""),
                draft=waiting.get(name),
            )
            for name in _names_next(case)
        ),
    )


def _names_next(case: Case) -> Iterable[str]:
    """What the steps taken lead to, and what can be done at any time and leads to no other step."""
    steps = case.version.steps
    done = {each.step for each in case.steps}
    along = {name for each in done if not steps[each].aside for name in steps[each].then}
    if all(steps[each].aside for each in done):
        along = {*case.version.first}
    along |= {name for each in done if steps[each].aside for name in steps[each].then}
    led_to = {name for step in steps.values() for name in step.then}
    along |= {name for name, step in steps.items() if step.aside and name not in led_to}
    return [name for name in steps if name in along - done and done.isdisjoint(steps[name].unless)]


def _said(opened: Fact) -> date:
    """The first day that the case was taken for, where the facts tell none any more."""
    said = opened.details.get("begun_on")
    return date.fromisoformat(said) if said else opened.day


def on_file(assessment: Assessment, case: Case, *, given: Iterable[str] = ()) -> OnFile:
    """Tell what stands on file about a case.

    Parameters
    ----------
    assessment
        The judged contracts that the case was folded from.
    case
        The case.
    given
        Names of the details that are given with an act.

    Returns
    -------
    OnFile
        On the day judged.
    """
    number = case.contract_no
    facts = facts_of_cases(assessment, load_procedures().values(), {number}).get(number, [])
    row = judged_rows(assessment, [case.procedure], {number})[number]
    return file_of(ContractFacts(assessment.on, number, row, tuple(facts)), case, given)
