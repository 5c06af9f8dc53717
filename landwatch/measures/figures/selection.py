"""Which contracts and which events a figure counts: frames whose size is the figure."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from landwatch.measures.figures.periods import days_of
from landwatch.model import ContractStatus, EventType
from landwatch.remembered import remembered
from landwatch.rules import Assessment
from landwatch.snapshot import Snapshot, are_in

__all__ = [
    "between",
    "contracts",
    "dated",
    "disposals",
    "live",
    "matching",
    "per_contract",
    "slim",
    "suspensions",
    "within_own_area",
]

_OF_EVENT = ["event_id", "contract_no", "day", "start", "end", "parcel_no", "document", "details"]
_BELONGING = ["cluster", "holder", "holder_code"]


_MEASURED = (
    "cluster holder holder_code land_use area_cm2 signed_on contract_status idle_status payment_status "
    "acceptance_status production_status full_production_status standard_land_status commencement_status "
    "completion_status effective_commencement_due completion_due commencement_breach completion_breach "
    "commencement_breach_area_cm2 completion_breach_area_cm2 suspension_status handed_over_on "
    "agreed_handover commenced_on completed_on accepted_on"
).split()
"""The columns of an assessment that figures read."""


def slim(assessment: Assessment, chosen: pd.Series | None = None) -> Assessment:
    """Leave out what figures do not read, and perhaps contracts: selections then copy little.

    Parameters
    ----------
    assessment
        The judged contracts.
    chosen
        Truth value a contract; all where it is not given.

    Returns
    -------
    Assessment
        The same facts; contracts with the columns that figures read.
    """
    judged = assessment.contracts
    if list(judged.columns) != _MEASURED:
        # Arrow would make a new string of each number whenever a figure names its rows.
        judged = judged[_MEASURED].set_axis(judged.index.astype(object))
    return replace(assessment, contracts=judged if chosen is None else judged[chosen])


def contracts(assessment: Assessment, cluster: str | None = None) -> pd.DataFrame:
    """Select the judged contracts, of one cluster or of all.

    Parameters
    ----------
    assessment
        The judged contracts.
    cluster
        Only this cluster.
    """
    judged = assessment.contracts
    return judged if cluster is None else judged[judged["cluster"] == cluster]


def live(assessment: Assessment, cluster: str | None = None) -> pd.DataFrame:
    """Select pool P: the contracts in force on the day judged.

    Parameters
    ----------
    assessment
        The judged contracts.
    cluster
        Only this cluster.
    """
    chosen = contracts(assessment, cluster)
    return chosen[chosen["contract_status"] == ContractStatus.LIVE]


@remembered
def dated(assessment: Assessment, kind: EventType, cluster: str | None = None) -> pd.DataFrame:
    """Select the events of one kind up to the day judged, oldest first.

    Parameters
    ----------
    assessment
        The judged contracts with the facts they rest on.
    kind
        The kind of event; a period is dated by its first day.
    cluster
        Only events of contracts in this cluster.

    Returns
    -------
    pandas.DataFrame
        Number, contract, days, parcel, document and details (mappings) of the events; cluster, holder and
        area of the contract.
    """
    facts = _events(assessment.snapshot, kind)
    facts = facts[facts["day"] <= pd.Timestamp(assessment.on)]
    judged = contracts(assessment, cluster)
    place = judged.index.get_indexer(pd.Index(facts["contract_no"], dtype=object))
    belonging = judged[[*_BELONGING, "area_cm2"]].take(place[place >= 0])
    columns = {str(name): belonging[name].array for name in belonging}
    return facts[place >= 0].reset_index(drop=True).assign(**columns)


@remembered
def _events(snapshot: Snapshot, kind: EventType) -> pd.DataFrame:
    """The events of one kind, oldest first, their details read."""
    facts = snapshot.events.loc[snapshot.events["type"] == kind, _OF_EVENT]
    facts = facts.assign(day=facts["day"].fillna(facts["start"])).sort_values(["day", "event_id"])
    details: list[dict[str, Any]] = [_read(text) for text in facts["details"]]
    return facts.assign(details=pd.Series(details, facts.index, dtype=object))


def _read(details: Any) -> dict[str, Any]:
    return dict(json.loads(details)) if isinstance(details, str) else {}


def between(events: pd.DataFrame, first: date, last: date) -> pd.DataFrame:
    """Keep the events of a period.

    Parameters
    ----------
    events
        Events with a `day`.
    first, last
        First and last day, both inside.
    """
    return events[events["day"].between(pd.Timestamp(first), pd.Timestamp(last))]


def matching(events: pd.DataFrame, wanted: Callable[[Mapping[str, Any]], bool]) -> pd.DataFrame:
    """Keep the events whose details are as wanted.

    Parameters
    ----------
    events
        Events with their `details`.
    wanted
        Tells whether an event counts.
    """
    return events[events["details"].map(wanted).astype(bool)]


def within_own_area(events: pd.DataFrame, snapshot: Snapshot) -> pd.DataFrame:
    """Give each event the ground it adds, so that no parcel or contract counts more than it has.

    Parameters
    ----------
    events
        Events in order of their days, with the area of their contract in cm².
    snapshot
        The facts; a parcel that was split has the area of its pieces.

    Returns
    -------
    pandas.DataFrame
        The events; `area_cm2` is what the event states (else its whole parcel or contract), less what
        earlier events took of the same ground.
    """
    registered = snapshot.parcels.set_index("parcel_no")["registered_area_cm2"]
    pieces = snapshot.ground_by_name
    pieces = pieces[are_in(pieces["contract_no"], events["contract_no"])]
    areas = pieces.groupby(["contract_no", "name"])["area_cm2"].sum(min_count=1)
    named = pd.MultiIndex.from_frame(events[["contract_no", "parcel_no"]])
    whole = events["parcel_no"].map(registered).astype("Int64")
    whole = whole.fillna(pd.Series(areas.reindex(named).array, events.index)).fillna(events["area_cm2"])
    stated = pd.Series([details.get("area_cm2") for details in events["details"]], events.index, "Int64")
    claimed = stated.fillna(whole)
    ground = events["parcel_no"].fillna(events["contract_no"])
    upto = claimed.groupby(ground).cumsum()
    return events.assign(area_cm2=_capped(upto, whole) - _capped(upto - claimed, whole))


def _capped(area: pd.Series, whole: pd.Series) -> pd.Series:
    return area.mask((area > whole).fillna(False), whole)


@remembered
def disposals(
    assessment: Assessment, kind: str, year: int, cluster: str | None = None, *, month: int | None = None
) -> pd.DataFrame:
    """Select the disposals of one kind of default in a year or a month, up to the day judged.

    Parameters
    ----------
    assessment
        The judged contracts with the facts they rest on.
    kind
        ``commencement`` or ``completion``.
    year
        Calendar year.
    cluster
        Only contracts of this cluster.
    month
        1 to 12 for what that month adds to the year.

    Returns
    -------
    pandas.DataFrame
        Events in order of their days, each with the ground it adds (:func:`within_own_area`).
    """
    found = matching(
        dated(assessment, EventType.DEFAULT_DISPOSED, cluster), lambda details: details.get("kind") == kind
    )
    counted = within_own_area(between(found, *days_of(year)), assessment.snapshot)
    return counted if month is None else between(counted, *days_of(year, month))


def per_contract(events: pd.DataFrame) -> pd.DataFrame:
    """Add the ground of several events of one contract up: one row a contract.

    Parameters
    ----------
    events
        Events with an area each.
    """
    return events.groupby("contract_no")[["area_cm2"]].sum(min_count=1)


def suspensions(assessment: Assessment, first: date, last: date, cluster: str | None = None) -> pd.DataFrame:
    """Select the suspensions of approvals in force on any day of a period.

    Parameters
    ----------
    assessment
        The judged contracts with the facts they rest on.
    first, last
        First and last day, both inside; the day of lifting is the last day of a suspension.
    cluster
        Only contracts of this cluster.
    """
    imposed = dated(assessment, EventType.SUSPENSION_IMPOSED, cluster)
    lifted = dated(assessment, EventType.SUSPENSION_LIFTED, cluster)[["contract_no", "day"]]
    plain = {"contract_no": object}  # An asof merge refuses a text column of Arrow that has no rows.
    spells = pd.merge_asof(
        imposed.astype(plain),
        lifted.assign(lifted=lifted["day"]).astype(plain),
        on="day",
        by="contract_no",
        direction="forward",
    )
    until = spells[["lifted", "end"]].min(axis=1)
    active = (spells["day"] <= pd.Timestamp(last)) & (until.isna() | (until >= pd.Timestamp(first)))
    return spells[active].set_index("contract_no")
