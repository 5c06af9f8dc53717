"""How QGIS draws the layers of a GeoPackage that is opened as it is: the table ``layer_styles``.

QGIS looks there for the default style of a layer, the youngest first; without the column ``update_time``, by
which it sorts, it finds none. A register's style draws the rows that stand and leaves out those that were
superseded; its colours are those of the maps. What a user changes or adds stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as Xml

from sqlalchemy import Connection, text

from landwatch.registry import geopackage
from landwatch.registry.qgis import Rule, printed, qml
from landwatch.registry.tables import COLUMNS, TABLES
from landwatch.style import style

__all__ = ["TABLE", "LayerStyle", "add", "write"]

TABLE = "layer_styles"
"""The name that QGIS looks for."""

_CREATE = f"""CREATE TABLE IF NOT EXISTS {TABLE} (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT, f_table_schema TEXT,
    f_table_name TEXT, f_geometry_column TEXT, styleName TEXT, styleQML TEXT, styleSLD TEXT,
    useAsDefault BOOLEAN, description TEXT, owner TEXT, ui TEXT,
    update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')))"""
_INSERT = f"""INSERT INTO {TABLE} (f_table_catalog, f_table_schema, f_table_name, f_geometry_column,
        styleName, styleQML, styleSLD, useAsDefault, description, owner)
    SELECT '', '', :table, :column, :name, :qml, :sld, 1, 'landwatch', 'landwatch'
    WHERE NOT EXISTS (SELECT 1 FROM {TABLE} WHERE f_table_name = :table)"""  # noqa: S608
_TITLE = "图层样式"
_STANDING = "superseded_at"
_SLD = {"sld": "http://www.opengis.net/sld", "ogc": "http://www.opengis.net/ogc"}


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerStyle:
    """The default style of a layer.

    Attributes
    ----------
    table, column
        Name of the layer, and of its geometry column.
    name
        What QGIS calls the style.
    qml
        The style as QGIS writes it.
    sld
        The same for other programs; empty where there is none.
    """

    table: str
    column: str
    name: str
    qml: str
    sld: str = ""


def add(connection: Connection, styles: list[LayerStyle]) -> None:
    """Give layers of a GeoPackage that have no style yet their default one.

    Parameters
    ----------
    connection
        A connection inside a transaction that writes.
    styles
        One for each layer.
    """
    connection.execute(text(_CREATE))
    geopackage.register_table(connection, TABLE, _TITLE)
    for given in styles:
        values = {"table": given.table, "column": given.column, "name": given.name}
        connection.execute(text(_INSERT), values | {"qml": given.qml, "sld": given.sld})


def write(connection: Connection) -> None:
    """Give the layers of a register that have no style yet their default one.

    Parameters
    ----------
    connection
        A connection inside a transaction that writes.
    """
    add(connection, [_of_register(table, look) for table, look in style()["layers"].items()])


def _of_register(table: str, look: dict[str, Any]) -> LayerStyle:
    rule = Rule(TABLES[table], f'"{_STANDING}" IS NULL', look)
    label = f"""if("{_STANDING}" IS NULL, "{look["label"]}", '')"""
    drawn = qml([rule], label, COLUMNS[table])
    return LayerStyle(table=table, column="geometry", name=TABLES[table], qml=drawn, sld=_sld(table, look))


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
    return printed(root)


def _in(prefix: str, name: str) -> str:
    return f"{{{_SLD[prefix]}}}{name}"


def _parameters(place: Xml.Element, values: dict[str, Any]) -> None:
    for name, value in values.items():
        Xml.SubElement(place, _in("sld", "CssParameter"), name=name).text = str(value)
