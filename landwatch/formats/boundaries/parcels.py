"""From boundaries that were read and placed to parcels: faults, stated area, doubles, overlaps."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from landwatch import geo
from landwatch.formats.boundaries import checks
from landwatch.formats.cells import vocabulary
from landwatch.formats.cells.quantities import Quantity, in_unit
from landwatch.formats.reading import Findings, Place, ReaderSettings
from landwatch.i18n import gettext as _
from landwatch.model import Parcel
from landwatch.units import CM2_PER_M2, format_m2

__all__ = [
    "MOST_OVERLAPS",
    "Draft",
    "assemble",
    "differ",
    "has_too_many_rings",
    "is_sound",
    "overlaps",
    "parcels_of",
    "report_more_overlaps",
    "report_overlap",
]

_ONE_MILLIMETRE = 0.001
_NOTICED_OVERLAP_M2 = 1.0
_NOTICED_DIFFERENCE_CM2 = 5 * CM2_PER_M2
_NOTICED_SHARE = 1_000  # one in a thousand
_SAME_IN_ANOTHER_UNIT = 100  # within one in a hundred
_MOST_RINGS = 1_000
MOST_OVERLAPS = 1_000
"""How many overlaps of one file are listed."""

_AT_ONCE = 20  # boundaries compared with all others in one step
_MEASURED_AT_ONCE = 5_000
_DEGENERATE = 1e-12  # square degrees, a hundredth of a square metre


@dataclass(frozen=True, slots=True)
class Draft:
    """A boundary as read, before it is known to be good.

    Attributes
    ----------
    place
        Where it stands.
    parcel
        What is said of it; geometry and area still open.
    geometry
        In the ordinates of the file, easting or longitude first.
    stated
        The area as stated.
    labels
        Headers of ``parcel_no``, ``area_cm2`` and ``land_use`` as written.
    """

    place: Place
    parcel: Parcel
    geometry: BaseGeometry
    stated: Quantity | None
    labels: tuple[str, str, str]


def assemble(rings: Sequence[shapely.LinearRing]) -> tuple[BaseGeometry, list[int]]:
    """Put the rings of one boundary together: each later ring is a hole where it lies inside.

    Parameters
    ----------
    rings
        Closed rings, the outer one first.

    Returns
    -------
    tuple
        The polygon, and the positions of later rings that lie in none before them and so are further parts.
    """
    nested = _Nested(rings)
    holes: dict[int, list[int]] = {0: []}
    for position in range(1, len(rings)):
        around = nested.innermost(position, holes)
        if around in holes:
            holes[around].append(position)
        else:
            holes[position] = []
    parts = [shapely.Polygon(rings[shell], [rings[hole] for hole in inner]) for shell, inner in holes.items()]
    outside = list(holes)[1:]
    return (parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)), outside


class _Nested:
    """Knows which rings lie in which; boxes are compared before any corner is looked at."""

    def __init__(self, rings: Sequence[shapely.LinearRing]) -> None:
        self._areas = np.asarray([shapely.Polygon(ring) for ring in rings], dtype=object)
        shapely.prepare(self._areas)
        self._corners = [shapely.get_coordinates(ring) for ring in rings]
        self._boxes = shapely.bounds(self._areas)
        self._sizes = shapely.area(self._areas)

    def innermost(self, ring: int, shells: Container[int]) -> int:
        """Find the smallest ring before a ring that it lies in; -1 for none. It may touch shells only."""
        west, south, east, north = self._boxes[ring]
        boxes, (x, y) = self._boxes[:ring], self._corners[ring].T
        around = np.flatnonzero(
            (boxes[:, 0] <= west) & (boxes[:, 1] <= south) & (boxes[:, 2] >= east) & (boxes[:, 3] >= north)
        )
        for other in around[np.argsort(self._sizes[around], kind="stable")].tolist():
            holds = shapely.intersects_xy if other in shells else shapely.contains_xy
            if holds(self._areas[other], x, y).all():
                return int(other)
        return -1


def has_too_many_rings(count: int, place: Place, findings: Findings) -> bool:
    """Tell whether a boundary has more rings than a piece of land can have, and report it if so.

    Parameters
    ----------
    count
        Number of its rings.
    place
        Where it stands.
    findings
        Where the fault goes.
    """
    if count <= _MOST_RINGS:
        return False
    findings.error(
        "unreadable_record",
        _("{place}: its boundary has {value} rings, the limit is {limit}; split it into several parcels"),
        place,
        value=count,
        limit=_MOST_RINGS,
    )
    return True


def parcels_of(
    drafts: Sequence[Draft],
    geometries: Sequence[BaseGeometry | None],
    findings: Findings,
    settings: ReaderSettings,
) -> tuple[Parcel, ...]:
    """Make parcels of boundaries.

    Parameters
    ----------
    drafts
        The boundaries.
    geometries
        Their geometry in EPSG:4490; ``None`` where it was refused already.
    findings
        Where issues go.
    settings
        Measuring grid.

    Returns
    -------
    tuple of Parcel
        Those with a sound boundary, each number once.
    """
    placed = [(draft, shape) for draft, shape in zip(drafts, geometries, strict=True) if shape is not None]
    sound = _sound(placed, findings)
    if not sound:
        return ()
    plane = geo.project([shape for _draft, shape in sound], geo.STORAGE_EPSG, settings.measuring_epsg)
    measured = [int(area) for area in np.rint(shapely.area(plane) * CM2_PER_M2)]
    taken: dict[str, tuple[Parcel, int]] = {}
    for index, ((unplaced, shape), area) in enumerate(zip(sound, measured, strict=True)):
        draft = replace(unplaced, place=replace(unplaced.place, boundary=shape))
        registered = _registered_area(draft, area, findings)
        parcel = replace(draft.parcel, geometry=shape, registered_area_cm2=registered)
        known, position = taken.setdefault(parcel.parcel_no, (parcel, index))
        if known is not parcel:
            _report_double(draft, _same(known, parcel, plane[position], plane[index]), findings)
            continue
        checks.check_parcel_no(parcel.parcel_no, findings, draft.place, draft.labels[0])
        checks.check_land_use(parcel.land_use, findings, draft.place, draft.labels[2])
    kept = [position for _parcel, position in taken.values()]
    _report_overlaps([sound[position] for position in kept], plane[kept], findings)
    return tuple(parcel for parcel, _position in taken.values())


def _sound(
    placed: Sequence[tuple[Draft, BaseGeometry]], findings: Findings
) -> list[tuple[Draft, BaseGeometry]]:
    shapes = np.asarray([shape for _draft, shape in placed], dtype=object)
    known = shapely.is_valid(shapes) & (shapely.area(shapely.convex_hull(shapes)) > _DEGENERATE)
    return [
        (draft, shape)
        for (draft, shape), is_known in zip(placed, known, strict=True)
        if is_known or is_sound(draft.place, shape, findings)
    ]


def is_sound(place: Place, shape: BaseGeometry, findings: Findings) -> bool:
    """Tell whether a boundary encloses land without crossing itself, and report it if not.

    Parameters
    ----------
    place
        Where it stands.
    shape
        The boundary in EPSG:4490.
    findings
        Where the fault goes, with its place in degrees.

    Returns
    -------
    bool
        False for a boundary that is refused.
    """
    place = replace(place, boundary=shape)
    if shapely.area(shapely.convex_hull(shape)) <= _DEGENERATE:
        findings.error(
            "empty_geometry",
            _("{place}: the boundary encloses nothing, its points lie on one line; export it again"),
            place,
        )
        return False
    fault = geo.explained_fault(shape)
    if fault is None:
        return True
    findings.error(
        "self_intersection",
        _(
            "{place}: the boundary crosses or touches itself at lon {lon}, lat {lat}; check the order of the"
            " points there, it is not repaired"
        ),
        place,
        value=f"{fault.lon:.7f}, {fault.lat:.7f}",
        lon=f"{fault.lon:.7f}",
        lat=f"{fault.lat:.7f}",
        mark=shapely.Point(fault.lon, fault.lat),
    )
    return False


def _registered_area(draft: Draft, measured: int, findings: Findings) -> int | None:
    if draft.stated is None:
        return None
    stated = draft.stated.exact
    if not differ(stated, measured):
        return stated
    facts = {
        "field": draft.labels[1],
        "value": f"{draft.stated.number} {draft.stated.unit}",
        "measured": format_m2(measured),
    }
    for unit in vocabulary.units_of("area"):
        reread = in_unit(draft.stated.number, unit)
        if unit != draft.stated.unit and abs(reread - measured) * _SAME_IN_ANOTHER_UNIT <= measured:
            findings.warning(
                "area_unit_suspect",
                _(
                    "{place}: {field} {value} does not fit the boundary of {measured} m², but would as"
                    " {unit}; it was read as {unit}, check it"
                ),
                draft.place,
                unit=unit,
                **facts,
            )
            return reread
    findings.warning(
        "area_mismatch",
        _(
            "{place}: {field} {value} and the boundary of {measured} m² differ by {difference} m²; check"
            " both, the stated area is kept"
        ),
        draft.place,
        difference=format_m2(abs(stated - measured)),
        **facts,
    )
    return stated


def differ(stated: int, measured: int) -> bool:
    """Tell whether a stated area and that of a boundary differ by more than two right tools do.

    Parameters
    ----------
    stated, measured
        Areas in cm².
    """
    difference = abs(stated - measured)
    return difference > _NOTICED_DIFFERENCE_CM2 and difference * _NOTICED_SHARE > stated


def _same(first: Parcel, second: Parcel, first_plane: BaseGeometry, second_plane: BaseGeometry) -> bool:
    if replace(first, geometry=None) != replace(second, geometry=None):
        return False
    distance = shapely.hausdorff_distance(shapely.boundary(first_plane), shapely.boundary(second_plane))
    return bool(distance <= _ONE_MILLIMETRE)


def _report_double(draft: Draft, same: bool, findings: Findings) -> None:
    facts = {"field": draft.labels[0], "value": draft.parcel.parcel_no}
    if same:
        message = _("{place}: {field} {value} stands above with the same content; it is taken once")
        findings.info("duplicate_record", message, draft.place, **facts)
        return
    findings.error(
        "duplicate_parcel_no",
        _(
            "{place}: {field} {value} stands above with another boundary or other attributes; the first is"
            " kept, give one of them its own number"
        ),
        draft.place,
        **facts,
    )


def _report_overlaps(
    sound: Sequence[tuple[Draft, BaseGeometry]], plane: np.ndarray, findings: Findings
) -> None:
    told = 0
    for other, one, area in overlaps(plane, plane):
        (first, neighbour), (draft, shape) = sound[one], sound[other]
        if told == MOST_OVERLAPS:
            report_more_overlaps(findings)
            return
        report_overlap(replace(draft.place, boundary=shape), first.parcel, neighbour, area, findings)
        told += 1


def overlaps(plane: np.ndarray, others: np.ndarray) -> Iterator[tuple[int, int, float]]:
    """Find the boundaries that overlap others by more than neighbours do for rounding.

    Parameters
    ----------
    plane, others
        Boundaries on the measuring grid.

    Yields
    ------
    tuple
        Positions in `plane` and in `others`, and the area in m². Where both are one, each pair once, the
        later position first.
    """
    if not len(plane) or not len(others):
        return
    tree = shapely.STRtree(others)
    # In steps: where all overlap all, the pairs of a small file would fill the memory.
    for begin in range(0, len(plane), _AT_ONCE):
        left, right = tree.query(plane[begin : begin + _AT_ONCE], predicate="intersects")
        yield from _overlapping(plane, others, left + begin, right)


def _overlapping(
    plane: np.ndarray, others: np.ndarray, left: np.ndarray, right: np.ndarray
) -> Iterator[tuple[int, int, float]]:
    is_pair = (right < left) if plane is others else np.ones(len(left), dtype=bool)
    # Neighbours share an edge; only what is left of them after that is worth measuring.
    own, theirs = shapely.bounds(plane)[left], shapely.bounds(others)[right]
    width = np.minimum(own[:, 2], theirs[:, 2]) - np.maximum(own[:, 0], theirs[:, 0])
    height = np.minimum(own[:, 3], theirs[:, 3]) - np.maximum(own[:, 1], theirs[:, 1])
    worth = is_pair & (width * height > _NOTICED_OVERLAP_M2)
    left, right = left[worth], right[worth]
    for begin in range(0, len(left), _MEASURED_AT_ONCE):
        ours, other = (side[begin : begin + _MEASURED_AT_ONCE] for side in (left, right))
        areas = shapely.area(shapely.intersection(plane[ours], others[other]))
        for pair in zip(ours.tolist(), other.tolist(), areas.tolist(), strict=True):
            if pair[2] > _NOTICED_OVERLAP_M2:
                yield pair


def report_more_overlaps(findings: Findings) -> None:
    """Report that a file has more overlaps than are listed.

    Parameters
    ----------
    findings
        Where the issue goes.
    """
    findings.warning(
        "overlap",
        _(
            "{place}: more than {limit} pairs of parcels overlap; the others are not listed, the file"
            " holds the same land many times, compare it with the source"
        ),
        findings.whole_file(),
        limit=MOST_OVERLAPS,
    )


def report_overlap(
    place: Place, other: Parcel, neighbour: BaseGeometry, area: float, findings: Findings
) -> None:
    """Report that a parcel overlaps another one.

    Parameters
    ----------
    place
        Where the parcel stands, with its boundary.
    other
        The other parcel.
    neighbour
        Its boundary in EPSG:4490.
    area
        The area they share, in m².
    findings
        Where the issue goes.
    """
    findings.warning(
        "overlap",
        _("{place}: it overlaps parcel {value} by {area} m²; check which boundary is right"),
        place,
        value=other.parcel_no,
        area=f"{area:.2f}",
        mark=None if place.boundary is None else shapely.intersection(place.boundary, neighbour),
    )
