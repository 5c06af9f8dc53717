"""A case: what it is about, how far it has come, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from landwatch.casework.procedure_files import Bar, Need, Procedure, Step, Version
from landwatch.i18n import gettext as _
from landwatch.model import EventType

__all__ = ["CLOSED", "COMPUTED", "TAKEN", "Case", "Closing", "Done", "Draft", "Next", "stage_name"]

COMPUTED, TAKEN, CLOSED = "computed", "taken", "closed"
"""Stages that every procedure has besides its steps."""

Closing = Literal["disposed", "no_breach"]


@dataclass(frozen=True, kw_only=True)
class Done:
    """A step that was taken: the fact that says so.

    Attributes
    ----------
    step
        Its id in the procedure.
    fact, day, document
        Kind, day and document number of the fact.
    in_effect_on
        The day on which a service took effect; else the day itself.
    person, recorded_by, recorded_at
        Who took it, who recorded it, and when; unknown ones are ``None``.
    """

    step: str
    fact: EventType
    day: date
    in_effect_on: date
    document: str | None
    person: str | None
    recorded_by: str | None
    recorded_at: datetime | None

    def to_dict(self) -> dict[str, Any]:
        """Return the step as JSON values."""
        return {
            "step": self.step,
            "fact": self.fact.value,
            "day": self.day.isoformat(),
            "document": self.document,
            "person": self.person,
            "recorded_by": self.recorded_by,
            "recorded_at": self.recorded_at.isoformat() if self.recorded_at else None,
        }


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A step that one person has drafted, and a second one has not confirmed.

    Attributes
    ----------
    step, day, document, details
        The step, and what is to be recorded of it.
    by, recorded_by
        Who drafted it, and who recorded that.
    """

    step: str
    day: date
    document: str | None
    details: Mapping[str, Any]
    by: str | None
    recorded_by: str | None


@dataclass(frozen=True, kw_only=True)
class Next:
    """A step that can come next.

    Attributes
    ----------
    step
        Its id in the procedure.
    missing
        The records that it lacks.
    barred
        What stands against it, whatever is on file.
    due
        The day by which it is due; ``None`` where no clock runs.
    draft
        What waits for a second person.
    """

    step: str
    missing: tuple[Need, ...] = ()
    barred: tuple[Bar, ...] = ()
    due: date | None = None
    draft: Draft | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the step as JSON values."""
        return {
            "step": self.step,
            "missing": [need.label for need in self.missing],
            "barred": [bar.label for bar in self.barred],
            "due": self.due.isoformat() if self.due else None,
            "drafted_by": self.draft.by if self.draft else None,
        }


@dataclass(frozen=True, kw_only=True)
class Case:
    """A case on a day, as it was known at an instant.

    Attributes
    ----------
    case_no
        Its number; ``None`` while nobody has taken it.
    kind, contract_no, cluster, holder
        What kind of case it is, about which contract, where and whose.
    opened_on
        The first day of what it is about: of the default, the suspicion, the application.
    taken_on, closed_on, closing
        When it was taken and closed, and how; ``None`` where it was not.
    person
        Who has it.
    stage
        Id of the last step taken; ``computed``, ``taken`` and ``closed`` are stages, too.
    stands
        Whether the facts still say what the case is about.
    has_open_hold
        Whether approvals are suspended for the contract.
    has_failed_service
        Whether an attempt to serve a paper failed since the case began.
    steps
        The steps taken, oldest first.
    drafts
        What waits for a second person.
    next
        The steps that can come next.
    procedure, version
        The procedure, and its version that holds for the case.
    """

    case_no: str | None
    kind: str
    contract_no: str
    cluster: str | None
    holder: str | None
    opened_on: date
    taken_on: date | None = None
    closed_on: date | None = None
    closing: str | None = None
    person: str | None = None
    stage: str
    stands: bool
    has_open_hold: bool = False
    has_failed_service: bool = False
    steps: tuple[Done, ...] = ()
    drafts: tuple[Draft, ...] = ()
    next: tuple[Next, ...] = ()
    procedure: Procedure = field(repr=False)
    version: Version = field(repr=False)

    @property
    def is_open(self) -> bool:
        """Whether somebody has taken it and nobody has closed it."""
        return self.case_no is not None and self.closed_on is None

    @property
    def due(self) -> date | None:
        """The first day by which something is due; ``None`` where no clock runs."""
        return min((each.due for each in self.next if each.due), default=None)

    @property
    def asks_for(self) -> Closing | None:
        """How it should be closed: a disposal is on file, or what it was about is gone."""
        if not self.is_open:
            return None
        if {done.step for done in self.steps} & set(self.version.closing):
            return "disposed"
        return None if self.stands else "no_breach"

    def step(self, name: str) -> Step:
        """Return a step of its procedure.

        Parameters
        ----------
        name
            Id of the step, which the procedure has.
        """
        return self.version.steps[name]

    def to_dict(self) -> dict[str, Any]:
        """Return the case as JSON values."""
        return {
            "case_no": self.case_no,
            "kind": self.kind,
            "stage": self.stage,
            "contract_no": self.contract_no,
            "opened_on": self.opened_on.isoformat(),
            "closed_on": self.closed_on.isoformat() if self.closed_on else None,
            "person": self.person,
            "cluster": self.cluster,
            "holder": self.holder,
            "taken_on": self.taken_on.isoformat() if self.taken_on else None,
            "closing": self.closing,
            "asks_for": self.asks_for,
            "stands": self.stands,
            "has_open_hold": self.has_open_hold,
            "due": self.due.isoformat() if self.due else None,
            "steps": [done.to_dict() for done in self.steps],
            "next": [each.to_dict() for each in self.next],
        }


def stage_name(case: Case) -> str:
    """Name the stage of a case in the current language.

    Parameters
    ----------
    case
        The case.
    """
    common = {COMPUTED: _("not taken"), TAKEN: _("taken"), CLOSED: _("closed")}
    return common.get(case.stage) or case.step(case.stage).label
