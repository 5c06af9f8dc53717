"""What the ledger of acreage refuses of the parts of parcels that a file has just brought."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import shapely

from landwatch.geo import plane_area_cm2
from landwatch.i18n import gettext as _
from landwatch.measures.acreage import CountingRules, Reason, ledger_of
from landwatch.model import Event, EventType, Issue, Severity
from landwatch.registry import Register
from landwatch.snapshot import Snapshot
from landwatch.units import CM2_PER_M2, format_m2

__all__ = ["refused_parts"]

_NOTICED_CM2 = 5 * CM2_PER_M2

_TAKEN = (Reason.TAKEN, Reason.PARTLY_TAKEN)


def refused_parts(
    register: Register, events: Sequence[Event], name: str, measuring_epsg: int
) -> Iterator[Issue]:
    """Say which of the parts do not count, or not in full, because their ground belongs to an earlier case.

    Parameters
    ----------
    register
        The register, with the facts recorded.
    events
        The facts of the file; only revitalised parts with a boundary are looked at.
    name
        What messages call the file.
    measuring_epsg
        Grid on which polygons are measured.

    Yields
    ------
    Issue
        A warning that names the first case and how much it has, or that a part lies outside its parcels.
    """
    parts = [e for e in events if e.type is EventType.REVITALISED and e.details.get("geometry")]
    if not parts:
        return
    drawn = {event.contract_no for event in parts}
    last = max(day for event in events if (day := event.day or event.start))
    snapshot = register.snapshot(last)
    yield from _outside(snapshot, parts, name, measuring_epsg)
    ledger = ledger_of(snapshot, CountingRules(measuring_epsg=measuring_epsg))
    for refusal in ledger.refusals:
        if refusal.contract_no in drawn and refusal.reason in _TAKEN:
            yield Issue(
                severity=Severity.WARNING,
                code="overlap",
                record=refusal.case_no,
                field=None,
                value=refusal.first_case_no,
                message=f"{name}: {refusal.message()}",
            )


def _outside(snapshot: Snapshot, parts: Sequence[Event], name: str, measuring_epsg: int) -> Iterator[Issue]:
    """Parts that lie outside the parcels of their contract; one without any boundary says nothing."""
    shapes = snapshot.parcels.set_index("parcel_no").geometry
    shares = snapshot.contract_parcels
    for event in parts:
        own = shares.loc[shares["contract_no"] == event.contract_no, "parcel_no"]
        ground = shapes.reindex(own).dropna()
        if not len(ground):
            continue
        part = shapely.from_wkt(event.details["geometry"])
        beyond = shapely.difference(part, shapely.union_all(shapely.make_valid(ground.to_numpy())))
        area = 0 if beyond.is_empty else int(plane_area_cm2([beyond], measuring_epsg=measuring_epsg)[0])
        if area > _NOTICED_CM2:
            yield Issue(
                severity=Severity.WARNING,
                code="part_outside_parcel",
                record=event.details.get("case") or event.contract_no,
                field=None,
                value=format_m2(area),
                message=_(
                    "{file}: a part of {day} lies by {area} m² outside the parcels of contract {contract}; "
                    "compare it with the parcels, and mend one of them or the contract number"
                ).format(file=name, day=event.day, area=format_m2(area), contract=event.contract_no),
                boundary=part,
                mark=beyond,
            )
