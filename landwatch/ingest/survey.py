"""Survey boundary files (电子报盘 TXT) to parcels."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from landwatch import geo
from landwatch.i18n import gettext as _
from landwatch.ingest import boundary_text, vocabulary
from landwatch.ingest.boundaries import Draft, assemble, parcels_of
from landwatch.ingest.boundary_text import ParcelText, TextFault
from landwatch.ingest.placing import Claim, Placement, place
from landwatch.ingest.quantities import as_quantity
from landwatch.ingest.reading import Findings, Place, ReaderSettings
from landwatch.ingest.values import BadValue
from landwatch.model import Parcel

__all__ = ["looks_like_boundary_text", "read_survey"]

_AREA, _NUMBER, _USE = "地块面积", "地块编号", "地块用途"
# WGS 84 lies within a metre of CGCS2000.
_CGCS2000 = ("2000", "cgcs", "wgs")


def looks_like_boundary_text(text: str) -> bool:
    """Tell whether a text is a survey boundary file.

    Parameters
    ----------
    text
        The decoded text.

    Returns
    -------
    bool
        True if it has the section of coordinates or a head line.
    """
    return re.search(r"地块坐标|属性描述|[@＠]\s*(\n|$)", text) is not None


def read_survey(
    text: str, claim: Claim | None, findings: Findings, settings: ReaderSettings, *, accept_guess: bool
) -> tuple[tuple[Parcel, ...], Placement, int]:
    """Read the parcels of a survey boundary file.

    Parameters
    ----------
    text
        The decoded text.
    claim
        CRS given by the user, which goes before that of the file.
    findings
        Where issues go.
    settings
        District envelope and measuring grid.
    accept_guess
        Whether a guessed CRS is good enough.

    Returns
    -------
    tuple
        The parcels, how they were placed, and the number of head lines.
    """
    file = boundary_text.parse(text)
    for fault in file.faults:
        _report_fault(findings.line(fault.line, column=fault.column), fault, findings)
    illustrative = _mentions_illustration(*file.attributes.values())
    read = (_draft(parcel, findings, illustrative=illustrative) for parcel in file.parcels)
    drafts = [draft for draft in read if draft is not None]
    placement = place(
        [draft.geometry for draft in drafts],
        [draft.place for draft in drafts],
        claim or _declared(file.attributes),
        findings,
        settings,
        accept_guess=accept_guess,
    )
    return parcels_of(drafts, placement.geometries, findings, settings), placement, len(file.parcels)


def _declared(attributes: Mapping[str, str]) -> Claim | None:
    """Give the CRS that the header declares; a zone means two grids, with and without it in the eastings."""
    system, zone = attributes.get("坐标系", ""), _first_number(attributes.get("带号", ""))
    if system and not any(name in system.lower() for name in _CGCS2000):
        return Claim((0,), "declared", system)
    if attributes.get("计量单位", "") == "度":
        return Claim((geo.STORAGE_EPSG,), "declared", f"{system} {attributes['计量单位']}")
    if zone is None or _first_number(attributes.get("几度分带", "3")) != 3:
        return None
    try:
        epsgs = (geo.zone_epsg(zone, prefixed=True), geo.zone_epsg(zone, prefixed=False))
    except ValueError:
        return None
    return Claim(epsgs, "declared", f"带号={zone}")


def _first_number(text: str) -> int | None:
    found = re.search(r"\d+", unicodedata.normalize("NFKC", text).replace("三", "3"))
    return int(found[0]) if found else None


def _mentions_illustration(*texts: str) -> bool:
    return any(word in text for text in texts for word in vocabulary.listed("illustrative"))


def _draft(parcel: ParcelText, findings: Findings, *, illustrative: bool) -> Draft | None:
    """Read one parcel; say everything that is wrong with it if it cannot be taken."""
    head = parcel.head
    where = findings.line(head.line, head.number)
    for fault in parcel.faults:
        _report_fault(findings.line(fault.line, head.number, fault.column), fault, findings)
    if not head.number:
        findings.missing(where, _NUMBER)
    try:
        stated = as_quantity(head.area, "area", "公顷", unit_named=True)
    except BadValue as bad:
        findings.bad_value(bad, where, _AREA, head.area)
        return None
    if parcel.faults or not head.number or not _sound_rings(parcel, where, findings):
        return None
    shown = Parcel(
        parcel_no=head.number,
        name=head.name or None,
        land_use=head.land_use or head.land_use_code or None,
        illustrative=illustrative or _mentions_illustration(head.name, *head.more),
    )
    return Draft(where, shown, _geometry(parcel, where, findings), stated, (_NUMBER, _AREA, _USE))


def _report_fault(where: Place, fault: TextFault, findings: Findings) -> None:
    match fault.reason:
        case "number":
            message = _(
                "{place}: {field} is “{value}”, which is no number; mend the line, its parcel is not taken"
            )
            findings.error("bad_number", message, where, field=fault.field, value=fault.text)
        case "count":
            stated, _slash, found = fault.text.partition("/")
            findings.error(
                "unreadable_record",
                _(
                    "{place}: the head line says {value} points and {found} follow; points are missing or the"
                    " count is wrong, export the parcel again"
                ),
                where,
                field=fault.field,
                value=stated,
                found=found,
            )
        case "stray":
            message = _(
                "{place}: “{value}” stands before any head line; each parcel begins with a line ending in @"
            )
            findings.error("unreadable_record", message, where, value=fault.text)
        case _:
            findings.error(
                "unreadable_record",
                _(
                    "{place}: “{value}” is no point; a point has a name, a ring number, X and Y, with commas"
                    " between"
                ),
                where,
                value=fault.text,
            )


def _sound_rings(parcel: ParcelText, where: Place, findings: Findings) -> bool:
    short = [ring for ring in parcel.rings if len(set(ring.points)) < 3]
    if short or not parcel.rings:
        findings.error(
            "empty_geometry",
            _("{place}: ring {value} has fewer than three different points; export the parcel again"),
            where,
            value=short[0].number if short else 1,
        )
        return False
    unclosed = [ring for ring in parcel.rings if not ring.is_closed]
    if unclosed:
        findings.info(
            "ring_unclosed",
            _(
                "{place}: ring {value} does not end where it begins; it was closed by repeating its first"
                " point"
            ),
            where,
            value="、".join(str(ring.number) for ring in unclosed),
        )
    return True


def _geometry(parcel: ParcelText, where: Place, findings: Findings) -> BaseGeometry:
    # X is the northing: the file has it first, everything after this line has the easting first.
    if len(parcel.rings) == 1:
        return shapely.Polygon(np.array(parcel.rings[0].points)[:, ::-1])
    rings = [shapely.LinearRing(np.array(ring.points)[:, ::-1]) for ring in parcel.rings]
    geometry, outside = assemble(rings)
    for position in outside:
        if parcel.rings[position].number > 1:
            findings.warning(
                "hole_outside",
                _(
                    "{place}: ring {value} is numbered as a hole and lies outside ring 1; it is taken as a"
                    " further part"
                ),
                where,
                field="地块圈号",
                value=parcel.rings[position].number,
            )
    return geometry
