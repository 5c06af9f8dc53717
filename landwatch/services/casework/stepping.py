"""Recording a step of a case: refused by the name of what is missing, confirmed by a second person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from landwatch.casework import Case, Draft, Step, cases
from landwatch.casework.fold import on_file
from landwatch.casework.lacking import barred, missing
from landwatch.catalogue import label
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.instants import day_in_china
from landwatch.model import Event, EventType, ServiceMethod
from landwatch.registry import Act, Register
from landwatch.rules import Assessment, assess
from landwatch.services.casework.listed_cases import case_of
from landwatch.services.casework.taking import open_one, refuse_future

__all__ = ["Given", "Taken", "take_step"]


@dataclass(frozen=True, kw_only=True)
class Given:
    """What is said of a step.

    Attributes
    ----------
    step
        Its id in the procedure of the case.
    day
        The day on which it was taken.
    document
        Number of its paper.
    service
        How the paper was served.
    effective_on
        The day on which the service took effect, where it is another one.
    details
        What else the step asks for, as the catalogue names it.
    """

    step: str
    day: date
    document: str | None = None
    service: ServiceMethod | None = None
    effective_on: date | None = None
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Taken:
    """A case after a step, and whether the step waits for a second person."""

    case: Case
    waits: bool


def take_step(database: str, number: str, given: Given, act: Act) -> Taken:
    """Record a step of a case, or draft it where a second person confirms it.

    Who drafts and who confirms give the same command; the fact is recorded with the second.

    Parameters
    ----------
    database
        URL of the register.
    number
        Number of the case.
    given
        The step and what is said of it; who confirms a draft leaves out what it says already.
    act
        Who takes the step, when and why.

    Returns
    -------
    Taken
        The case as it stands then.

    Raises
    ------
    UsageError
        If there is no such open case or step, a record or detail is missing (each is named), something
        stands against the step, or the same person drafts and confirms it.
    RegisterError
        If the register cannot be written, or something was recorded about the contract meanwhile.
    """
    with Register.open(database) as register:
        assessment, case = _found(register, number, act, given.day)
        step = _known(case, given.step)
        draft = next((each for each in case.drafts if each.step == given.step), None)
        if draft is not None:
            given = _confirmed(draft, given, act)
            assessment = assess(register.snapshot(max(given.day, case.taken_on or given.day)))
        _refuse(assessment, case, step, given)
        waits = step.second and draft is None
        event = _drafted(case, step, given, act) if waits else _event(case, step, given, act, draft)
        register.record_of_case(event, act, known_at=assessment.snapshot.known_at)
        on = max(given.day, case.taken_on or given.day)
        return Taken(case_of(assess(register.snapshot(on)), number), waits)


def _found(register: Register, number: str, act: Act, day: date) -> tuple[Assessment, Case]:
    """The case on the day of the step; what lies before it was taken is judged by the day of that."""
    refuse_future(day, act.at)
    today = cases(assess(register.snapshot(day_in_china(act.at))))
    taken_on = next((case.taken_on for case in today if case.case_no == number), None)
    return open_one(register, number, act, max(day, taken_on or day))


def _known(case: Case, name: str) -> Step:
    if name not in case.version.steps:
        raise UsageError(
            _("{step} is no step of case {number}; there are: {steps}").format(
                step=name, number=case.case_no, steps=", ".join(case.version.steps)
            )
        )
    return case.step(name)


def _confirmed(draft: Draft, given: Given, act: Act) -> Given:
    """What a second person confirms: all that was drafted, and nothing else."""
    if act.by in (draft.by, draft.recorded_by):
        raise UsageError(
            _("{person} drafted this step; a second person confirms it (--by)").format(person=act.by)
        )
    drafted = Given(step=draft.step, day=draft.day, document=draft.document, details=draft.details)
    said = _details(given)
    if given.document not in (None, draft.document) or any(
        draft.details.get(name) != value for name, value in said.items()
    ):
        raise UsageError(
            _(
                "{person} drafted this step with other particulars; confirm it as it is, "
                "or let them draft it anew"
            ).format(person=draft.by)
        )
    return drafted


def _refuse(assessment: Assessment, case: Case, step: Step, given: Given) -> None:
    said = _details(given)
    names = [*said, *(["document"] if given.document else [])]
    asked = [name for name in (*step.asks, *(["service"] if step.served else [])) if name not in names]
    if asked:
        raise UsageError(
            _("the step {step} lacks: {names}; give it with the command").format(
                step=step.label, names=_(", ").join(label("event", name) for name in asked)
            )
        )
    file = on_file(assessment, case, given=names)
    against = barred(case.version, step, file)
    if against:
        raise UsageError(
            _("the step {step} cannot be taken: {why} ({clause})").format(
                step=step.label, why=_("; ").join(bar.label for bar in against), clause=against[0].clause
            )
        )
    lacks = missing(case.version, step, file)
    if lacks:
        raise UsageError(
            _("the step {step} lacks: {names}; record that first").format(
                step=step.label, names=_("; ").join(need.label for need in lacks)
            )
        )
    _refuse_public_notice(case, given)


def _refuse_public_notice(case: Case, given: Given) -> None:
    """Civil Procedure Law Art. 95: by public notice only where every other way has failed."""
    if _details(given).get("service") == ServiceMethod.PUBLIC_NOTICE and not case.has_failed_service:
        raise UsageError(
            _(
                "a paper is served by public notice only after other ways have failed; record a failed "
                "attempt first ({fact})"
            ).format(fact=EventType.SERVICE_FAILED)
        )


def _details(given: Given) -> Mapping[str, Any]:
    said = {
        "service": given.service.value if given.service else None,
        "effective_on": given.effective_on.isoformat() if given.effective_on else None,
    }
    return {**given.details, **{name: value for name, value in said.items() if value is not None}}


def _event(case: Case, step: Step, given: Given, act: Act, draft: Draft | None) -> Event:
    first = {"first_person": draft.by} if draft else {}
    own = {"docket": case.case_no, "person": act.by} | first
    return Event(
        contract_no=case.contract_no,
        type=step.fact,
        day=given.day,
        document=given.document,
        details={**_details(given), **step.details, **own},
    )


def _drafted(case: Case, step: Step, given: Given, act: Act) -> Event:
    own = {
        "docket": case.case_no,
        "person": act.by,
        "proposed": step.fact.value,
        "proposed_on": given.day.isoformat(),
    }
    return Event(
        contract_no=case.contract_no,
        type=EventType.CASE_STEP_PROPOSED,
        day=given.day,
        document=given.document,
        details={**_details(given), **own},
    )
