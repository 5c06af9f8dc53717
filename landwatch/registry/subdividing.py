"""Splitting and merging parcels: the old ones end to be true, the new ones begin, and one row says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import shapely
from sqlalchemy import Connection

from landwatch.errors import RegisterError
from landwatch.geo import MEASURING_EPSG, STORAGE_EPSG, project
from landwatch.i18n import gettext as _
from landwatch.model import Lineage, LineageKind, Parcel
from landwatch.registry import tables
from landwatch.registry.amending import ever_standing, found_key, write
from landwatch.registry.change_request import Act, Change, Done
from landwatch.registry.lookups import standing_records, standing_rows
from landwatch.registry.replacing import replacement
from landwatch.registry.row_mapping import Kind, laid_out, row_of

__all__ = ["TOLERANCE_M2", "subdivide"]

TOLERANCE_M2 = 5.0
"""Ground in m² by which new and old parcels may differ; a thousandth of the ground where that is more."""

_TOLERANCE_SHARE = 0.001


def subdivide(
    connection: Connection,
    kind: LineageKind,
    parents: Sequence[str],
    children: Sequence[Parcel],
    day: date,
    act: Act,
    measuring_epsg: int = MEASURING_EPSG,
) -> Done:
    """Let parcels come from parcels on a day.

    Parameters
    ----------
    connection
        A connection of the only writer.
    kind
        ``split`` (one parcel into several) or ``merge`` (several into one).
    parents
        Numbers of the parcels that end.
    children
        The parcels that begin, with boundaries; cluster and land use are the parents' where not given.
    day
        The first day on which the children are true.
    act
        Who, when, why and on which document.
    measuring_epsg
        Plane grid on which the grounds are compared.

    Returns
    -------
    Done
        Nothing is written if exactly this is recorded already.

    Raises
    ------
    RegisterError
        If the parcels are too few, a parent does not stand or is not true on the day, a child's number is
        taken, or the grounds are not the same.
    """
    _check_numbers(kind, parents, children)
    note = Lineage(
        kind=kind,
        parents=tuple(parents),
        children=tuple(child.parcel_no for child in children),
        day=day,
        document=act.document,
    )
    row = row_of(note, ", ".join(parents))
    if ever_standing(connection, tables.lineage, row["content_hash"]):
        return Done(key=note.parents[0])
    for number in parents:
        found_key(connection, Kind.PARCELS, number)
    standing: Mapping[str, Any] = standing_records(connection, Kind.PARCELS, parents)
    old = [standing[number] for number in parents]
    _check_days(old, day)
    # A number whose split was taken back is free again: the cadastre gives it to the right pieces.
    _refuse_taken(standing_rows(connection, Kind.PARCELS, note.children))
    new = [_heir(child, old, day) for child in children]
    _check_ground(old, new, measuring_epsg)
    ended = {p.parcel_no: (p, laid_out(Kind.PARCELS, replace(p, until=day - timedelta(days=1)))) for p in old}
    writing = replacement(connection, Kind.PARCELS, ended)
    for child in new:
        for table, values in laid_out(Kind.PARCELS, child).rows:
            writing.add(table, values)
    writing.add(tables.lineage.name, row)
    changes = [Change(f"{number} until", None, str(day - timedelta(days=1))) for number in parents]
    changes += [Change(f"{number} since", None, str(day)) for number in note.children]
    at = write(connection, str(kind), act, writing, list(parents), list(note.children), day)
    return Done(key=note.parents[0], changes=tuple(changes), recorded_at=at)


def _check_numbers(kind: LineageKind, parents: Sequence[str], children: Sequence[Parcel]) -> None:
    numbers = [child.parcel_no for child in children]
    if kind is LineageKind.SPLIT and (len(parents) != 1 or len(children) < 2):
        raise RegisterError(
            _("A split makes several parcels of one; the file holds {count}. Nothing was changed.").format(
                count=len(children)
            )
        )
    if kind is LineageKind.MERGE and (len(set(parents)) < 2 or len(children) != 1):
        raise RegisterError(
            _(
                "A merger makes one parcel of several; {parents} are named and the file holds {count}. "
                "Nothing was changed."
            ).format(parents=len(set(parents)), count=len(children))
        )
    twice = next((n for place, n in enumerate(numbers) if n in numbers[:place]), None)
    if twice is not None:
        raise RegisterError(
            _("Parcel {number} stands twice in the file; nothing was changed.").format(number=twice)
        )


def _refuse_taken(taken: Iterable[str]) -> None:
    numbers = sorted(taken)
    if numbers:
        raise RegisterError(
            _(
                "Parcel {numbers} is in the register already; nothing was changed. New parcels have new "
                "numbers: correct the file."
            ).format(numbers=", ".join(numbers))
        )


def _check_days(old: Sequence[Parcel], day: date) -> None:
    for parcel in old:
        if parcel.until is not None:
            raise RegisterError(
                _("Parcel {number} ended on {day} already; nothing was changed.").format(
                    number=parcel.parcel_no, day=parcel.until
                )
            )
        if parcel.since is not None and parcel.since >= day:
            raise RegisterError(
                _("Parcel {number} begins on {since}, not before {day}; nothing was changed.").format(
                    number=parcel.parcel_no, since=parcel.since, day=day
                )
            )


def _heir(child: Parcel, old: Sequence[Parcel], day: date) -> Parcel:
    """A new parcel, with what all the old ones have in common where it says nothing itself."""

    def common(name: str) -> Any:
        values = {getattr(parcel, name) for parcel in old}
        return values.pop() if len(values) == 1 else None

    return replace(
        child,
        cluster=child.cluster or common("cluster"),
        land_use=child.land_use or common("land_use"),
        illustrative=child.illustrative or any(parcel.illustrative for parcel in old),
        since=day,
        until=None,
    )


def _check_ground(old: Sequence[Parcel], new: Sequence[Parcel], measuring_epsg: int) -> None:
    for parcel in (*old, *new):
        if parcel.geometry is None:
            raise RegisterError(
                _(
                    "Parcel {number} has no boundary, so the grounds cannot be compared; "
                    "nothing was changed. Import its survey first."
                ).format(number=parcel.parcel_no)
            )
    before, after = (
        project([parcel.geometry for parcel in parcels if parcel.geometry], STORAGE_EPSG, measuring_epsg)
        for parcels in (old, new)
    )
    whole, covered = shapely.union_all(before), shapely.union_all(after)
    missing = shapely.area(shapely.difference(whole, covered))
    beyond = shapely.area(shapely.difference(covered, whole))
    twice = shapely.area(after).sum() - shapely.area(covered)
    allowed = max(TOLERANCE_M2, _TOLERANCE_SHARE * shapely.area(whole))
    if max(missing, beyond, twice) > allowed:
        raise RegisterError(
            _(
                "The new parcels are not the ground of the old ones: {missing:.2f} m² are left out, "
                "{beyond:.2f} m² lie outside, {twice:.2f} m² lie in two of them; "
                "{allowed:.2f} m² are allowed. Nothing was changed; compare the surveys."
            ).format(missing=missing, beyond=beyond, twice=twice, allowed=allowed)
        )
