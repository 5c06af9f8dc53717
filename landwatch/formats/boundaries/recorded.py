"""Parcels that arrive beside those that are recorded: shifted ones are refused, overlaps are named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import hypot

import numpy as np
from shapely.geometry.base import BaseGeometry

from landwatch import geo
from landwatch.formats.boundaries.parcels import MOST_OVERLAPS, overlaps, report_more_overlaps, report_overlap
from landwatch.formats.reading import Findings, Place, ReaderSettings, Reading
from landwatch.i18n import gettext as _
from landwatch.model import Parcel
from landwatch.web_maps import SHIFTS

__all__ = ["REACH", "beside_recorded"]

REACH = 0.02
"""Degrees around what arrives within which recorded parcels matter: the shift of BD-09 is a kilometre."""

_SHORTEST_GCJ, _LONGEST_GCJ = 400, 600  # metres; 502 to 535 in Qijiang
_OFF_PREDICTION = 100  # metres, for BD-09
_SAME_DIRECTION = 0.906  # cosine of 25 degrees


@dataclass(frozen=True, slots=True)
class _Shift:
    """The shift of a web map that a boundary shows, and how far it lies from the recorded one."""

    name: str
    metres: float


def beside_recorded(
    reading: Reading, recorded: Sequence[Parcel], file: str, settings: ReaderSettings
) -> Reading:
    """Compare the parcels of a file with recorded ones nearby.

    Parameters
    ----------
    reading
        What the file holds.
    recorded
        Parcels that stand already, at least those within :data:`REACH`.
    file
        Its name, for messages.
    settings
        Measuring grid.

    Returns
    -------
    Reading
        Without the parcels that show the shift of a web map against the recorded boundary of their number
        (``gcj02_suspected``); overlaps with parcels of other numbers are reported.
    """
    drawn = {parcel.parcel_no: parcel.geometry for parcel in recorded if parcel.geometry is not None}
    if not drawn or not reading.parcels:
        return reading
    findings = Findings(file)
    kept = tuple(
        parcel
        for parcel in reading.parcels
        if parcel.geometry is None
        or parcel.parcel_no not in drawn
        or not _is_shifted(parcel, parcel.geometry, drawn[parcel.parcel_no], findings, settings)
    )
    arriving = {parcel.parcel_no for parcel in reading.parcels}
    others = [parcel for parcel in recorded if parcel.parcel_no not in arriving]
    _report_overlaps(kept, others, findings, settings)
    return replace(reading, parcels=kept, issues=(*reading.issues, *findings.issues))


def _place(file: str, parcel: Parcel) -> Place:
    words = _("{place}, parcel {parcel}").format(place=file, parcel=parcel.parcel_no)
    return Place(parcel.parcel_no, words, boundary=parcel.geometry)


def _is_shifted(
    parcel: Parcel, offered: BaseGeometry, stands: BaseGeometry, findings: Findings, settings: ReaderSettings
) -> bool:
    shift = _shift_between(stands, offered, settings)
    if shift is None:
        return False
    findings.error(
        "gcj02_suspected",
        _(
            "{place}: it lies {distance} m from the recorded boundary of {value}, as one drawn on a web map"
            " ({system}) does; it is not taken and the recorded one stays, ask for the file in CGCS2000"
        ),
        _place(findings.file, parcel),
        value=parcel.parcel_no,
        distance=round(shift.metres),
        system=shift.name,
        mark=stands,
    )
    return True


def _shift_between(stands: BaseGeometry, offered: BaseGeometry, settings: ReaderSettings) -> _Shift | None:
    here = stands.centroid
    shown = {name: shift(here.x, here.y) for name, shift in SHIFTS.items()}
    points = np.array([(here.x, here.y), (offered.centroid.x, offered.centroid.y), *shown.values()])
    plane = geo.transform(points, geo.STORAGE_EPSG, settings.measuring_epsg)
    east, north = plane[1] - plane[0]
    metres = hypot(east, north)
    for name, (x, y) in zip(shown, plane[2:] - plane[0], strict=True):
        expected = hypot(x, y)
        fits = (
            _SHORTEST_GCJ <= metres <= _LONGEST_GCJ
            if name == "GCJ-02"
            else abs(metres - expected) <= _OFF_PREDICTION
        )
        if fits and east * x + north * y >= _SAME_DIRECTION * metres * expected:
            return _Shift(name, metres)
    return None


def _report_overlaps(
    parcels: Sequence[Parcel], others: Sequence[Parcel], findings: Findings, settings: ReaderSettings
) -> None:
    new, old = _drawn(parcels), _drawn(others)
    if not new or not old:
        return
    grid = settings.measuring_epsg
    plane = geo.project([shape for _parcel, shape in new], geo.STORAGE_EPSG, grid)
    recorded = geo.project([shape for _parcel, shape in old], geo.STORAGE_EPSG, grid)
    for told, (one, other, area) in enumerate(overlaps(plane, recorded)):
        if told == MOST_OVERLAPS:
            report_more_overlaps(findings)
            return
        neighbour, shape = old[other]
        report_overlap(_place(findings.file, new[one][0]), neighbour, shape, area, findings)


def _drawn(parcels: Sequence[Parcel]) -> list[tuple[Parcel, BaseGeometry]]:
    return [(parcel, parcel.geometry) for parcel in parcels if parcel.geometry is not None]
