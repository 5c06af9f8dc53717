"""Which coordinate system a file declares, known by its parameters: a name alone says nothing.

A producer names its system as it likes. What counts is the datum with its ellipsoid, and then the projection:
its method, central meridian and false easting. Heights, of which a compound system speaks too, are left out.
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass

import pyproj
from pyproj.exceptions import CRSError

from landwatch import geo

__all__ = ["Claim", "claim_of"]

_SEMI_MAJOR = 6378137.0
# Of CGCS2000 (as GRS 1980) and of WGS 84, which some write for it: a tenth of a millimetre apart.
_FLATTENINGS = (298.257222101, 298.257223563)
_WGS84 = 4326
_NO_DATUM = ("", "unknown", "unnamed", "notspecified", "userdefined", "undefined")
_PARAMETERS = 1e-9
_TOLD = {"8802": "°E", "8806": " m"}  # central meridian, false easting
_DEGREE = math.radians(1)


@dataclass(frozen=True, slots=True)
class Claim:
    """What is said about the coordinate system of a file.

    Attributes
    ----------
    systems
        Systems it may mean, as EPSG codes or, of one without a code, in well-known text; a zone number means
        two, with and without zone in the eastings. Empty where it cannot be brought to CGCS2000.
    source
        ``given`` by the user or ``declared`` by the file.
    text
        The declaration as written.
    is_open
        Whether it may still be CGCS2000, which only does not show.
    """

    systems: tuple[int | str, ...]
    source: str
    text: str
    is_open: bool = False


def claim_of(wkt: str) -> Claim | None:
    """Tell what a file declares.

    Parameters
    ----------
    wkt
        Well-known text, or whatever the file has in its place.

    Returns
    -------
    Claim or None
        ``None`` where nothing is declared.
    """
    if not wkt:
        return None
    try:
        crs = _horizontal(pyproj.CRS.from_wkt(wkt))
    except CRSError:
        return Claim((), "declared", wkt, is_open=True)
    geodetic = crs.geodetic_crs
    if geodetic is None or not (crs.is_projected or crs.is_geographic):
        return Claim((), "declared", crs.name)
    datum, is_open = _datum(geodetic)
    if datum is None or geodetic.prime_meridian is None or geodetic.prime_meridian.longitude:
        return Claim((), "declared", _described(crs), is_open=is_open)
    system = _projected(crs, datum) if crs.is_projected else _geographic(crs, datum)
    if not geo.can_be_transformed(system):
        return Claim((), "declared", _described(crs), is_open=True)
    named = pyproj.CRS.from_epsg(system).name if isinstance(system, int) else _described(crs)
    return Claim((system,), "declared", named)


def _horizontal(crs: pyproj.CRS) -> pyproj.CRS:
    """Leave heights out, and parameters that a file adds to its system."""
    if crs.is_bound and crs.source_crs is not None:
        return _horizontal(crs.source_crs)
    if crs.is_compound:
        return _horizontal(crs.sub_crs_list[0])
    return crs.to_2d()


def _described(crs: pyproj.CRS) -> str:
    """Name a system; one without a code with the parameters that its name may hide."""
    if crs.to_epsg():
        return str(crs.name)
    ellipsoid, values = crs.ellipsoid, _parameters(crs)
    facts = [crs.datum.name] if crs.datum else []
    if ellipsoid is not None:
        facts.append(f"{ellipsoid.semi_major_metre:.10g} m, 1/{ellipsoid.inverse_flattening:.12g}")
    facts += [f"{values[code]:.10g}{unit}" for code, unit in _TOLD.items() if code in values]
    return f"{crs.name} ({'; '.join(facts)})"


def _datum(geodetic: pyproj.CRS) -> tuple[int | None, bool]:
    """Give EPSG:4490 or EPSG:4326 where the datum is one of them; else whether it may be CGCS2000."""
    ellipsoid, datum = geodetic.ellipsoid, geodetic.datum
    if ellipsoid is None or abs(ellipsoid.semi_major_metre - _SEMI_MAJOR) > _PARAMETERS:
        return None, False
    if not any(abs(ellipsoid.inverse_flattening - known) < 1e-6 for known in _FLATTENINGS):
        return None, False
    named = unicodedata.normalize("NFKC", "" if datum is None else datum.name).lower()
    name = "".join(sign for sign in named if sign.isalnum())
    if "2000" in name and any(word in name for word in ("china", "cgcs", "国家", "中国")):
        return geo.STORAGE_EPSG, False
    if "wgs84" in name or "wgs1984" in name or "worldgeodeticsystem1984" in name:
        return _WGS84, False
    return None, name.removeprefix("d").startswith(_NO_DATUM[1:]) or not name


def _geographic(crs: pyproj.CRS, datum: int) -> int | str:
    in_degrees = all(abs(axis.unit_conversion_factor - _DEGREE) < _PARAMETERS for axis in crs.axis_info)
    return datum if in_degrees else str(crs.to_wkt())


def _projected(crs: pyproj.CRS, datum: int) -> int | str:
    """Give the code of a projected system with the same parameters, or all of it where there is none."""
    codes = _zones(crs) if datum == geo.STORAGE_EPSG else ()
    found: int | None = crs.to_epsg(min_confidence=25)
    for code in (*codes, *((found,) if found else ())):
        if _is_same(crs, pyproj.CRS.from_epsg(code)):
            return int(code)
    return str(crs.to_wkt())


def _zones(crs: pyproj.CRS) -> tuple[int, ...]:
    """List the zones of CGCS2000 that have the central meridian of a system."""
    meridian = _parameters(crs).get("8802", 0.0)
    return geo.zones_at(round(meridian)) if abs(meridian - round(meridian)) < _PARAMETERS else ()


def _parameters(crs: pyproj.CRS) -> dict[str, float]:
    operation = crs.coordinate_operation
    return {} if operation is None else {str(one.code): float(one.value) for one in operation.params}


def _is_same(crs: pyproj.CRS, known: pyproj.CRS) -> bool:
    ours, theirs = crs.coordinate_operation, known.coordinate_operation
    if ours is None or theirs is None or ours.method_name != theirs.method_name:
        return False
    if any(axis.unit_conversion_factor != 1 for axis in crs.axis_info):
        return False
    mine, other = _parameters(crs), _parameters(known)
    return mine.keys() == other.keys() and all(abs(mine[key] - other[key]) < 1e-6 for key in mine)
