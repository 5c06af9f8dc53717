"""What would change for a contract and for the district if something were otherwise. Nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.measures import figures
from landwatch.measures.figures import Figure
from landwatch.measures.flagged import close_matches
from landwatch.model import Contract, Event, Phase
from landwatch.registry import Register
from landwatch.rules import Assessment, Conventions, assess
from landwatch.rules.explanation.phrasing import change_dict
from landwatch.rules.parameters import Law, load_law
from landwatch.rules.value_changes import Change, changes, with_events
from landwatch.rules.what_if import supposed_event, with_choices
from landwatch.snapshot import Snapshot
from landwatch.units import round_half_up

__all__ = ["Cut", "RateChange", "WhatIf", "suppose", "what_if"]

Cut = Callable[[Assessment], Assessment]
"""Leaves of an assessment what somebody sees."""

_RATES: tuple[tuple[figures.Obligation, figures.Pool, figures.Measure], ...] = (
    ("commencement", "P", "area"),
    ("commencement", "P", "count"),
    ("commencement", "D", "area"),
    ("commencement", "D", "count"),
    ("completion", "P", "area"),
    ("completion", "P", "count"),
    ("completion", "D", "area"),
    ("completion", "D", "count"),
)


@dataclass(frozen=True)
class RateChange:
    """A default rate of the whole register as it is, as it would be, and the difference in points."""

    before: Figure
    after: Figure

    @property
    def points(self) -> str:
        """The difference in percentage points to 0.01, signed; n/a where one of the two is."""
        moved = figures.change(self.before, self.after).value
        return _("n/a") if moved is None else f"{round_half_up(moved * 100, 2):+f}"

    def to_dict(self) -> dict[str, Any]:
        """Return the rate as JSON values."""
        return {
            "id": self.after.id,
            "label": self.after.label,
            "before": self.before.to_dict()["value"],
            "after": self.after.to_dict()["value"],
            "points": self.points,
        }


@dataclass(frozen=True, kw_only=True)
class WhatIf:
    """What would change.

    Attributes
    ----------
    contract_no, on
        Which contract, judged at the end of which day.
    changes
        Every value of the contract that differs.
    rates
        Every default rate of the register, differing or not.
    illustrative
        Whether the data are invented.
    """

    contract_no: str
    on: date
    changes: tuple[Change, ...]
    rates: tuple[RateChange, ...]
    illustrative: bool

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as JSON values."""
        return {
            "contract_no": self.contract_no,
            "on": self.on.isoformat(),
            "illustrative": self.illustrative,
            "changes": [change_dict(change) for change in self.changes],
            "rates": [rate.to_dict() for rate in self.rates],
        }


def what_if(
    database: str,
    contract_no: str,
    on: date,
    conventions: Conventions | None = None,
    *,
    events: Sequence[str] = (),
    law_file: Path | None = None,
    choices: Sequence[str] = (),
) -> WhatIf:
    """Judge a register as it is and as it would be; nothing is written.

    Parameters
    ----------
    database
        URL of the register.
    contract_no
        The contract asked about, and the one that the events happen to.
    on
        The day whose end is judged.
    conventions
        The choices in force.
    events
        Supposed facts as JSON; see :func:`landwatch.rules.what_if.supposed_event`.
    law_file
        A law file whose values take the place of the package's own.
    choices
        Conventions chosen otherwise, as ``name=value``.

    Raises
    ------
    UsageError
        If nothing is supposed, the contract is not known on that day, or an event or choice is off.
    LawError
        If the law file breaks the form.
    RegisterError
        If the register cannot be opened or read.
    """
    if not (events or law_file or choices):
        raise UsageError(_("nothing is supposed; give at least one of --event, --law and --set"))
    conventions = conventions or Conventions()
    otherwise = with_choices(conventions, choices)
    law = load_law().amended(law_file) if law_file else load_law()
    with Register.open(database) as register:
        snapshot = register.snapshot(on)
    _check(snapshot, contract_no)
    before = assess(snapshot, conventions)
    return suppose(before, contract_no, _events(snapshot, contract_no, events), otherwise, law=law)


def suppose(
    assessment: Assessment,
    contract_no: str,
    events: Sequence[Event],
    otherwise: Conventions | None = None,
    *,
    law: Law | None = None,
    cut: Cut | None = None,
) -> WhatIf:
    """Judge anew what is judged already, as it would be; nothing is written.

    Parameters
    ----------
    assessment
        The register as it is judged, whole: a contract stands as it stands for everybody.
    contract_no
        The contract asked about.
    events
        Facts of it that are supposed besides.
    otherwise
        The conventions chosen otherwise; those in force where not given.
    law
        The law supposed; the package's own where not given.
    cut
        Leaves what whoever asks may see; the rates are those of what is left.

    Returns
    -------
    WhatIf
        What would change.

    Raises
    ------
    UsageError
        If an event begins after the judged day: then it changes nothing.
    """
    snapshot = assessment.snapshot
    _check_days(events, snapshot.on)
    supposed = with_events(snapshot, events) if events else snapshot
    after = assess(supposed, otherwise or assessment.conventions, law=law or load_law())
    one, other = (cut(each) if cut else each for each in (assessment, after))
    return WhatIf(
        contract_no=contract_no,
        on=snapshot.on,
        changes=tuple(changes(_only(one, contract_no), _only(other, contract_no))),
        rates=tuple(map(RateChange, _rates(one), _rates(other))),
        illustrative=snapshot.illustrative,
    )


def _check_days(events: Sequence[Event], on: date) -> None:
    for event in events:
        begins = event.start or event.day
        if begins and begins > on:
            raise UsageError(
                _(
                    "{begins} lies after {on}, the day judged: the fact would change nothing then. "
                    "Give a day up to that, or judge a later day."
                ).format(begins=begins.isoformat(), on=on.isoformat())
            )


def _check(snapshot: Snapshot, contract_no: str) -> None:
    known = set(snapshot.contracts["contract_no"])
    if contract_no not in known:
        raise UsageError(
            _("contract {number} is not in the register on {day}{close}").format(
                number=contract_no, day=snapshot.on.isoformat(), close=close_matches(contract_no, known)
            )
        )


def _events(snapshot: Snapshot, contract_no: str, texts: Sequence[str]) -> list[Event]:
    phases, parcels = (
        [str(part) for part in frame.loc[frame["contract_no"] == contract_no, column]]
        for frame, column in ((snapshot.phases, "number"), (snapshot.contract_parcels, "parcel_no"))
    )
    contract = Contract(
        contract_no=contract_no,
        phases=tuple(Phase(number=number) for number in phases),
        parcel_nos=tuple(parcels),
    )
    return [supposed_event(text, contract, snapshot.on) for text in texts]


def _only(assessment: Assessment, contract_no: str) -> Assessment:
    return replace(assessment, contracts=assessment.contracts.loc[[contract_no]])


def _rates(assessment: Assessment) -> list[Figure]:
    return [figures.default_rate(assessment, obligation, by=by, pool=pool) for obligation, pool, by in _RATES]
