"""Which CRS a file is written in, and which way round: declared, given, or guessed and confirmed.

Every reading is tested against the district envelope, because the usual mistakes raise nothing: a zone-36
easting read in zone 35 lands in Hunan, swapped ordinates land in infinity.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from landwatch import geo
from landwatch.formats.boundaries.crs import Claim
from landwatch.formats.reading import Findings, Place, ReaderSettings
from landwatch.i18n import gettext as _

__all__ = ["Placement", "place"]

_MOST_NAMED = 5
_FAR = 10.0  # degrees from the district: three zones; beyond that a place says nothing


@dataclass(frozen=True)
class Placement:
    """Geometries brought to EPSG:4490.

    Attributes
    ----------
    geometries
        One a record; ``None`` for a record that is refused.
    epsg
        CRS the ordinates are written in; ``None`` also for one without a code.
    source
        ``given``, ``declared`` or ``guessed``; ``None`` where it is not known.
    """

    geometries: list[BaseGeometry | None]
    epsg: int | None
    source: str | None


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to read ordinates."""

    system: int | str
    swapped: bool


class _Ordinates:
    """The vertices of all records of a file."""

    def __init__(self, geometries: Sequence[BaseGeometry], settings: ReaderSettings) -> None:
        self.shapes = np.asarray(geometries, dtype=object)
        self.points, self.owners = shapely.get_coordinates(self.shapes, return_index=True)
        self._envelope = settings.envelope

    def read(
        self, way: _Way, records: npt.NDArray[np.intp]
    ) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
        """Read some records one way: their vertices in degrees, and which records lie in the district."""
        chosen = np.zeros(len(self.shapes), dtype=bool)
        chosen[records] = True
        mask = chosen[self.owners]
        points = self.points[mask][:, ::-1] if way.swapped else self.points[mask]
        lonlat = geo.transform(points, way.system, geo.STORAGE_EPSG)
        outside = np.bincount(self.owners[mask][~self._envelope.covers(lonlat)], minlength=len(self.shapes))
        return lonlat, chosen & (outside == 0)

    def drawn(self, way: _Way, records: npt.NDArray[np.intp]) -> list[BaseGeometry | None]:
        """Draw some records as they lie when read one way; ``None`` where that is far from the district."""

        def placed(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
            return geo.transform(points[:, ::-1] if way.swapped else points, way.system, geo.STORAGE_EPSG)

        shapes = shapely.transform(self.shapes[records], placed)
        boxes = shapely.bounds(shapes)
        envelope = self._envelope
        near = np.all(boxes[:, :2] >= (envelope.west - _FAR, envelope.south - _FAR), axis=1)
        near = near & np.all(boxes[:, 2:] <= (envelope.east + _FAR, envelope.north + _FAR), axis=1)
        return [shape if known else None for shape, known in zip(shapes, near.tolist(), strict=True)]


def place(
    geometries: Sequence[BaseGeometry],
    places: Sequence[Place],
    claim: Claim | None,
    findings: Findings,
    settings: ReaderSettings,
    *,
    accept_guess: bool = False,
) -> Placement:
    """Bring the geometries of a file to EPSG:4490, or say why that cannot be done.

    Parameters
    ----------
    geometries
        One a record, easting or longitude first if the file keeps to its rules; none of them empty.
    places
        Where each record stands.
    claim
        What is said about the CRS; ``None`` if nothing is.
    findings
        Where issues go.
    settings
        District envelope.
    accept_guess
        Whether a CRS guessed from the range of the ordinates is good enough.

    Returns
    -------
    Placement
        The geometries in (lon, lat); records that lie outside the district however read are refused.
    """
    if not geometries:
        systems = claim.systems if claim else ()
        return Placement([], _code(systems[0]) if systems else None, claim.source if claim else None)
    ordinates = _Ordinates(geometries, settings)
    reporter = _Reporter(places, findings)
    if claim is not None and not (claim.systems and all(map(_can_be_read, claim.systems))):
        reporter.datum_unknown(claim, _best_candidates(ordinates, settings) if claim.is_open else ())
        return Placement([None] * len(geometries), None, None)
    if claim is not None:
        return _placed(ordinates, claim.systems, claim.source, reporter, settings, claim.text)
    candidates = _best_candidates(ordinates, settings)
    if len(candidates) != 1:
        reporter.missing(candidates)
        return Placement([None] * len(geometries), None, None)
    epsg = candidates[0]
    reporter.guessed(epsg, accepted=accept_guess)
    if not accept_guess:
        return Placement([None] * len(geometries), epsg, "guessed")
    return _placed(ordinates, (epsg,), "guessed", reporter, settings, f"EPSG:{epsg}")


def _can_be_read(system: int | str) -> bool:
    # One without a code was looked at when it was declared.
    return isinstance(system, str) or geo.is_cgcs2000_compatible(system)


def _code(system: int | str | None) -> int | None:
    return system if isinstance(system, int) else None


def _best_candidates(ordinates: _Ordinates, settings: ReaderSettings) -> list[int]:
    """Find the CRSs that put most records into the district."""
    everything = np.arange(len(ordinates.shapes))
    fitting = {
        epsg: max(int(ordinates.read(_Way(epsg, swapped), everything)[1].sum()) for swapped in (False, True))
        for epsg in geo.candidate_epsgs(settings.envelope)
    }
    most = max(fitting.values())
    return [epsg for epsg, count in fitting.items() if count == most and most > 0]


def _placed(
    ordinates: _Ordinates,
    systems: Sequence[int | str],
    source: str,
    reporter: _Reporter,
    settings: ReaderSettings,
    claimed: str,
) -> Placement:
    lonlat = np.full_like(ordinates.points, np.nan)
    left = np.arange(len(ordinates.shapes))
    used: list[tuple[int, int | str]] = []
    for way in [_Way(system, swapped) for swapped in (False, True) for system in systems]:
        if not len(left):
            break
        read, inside = ordinates.read(way, left)
        of_left = np.isin(ordinates.owners, left)
        lonlat[np.flatnonzero(of_left)[inside[ordinates.owners[of_left]]]] = read[
            inside[ordinates.owners[of_left]]
        ]
        used.append((int(inside.sum()), way.system))
        if way.swapped:
            turned = np.flatnonzero(inside)
            reporter.swapped(turned, ordinates.drawn(way, turned))
        left = left[~inside[left]]
    _report_outside(ordinates, left, systems, reporter, settings, claimed)
    refused = set(left.tolist())
    shapes = shapely.set_coordinates(ordinates.shapes.copy(), np.nan_to_num(lonlat))
    placed = [None if index in refused else shape for index, shape in enumerate(shapes)]
    most, system = max(used, key=lambda pair: pair[0])
    return Placement(placed, _code(system if most else _likely(ordinates, systems)), source)


def _likely(ordinates: _Ordinates, systems: Sequence[int | str]) -> int | str:
    """Tell which of the forms of a zone a file has that does not lie in the district."""
    # The first form has the zone in its eastings: eight digits.
    return systems[0] if ordinates.points.max() >= 1e7 else systems[-1]


def _report_outside(
    ordinates: _Ordinates,
    left: npt.NDArray[np.intp],
    systems: Sequence[int | str],
    reporter: _Reporter,
    settings: ReaderSettings,
    claimed: str,
) -> None:
    for epsg in geo.candidate_epsgs(settings.envelope):
        for swapped in (False, True):
            if len(left) and epsg not in systems:
                _lonlat, inside = ordinates.read(_Way(epsg, swapped), left)
                found = np.flatnonzero(inside)
                reporter.wrong_zone(found, epsg, claimed, ordinates.drawn(_Way(epsg, swapped), found))
                left = left[~inside[left]]
    reporter.outside(left, claimed, ordinates.drawn(_Way(_likely(ordinates, systems), False), left))


class _Reporter:
    """Says of all records at once what holds for all of them."""

    def __init__(self, places: Sequence[Place], findings: Findings) -> None:
        self._places = places
        self._findings = findings

    def _where(
        self, records: npt.NDArray[np.intp], shapes: Sequence[BaseGeometry | None] = ()
    ) -> list[Place]:
        if 1 < len(records) == len(self._places):
            names = "、".join(str(self._places[i].record) for i in records[:_MOST_NAMED])
            more = "…" if len(records) > _MOST_NAMED else ""
            words = _("{file}, all {count} records ({names})").format(
                file=self._findings.file, count=len(records), names=names + more
            )
            found = [shape for shape in shapes if shape is not None]
            return [Place(None, words, boundary=shapely.GeometryCollection(found) if found else None)]
        boundaries = shapes or [None] * len(records)
        return [
            replace(self._places[index], boundary=boundary)
            for index, boundary in zip(records, boundaries, strict=True)
        ]

    def _whole(self) -> Place:
        return self._findings.whole_file()

    def datum_unknown(self, claim: Claim, candidates: Sequence[int]) -> None:
        if candidates:
            message = _(
                "{place}: the coordinate system “{value}” does not say which datum it stands on; ask the"
                " survey office, and if it is CGCS2000 import again with --crs {epsg}"
            )
        elif claim.is_open:
            message = _(
                "{place}: the coordinate system “{value}” does not say which datum it stands on, and no grid"
                " of the district fits the ordinates; ask the survey office for the file in CGCS2000"
            )
        else:
            message = _(
                "{place}: the coordinate system “{value}” is not CGCS2000 and cannot be brought to it without"
                " local parameters; ask the survey office for the file in CGCS2000"
            )
        self._findings.error(
            "crs_missing",
            message,
            self._whole(),
            field="CRS",
            value=claim.text,
            epsg=" / ".join(map(str, candidates)),
        )

    def missing(self, candidates: Sequence[int]) -> None:
        if candidates:
            codes = ", ".join(f"EPSG:{epsg}" for epsg in candidates)
            self._findings.error(
                "crs_missing",
                _("{place}: no coordinate system is declared and {value} fit; say which with --crs EPSG"),
                self._whole(),
                field="CRS",
                value=codes,
            )
            return
        self._findings.error(
            "crs_missing",
            _(
                "{place}: no coordinate system is declared and no grid of the district fits the ordinates;"
                " ask the survey office for the system and say it with --crs EPSG"
            ),
            self._whole(),
            field="CRS",
        )

    def guessed(self, epsg: int, *, accepted: bool) -> None:
        message = (
            _(
                "{place}: no coordinate system is declared; the ordinates fit {value}, which was used as you"
                " allowed"
            )
            if accepted
            else _(
                "{place}: no coordinate system is declared; the ordinates fit {value}. Nothing is taken until"
                " you import again with --crs EPSG or --accept-guess"
            )
        )
        self._findings.warning("crs_guessed", message, self._whole(), field="CRS", value=f"EPSG:{epsg}")

    def swapped(self, records: npt.NDArray[np.intp], shapes: Sequence[BaseGeometry | None]) -> None:
        for where in self._where(records, shapes):
            self._findings.warning(
                "axis_swapped",
                _(
                    "{place}: northing and easting (or latitude and longitude) stand the other way round;"
                    " they were read the right way round, look at the map before you rely on it"
                ),
                where,
            )

    def wrong_zone(
        self,
        records: npt.NDArray[np.intp],
        epsg: int,
        claimed: str,
        shapes: Sequence[BaseGeometry | None],
    ) -> None:
        for where in self._where(records, shapes):
            self._findings.error(
                "crs_wrong_zone",
                _(
                    "{place}: read as “{value}” it lies outside the district, read as EPSG:{epsg} it lies"
                    " inside; mend the zone in the file or import again with --crs {epsg}"
                ),
                where,
                field="CRS",
                value=claimed,
                epsg=epsg,
            )

    def outside(
        self, records: npt.NDArray[np.intp], claimed: str, shapes: Sequence[BaseGeometry | None]
    ) -> None:
        for where in self._where(records, shapes):
            self._findings.error(
                "outside_district",
                _(
                    "{place}: read as “{value}” it lies outside the district, and no other grid brings it"
                    " inside; check the coordinates, or the district envelope in the settings"
                ),
                where,
                field="CRS",
                value=claimed,
            )
