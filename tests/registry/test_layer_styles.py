"""A register opened in QGIS comes with styles: the colours of the maps, and only what stands."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree as Xml

import fiona
import pyogrio
import pytest

from landwatch.formats.cells import vocabulary
from landwatch.maps.rate_classes import style
from landwatch.registry import Register, database, layer_styles
from landwatch.registry.tables import metadata

LAYERS = ("parcels", "clusters")
SLD = "{http://www.opengis.net/sld}"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A register in a GeoPackage."""
    file = tmp_path / "register.gpkg"
    Register.create(f"gpkg:///{file}").close()
    return file


def texts(path: Path, column: str) -> dict[str, str]:
    """What a column of the styles says of each layer."""
    with closing(sqlite3.connect(path)) as connection:
        return dict(connection.execute(f"SELECT f_table_name, {column} FROM layer_styles"))  # noqa: S608


def test_each_layer_with_a_geometry_has_one_default_style_where_qgis_looks_for_it(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute(
            "SELECT f_table_catalog, f_table_schema, f_table_name, f_geometry_column, useAsDefault "
            "FROM layer_styles ORDER BY id"
        ).fetchall()
    assert found == [("", "", layer, "geometry", 1) for layer in LAYERS]


def test_both_readers_read_the_styles_with_their_chinese_names(path: Path) -> None:
    with fiona.open(path, layer="layer_styles") as layer:
        by_fiona = [feature["properties"]["styleName"] for feature in layer]
    assert (
        by_fiona
        == pyogrio.read_dataframe(path, layer="layer_styles")["styleName"].tolist()
        == ["宗地", "组团"]
    )


@pytest.mark.parametrize("layer", LAYERS)
def test_the_style_draws_only_what_stands(path: Path, layer: str) -> None:
    (rule,) = Xml.fromstring(texts(path, "styleQML")[layer]).iter("rule")
    assert rule.get("filter") == '"superseded_at" IS NULL'


@pytest.mark.parametrize("layer", LAYERS)
def test_the_style_names_a_symbol_that_it_defines(path: Path, layer: str) -> None:
    root = Xml.fromstring(texts(path, "styleQML")[layer])
    defined = [symbol.get("name") for symbol in root.findall("renderer-v2/symbols/symbol")]
    assert [rule.get("symbol") for rule in root.iter("rule")] == defined


def test_parcels_have_the_colour_that_the_maps_give_land_that_is_not_due(path: Path) -> None:
    properties = {
        p.get("k"): p.get("v") for p in Xml.fromstring(texts(path, "styleQML")["parcels"]).iter("prop")
    }
    red, green, blue = (int(style()["states"]["not_due"]["fill"][at : at + 2], 16) for at in (1, 3, 5))
    assert properties["color"] == f"{red},{green},{blue},255"


def test_clusters_have_the_outline_of_the_maps_and_no_fill(path: Path) -> None:
    root = Xml.fromstring(texts(path, "styleSLD")["clusters"])
    stroke = {p.get("name"): p.text for p in root.iter(f"{SLD}CssParameter")}
    boundary = style()["boundary"]
    assert stroke == {
        "stroke": boundary["outline"],
        "stroke-width": str(boundary["width"]),
        "stroke-dasharray": boundary["dash"],
    }


@pytest.mark.parametrize(("layer", "section"), [("parcels", "parcel"), ("clusters", "cluster")])
def test_every_column_has_a_chinese_heading_that_of_the_importer_where_it_has_one(
    path: Path, layer: str, section: str
) -> None:
    aliases = Xml.fromstring(texts(path, "styleQML")[layer]).iter("alias")
    headings = {alias.get("field"): alias.get("name") for alias in aliases}
    shown = [column.name for column in metadata.tables[layer].columns if column.name != "geometry"]
    assert [column for column in shown if not headings.get(column) or headings[column].isascii()] == []
    names = {c.field: vocabulary.first_name(section, c.field) for c in vocabulary.columns_of(section)}
    known = headings.keys() & names.keys()
    assert len(known) >= 5
    assert {field: headings[field] for field in known} == {field: names[field] for field in known}


def test_a_style_that_somebody_changed_stays(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE layer_styles SET styleQML = 'mine' WHERE f_table_name = 'parcels'")
    engine = database.connect(f"gpkg:///{path}")
    with database.writing(engine) as connection:
        layer_styles.write(connection)
    assert texts(path, "styleQML")["parcels"] == "mine"
    assert len(texts(path, "styleQML")) == len(LAYERS)
