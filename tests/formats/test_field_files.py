"""Files as they come from survey offices and field apps, each with what is right about it."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from landwatch.formats import Reading, read
from landwatch.model import Severity
from tests.commands import Landwatch
from tests.formats.files import codes, issues_of, the_issue

CASES = Path(__file__).parent / "cases"


def case(name: str, folder: Path) -> Path:
    """Copy a case, so that nothing is written beside it."""
    return shutil.copytree(CASES / name, folder / name)


def numbers(reading: Reading) -> list[str]:
    return [parcel.parcel_no for parcel in reading.parcels]


def test_a_geopackage_is_read_to_its_last_row_whatever_its_list_says(tmp_path: Path) -> None:
    reading = read(case("gpkg-stale-count", tmp_path) / "one_of_three.gpkg")
    assert (numbers(reading), reading.records, reading.issues) == (["P1", "P2", "P3"], 3, ())


def test_the_polygon_of_a_collection_of_geometries_is_taken(tmp_path: Path) -> None:
    reading = read(case("geojson-geometrycollection", tmp_path) / "geometrycollection.geojson")
    (parcel,) = reading.parcels
    assert (parcel.parcel_no, reading.issues) == ("P1", ())
    assert parcel.geometry.bounds == pytest.approx((106.65, 29.03, 106.652, 29.032))


def test_a_line_in_a_survey_file_is_no_parcel(tmp_path: Path) -> None:
    reading = read(case("txt-line-record", tmp_path) / "line_noarea.txt")
    issue = the_issue(reading, "not_a_parcel")
    assert (reading.parcels, reading.records, codes(reading)) == ((), 0, {"encoding_guessed", "not_a_parcel"})
    assert (issue.severity, issue.value) == (Severity.INFO, "线")
    assert "1 record (L1) has 线 and not 面 as its figure (记录图形属性)" in issue.message


def test_chinese_is_read_as_such_where_an_encoding_that_decodes_anything_is_declared(tmp_path: Path) -> None:
    reading = read(case("shp-cpg-latin1", tmp_path) / "zd.shp")
    (parcel,) = reading.parcels
    assert (parcel.parcel_no, parcel.land_use) == ("綦江-01", "工业用地")
    message = the_issue(reading, "encoding_guessed").message
    assert "in the declared encoding iso8859-1 the attributes are no Chinese, in gbk they are" in message


def test_a_layer_of_buildings_is_no_layer_of_parcels(tmp_path: Path) -> None:
    reading = read(case("gdb-building-layer", tmp_path) / "zrz_first.gpkg")
    assert (numbers(reading), reading.records) == (["500110003001GB00001"], 1)
    issue = the_issue(reading, "not_a_parcel")
    assert (codes(reading), issue.value) == ({"not_a_parcel"}, "ZRZ")
    assert "layer ZRZ: the layer ZRZ of the cadastral standard holds no parcels" in issue.message


def test_points_lines_and_tables_are_passed_over_with_one_line_each(tmp_path: Path) -> None:
    reading = read(case("gdb-point-line-tables", tmp_path) / "dj.gpkg")
    assert (numbers(reading), reading.records) == (["500110003001GB00001"], 1)
    told = [issue.message.partition("; ")[0] for issue in issues_of(reading, "not_a_parcel")]
    assert (codes(reading), told) == (
        {"not_a_parcel"},
        [
            "dj.gpkg, layer JZD: it holds points and no areas",
            "dj.gpkg, layer JZX: it holds lines and no areas",
            "dj.gpkg, layer QLR: it is a table without boundaries",
        ],
    )


def test_what_is_passed_over_is_on_the_screen_and_no_fault(landwatch: Landwatch, tmp_path: Path) -> None:
    path = case("gdb-point-line-tables", tmp_path) / "dj.gpkg"
    done = landwatch("import", path, "--dry-run")
    assert done.exit_code == 0
    assert "dj.gpkg, layer JZD: it holds points and no areas; nothing is taken from it" in done.stdout


def test_a_system_with_heights_is_known_by_its_horizontal_part(tmp_path: Path) -> None:
    reading = read(case("shp-prj", tmp_path) / "vertcs_zone36.shp")
    assert (reading.source.epsg, reading.crs_source, reading.issues) == (4524, "declared", ())
    centroid = reading.parcels[0].geometry.centroid
    assert (centroid.x, centroid.y) == pytest.approx((106.65064, 29.02869), abs=1e-5)


def test_characters_that_a_drawing_names_by_their_codes_are_written_out(tmp_path: Path) -> None:
    reading = read(case("dxf-unicode-escape", tmp_path) / "text_u_escape.dxf", crs=4524)
    assert (numbers(reading), reading.issues) == (["綦江-01"], ())


def test_a_deleted_row_is_no_damage(tmp_path: Path) -> None:
    reading = read(case("shp-deleted-record", tmp_path) / "zd.shp")
    assert (numbers(reading), reading.records, reading.issues) == (["P1", "P3"], 2, ())


@pytest.mark.parametrize("accept_guess", [False, True])
def test_degrees_minutes_and_seconds_are_refused_by_name(tmp_path: Path, accept_guess: bool) -> None:
    reading = read(case("txt-dms", tmp_path) / "dms.txt", accept_guess=accept_guess, crs=None)
    (issue,) = reading.issues
    assert (reading.parcels, issue.code, issue.record) == ((), "unreadable_record", None)
    assert "degrees, minutes and seconds (计量单位=度分秒)" in issue.message
    assert "export it again in metres, or in degrees with decimals (计量单位=度)" in issue.message


@contextmanager
def listening(port: int) -> Iterator[list[tuple[str, int]]]:
    """Listen on a port of this machine; give who called."""
    calls: list[tuple[str, int]] = []
    with socket.create_server(("127.0.0.1", port)) as server:
        server.settimeout(0.1)
        ends = threading.Event()

        def accept() -> None:
            while not ends.is_set():
                try:
                    caller, address = server.accept()
                except TimeoutError:
                    continue
                calls.append(address)
                caller.close()

        listener = threading.Thread(target=accept)
        listener.start()
        try:
            yield calls
        finally:
            ends.set()
            listener.join()


REFERENCE = "<OGRWFSDataSource><URL>http://127.0.0.1:18999/wfs</URL></OGRWFSDataSource>"
VIRTUAL = (
    '<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>/vsicurl/http://127.0.0.1:18999/a.geojson'
    "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
)


@pytest.mark.parametrize("suffix", ["geojson", "json", "gpkg", "fgb", "shp", "kml", "dxf", "parquet", "gdb"])
@pytest.mark.parametrize("content", [REFERENCE, VIRTUAL], ids=["wfs", "vrt"])
def test_a_file_that_is_a_reference_asks_no_host(tmp_path: Path, suffix: str, content: str) -> None:
    if suffix == "gdb":
        (tmp_path / "a.gdb").mkdir()
    path = tmp_path / ("a.gdb/a.gdbtable" if suffix == "gdb" else f"a.{suffix}")
    for sidecar in (path, *(path.with_suffix(end) for end in (".shx", ".dbf", ".prj") if suffix == "shp")):
        sidecar.write_text(content, encoding="utf-8")
    with listening(18999) as calls:
        reading = read(tmp_path / f"a.{suffix}")
    (issue,) = reading.issues
    assert (issue.code, issue.record, reading.records, calls) == ("unreadable_record", None, 0, [])


def test_a_wfs_description_is_told_to_be_no_geojson(tmp_path: Path) -> None:
    (issue,) = read(case("ssrf-geojson", tmp_path) / "wfs.geojson").issues
    assert "it is no GeoJSON, or broken near line 1; export it again as GeoJSON" in issue.message


@pytest.mark.timeout(20)
def test_a_view_that_never_ends_is_told_and_the_table_beside_it_read(tmp_path: Path) -> None:
    reading = read(case("gpkg-views", tmp_path) / "view_loop.gpkg")
    issue = the_issue(reading, "unreadable_record")
    assert (len(reading.parcels), issue.severity, issue.record) == (1, Severity.ERROR, "evil")
    assert "layer evil: it is computed when it is read (a view), and is not read" in issue.message


def test_an_instant_is_a_day_in_china(tmp_path: Path) -> None:
    reading = read(case("geoparquet-utc-day", tmp_path) / "utc.parquet")
    assert [event.day for event in reading.events] == [date(2023, 6, 30)]


def test_no_control_character_of_a_name_reaches_the_screen(landwatch: Landwatch, tmp_path: Path) -> None:
    path = case("terminal-escapes", tmp_path) / "esc.geojson"
    shown = landwatch("import", path, "--dry-run")
    assert not {sign for sign in shown.stdout if ord(sign) < 32} - {"\n"}
    (issue,) = read(path).issues
    assert all(text.isprintable() for text in (issue.message, issue.record or "", issue.value or ""))
