"""The cases of a day, one of them, and what is due of whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from landwatch.casework import Case, cases, load_procedures
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.measures.flagged import check_cluster, close_matches
from landwatch.rules import Assessment
from landwatch.services.assessing.judging import assess_register

__all__ = ["case_of", "cases_of", "check_kind", "due_cases"]


def cases_of(
    database: str,
    on: date,
    *,
    known_at: datetime | None = None,
    cluster: str | None = None,
    kind: str | None = None,
    person: str | None = None,
) -> tuple[Case, ...]:
    """List the cases of a day.

    Parameters
    ----------
    database
        URL of the register.
    on
        The day.
    known_at
        The instant of knowledge, with time zone; by default now.
    cluster, kind, person
        Only those of this cluster, of this kind, of this person.

    Raises
    ------
    UsageError
        If there is no such cluster or kind of case.
    RegisterError
        If the register cannot be read.
    """
    assessment = assess_register(database, on, known_at=known_at)
    check_cluster(assessment.snapshot.clusters["name"], cluster)
    if kind is not None:
        check_kind(kind)
    return tuple(
        case
        for case in cases(assessment)
        if cluster in (None, case.cluster) and kind in (None, case.kind) and person in (None, case.person)
    )


def due_cases(found: Iterable[Case]) -> tuple[Case, ...]:
    """Keep the open cases in which a clock runs, those due first on top.

    Parameters
    ----------
    found
        The cases.
    """
    running = [case for case in found if case.closed_on is None and case.due is not None]
    return tuple(sorted(running, key=lambda case: (case.due or date.max, case.contract_no)))


def case_of(assessment: Assessment, number: str) -> Case:
    """Find a case that somebody has taken.

    Parameters
    ----------
    assessment
        The judged contracts.
    number
        Its number.

    Raises
    ------
    UsageError
        If there is none; close numbers are named.
    """
    taken = {case.case_no: case for case in cases(assessment) if case.case_no is not None}
    if number not in taken:
        raise UsageError(
            _("case {number} is not in the register on {day}{close}").format(
                number=number, day=assessment.on.isoformat(), close=close_matches(number, taken)
            )
        )
    return taken[number]


def check_kind(kind: str) -> None:
    """Refuse what is no kind of case.

    Parameters
    ----------
    kind
        The kind given.

    Raises
    ------
    UsageError
        Names the kinds there are.
    """
    kinds = load_procedures()
    if kind not in kinds:
        raise UsageError(
            _("{kind} is no kind of case; there are: {kinds}").format(kind=kind, kinds=", ".join(kinds))
        )
