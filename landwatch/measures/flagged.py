"""The flagged contracts, worst first, and which of them nobody has looked at yet."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Any

import pandas as pd

from landwatch.catalogue import photo_item, words_of
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.measures.figures import selection
from landwatch.measures.figures.damages import damages
from landwatch.measures.figures.pools import DUE_DAY, Obligation
from landwatch.model import EventType, IdleStatus, PaymentStatus
from landwatch.rules import Assessment
from landwatch.rules.explanation.findings import Finding
from landwatch.rules.explanation.findings import findings as rules_findings
from landwatch.rules.explanation.reasons import reasons
from landwatch.snapshot import are_in
from landwatch.units import format_mu, format_yuan

__all__ = [
    "FlaggedContract",
    "Matter",
    "Review",
    "check_cluster",
    "close_matches",
    "findings",
    "reviews_of",
    "verdict_name",
]

_UNPAID = (PaymentStatus.BREACH, PaymentStatus.BREACH_OVER_60)


@dataclass(frozen=True, kw_only=True)
class Review:
    """What an inspector found on a day; an observation, never a status by itself.

    Attributes
    ----------
    day, person
        When, and who looked.
    verdict, note
        Word of :class:`landwatch.model.Verdict`, and a sentence about it.
    photos
        Name of each photograph, and the personal item that holds it.
    """

    day: date
    verdict: str
    note: str
    person: str | None
    photos: tuple[tuple[str, str], ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the review as JSON values."""
        return {
            "on": self.day.isoformat(),
            "verdict": self.verdict,
            "note": self.note,
            "person": self.person,
            "photos": [{"name": name, "item": item} for name, item in self.photos],
        }


@dataclass(frozen=True)
class Matter:
    """One thing that is open about a contract.

    Attributes
    ----------
    what
        ``commencement``, ``completion``, ``idle`` or ``payment``.
    well_until
        The last day on which it was in order, e.g. the due day; ``None`` where that is not known.
    days
        Days it has been open.
    """

    what: str
    well_until: date | None
    days: int


@dataclass(frozen=True, kw_only=True)
class FlaggedContract:
    """A live contract with something open: a default, idle land or an unpaid instalment.

    Attributes
    ----------
    contract_no, cluster, holder
        Which contract, where, whose.
    area_cm2
        Area of the contract in cm²; ``None`` where it is not recorded.
    matters
        What is open.
    amount_fen
        Damages for late commencement and completion accrued by the day judged, in fen: a claim, no debt;
        ``None`` where a part of them cannot be computed.
    amount_unknown
        The obligations whose damages cannot be computed.
    why
        One line.
    steps
        What is to be done, by whom, by when and under which clause, gravest first.
    review
        The latest review.
    reviewed
        Whether that review was made after everything that is open had begun.
    """

    contract_no: str
    cluster: str | None
    holder: str | None
    area_cm2: int | None
    matters: tuple[Matter, ...]
    amount_fen: int | None
    amount_unknown: tuple[Obligation, ...]
    why: str
    steps: tuple[Finding, ...]
    review: Review | None
    reviewed: bool

    @property
    def days_late(self) -> int:
        """Days since the earliest due day that was missed; where none was, since the land is idle."""
        due = [matter.days for matter in self.matters if matter.what != "idle"]
        return max(due or [matter.days for matter in self.matters])

    def to_dict(self) -> dict[str, Any]:
        """Return the contract as JSON values, areas in mu and money in yuan as decimal strings."""
        return {
            "contract_no": self.contract_no,
            "cluster": self.cluster,
            "holder": self.holder,
            "area_mu": None if self.area_cm2 is None else format_mu(self.area_cm2),
            "open": [
                {"what": m.what, "due": m.well_until.isoformat() if m.well_until else None, "days": m.days}
                for m in self.matters
            ],
            "days_late": self.days_late,
            "amount_yuan": None if self.amount_fen is None else format_yuan(self.amount_fen),
            "amount_unknown": list(self.amount_unknown),
            "why": self.why,
            "findings": [_step_dict(step) for step in self.steps],
            "review": self.review.to_dict() if self.review else None,
            "reviewed": self.reviewed,
        }


def findings(
    assessment: Assessment, *, cluster: str | None = None, unreviewed: bool = False
) -> list[FlaggedContract]:
    """List the contracts that somebody should look at, the longest overdue first.

    Parameters
    ----------
    assessment
        The judged contracts.
    cluster
        Only this cluster.
    unreviewed
        Only those without a review since what is open began.

    Returns
    -------
    list of FlaggedContract
        By days late, then by amount, then by contract number.

    Raises
    ------
    UsageError
        If the register knows no such cluster.
    """
    check_cluster(assessment.snapshot.clusters["name"], cluster)
    contracts = selection.live(assessment, cluster)
    flagged = contracts[
        contracts["commencement_breach"]
        | contracts["completion_breach"]
        | contracts["idle_status"].ne(IdleStatus.NONE)
        | contracts["payment_status"].isin(_UNPAID)
    ]
    why, reviews = reasons(assessment, flagged.index), reviews_of(assessment)
    found = [
        _finding(str(no), row, assessment.on, why[str(no)], reviews.get(str(no), []))
        for no, row in flagged.to_dict("index").items()
    ]
    chosen = [finding for finding in found if not (unreviewed and finding.reviewed)]
    return sorted(chosen, key=_place)


