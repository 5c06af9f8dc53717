"""What there is to do about each contract on a day: flags to review, days that fall due soon, patrols due."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal

import pandas as pd

from landwatch.i18n import gettext as _
from landwatch.measures.figures import selection
from landwatch.measures.flagged import FlaggedContract, Review, findings, reviews_of
from landwatch.measures.patrols.plan import open_until
from landwatch.model import CommencementStatus, CompletionStatus, PaymentStatus
from landwatch.rules import Assessment
from landwatch.rules.explanation.findings import Finding
from landwatch.rules.explanation.findings import findings as rules_findings
from landwatch.rules.wording import STATUS, word
from landwatch.snapshot import are_in

__all__ = ["GRAVITIES", "KINDS", "Duty", "Gravity", "Kind", "kind_name", "work_list", "work_list_again"]

Kind = Literal["commencement", "completion", "idle", "payment", "reminder", "patrol"]
Gravity = Literal["grave", "serious", "notice"]
KINDS: tuple[Kind, ...] = ("commencement", "completion", "idle", "payment", "reminder", "patrol")
GRAVITIES: tuple[Gravity, ...] = ("grave", "serious", "notice")

_REMINDER = "=REMIND"


@dataclass(frozen=True, kw_only=True)
class Duty:
    """A contract with something to do about it.

    Attributes
    ----------
    contract_no, cluster, holder
        Which contract, where, whose.
    flagged
        What is open, where the contract is flagged.
    reminders
        What falls due soon, each with its day.
    patrol_until
        Last day of the next patrol that may be made now and was not made; ``None`` where there is none.
    review
        The latest review.
    on
        The day judged.
    """

    contract_no: str
    cluster: str | None
    holder: str | None
    flagged: FlaggedContract | None
    reminders: tuple[Finding, ...]
    patrol_until: date | None
    review: Review | None
    on: date

    @cached_property
    def kinds(self) -> tuple[Kind, ...]:
        """What there is to do, as words of :data:`KINDS` in their order."""
        found: set[str] = {matter.what for matter in self.flagged.matters} if self.flagged else set()
        found |= {"reminder"} if self.reminders else set()
        found |= {"patrol"} if self.patrol_until else set()
        return tuple(kind for kind in KINDS if kind in found)

    @cached_property
    def gravity(self) -> Gravity:
        """The gravest of what is open."""
        said = {step.severity for step in self.flagged.steps} if self.flagged else set()
        return next((word for word in GRAVITIES if word in said), "notice")

    @property
    def reviewed(self) -> bool:
        """Whether a flagged contract was reviewed since everything that is open had begun."""
        return self.flagged is not None and self.flagged.reviewed

    @cached_property
    def days(self) -> int:
        """Days late; where nothing is late, the days until the next due day as a negative number."""
        if self.flagged:
            return self.flagged.days_late
        due = [step.deadline for step in self.reminders if step.deadline]
        until = min([*due, *([self.patrol_until] if self.patrol_until else [])], default=self.on)
        return (self.on - until).days


def kind_name(kind: str) -> str:
    """Name a kind of work in the current language.

    Parameters
    ----------
    kind
        Word of :data:`KINDS`.
    """
    names = {
        "commencement": word(STATUS["commencement_status"], CommencementStatus.BREACH),
        "completion": word(STATUS["completion_status"], CompletionStatus.BREACH),
        "idle": _("idle land"),
        "payment": word(STATUS["payment_status"], PaymentStatus.BREACH),
        "reminder": word(STATUS["completion_status"], CompletionStatus.REMIND),
        "patrol": _("patrol"),
    }
    return names[kind]


def work_list(assessment: Assessment) -> tuple[Duty, ...]:
    """List what there is to do, the longest overdue first, then what falls due next.

    A patrol is due as the plan says (:func:`landwatch.measures.patrols.plan.plan`), until a visit counts.

    Parameters
    ----------
    assessment
        The judged contracts.

    Returns
    -------
    tuple of Duty
        One a contract, by days, then by number.
    """
    flagged = {each.contract_no: each for each in findings(assessment)}
    live = selection.live(assessment)
    reminders = dict(_reminders(live))
    to_visit = _to_visit(assessment, live)
    reviews = reviews_of(assessment)
    about = live.loc[[*dict.fromkeys([*flagged, *reminders, *to_visit])]]
    named = zip(about.index, about["cluster"], about["current_holder"], about["holder"], strict=True)
    duties = (
        Duty(
            contract_no=str(number),
            cluster=_text(cluster),
            holder=_text(current_holder) or _text(holder),
            flagged=flagged.get(str(number)),
            reminders=reminders.get(str(number), ()),
            patrol_until=to_visit.get(str(number)),
            review=next(iter(reviews.get(str(number), ())[::-1]), None),
            on=assessment.on,
        )
        for number, cluster, current_holder, holder in named
    )
    return tuple(sorted(duties, key=_place))


def work_list_again(
    before: Iterable[Duty], assessment: Assessment, touched: Collection[str]
) -> tuple[Duty, ...]:
    """List it when some contracts were touched since; of the others what there is to do stands.

    Parameters
    ----------
    before
        What :func:`work_list` gave, in the same language.
    assessment
        The contracts as they are judged now, on the same day.
    touched
        Numbers of the contracts of which something may differ.

    Returns
    -------
    tuple of Duty
        What :func:`work_list` gives now.
    """
    few = work_list(assessment.of_which(are_in(assessment.contracts.index, touched)))
    return tuple(sorted([*(duty for duty in before if duty.contract_no not in touched), *few], key=_place))


def _place(duty: Duty) -> tuple[int, str]:
    return -duty.days, duty.contract_no


def _to_visit(assessment: Assessment, live: pd.DataFrame) -> dict[str, date]:
    wanted = open_until(assessment)
    wanted = wanted[are_in(wanted.index, live.index)]
    return {str(number): until.date() for number, until in wanted.items()}


def _reminders(live: pd.DataFrame) -> Iterable[tuple[str, tuple[Finding, ...]]]:
    """The contracts of which something falls due soon."""
    statuses = [name for name in live.columns if str(name).endswith("_status")]
    soon = (live[statuses] == "REMIND").any(axis=1)
    for number, row in live[soon].to_dict("index").items():
        yield str(number), tuple(f for f in rules_findings(row) if f.code.endswith(_REMINDER))


def _text(value: Any) -> str | None:
    return None if pd.isna(value) else str(value)
