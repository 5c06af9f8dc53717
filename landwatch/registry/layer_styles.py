"""How QGIS draws the layers of a GeoPackage that is opened as it is: the table ``layer_styles``.

QGIS looks there for the default style of a layer. A style draws the rows that stand and leaves out those
that were superseded; its colours are those of the maps. What a user changes or adds stays.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import yaml
from sqlalchemy import Connection, text

from landwatch.registry import geopackage
from landwatch.registry.tables import TABLES

__all__ = ["TABLE", "write"]

TABLE = "layer_styles"
"""The name that QGIS looks for."""

_STYLES = Path(__file__).parents[1] / "style.yaml"
_CREATE = f"""CREATE TABLE IF NOT EXISTS {TABLE} (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT, f_table_schema TEXT,
    f_table_name TEXT, f_geometry_column TEXT, styleName TEXT, styleQML TEXT, styleSLD TEXT,
    useAsDefault BOOLEAN, description TEXT, owner TEXT, ui TEXT,
    update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')))"""
_INSERT = f"""INSERT INTO {TABLE} (f_table_catalog, f_table_schema, f_table_name, f_geometry_column,
        styleName, styleQML, styleSLD, useAsDefault, description, owner)
    SELECT '', '', :table, 'geometry', :name, :qml, :sld, 1, :description, 'landwatch'
    WHERE NOT EXISTS (SELECT 1 FROM {TABLE} WHERE f_table_name = :table)"""  # noqa: S608
_TITLE = "图层样式"
_STANDING = "superseded_at"
_SLD = {"sld": "http://www.opengis.net/sld", "ogc": "http://www.opengis.net/ogc"}


def write(connection: Connection) -> None:
    """Give the layers of a GeoPackage that have no style yet their default one.

    Parameters
    ----------
    connection
        A connection inside a transaction that writes.
    """
    connection.execute(text(_CREATE))
    geopackage.register_table(connection, TABLE, _TITLE)
    for table, look in yaml.safe_load(_STYLES.read_text(encoding="utf-8"))["layers"].items():
        values = {"table": table, "name": TABLES[table], "qml": _qml(table, look), "sld": _sld(table, look)}
        connection.execute(text(_INSERT), values | {"description": "landwatch"})


def _qml(table: str, look: dict[str, Any]) -> str:
    root = Xml.Element("qgis", version="3.22.0", styleCategories="Symbology|Labeling", labelsEnabled="1")
    renderer = Xml.SubElement(root, "renderer-v2", type="RuleRenderer", symbollevels="0", forceraster="0")
    rules = Xml.SubElement(renderer, "rules", key="{landwatch}")
    standing = {"key": "{standing}", "symbol": "0", "label": TABLES[table]}
    Xml.SubElement(rules, "rule", standing, filter=f'"{_STANDING}" IS NULL')
    symbols = Xml.SubElement(renderer, "symbols")
    symbol = Xml.SubElement(symbols, "symbol", type="fill", name="0", alpha="1", clip_to_extent="1")
    _symbol_layer(symbol, look)
    _labels(root, look["label"])
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + _printed(root)


def _symbol_layer(symbol: Xml.Element, look: dict[str, Any]) -> None:
    width = {"width_unit": "Pixel", "width": str(look["width"])}
    if "fill" in look:
        kind = "SimpleFill"
        options = {"color": _rgba(look["fill"]), "style": "solid", "outline_color": _rgba(look["outline"])}
        options |= {f"outline_{name}": value for name, value in width.items()} | {"outline_style": "solid"}
    else:
        kind = "SimpleLine"
        options = {"line_color": _rgba(look["outline"]), "line_style": "solid"}
        options |= {f"line_{name}": value for name, value in width.items()}
    if "dash" in look:
        options |= {"use_custom_dash": "1", "customdash": look["dash"].replace(" ", ";")}
        options |= {"customdash_unit": "Pixel"}
    layer = Xml.SubElement(symbol, "layer", {"class": kind, "enabled": "1", "pass": "0", "locked": "0"})
    for name, value in options.items():
        Xml.SubElement(layer, "prop", k=name, v=value)


def _labels(root: Xml.Element, column: str) -> None:
    labeling = Xml.SubElement(root, "labeling", type="simple")
    settings = Xml.SubElement(labeling, "settings", calloutType="simple")
    shown = f"""if("{_STANDING}" IS NULL, "{column}", '')"""
    style = Xml.SubElement(settings, "text-style", fieldName=shown, isExpression="1", fontSize="9")
    Xml.SubElement(style, "text-buffer", bufferDraw="1", bufferSize="0.8", bufferColor="255,255,255,255")
    Xml.SubElement(settings, "placement", placement="1")


def _rgba(colour: str) -> str:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return f"{red},{green},{blue},255"


def _sld(table: str, look: dict[str, Any]) -> str:
    for prefix, uri in _SLD.items():
        Xml.register_namespace(prefix, uri)
    root = Xml.Element(_in("sld", "StyledLayerDescriptor"), version="1.0.0")
    layer = Xml.SubElement(root, _in("sld", "NamedLayer"))
    Xml.SubElement(layer, _in("sld", "Name")).text = table
    type_style = Xml.SubElement(
        Xml.SubElement(layer, _in("sld", "UserStyle")), _in("sld", "FeatureTypeStyle")
    )
    rule = Xml.SubElement(type_style, _in("sld", "Rule"))
    Xml.SubElement(rule, _in("sld", "Title")).text = TABLES[table]
    is_null = Xml.SubElement(Xml.SubElement(rule, _in("ogc", "Filter")), _in("ogc", "PropertyIsNull"))
    Xml.SubElement(is_null, _in("ogc", "PropertyName")).text = _STANDING
    polygon = Xml.SubElement(rule, _in("sld", "PolygonSymbolizer"))
    if "fill" in look:
        _parameters(Xml.SubElement(polygon, _in("sld", "Fill")), {"fill": look["fill"]})
    stroke = {"stroke": look["outline"], "stroke-width": look["width"]}
    if "dash" in look:
        stroke["stroke-dasharray"] = look["dash"]
    _parameters(Xml.SubElement(polygon, _in("sld", "Stroke")), stroke)
    return _printed(root)


def _in(prefix: str, name: str) -> str:
    return f"{{{_SLD[prefix]}}}{name}"


def _parameters(place: Xml.Element, values: dict[str, Any]) -> None:
    for name, value in values.items():
        Xml.SubElement(place, _in("sld", "CssParameter"), name=name).text = str(value)


def _printed(root: Xml.Element) -> str:
    Xml.indent(root)
    return Xml.tostring(root, encoding="unicode")
