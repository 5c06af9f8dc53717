"""Questions to a register: assess it, explain a contract, count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.registry import Register
from landwatch.rules import Assessment, Conventions, assess
from landwatch.rules.explain import Explanation, explain
from landwatch.services.worklist import Review, check_cluster, close_matches, reviews_of, verdict_name
from landwatch.stats import Figure, figures

__all__ = [
    "ContractExplanation",
    "assess_register",
    "explain_contract",
    "initialise",
    "statistics",
]


@dataclass(frozen=True)
class ContractExplanation:
    """The explanation of a contract, and what inspectors said of it."""

    explanation: Explanation
    reviews: tuple[Review, ...]

    def text(self) -> str:
        """Return both as text in the current language."""
        said = [
            _("Review {day}: {verdict}. {note} ({person}{photos})").format(
                day=review.day,
                verdict=verdict_name(review.verdict),
                note=review.note,
                person=review.person or _("unknown"),
                photos="".join(f", {name}" for name, _digest in review.photos),
            )
            for review in self.reviews
        ]
        return "\n".join([self.explanation.text(), *said])

    def to_dict(self) -> dict[str, Any]:
        """Return both as JSON values."""
        return self.explanation.to_dict() | {"reviews": [review.to_dict() for review in self.reviews]}


def initialise(database: str) -> None:
    """Make a register, or bring one up to date; nothing happens to one that is.

    Parameters
    ----------
    database
        URL of the register.

    Raises
    ------
    RegisterError
        If it cannot be made there, or something else is there.
    """
    Register.create(database).close()


def assess_register(database: str, on: date, conventions: Conventions | None = None) -> Assessment:
    """Judge every contract of a register.

    Parameters
    ----------
    database
        URL of the register.
    on
        The day whose end is judged.
    conventions
        The choices the rules leave open.

    Raises
    ------
    RegisterError
        If the register cannot be opened or read.
    """
    with Register.open(database) as register:
        return assess(register.snapshot(on), conventions)


def explain_contract(
    database: str, contract_no: str, on: date, conventions: Conventions | None = None
) -> ContractExplanation:
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

    Raises
    ------
    UsageError
        If the contract is not known on that day; close numbers are named.
    RegisterError
        If the register cannot be opened or read.
    """
    assessment = assess_register(database, on, conventions)
    known = assessment.contracts.index
    if contract_no not in known:
        raise UsageError(
            _("contract {number} is not in the register on {day}{close}").format(
                number=contract_no, day=on.isoformat(), close=close_matches(contract_no, known)
            )
        )
    reviews = reviews_of(assessment).get(contract_no, ())
    return ContractExplanation(explain(assessment, contract_no), tuple(reviews))


def statistics(
    database: str, on: date, conventions: Conventions | None = None, *, cluster: str | None = None
) -> tuple[Assessment, tuple[Figure, ...]]:
    """Work out every figure of a day, with the change of the rates since the end of the year before.

    Parameters
    ----------
    database
        URL of the register.
    on
        The day whose end is judged.
    conventions
        The choices the rules leave open.
    cluster
        Only this cluster.

    Raises
    ------
    UsageError
        If the register knows no such cluster.
    RegisterError
        If the register cannot be opened or read.
    """
    with Register.open(database) as register:
        now = assess(register.snapshot(on), conventions)
        before = assess(register.snapshot(date(on.year - 1, 12, 31)), conventions)
    check_cluster(now.snapshot.clusters["name"], cluster)
    return now, figures(now, before=before, cluster=cluster)
