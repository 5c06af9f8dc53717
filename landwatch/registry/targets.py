"""The land to be revitalised in a year: set, corrected, taken back, and as it was known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from landwatch.errors import RegisterError
from landwatch.i18n import gettext as _
from landwatch.model import Target
from landwatch.registry.amending import found_key, write
from landwatch.registry.canonical import instant_text
from landwatch.registry.change_request import Act, Done
from landwatch.registry.lookups import stamped_rows
from landwatch.registry.replacing import Writing
from landwatch.registry.row_mapping import Kind, read_back, row_of
from landwatch.registry.tables import sources, targets
from landwatch.units import format_mu

__all__ = ["RecordedTarget", "recorded", "set_targets"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedTarget:
    """A target with who set it, when, why and on which document.

    Attributes
    ----------
    target
        Year, cluster and area.
    recorded_by, recorded_at
        Who set it, and the instant in UTC.
    reason, document
        Why, and the number of the document (文号).
    """

    target: Target
    recorded_by: str
    recorded_at: datetime
    reason: str | None
    document: str | None

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values, the area in mu as a decimal string."""
        return {
            "year": self.target.year,
            "cluster": self.target.cluster,
            "target_mu": format_mu(self.target.area_cm2),
            "recorded_by": self.recorded_by,
            "recorded_at": self.recorded_at.isoformat(),
            "reason": self.reason,
            "document": self.document,
        }


def set_targets(
    connection: Connection, wanted: Sequence[Target], act: Act, *, withdrawn: bool = False
) -> Done:
    """Set targets, all of them or none; one of the same year and cluster takes the place of the other.

    Parameters
    ----------
    connection
        A connection of the only writer.
    wanted
        The targets.
    act
        Who, when, why and on which document.
    withdrawn
        Whether they were never set: those of these years and clusters stand no longer.

    Returns
    -------
    Done
        Its key names years and clusters. Nothing is written if it is recorded like that already.

    Raises
    ------
    RegisterError
        If there is no such cluster, or a year and cluster is named twice.
    """
    standing = {
        (each.year, each.cluster): (row["row_id"], each)
        for row in stamped_rows(connection, targets)
        for each in [read_back(Target, row)]
    }
    places = [(each.year, each.cluster) for each in wanted]
    _refuse_twice(places)
    writing = Writing()
    for target, place in zip(wanted, places, strict=True):
        if target.cluster is not None:
            found_key(connection, Kind.CLUSTERS, target.cluster)
        known = standing.get(place)
        if known is not None and (withdrawn or known[1] != target):
            writing.end(targets.name, known[0])
        if not withdrawn and (known is None or known[1] != target):
            writing.add(targets.name, row_of(target, _named(place)))
    key = ", ".join(map(_named, places))
    if writing.is_empty:
        return Done(key=key)
    content = [f"{target.year} {target.cluster or ''} {target.area_cm2}" for target in wanted]
    return Done(key=key, recorded_at=write(connection, "target", act, writing, content, str(withdrawn)))


def recorded(connection: Connection, known_at: datetime | None) -> tuple[RecordedTarget, ...]:
    """Read the targets.

    Parameters
    ----------
    connection
        A connection to the register.
    known_at
        The instant of knowledge, with time zone; ``None`` for now.

    Returns
    -------
    tuple of RecordedTarget
        Those that stood then, by year; that of the zone before those of clusters.
    """
    rows = select(targets, sources.c.reason, sources.c.document).join(
        sources, sources.c.row_id == targets.c.source_id
    )
    if known_at is None:
        rows = rows.where(targets.c.superseded_at.is_(None))
    else:
        at = instant_text(known_at)
        later = targets.c.superseded_at.is_(None) | (targets.c.superseded_at > at)
        rows = rows.where(targets.c.recorded_at <= at, later)
    found = (
        RecordedTarget(
            target=read_back(Target, dict(row)),
            recorded_by=row["recorded_by"],
            recorded_at=datetime.fromisoformat(row["recorded_at"]),
            reason=row["reason"],
            document=row["document"],
        )
        for row in connection.execute(rows.order_by(targets.c.row_id)).mappings()
    )
    return tuple(sorted(found, key=lambda each: (each.target.year, each.target.cluster or "")))


def _named(place: tuple[int, str | None]) -> str:
    year, cluster = place
    return f"{year} {cluster or _('zone')}"


def _refuse_twice(places: Sequence[tuple[int, str | None]]) -> None:
    twice = next((place for place in places if places.count(place) > 1), None)
    if twice is not None:
        raise RegisterError(
            _("The target of {place} is given twice; nothing was changed. Keep one of the two.").format(
                place=_named(twice)
            )
        )
