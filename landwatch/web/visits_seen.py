"""What pages and API take from a kept assessment about visits and what they propose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd

from landwatch.catalogue import photo_item
from landwatch.measures.patrols.proposals import Proposal, proposals
from landwatch.measures.patrols.trust import Trust, ground_of, is_weak, trust_of
from landwatch.measures.patrols.visits import missed, visits, visits_again
from landwatch.services.assessing.keeping import Kept
from landwatch.units import percent_text
from landwatch.web.faults import Refused

__all__ = [
    "SeenVisit",
    "holders_of",
    "proposal_seen",
    "proposals_seen",
    "told_visits",
    "trusts_of",
    "visits_of",
    "visits_seen",
    "weak_proposals",
]


@dataclass(frozen=True, kw_only=True)
class SeenVisit:
    """A visit as pages and API tell of it.

    Attributes
    ----------
    number
        Its number; ``None`` where an older record has none.
    contract_no, cluster, parcel_no, day, person, recorded_by
        Where, when, who went and who recorded it.
    counts, lacks
        Whether it counts for the patrol rate, and what it lacks to.
    details
        What was found, by the names of the details of a fact.
    photos, voices, sketches
        Name of each photograph, recording and sketch, and the personal item that holds it.
    """

    number: str | None
    contract_no: str
    cluster: str | None
    parcel_no: str | None
    day: date
    person: str | None
    recorded_by: str | None
    counts: bool
    lacks: tuple[str, ...]
    details: Mapping[str, Any]
    photos: tuple[tuple[str, str], ...]
    voices: tuple[tuple[str, str], ...]
    sketches: tuple[tuple[str, str], ...]

    @property
    def percent(self) -> str:
        """The share done in percent, to one place; empty where nobody said it."""
        share = self.details.get("done_share")
        return "" if share is None else percent_text(Fraction(str(share)))


def visits_seen(kept: Kept) -> pd.DataFrame:
    """List the visits up to the judged day.

    Parameters
    ----------
    kept
        The judged register as the visitor sees it.
    """
    return kept.once(
        "visits",
        lambda: visits(kept.assessment),
        again=lambda before, touched: visits_again(before, kept.assessment, touched),
    )


def told_visits(rows: pd.DataFrame) -> tuple[SeenVisit, ...]:
    """Tell of visits.

    Parameters
    ----------
    rows
        Some rows of :func:`visits_seen`.
    """
    return tuple(_told(row) for row in rows.to_dict("records"))


def visits_of(kept: Kept, contract_no: str) -> tuple[SeenVisit, ...]:
    """Tell of the visits of a contract, oldest first.

    Parameters
    ----------
    kept
        The judged register as the visitor sees it.
    contract_no
        Number of the contract.
    """
    # Of one contract few are read, however many the register has and whatever was recorded just now.
    whole = kept.assessment
    place = np.flatnonzero(whole.contracts.index == contract_no)
    if not len(place):
        return ()
    # A row of all columns costs more than all that visits read of it.
    judged = whole.contracts[["cluster", "signed_on"]].iloc[place]
    facts = whole.snapshot.of_contracts([contract_no])
    return told_visits(visits(replace(whole, snapshot=facts, contracts=judged)))


def trusts_of(kept: Kept, made: Iterable[SeenVisit]) -> Mapping[str, tuple[Trust, ...]]:
    """Tell how far the photographs of visits can be trusted.

    Parameters
    ----------
    kept
        The judged register as the visitor sees it.
    made
        The visits.

    Returns
    -------
    Mapping
        By number of the visit; those without photographs or a number are left out.
    """
    snapshot = kept.assessment.snapshot
    return {
        each.number: trust_of(
            each.details, each.day, ground_of(snapshot, each.contract_no, each.parcel_no), snapshot
        )
        for each in made
        if each.number and each.photos
    }


def holders_of(kept: Kept, contract_nos: Iterable[str]) -> Mapping[str, str | None]:
    """Name who holds contracts now.

    Parameters
    ----------
    kept
        The judged register as the visitor sees it.
    contract_nos
        Numbers of some of them.
    """
    known = kept.assessment.contracts.loc[list(contract_nos), ["current_holder", "holder"]]
    names = known["current_holder"].where(known["current_holder"].notna(), known["holder"])
    return {str(number): None if pd.isna(name) else str(name) for number, name in names.items()}


def _told(row: Mapping[Any, Any]) -> SeenVisit:
    texts = ("cluster", "parcel_no", "person", "recorded_by")
    known = {name: None if pd.isna(row[name]) else str(row[name]) for name in texts}
    details = row["details"]
    return SeenVisit(
        number=details.get("visit"),
        contract_no=str(row["contract_no"]),
        day=row["day"].date(),
        counts=bool(row["valid"]),
        lacks=tuple(condition.label for condition in missed(row)),
        details=details,
        photos=_items(details, "photos"),
        voices=_items(details, "voices"),
        sketches=_items(details, "sketches"),
        **known,
    )


def _items(details: Mapping[str, Any], member: str) -> tuple[tuple[str, str], ...]:
    return tuple((str(each.get("name") or ""), photo_item(each)) for each in details.get(member) or ())


def proposals_seen(kept: Kept) -> tuple[Proposal, ...]:
    """List what visits proposed by the judged day, oldest first.

    Parameters
    ----------
    kept
        The judged register as the visitor sees it.
    """
    return kept.once("proposals", lambda: proposals(kept.assessment))


def weak_proposals(kept: Kept) -> tuple[Proposal, ...]:
    """List the open proposals of visits no photograph of which is better than the worst grade.

    Parameters
    ----------
    kept
        The judged register as the visitor sees it.
    """
    waiting = {each.visit: each for each in proposals_seen(kept) if each.state == "open"}
    rows = visits_seen(kept)
    theirs = rows[[said.get("visit") in waiting for said in rows["details"]]]
    trusts = trusts_of(kept, told_visits(theirs))
    return tuple(waiting[number] for number, found in trusts.items() if is_weak(found))


def proposal_seen(kept: Kept, visit: str) -> Proposal:
    """Find what a visit proposes.

    Parameters
    ----------
    kept
        The judged register as the visitor sees it.
    visit
        Number of the visit.

    Raises
    ------
    Refused
        If no visit that the visitor sees has that number and proposes something.
    """
    found = next((each for each in proposals_seen(kept) if each.visit == visit), None)
    if found is None:
        raise Refused(404, "not there")
    return found
