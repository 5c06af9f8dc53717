"""The exported layer comes with a style: every state and idle mark in the colour and pattern of the maps."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree as Xml

import geopandas as gpd
import pytest
from shapely import MultiPolygon, box

from landwatch.formats.vector.layer_writer import LAYER, write_layer
from landwatch.i18n import speaking
from landwatch.measures.figures.states import Idle, State, idle_label, state_label
from landwatch.style import style


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A layer with one parcel."""
    file = tmp_path_factory.mktemp("layer") / "宗地.gpkg"
    parcel = {"宗地编号": ["BD-01"], "状态": ["开工违约"], "闲置": ["疑似闲置"]}
    frame = gpd.GeoDataFrame(parcel, geometry=[MultiPolygon([box(106.5, 29, 106.6, 29.1)])], crs="EPSG:4490")
    with speaking("zh"):
        write_layer(file, frame)
    return file


@pytest.fixture(scope="module")
def qml(path: Path) -> Xml.Element:
    """Its style."""
    with closing(sqlite3.connect(path)) as connection:
        ((text,),) = connection.execute("SELECT styleQML FROM layer_styles WHERE useAsDefault = 1").fetchall()
    return Xml.fromstring(text)


def layers(qml: Xml.Element, label: str) -> list[tuple[str | None, dict[str | None, str | None]]]:
    """The symbol layers of a rule, from the bottom up: class and properties."""
    (rule,) = [rule for rule in qml.iter("rule") if rule.get("label") == label]
    (symbol,) = qml.findall(f"renderer-v2/symbols/symbol[@name='{rule.get('symbol')}']")
    return [
        (layer.get("class"), {prop.get("k"): prop.get("v") for prop in layer.findall("prop")})
        for layer in symbol.findall("layer")
    ]


def test_the_style_is_found_by_the_names_that_the_layer_has(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        styled = connection.execute("SELECT f_table_name, f_geometry_column FROM layer_styles").fetchall()
        there = connection.execute("SELECT table_name, column_name FROM gpkg_geometry_columns").fetchall()
        kinds = dict(connection.execute("SELECT table_name, data_type FROM gpkg_contents"))
    assert styled == there == [(LAYER, "geom")]
    assert kinds["layer_styles"] == "attributes"


def test_every_state_and_idle_mark_has_a_rule_on_what_the_columns_hold(qml: Xml.Element) -> None:
    with speaking("zh"):
        expected = [f"\"状态\" = '{state_label(state)}'" for state in State]
        expected += [f"\"闲置\" = '{idle_label(mark)}'" for mark in Idle]
    assert [rule.get("filter") for rule in qml.iter("rule")] == expected


@pytest.mark.parametrize("state", list(State))
def test_a_state_has_the_fill_and_outline_of_the_maps(qml: Xml.Element, state: State) -> None:
    look = style()["states"][state]
    with speaking("zh"):
        drawn = layers(qml, state_label(state))
    colours = [",".join(map(str, [*bytes.fromhex(look[part][1:]), 255])) for part in ("fill", "outline")]
    assert (drawn[0][1]["color"], drawn[-1][1]["line_color"]) == tuple(colours)


@pytest.mark.parametrize("state", [state for state in State if style()["states"][state].get("pattern")])
def test_a_state_has_the_pattern_of_the_maps(qml: Xml.Element, state: State) -> None:
    pattern = style()["states"][state]["pattern"]
    with speaking("zh"):
        _fill, *between, _outline = layers(qml, state_label(state))
    if pattern["kind"] == "dots":
        assert [(kind, options["distance_x"]) for kind, options in between] == [
            ("PointPatternFill", str(pattern["spacing"]))
        ]
    else:
        angles = [pattern["angle"]] + [pattern["angle"] + 90] * (pattern["kind"] == "cross")
        assert [(kind, options["angle"]) for kind, options in between] == [
            ("LinePatternFill", str(angle)) for angle in angles
        ]


def test_suspected_idle_land_is_hatched_over_the_state_and_recognised_outlined(qml: Xml.Element) -> None:
    assert [kind for kind, _options in layers(qml, "疑似闲置")] == ["LinePatternFill", "LinePatternFill"]
    ((kind, options),) = layers(qml, "认定闲置")
    assert (kind, options["line_width"]) == ("SimpleLine", str(style()["idle"]["recognised"]["width"]))
