"""Parts of parcels that facts speak of: a boundary in a ledger, or a layer of boundaries with their facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry

from landwatch.formats.boundaries.parcels import differ, is_sound
from landwatch.formats.cells.headers import Header
from landwatch.formats.cells.vocabulary import Column, column_of, cut_column
from landwatch.formats.reading import Findings, Place, ReaderSettings
from landwatch.formats.tables.rows import CellReader, Record
from landwatch.formats.vector.features import Feature, Layer
from landwatch.geo import plane_area_cm2
from landwatch.i18n import gettext as _
from landwatch.units import format_m2

__all__ = ["holds_facts", "part_is_sound", "records_of"]


def holds_facts(layer: Layer) -> bool:
    """Tell whether a layer holds dated facts about parts of parcels: a contract and what happened.

    Parameters
    ----------
    layer
        The layer.
    """
    known = {column.field for name in layer.fields if (column := _column(layer, name))}
    return {"contract_no", "type"} <= known


def _column(layer: Layer, name: str) -> Column | None:
    column = column_of("event", name)
    return cut_column("event", name) if column is None and layer.driver == "ESRI Shapefile" else column


def records_of(
    layer: Layer,
    placed: Sequence[tuple[Feature, Place, BaseGeometry | None]],
    findings: Findings,
) -> Iterator[Record]:
    """Read the features of a layer of facts as the rows of a ledger are read.

    Parameters
    ----------
    layer
        The layer.
    placed
        Its features with their places and their boundaries in EPSG:4490; ``None`` where one is refused.
    findings
        Where issues go.

    Yields
    ------
    Record
        One a feature, with its boundary in well-known text.
    """
    columns = {name: column for name in layer.fields if (column := _column(layer, name))}
    labels = {column.field: name for name, column in reversed(columns.items())}
    header = Header("event", (), 0, labels)
    cells = CellReader(findings)
    for feature, place, shape in placed:
        if shape is None:
            continue
        record = Record(place, header)
        for name, column in columns.items():
            cell: Any = feature.attributes.get(name)
            if cell is not None and cell != "":
                cells.read(record, name, column, cell)
        record.fields["geometry"] = str(shapely.to_wkt(shape, rounding_precision=-1))
        yield record


def part_is_sound(record: Record, findings: Findings, settings: ReaderSettings) -> bool:
    """Tell whether the boundary of a record is one and lies in the district; its area is compared.

    Parameters
    ----------
    record
        The record, its boundary in well-known text; one that is not sound is refused.
    findings
        Where issues go.
    settings
        District envelope and measuring grid.
    """
    shape = shapely.from_wkt(record.fields["geometry"])
    inside = bool(settings.envelope.covers(shapely.get_coordinates(shape)).all())
    if not inside:
        findings.error(
            "outside_district",
            _(
                "{place}: the boundary read as longitude and latitude (EPSG:4490) lies outside the district; "
                "write it in these, or bring the parts as a layer with its coordinate system"
            ),
            record.place,
            field=record.label("geometry"),
        )
    if not inside or not is_sound(record.place, shape, findings):
        record.refused = True
        return False
    stated = record.fields.get("area_cm2")
    measured = int(plane_area_cm2([shape], measuring_epsg=settings.measuring_epsg)[0])
    if stated is not None and differ(stated, measured):
        findings.warning(
            "area_mismatch",
            _(
                "{place}: {field} {value} and the boundary of {measured} m² differ by {difference} m²; check"
                " both, the stated area is kept"
            ),
            record.place,
            field=record.label("area_cm2"),
            value=format_m2(stated),
            measured=format_m2(measured),
            difference=format_m2(abs(stated - measured)),
        )
    return True
