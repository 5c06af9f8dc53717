"""The embedded register is a GeoPackage that GDAL and QGIS read as it is."""

from __future__ import annotations

import shutil
import sqlite3
import struct
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import fiona
import pandas as pd
import pyogrio
import pytest
import shapely
from sqlalchemy import text, update

from landwatch.model import (
    Absence,
    Cluster,
    Contract,
    Document,
    Event,
    OfficialPaper,
    Operator,
    Parcel,
    Patroller,
    Target,
)
from landwatch.registry import Act, Added, Content, Decision, Kind, Owner, Register, geopackage
from landwatch.registry.tables import TABLES, metadata, parcels
from landwatch.registry.verify_journal import Head
from tests.registry import backdoor
from tests.registry.conftest import Beginning, Begun

# GDAL warns, and goes on, about columns of types that it does not know.
pytestmark = pytest.mark.filterwarnings("error::RuntimeWarning")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the GeoPackage is."""
    return tmp_path / "register.gpkg"


@pytest.fixture(scope="module")
def beginnings(
    record: Callable[..., Added], cluster: Cluster, parcel: Parcel, contract: Contract, period: Event
) -> dict[str, Beginning]:
    """A register with a record of each kind, and one with a row in every table."""

    def fill(register: Register, _url: str) -> None:
        record(register, clusters=[cluster], parcels=[parcel], contracts=[contract], events=[period])

    def amend(register: Register, url: str) -> None:
        fill(register, url)
        _amend(register, cluster, parcel)

    return {"filled": fill, "amended": amend}


@pytest.fixture
def filled(path: Path, begun: Begun) -> Iterator[Register]:
    """A GeoPackage with one record of each kind."""
    shutil.copy(begun("geopackage", "filled"), path)
    with Register.open(f"gpkg:///{path}") as register:
        yield register


@pytest.fixture
def amended(path: Path, begun: Begun) -> None:
    """The same after each verb, so that something is in every table."""
    shutil.copy(begun("geopackage", "amended"), path)


def _amend(filled: Register, cluster: Cluster, parcel: Parcel) -> None:
    act = Act(by="赵六", at=datetime(2024, 1, 21, 12, 30, tzinfo=UTC), reason="补录")
    survey = Document(sha256="", size=0, file_name="测绘.pdf", parcel_no=parcel.parcel_no)
    filled.operate(Operator(cluster=cluster.name, operator="甲公司", since=date(2020, 1, 1)), act)
    filled.assign(Patroller(cluster=cluster.name, person="周例行", since=date(2020, 1, 1)), act)
    filled.absent(Absence(person="周例行", since=date(2024, 2, 1), until=date(2024, 2, 9)), act)
    filled.set_targets([Target(year=2024, cluster=cluster.name, area_cm2=1)], act)
    _number(filled, act)
    survey_sha256 = filled.attach(survey, b"%PDF", act).key
    filled.correct(Kind.PARCELS, parcel.parcel_no, lambda lot: replace(lot, geometry=cluster.geometry), act)
    name = Content(kind="person_name", purpose="contact", media_type="text/plain", content=b"Zhang")
    first, _second = filled.keep([name, name], Owner(parcel_no=parcel.parcel_no), act).key.split()
    decision = Decision(decided_by="赵六", second_person="李四", day=date(2024, 1, 21))
    filled.destroy([first], decision, replace(act, document=survey_sha256))
    filled.remember_copy("/backups/1.gpkg", act.at, Head(1, "0" * 64))


def _number(filled: Register, act: Act) -> None:
    (contract_no,) = filled.known().contract_nos
    paper = OfficialPaper(
        number="",
        kind="demand",
        series="催告〔2024〕{n}号",
        serial=0,
        contract_no=contract_no,
        day=date(2024, 1, 21),
        sha256="",
        rests_on="{}",
    )
    drawn = Document(sha256="", size=0, file_name="催告书.pdf", contract_no=contract_no)
    filled.issue_paper(paper, lambda _number: (drawn, b"%PDF"), act)


def attributes(table: str) -> list[str]:
    """The columns that a GIS shows as attributes, by name: neither the row number nor the geometry."""
    return sorted(c.name for c in metadata.tables[table].c if not c.primary_key and c.name != "geometry")


def test_every_table_is_a_layer(filled: Register, path: Path) -> None:
    layers = dict(pyogrio.list_layers(path).tolist())
    assert layers.keys() == {*TABLES, "layer_styles"}
    assert {name for name, geometry in layers.items() if geometry} == {"clusters", "parcels"}
    assert set(fiona.listlayers(path)) == {*TABLES, "layer_styles"}


@pytest.mark.usefixtures("amended")
@pytest.mark.parametrize("table", TABLES)
def test_pyogrio_reads_every_column(path: Path, table: str) -> None:
    frame = pyogrio.read_dataframe(path, layer=table)
    assert sorted(frame.columns.drop("geometry", errors="ignore")) == attributes(table)
    assert len(frame) > 0


@pytest.mark.usefixtures("amended")
@pytest.mark.parametrize("table", TABLES)
def test_fiona_reads_every_column(path: Path, table: str) -> None:
    with fiona.open(path, layer=table) as layer:
        assert [sorted(feature["properties"]) for feature in layer][0] == attributes(table)


def test_chinese_comes_through_both_readers(filled: Register, path: Path) -> None:
    with fiona.open(path, layer="contracts") as layer:
        by_fiona = next(iter(layer))["properties"]["holder"]
    by_pyogrio = pyogrio.read_dataframe(path, layer="contracts")["holder"][0]
    assert by_fiona == by_pyogrio == "重庆示例铝业有限公司"


def test_large_money_comes_through_to_the_fen(filled: Register, path: Path) -> None:
    with fiona.open(path, layer="contracts") as layer:
        assert next(iter(layer))["properties"]["price_fen"] == 2**63 - 1


def test_parcels_carry_their_boundary_crs_and_extent(filled: Register, path: Path, parcel: Parcel) -> None:
    frame = pyogrio.read_dataframe(path, layer="parcels")
    assert frame.crs == "EPSG:4490"
    assert frame.geometry[0].equals(parcel.geometry)
    assert pyogrio.read_info(path, layer="parcels")["total_bounds"] == pytest.approx(parcel.geometry.bounds)


def test_a_search_by_box_finds_parcels_through_the_index(
    filled: Register, path: Path, record: Callable[..., Added]
) -> None:
    far = Parcel(parcel_no="远", geometry=shapely.box(106.8, 28.6, 106.81, 28.61))
    record(filled, parcels=[far, Parcel(parcel_no="无界址")])
    found = pyogrio.read_dataframe(path, layer="parcels", bbox=(106.79, 28.59, 106.82, 28.62))
    assert found["parcel_no"].tolist() == ["远"]
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM rtree_parcels_geometry").fetchone() == (2,)


def test_the_layers_have_chinese_titles(filled: Register, path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        titles = dict(connection.execute("SELECT table_name, identifier FROM gpkg_contents"))
    assert titles == {**TABLES, "layer_styles": "图层样式"}


def test_the_file_says_that_it_is_a_geopackage_and_is_sound(filled: Register, path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (0x47504B47,)
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_the_journal_is_written_ahead_and_folded_in_after_each_use(filled: Register, path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert [item.name for item in path.parent.iterdir()] == [path.name]


def boxes(url: str) -> list[tuple[float, ...]]:
    """What the spatial index of the parcels holds."""
    with backdoor.reading(url) as connection:
        rows = connection.execute(text("SELECT minx, maxx, miny, maxy FROM rtree_parcels_geometry"))
        return [tuple(row) for row in rows]


def test_the_index_follows_a_boundary_that_a_gis_moves(filled: Register, path: Path) -> None:
    square = shapely.MultiPolygon([shapely.box(1, 2, 3, 4)])
    (blob,) = geopackage.encode([square.wkb], shapely.bounds([square]), 4490)
    with backdoor.writing(f"gpkg:///{path}") as connection:
        connection.exec_driver_sql("UPDATE parcels SET geometry = ?", (blob,))
    assert boxes(f"gpkg:///{path}") == [(1, 3, 2, 4)]


def test_the_index_lets_go_of_a_boundary_that_is_taken_away(filled: Register, path: Path) -> None:
    with backdoor.writing(f"gpkg:///{path}") as connection:
        connection.exec_driver_sql("UPDATE parcels SET geometry = NULL")
    assert boxes(f"gpkg:///{path}") == []


def test_the_index_follows_a_row_that_gets_another_number(filled: Register, path: Path) -> None:
    before = boxes(f"gpkg:///{path}")
    with backdoor.writing(f"gpkg:///{path}") as connection:
        connection.execute(update(parcels).values(row_id=7))
    assert boxes(f"gpkg:///{path}") == before


@pytest.mark.parametrize("envelope", [0, 1])
def test_blobs_of_other_writers_are_read_with_or_without_an_envelope(envelope: int) -> None:
    box = shapely.box(106, 29, 107, 30)
    bounds = struct.pack("<4d", 106, 107, 29, 30) if envelope else b""
    blob = struct.pack("<2sBBi", b"GP", 0, envelope << 1 | 1, 4490) + bounds + shapely.to_wkb(box)
    connection = sqlite3.connect(":memory:")
    geopackage.register_functions(connection)
    (body, *found) = connection.execute(
        "SELECT AsBinary(?1), ST_MinX(?1), ST_MinY(?1), ST_MaxX(?1), ST_MaxY(?1)", (blob,)
    ).fetchone()
    assert shapely.from_wkb(body) == box
    assert found == [106, 29, 107, 30]


def test_a_blob_that_is_no_geometry_is_refused() -> None:
    with pytest.raises(ValueError, match="not a GeoPackage geometry"):
        geopackage.decode(b"\x89PNG\r\n\x1a\n")


def test_days_are_text_that_sorts(filled: Register, path: Path) -> None:
    frame = pyogrio.read_dataframe(path, layer="contracts")
    assert frame["signed_on"].tolist() == ["2020-03-05"]
    assert pd.to_datetime(frame["signed_on"]).dt.year.tolist() == [2020]
