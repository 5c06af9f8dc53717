"""What keeps land of dormant firms from being used again, and which firm took the place of which."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

import pandas as pd

from landwatch.catalogue import words_of
from landwatch.measures.acreage.methods import Method
from landwatch.model import EventType
from landwatch.snapshot import Snapshot

__all__ = ["Obstacle", "ObstacleKind", "Replacement", "obstacle_name", "obstacles_of", "replacements_of"]


class ObstacleKind(StrEnum):
    """Obstacles to using the land of a dormant firm again (僵尸企业处置障碍)."""

    SEIZURE = "seizure"
    MORTGAGE = "mortgage"
    RESETTLEMENT = "resettlement"
    DISPUTE = "dispute"


def obstacle_name(kind: ObstacleKind) -> str:
    """Return the name of a kind of obstacle in the current language.

    Parameters
    ----------
    kind
        The kind.
    """
    return words_of("obstacle")[kind].label


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    """An obstacle on file.

    Attributes
    ----------
    contract_no, kind
        Where, and what.
    found_on, cleared_on
        The days; ``None`` while it stands.
    document, cleared_by
        The documents that say so.
    """

    contract_no: str
    kind: ObstacleKind
    found_on: date
    cleared_on: date | None = None
    document: str | None = None
    cleared_by: str | None = None


@dataclass(frozen=True, kw_only=True)
class Replacement:
    """The firm that left, and the firm that came (腾笼换鸟).

    Attributes
    ----------
    contract_no, day, document
        Contract of the firm that left, the day, and the document.
    left, came
        The two firms; ``None`` where it is not on file.
    """

    contract_no: str
    day: date
    left: str | None
    came: str | None
    document: str | None


def obstacles_of(snapshot: Snapshot) -> tuple[Obstacle, ...]:
    """List the obstacles on file; one is cleared by the first later fact of its contract and kind.

    Parameters
    ----------
    snapshot
        The facts.

    Returns
    -------
    tuple of Obstacle
        In the order in which they were found.
    """
    standing: dict[tuple[str, ObstacleKind], list[Obstacle]] = {}
    found: list[Obstacle] = []
    for event, details in _events(snapshot, EventType.OBSTACLE_FOUND, EventType.OBSTACLE_CLEARED):
        if details.get("obstacle") not in list(ObstacleKind):
            continue
        key = (event["contract_no"], ObstacleKind(details["obstacle"]))
        day, document = event["day"].date(), _text(event["document"])
        if event["type"] == EventType.OBSTACLE_FOUND:
            obstacle = Obstacle(contract_no=key[0], kind=key[1], found_on=day, document=document)
            standing.setdefault(key, []).append(obstacle)
        elif standing.get(key):
            first = standing[key].pop(0)
            found.append(replace(first, cleared_on=day, cleared_by=document))
    found += [obstacle for left in standing.values() for obstacle in left]
    return tuple(sorted(found, key=lambda o: (o.found_on, o.contract_no, o.kind)))


def replacements_of(snapshot: Snapshot) -> tuple[Replacement, ...]:
    """List which firm came for which (腾笼换鸟), one row a contract and day.

    Parameters
    ----------
    snapshot
        The facts.

    Returns
    -------
    tuple of Replacement
        In the order of their days.
    """
    holders = snapshot.contracts.set_index("contract_no")["holder"].to_dict()
    return tuple(
        Replacement(
            contract_no=event["contract_no"],
            day=event["day"].date(),
            left=_text(holders.get(event["contract_no"])),
            came=_text(details.get("to")),
            document=_text(event["document"]),
        )
        for event, details in _events(snapshot, EventType.REVITALISED)
        if details.get("method") == Method.PHASEOUT
    )


def _events(snapshot: Snapshot, *kinds: EventType) -> list[tuple[dict[Any, Any], dict[str, Any]]]:
    events = snapshot.events
    chosen = events[events["type"].isin(kinds) & (events["day"] <= pd.Timestamp(snapshot.on))]
    rows = chosen.sort_values(["day", "event_id"]).to_dict("records")
    return [(row, json.loads(row["details"]) if isinstance(row["details"], str) else {}) for row in rows]


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
