"""Survey boundary files (电子报盘 TXT) to parcels."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from landwatch import geo
from landwatch.errors import InputError
from landwatch.formats.boundaries.crs import Claim
from landwatch.formats.boundaries.georeferencing import Placement, place
from landwatch.formats.boundaries.parcels import Draft, assemble, has_too_many_rings, parcels_of
from landwatch.formats.boundary_text import parser
from landwatch.formats.boundary_text.parser import Head, ParcelText, TextFault
from landwatch.formats.cells import conversion, vocabulary
from landwatch.formats.cells.conversion import BadValue
from landwatch.formats.cells.quantities import as_quantity
from landwatch.formats.file import File
from landwatch.formats.reading import Findings, Place, Reading
from landwatch.i18n import gettext as _
from landwatch.i18n import ngettext
from landwatch.model import Parcel

__all__ = ["BoundaryText"]

_AREA, _NUMBER, _USE = "地块面积", "地块编号", "地块用途"
_MOST_NAMED = 5
_AREA_KIND = "面"
_SEXAGESIMAL = ("分", "秒", "dms", "°")
# WGS 84 lies within a metre of CGCS2000.
_CGCS2000 = ("2000", "cgcs", "wgs")


class BoundaryText:
    """Survey boundary files (电子报盘 TXT)."""

    suffixes = (".txt",)

    def recognises(self, file: File) -> bool:
        """Tell whether it is text with the section of coordinates or a head line."""
        text = file.decoded and file.decoded.text
        return bool(text) and re.search(r"地块坐标|属性描述|[@＠]\s*(\n|$)", text or "") is not None

    def read(self, file: File) -> Reading:
        """Read its parcels."""
        assert file.decoded is not None
        file.report_encoding(file.decoded)
        parcels, placement, records = _parcels(file.decoded.text, file)
        return Reading(
            source=file.source("boundary_txt", file.decoded.encoding, placement.epsg),
            crs_source=placement.source,
            records=records,
            parcels=parcels,
            issues=tuple(file.findings.issues),
        )


def _parcels(text: str, file: File) -> tuple[tuple[Parcel, ...], Placement, int]:
    """Read the parcels, how they were placed, and the number of head lines of parcels."""
    findings, settings = file.findings, file.settings
    content = parser.parse(text)
    if not content.parcels:
        raise InputError(_("it has no head line of a parcel (a line ending in ,@); export it again"))
    _check_unit(content.attributes.get("计量单位", ""))
    for fault in content.faults:
        _report_fault(findings.line(fault.line, column=fault.column), fault, findings)
    illustrative = _mentions_illustration(*content.attributes.values())
    areas = [parcel for parcel in content.parcels if parcel.head.kind in ("", _AREA_KIND)]
    others = [parcel.head for parcel in content.parcels if parcel.head.kind not in ("", _AREA_KIND)]
    _report_other_figures(others, findings)
    read = (_draft(parcel, findings, illustrative=illustrative) for parcel in areas)
    drafts = [draft for draft in read if draft is not None]
    placement = place(
        [draft.geometry for draft in drafts],
        [draft.place for draft in drafts],
        file.claim or _declared(content.attributes),
        findings,
        settings,
        accept_guess=file.accept_guess,
    )
    return parcels_of(drafts, placement.geometries, findings, settings), placement, len(areas)


def _check_unit(unit: str) -> None:
    if any(sign in unit.lower() for sign in _SEXAGESIMAL):
        raise InputError(
            _(
                "its coordinates are degrees, minutes and seconds (计量单位={unit}), which are not read;"
                " export it again in metres, or in degrees with decimals (计量单位=度)"
            ).format(unit=unit)
        )


def _report_other_figures(heads: Sequence[Head], findings: Findings) -> None:
    """Say once for all of them that records are no parcels by what they say of their figure."""
    if not heads:
        return
    names = "、".join(head.number or str(head.line) for head in heads[:_MOST_NAMED])
    findings.info(
        "not_a_parcel",
        ngettext(
            "{place}: {count} record ({names}) has {value} and not 面 as its figure (记录图形属性) and is"
            " passed over; one that is a parcel has to be exported as 面",
            "{place}: {count} records ({names}) have {value} and not 面 as their figure (记录图形属性) and"
            " are passed over; one that is a parcel has to be exported as 面",
            len(heads),
        ),
        findings.whole_file(),
        field="记录图形属性",
        value="、".join(sorted({head.kind for head in heads})),
        count=len(heads),
        names=names + ("…" if len(heads) > _MOST_NAMED else ""),
    )


def _declared(attributes: Mapping[str, str]) -> Claim | None:
    """Give the CRS that the header declares; a zone means two grids, with and without it in the eastings."""
    system, zone = attributes.get("坐标系", ""), _first_number(attributes.get("带号", ""))
    if system and not any(name in system.lower() for name in _CGCS2000):
        return Claim((), "declared", system)
    if attributes.get("计量单位", "") == "度":
        return Claim((geo.STORAGE_EPSG,), "declared", f"{system} {attributes['计量单位']}")
    number = {3: geo.zone_epsg, 6: geo.wide_zone_epsg}.get(_first_number(attributes.get("几度分带", "")) or 3)
    if zone is None or number is None:
        return None
    try:
        systems = (number(zone, prefixed=True), number(zone, prefixed=False))
    except ValueError:
        return None
    return Claim(systems, "declared", f"带号={zone}")


def _first_number(text: str) -> int | None:
    found = re.search(r"\d+", unicodedata.normalize("NFKC", text).replace("三", "3").replace("六", "6"))
    return int(found[0]) if found else None


def _mentions_illustration(*texts: str) -> bool:
    return any(word in text for text in texts for word in vocabulary.listed("illustrative"))


def _draft(parcel: ParcelText, findings: Findings, *, illustrative: bool) -> Draft | None:
    """Read one parcel; say everything that is wrong with it if it cannot be taken."""
    head = parcel.head
    where = findings.line(head.line, head.number)
    for fault in parcel.faults:
        _report_fault(findings.line(fault.line, head.number, fault.column), fault, findings)
    number = _number(head, where, findings)
    try:
        stated = as_quantity(head.area, "area", "公顷", unit_named=True)
    except BadValue as bad:
        findings.bad_value(bad, where, _AREA, head.area)
        return None
    if parcel.faults or number is None or not _sound_rings(parcel, where, findings):
        return None
    if has_too_many_rings(len(parcel.rings), where, findings):
        return None
    shown = Parcel(
        parcel_no=number,
        name=head.name or None,
        land_use=head.land_use or head.land_use_code or None,
        illustrative=illustrative or _mentions_illustration(head.name, *head.more),
    )
    return Draft(where, shown, _geometry(parcel, where, findings), stated, (_NUMBER, _AREA, _USE))


def _number(head: Head, where: Place, findings: Findings) -> str | None:
    try:
        number = conversion.as_identifier(head.number)
    except BadValue as bad:
        findings.bad_value(bad, where, _NUMBER, head.number)
        return None
    if number is None:
        findings.missing(where, _NUMBER)
    return number


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
