"""What a layer holds, told by the kind of its geometry, its name in the cadastral standard and its fields.

A field alone tells nothing: buildings, boundary points and owners all name the parcel they belong to.
"""

from __future__ import annotations

import re

from landwatch.formats.cells import vocabulary
from landwatch.formats.cells.vocabulary import Column
from landwatch.formats.reading import Findings
from landwatch.formats.vector.fact_areas import holds_facts
from landwatch.formats.vector.features import Layer
from landwatch.i18n import gettext as _

__all__ = ["is_named_only", "section_of"]

_PARCELS = "zd"  # 宗地, as the standard calls the layer
_WORDS = re.compile(r"[a-z]+|[\u4e00-\u9fff]+")
_AREAS = frozenset({"Polygon", "MultiPolygon", "GeometryCollection"})
_POINTS = frozenset({"Point", "MultiPoint"})
_LINES = frozenset({"LineString", "MultiLineString"})


def section_of(layer: Layer, findings: Findings) -> str | None:
    """Tell what a layer holds, and say why where it is passed over.

    Parameters
    ----------
    layer
        The layer.
    findings
        Where it is said.

    Returns
    -------
    str or None
        ``parcel``, ``cluster`` or ``event`` (dated facts); ``None`` for a layer that is passed over.
    """
    if not layer.records:
        return None
    kinds = _kinds(layer)
    if kinds is not None and not kinds & _AREAS:
        _report_no_areas(layer, kinds, findings)
        return None
    if holds_facts(layer):
        return "event"
    if any(_is(vocabulary.column_of("cluster", name), "operator_basis") for name in layer.fields):
        return "cluster"
    if _is_other(layer):
        findings.info(
            "not_a_parcel",
            _(
                "{place}: the layer {value} of the cadastral standard holds no parcels (宗地), but what"
                " stands on or around them; nothing is taken from it"
            ),
            findings.layer(layer.name),
            value=layer.title,
        )
        return None
    if _is_numbered(layer) or is_named_only(layer):
        return "parcel"
    _report_no_numbers(layer, findings)
    return None


def _kinds(layer: Layer) -> frozenset[str | None] | None:
    """Give the types of geometry of a layer; ``None`` where nothing tells them."""
    found = {str(one.geometry.get("type")) for one in layer.features if one.geometry}
    if found:
        return frozenset(found)
    if layer.kind is None:
        return frozenset({None})
    declared = layer.kind.removeprefix("3D ").removeprefix("Measured ")
    return frozenset({declared}) if declared in _POINTS | _LINES else None


def _report_no_areas(layer: Layer, kinds: frozenset[str | None], findings: Findings) -> None:
    if kinds == {None}:
        message = _(
            "{place}: it is a table without boundaries; nothing is taken from it, contracts and facts are"
            " read from workbooks and CSV files"
        )
    elif kinds <= _POINTS:
        message = _("{place}: it holds points and no areas; nothing is taken from it, parcels are areas")
    else:
        message = _(
            "{place}: it holds lines and no areas; nothing is taken from it. If the lines are boundaries of"
            " parcels, make areas (polygons) of them and import these"
        )
    findings.info("not_a_parcel", message, findings.layer(layer.name))


def _is_other(layer: Layer) -> bool:
    """Tell whether a layer is one of the standard that holds no parcels, by its name and its fields."""
    words = set(_WORDS.findall(vocabulary.plain(layer.title)))
    if _PARCELS in words or any("宗地" in word for word in words):
        return False
    named = words & vocabulary.listed("other_layers")
    with_fields = any(vocabulary.plain(name) in vocabulary.listed("other_fields") for name in layer.fields)
    return with_fields or any(len(name) > 1 for name in named)


def _is_numbered(layer: Layer) -> bool:
    known = (
        vocabulary.column_of("parcel", name) or vocabulary.cut_column("parcel", name) for name in layer.fields
    )
    return any(_is(column, "parcel_no") for column in known)


def is_named_only(layer: Layer) -> bool:
    """Tell whether a layer knows no other field than a name, as viewers and field apps write placemarks.

    Parameters
    ----------
    layer
        The layer.
    """
    return layer.driver == "KML" and "name" in layer.fields


def _is(column: Column | None, field_name: str) -> bool:
    return column is not None and column.field == field_name


def _report_no_numbers(layer: Layer, findings: Findings) -> None:
    findings.error(
        "missing_required",
        _("{place}: no field holds parcel numbers (宗地编号); name one so, its fields are {value}"),
        findings.layer(layer.name),
        field="宗地编号",
        value=" ".join(layer.fields) or "-",
    )
