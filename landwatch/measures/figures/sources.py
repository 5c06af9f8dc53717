"""How old the facts behind a figure are, and which figures rest on a source that is too old."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

import pandas as pd

from landwatch.measures.figures.declared import declared
from landwatch.measures.figures.figure import Figure
from landwatch.model import EventType
from landwatch.rules import Assessment

__all__ = ["LIMITS", "dated", "newest"]

_OF_SOURCE: Mapping[str, tuple[EventType, ...]] = {
    "facts": (),
    "patrols": (EventType.PATROL,),
    "indicators": (EventType.INDICATOR_MEASURED,),
}
LIMITS: Mapping[str, int] = {"facts": 31, "patrols": 92, "indicators": 366}
"""Days after which a source is too old, by name: all dated facts, patrols, measured indicators. A choice of
this system: a month's ledger, a quarter's patrols, a year's indicators."""


def newest(assessment: Assessment, source: str) -> date | None:
    """Find the day up to which a source is known to be kept.

    Parameters
    ----------
    assessment
        The judged contracts with their facts.
    source
        One of :data:`LIMITS`.

    Returns
    -------
    date or None
        The newest day on which one of its facts happened or was recorded, not after the day judged; None
        where it has none.
    """
    events = assessment.snapshot.events
    kinds = _OF_SOURCE[source]
    chosen = events[events["type"].isin(kinds)] if kinds else events
    happened = chosen["day"].fillna(chosen["start"]).max()
    recorded = chosen["recorded_at"].dropna().max()
    days = [] if pd.isna(happened) else [happened.date()]
    days += [date.fromisoformat(recorded[:10])] if isinstance(recorded, str) else []
    return min(max(days), assessment.on) if days else None


def dated(
    figures: Iterable[Figure], assessment: Assessment, limits: Mapping[str, int] | None = None
) -> tuple[Figure, ...]:
    """Give each figure the age of the source it rests on, and mark those whose source is too old.

    Parameters
    ----------
    figures
        The figures.
    assessment
        The judged contracts they were made from.
    limits
        Most days by source; :data:`LIMITS` where it is not given.

    Returns
    -------
    tuple of Figure
        In the same order, with `data_as_of` and `stale`; a source without any fact is too old.
    """
    allowed = {**LIMITS, **(limits or {})}
    until = {source: newest(assessment, source) for source in LIMITS}

    old = {
        source: day is None or (assessment.on - day).days > allowed[source] for source, day in until.items()
    }
    return tuple(
        replace(figure, data_as_of=until[source], stale=old[source])
        for figure in figures
        for source in [declared(figure.id).source]
    )
