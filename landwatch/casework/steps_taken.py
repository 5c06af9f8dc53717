"""Which facts are steps of a case, and which drafts of steps wait for a second person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from landwatch.casework.case import Done, Draft
from landwatch.casework.case_facts import Fact
from landwatch.casework.contract_facts import ContractFacts
from landwatch.casework.procedure_files import Step, Version
from landwatch.model import EventType

__all__ = ["drafts_of", "steps_of"]

_OF_DRAFT = frozenset({"docket", "proposed", "proposed_on", "person"})


def steps_of(
    contract: ContractFacts,
    version: Version,
    docket: str | None,
    first_day: date,
    after: date,
    until: date | None = None,
) -> tuple[Done, ...]:
    """Take the steps of a case: facts that name it, and those that name none and lie in its time.

    Parameters
    ----------
    contract
        The contract.
    version
        The procedure.
    docket
        Number of the case; ``None`` while it is computed.
    first_day
        The first day of what the case is about.
    after
        The day on which the case of that kind before it was closed.
    until
        The day on which the case was closed; by default the day judged.

    Returns
    -------
    tuple of Done
        In the order of their days.
    """
    of_fact = {step.fact: (name, step) for name, step in version.steps.items()}
    last = until or contract.on
    return tuple(
        _done(of_fact[fact.type][0], fact)
        for fact in contract.facts
        if fact.type in of_fact
        and _is_step(of_fact[fact.type][1], fact)
        and (
            fact.docket == docket if fact.docket else _lies_in(of_fact[fact.type][1], fact, first_day, after)
        )
        and fact.day <= last
    )


def _is_step(step: Step, fact: Fact) -> bool:
    return all(fact.details.get(name) == value for name, value in step.details.items())


def _lies_in(step: Step, fact: Fact, first_day: date, after: date) -> bool:
    return fact.day > after and (step.early or fact.day >= first_day)


def _done(step: str, fact: Fact) -> Done:
    return Done(
        step=step,
        fact=fact.type,
        day=fact.day,
        in_effect_on=fact.in_effect_on,
        document=fact.document,
        person=fact.details.get("person"),
        recorded_by=fact.recorded_by,
        recorded_at=fact.recorded_at,
    )


def drafts_of(contract: ContractFacts, acts: Sequence[Fact], version: Version) -> tuple[Draft, ...]:
    """Take what waits for a second person: drafts whose fact was not recorded for the case since.

    Parameters
    ----------
    contract
        The contract.
    acts
        What was done with the case.
    version
        The procedure.

    Returns
    -------
    tuple of Draft
        The newest of each step.
    """
    found: dict[str, Draft] = {}
    names = {step.fact: name for name, step in version.steps.items()}
    for act in acts:
        kind = act.details.get("proposed")
        if act.type is not EventType.CASE_STEP_PROPOSED or kind not in names:
            continue
        if any(
            fact.type == kind and fact.docket == act.docket and fact.place > act.place
            for fact in contract.facts
        ):
            continue
        name = names[EventType(kind)]
        found[name] = Draft(
            step=name,
            day=date.fromisoformat(act.details["proposed_on"]),
            document=act.document,
            details={key: value for key, value in act.details.items() if key not in _OF_DRAFT},
            by=act.details.get("person"),
            recorded_by=act.recorded_by,
        )
    return tuple(found.values())