def findings_again(
    before: Iterable[FlaggedContract], assessment: Assessment, touched: Collection[str]
) -> list[FlaggedContract]:
    """List them when some contracts were touched since; of the others what was found stands.

    Parameters
    ----------
    before
        What :func:`findings` gave, in the same language.
    assessment
        The contracts as they are judged now, on the same day.
    touched
        Numbers of the contracts of which something may differ.

    Returns
    -------
    list of FlaggedContract
        What :func:`findings` gives now.
    """
    few = findings(assessment.of_which(are_in(assessment.contracts.index, touched)))
    return sorted([*(each for each in before if each.contract_no not in touched), *few], key=_place)


def _place(finding: FlaggedContract) -> tuple[int, int, str]:
    return -finding.days_late, -(finding.amount_fen or 0), finding.contract_no


def reviews_of(assessment: Assessment) -> dict[str, list[Review]]:
    """Collect the reviews made by the day judged.

    Parameters
    ----------
    assessment
        The judged contracts with the facts they rest on.

    Returns
    -------
    dict
        By contract number, the oldest first.
    """
    made = selection.dated(assessment, EventType.REVIEW)
    collected: dict[str, list[Review]] = {}
    for contract_no, day, details in zip(made["contract_no"], made["day"], made["details"], strict=True):
        review = Review(
            day=day.date(),
            verdict=details.get("verdict", ""),
            note=details.get("note", ""),
            person=details.get("person"),
            photos=tuple((photo["name"], photo_item(photo)) for photo in details.get("photos", ())),
        )
        collected.setdefault(contract_no, []).append(review)
    return collected


def check_cluster(known: Iterable[str], asked: str | None) -> None:
    """Refuse a cluster that is not in the register.

    Parameters
    ----------
    known
        Names of the clusters.
    asked
        The name given; ``None`` is any.

    Raises
    ------
    UsageError
        Names the clusters there are.
    """
    names = sorted(known)
    if asked is not None and asked not in names:
        raise UsageError(
            _("{name} is not a cluster of this register; there are: {names}").format(
                name=asked, names=", ".join(names) or _("none")
            )
        )


def close_matches(asked: str, known: Iterable[str]) -> str:
    """Say which known numbers look like the one asked for.

    Parameters
    ----------
    asked
        The number given.
    known
        The numbers there are.

    Returns
    -------
    str
        A half sentence to put behind an error message; empty where nothing is close.
    """
    close = get_close_matches(asked, sorted(known), n=3, cutoff=0.6)
    return _("; close to it: {numbers}").format(numbers=", ".join(close)) if close else ""


def verdict_name(verdict: str) -> str:
    """Name a verdict in the current language.

    Parameters
    ----------
    verdict
        Word of :class:`landwatch.model.Verdict`.
    """
    return words_of("verdict")[verdict].label


def _finding(
    contract_no: str, row: Mapping[Hashable, Any], on: date, why: str, reviews: list[Review]
) -> FlaggedContract:
    matters = _matters(row, on)
    claimed = damages(row)
    last = reviews[-1] if reviews else None
    return FlaggedContract(
        contract_no=contract_no,
        cluster=_or_none(row["cluster"]),
        holder=_or_none(row["current_holder"]) or _or_none(row["holder"]),
        area_cm2=_or_none(row["area_cm2"]),
        matters=matters,
        amount_fen=claimed.fen,
        amount_unknown=claimed.unknown,
        why=why,
        steps=tuple(rules_findings(row)),
        review=last,
        reviewed=last is not None and all(last.day > m.well_until for m in matters if m.well_until),
    )


def _step_dict(step: Finding) -> dict[str, Any]:
    return {
        "code": step.code,
        "severity": step.severity,
        "side": step.side,
        "next_step": step.next_step,
        "deadline": step.deadline.isoformat() if step.deadline else None,
        "clause": step.clause,
    }


def _matters(row: Mapping[Hashable, Any], on: date) -> tuple[Matter, ...]:
    matters = []
    for obligation, due in DUE_DAY.items():
        if _is_true(row[f"{obligation}_breach"]):
            days = _or_none(row[f"{obligation}_days"])
            matters.append(Matter(obligation, _day(row[due]), int(days or 0)))
    if row["idle_status"] != IdleStatus.NONE:
        # Once work has begun, only its suspension makes land idle.
        clock = "first_suspended_idle_day" if _known(row["commenced_on"]) else "first_idle_day"
        first = _day(row[clock])
        well_until = first - timedelta(days=1) if first else None
        matters.append(Matter("idle", well_until, (on - well_until).days if well_until else 0))
    if row["payment_status"] in _UNPAID:
        matters.append(Matter("payment", None, int(_or_none(row["payment_days"]) or 0)))
    return tuple(matters)


def _known(value: Any) -> bool:
    return not pd.isna(value)


def _or_none(value: Any) -> Any:
    return value if _known(value) else None


def _is_true(value: Any) -> bool:
    return _known(value) and bool(value)


def _day(value: pd.Timestamp) -> date | None:
    return value.date() if _known(value) else None
