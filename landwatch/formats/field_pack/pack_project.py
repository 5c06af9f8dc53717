"""The project of a pack, as QGIS 3.22 writes one: layers by relative path, looks of the maps, forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as Xml

from pyproj import CRS

from landwatch.formats.field_pack.pack_columns import GEOPACKAGE, Column, Layer, layer_id
from landwatch.registry.qgis import Rule, add_drawing, printed
from landwatch.snapshot import STORAGE_CRS

__all__ = ["project_xml"]

_VERSION = "3.22.16-Białowieża"
_RELATION = "visit_photos"
_LABELS = {
    "visits": 'coalesce("contract_no", "other_contract")',
    "tasks": '"place" || \'. \' || "contract_no"',
    "parcels": '"parcel_no"',
}
_TYPES = {bool: "bool", int: "int", str: "QString"}

Bounds = tuple[float, float, float, float]


def project_xml(
    layers: Sequence[Layer], rules: Mapping[str, Sequence[Rule]], *, title: str, bounds: Bounds
) -> str:
    """Write the project of a pack.

    Parameters
    ----------
    layers
        Its layers, the topmost first.
    rules
        How each is drawn, by name; one without rules is a table.
    title
        What the project is called.
    bounds
        What is seen at first: west, south, east, north in degrees (EPSG:4490).

    Returns
    -------
    str
        The text of a ``.qgs`` file that lies beside the GeoPackage.
    """
    root = Xml.Element("qgis", version=_VERSION, projectname=title)
    Xml.SubElement(root, "homePath", path="")
    Xml.SubElement(root, "title").text = title
    _crs(Xml.SubElement(root, "projectCrs"))
    tree = Xml.SubElement(root, "layer-tree-group")
    for layer in layers:
        Xml.SubElement(
            tree,
            "layer-tree-layer",
            id=layer_id(layer.name),
            name=layer.title,
            source=_source(layer),
            providerKey="ogr",
            checked="Qt::Checked",
            expanded="1",
        )
    _relation(Xml.SubElement(root, "relations"))
    _view(Xml.SubElement(root, "mapcanvas", name="theMapCanvas", annotationsVisible="1"), bounds)
    listed = Xml.SubElement(root, "projectlayers")
    for layer in layers:
        _layer(listed, layer, rules.get(layer.name, ()))
    properties = Xml.SubElement(root, "properties")
    Xml.SubElement(Xml.SubElement(properties, "Paths"), "Absolute", type="bool").text = "false"
    # Without it QGIS does not look at the system of the project.
    systems = Xml.SubElement(properties, "SpatialRefSys")
    Xml.SubElement(systems, "ProjectionsEnabled", type="int").text = "1"
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + printed(root)


def _source(layer: Layer) -> str:
    return f"./{GEOPACKAGE}|layername={layer.name}"


def _crs(parent: Xml.Element) -> None:
    system = Xml.SubElement(parent, "spatialrefsys")
    Xml.SubElement(system, "wkt").text = CRS.from_user_input(STORAGE_CRS).to_wkt()
    Xml.SubElement(system, "authid").text = STORAGE_CRS


def _view(canvas: Xml.Element, bounds: Bounds) -> None:
    Xml.SubElement(canvas, "units").text = "degrees"
    extent = Xml.SubElement(canvas, "extent")
    for name, value in zip(("xmin", "ymin", "xmax", "ymax"), bounds, strict=True):
        Xml.SubElement(extent, name).text = f"{value:.7f}"
    _crs(Xml.SubElement(canvas, "destinationsrs"))


def _relation(parent: Xml.Element) -> None:
    relation = Xml.SubElement(
        parent,
        "relation",
        id=_RELATION,
        name=_RELATION,
        referencingLayer=layer_id("photos"),
        referencedLayer=layer_id("visits"),
        strength="Composition",
    )
    Xml.SubElement(relation, "fieldRef", referencingField="visit", referencedField="uuid")


def _layer(parent: Xml.Element, layer: Layer, rules: Sequence[Rule]) -> None:
    geometry = {"None": "No geometry", "MultiPolygon": "Polygon"}.get(layer.geometry, layer.geometry)
    wkb = "NoGeometry" if layer.geometry == "None" else layer.geometry
    written = Xml.SubElement(
        parent,
        "maplayer",
        type="vector",
        geometry=geometry,
        wkbType=wkb,
        readOnly=str(int(not layer.is_filled)),
        labelsEnabled=str(int(bool(rules))),
        styleCategories="AllStyleCategories",
    )
    Xml.SubElement(written, "id").text = layer_id(layer.name)
    Xml.SubElement(written, "datasource").text = _source(layer)
    Xml.SubElement(written, "layername").text = layer.title
    _crs(Xml.SubElement(written, "srs"))
    Xml.SubElement(written, "provider", encoding="UTF-8").text = "ogr"
    if rules:
        add_drawing(written, rules, _LABELS[layer.name])
    _columns(written, layer)
    if layer.name == "visits":
        _form(written, layer)


def _columns(written: Xml.Element, layer: Layer) -> None:
    configured = Xml.SubElement(written, "fieldConfiguration")
    _widget(configured, Column(name="fid", widget="Hidden"))
    aliases, defaults = Xml.SubElement(written, "aliases"), Xml.SubElement(written, "defaults")
    for position, column in enumerate(layer.columns, start=1):
        _widget(configured, column)
        Xml.SubElement(aliases, "alias", field=column.name, name=column.title, index=str(position))
        Xml.SubElement(defaults, "default", field=column.name, expression=column.default, applyOnUpdate="0")
    if layer.name == "tasks":
        Xml.SubElement(written, "previewExpression").text = _LABELS["tasks"]


def _widget(parent: Xml.Element, column: Column) -> None:
    described = Xml.SubElement(parent, "field", name=column.name, configurationFlags="None")
    widget = Xml.SubElement(described, "editWidget", type=column.widget)
    _option(Xml.SubElement(widget, "config"), None, dict(column.options))


def _option(parent: Xml.Element, name: str | None, value: Any) -> None:
    """Write a setting as QGIS does: maps and lists hold others."""
    named = {} if name is None else {"name": name}
    if isinstance(value, dict):
        inner = Xml.SubElement(parent, "Option", named, type="Map")
        for key, each in value.items():
            _option(inner, key, each)
    elif isinstance(value, list):
        inner = Xml.SubElement(parent, "Option", named, type="List")
        for each in value:
            _option(inner, None, each)
    else:
        text = str(value).lower() if isinstance(value, bool) else str(value)
        Xml.SubElement(parent, "Option", named, type=_TYPES[type(value)], value=text)


def _form(written: Xml.Element, layer: Layer) -> None:
    """The form of a visit: what is asked first, then its photographs, in the order of the columns."""
    Xml.SubElement(written, "editorlayout").text = "tablayout"
    form = Xml.SubElement(written, "attributeEditorForm")
    asked = [(at, each) for at, each in enumerate(layer.columns, start=1) if each.widget != "Hidden"]
    photographs_after = next(at for at, (_index, each) in enumerate(asked) if each.name == "done_percent")
    for place, (index, column) in enumerate(asked):
        Xml.SubElement(form, "attributeEditorField", name=column.name, index=str(index), showLabel="1")
        if place == photographs_after:
            Xml.SubElement(form, "attributeEditorRelation", name=_RELATION, relation=_RELATION, showLabel="1")
