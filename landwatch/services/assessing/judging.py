"""Questions to a register: assess it, explain a contract, open its dossier."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.i18n import instant_text
from landwatch.measures.flagged import Review, close_matches, reviews_of
from landwatch.registry import Register
from landwatch.reports.dossier import Dossier
from landwatch.rules import Assessment, Conventions, assess
from landwatch.rules.explanation.tree import explain

__all__ = ["assess_register", "dossier_of", "explain_contract"]


def assess_register(
    database: str, on: date, conventions: Conventions | None = None, *, known_at: datetime | None = None
) -> Assessment:
    """Judge every contract of a register.

    Parameters
    ----------
    database
        URL of the register.
    on
        The day whose end is judged.
    conventions
        The choices the rules leave open.
    known_at
        The instant of knowledge; by default the last at which anything was recorded.

    Raises
    ------
    RegisterError
        If the register cannot be opened or read.
    """
    with Register.open(database) as register:
        return assess(register.snapshot(on, known_at), conventions)


def explain_contract(
    database: str,
    contract_no: str,
    on: date,
    conventions: Conventions | None = None,
    *,
    known_at: datetime | None = None,
) -> Dossier:
    """Say why a contract stands where it stands.

    Parameters
    ----------
    database
        URL of the register.
    contract_no
        The contract asked about.
    on
        The day whose end is judged.
    conventions
        The choices the rules leave open.
    known_at
        The instant of knowledge; by default the last at which anything was recorded.

    Raises
    ------
    UsageError
        If the contract is not known on that day; close numbers are named.
    RegisterError
        If the register cannot be opened or read.
    """
    assessment = assess_register(database, on, conventions, known_at=known_at)
    return dossier_of(assessment, contract_no, reviews=reviews_of(assessment), known_at=known_at)


def dossier_of(
    assessment: Assessment,
    contract_no: str,
    *,
    reviews: Mapping[str, Sequence[Review]],
    known_at: datetime | None = None,
) -> Dossier:
    """Say why a contract of an assessment stands where it stands.

    Parameters
    ----------
    assessment
        The judged contracts.
    contract_no
        The contract asked about.
    reviews
        The reviews of the assessment, by contract number.
    known_at
        The instant of knowledge that was asked for, for the message; ``None`` if none was.

    Raises
    ------
    UsageError
        If the contract is not known on that day; close numbers are named.
    """
    known = assessment.contracts.index
    if contract_no not in known:
        told = _("contract {number} is not in the register on {day}{close}")
        if known_at:
            told = _("contract {number} is not in the register on {day}, as known at {instant}{close}")
        instant = instant_text(known_at) if known_at else ""
        close = close_matches(contract_no, known)
        day = assessment.on.isoformat()
        raise UsageError(told.format(number=contract_no, day=day, instant=instant, close=close))
    own = tuple(reviews.get(contract_no, ()))
    return Dossier(explain(assessment, contract_no), own, assessment.snapshot.illustrative)
