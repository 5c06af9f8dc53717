"""`landwatch import --map`: each fault is drawn at its place, on a page that needs no network."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import shapely
from playwright.sync_api import Browser
from typer.testing import CliRunner, Result

from landwatch.cli import app
from landwatch.geo import QIJIANG
from landwatch.maps.fault_page import Fault, fault_map
from tests.formats.files import (
    SQUARE,
    parcel_lines,
    write_boundaries,
    write_csv,
)

ODD_NAME = "<img src=x onerror=alert(1)>"
BOW_TIE = [SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3]]


def moved(ring: Any, dx: float, dy: float) -> Any:
    return [(x + dx, y + dy) for x, y in ring]


@pytest.fixture
def survey(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two parcels that overlap, one that crosses itself, one in order, and one far outside."""
    monkeypatch.chdir(tmp_path)
    return write_boundaries(
        tmp_path / "勘界.txt",
        parcel_lines("A-1", "6.0", SQUARE),
        parcel_lines("A-2", "6.0", moved(SQUARE, 0, 250)),
        parcel_lines("A-3", "6.0", moved(BOW_TIE, 0, 700)),
        parcel_lines("A-4", "6.0", moved(SQUARE, -300, 0)),
        parcel_lines("A-5", "6.0", moved(SQUARE, 100_000, 0)),
    )


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def data_of(page: Path) -> dict[str, Any]:
    found = re.search(r'id="landwatch-data">(.*?)</script>', page.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_the_crossing_and_the_overlap_are_marked_at_their_places(map_assets: Path, survey: Path) -> None:
    run("import", survey, "--dry-run", "--map", "m.html")
    faults = {fault["title"]: fault for fault in data_of(Path("m.html"))["faults"]}
    (crossing,) = faults["界线自相交"]["mark"]
    assert crossing["type"] == "Point" and crossing["coordinates"][::-1] == faults["界线自相交"]["at"]
    (overlap,) = faults["界线重叠"]["mark"]
    both = shapely.geometry.shape(overlap)
    boundary = shapely.geometry.shape(faults["界线重叠"]["boundary"][0])
    assert both.area / boundary.area == pytest.approx(50 / 300, rel=1e-3)
    assert faults["界线重叠"]["record"] == "A-2"


def test_the_page_opens_on_the_faults_inside_the_district(map_assets: Path, survey: Path) -> None:
    run("import", survey, "--dry-run", "--map", "m.html")
    (south, _west), (north, _east) = data_of(Path("m.html"))["bounds"]
    assert QIJIANG.south < south < north < QIJIANG.north


def test_errors_come_before_warnings(map_assets: Path, survey: Path) -> None:
    run("import", survey, "--dry-run", "--map", "m.html")
    severities = [fault["severity"] for fault in data_of(Path("m.html"))["faults"]]
    assert severities == sorted(severities) and set(severities) == {"error", "warning"}


def test_what_has_no_place_is_counted(map_assets: Path, survey: Path) -> None:
    rows = [("合同编号", "土地使用权人", "约定开工时间"), ("C-1", "甲", "2022-02-30"), ("C-2", "乙", "x")]
    write_csv(Path("台账.csv"), *rows)
    run("import", survey, "台账.csv", "--dry-run", "--map", "m.html")
    assert "另有 2 个错误和警告没有图上位置" in Path("m.html").read_text(encoding="utf-8")


def test_a_boundary_made_of_scraps_is_drawn(map_assets: Path) -> None:
    scraps = shapely.GeometryCollection(
        [shapely.box(106.6, 29.0, 106.61, 29.01), shapely.LineString([(106.6, 29), (106.7, 29.1)])]
    )
    words = {
        "severity_name": "错误",
        "title": "x",
        "message": "x",
        "advice": "x",
        "record": None,
        "source": "a.txt",
    }
    fault = Fault(
        severity="error", boundary=scraps, mark=shapely.MultiPoint([(106.6, 29), (106.61, 29)]), **words
    )
    page = fault_map([fault], neighbours=[], district=QIJIANG, elsewhere=0)
    (drawn,) = page.data["faults"]
    assert [part["type"] for part in drawn["boundary"]] == ["Polygon"]
    assert [part["type"] for part in drawn["mark"]] == ["Point", "Point"]


def test_an_import_without_faults_gives_a_page_that_says_so(map_assets: Path, tmp_path: Path) -> None:
    path = write_boundaries(tmp_path / "a.txt", parcel_lines("A-1", "6.0", SQUARE))
    result = run("import", path, "--dry-run", "--map", tmp_path / "m.html", "--lang", "en")
    assert result.exit_code == 0 and "Map of the faults: " in result.stdout
    assert "0 errors (not taken), 0 warnings" in (tmp_path / "m.html").read_text(encoding="utf-8")


def test_the_page_asks_for_nothing_and_answers(map_assets: Path, tmp_path: Path, chromium: Browser) -> None:
    lines = parcel_lines(ODD_NAME, "6.0", BOW_TIE)
    path = write_boundaries(tmp_path / "a.txt", lines, parcel_lines("B", "9.0", moved(SQUARE, -500, 0)))
    run("import", path, "--dry-run", "--map", tmp_path / "m.html")
    page = chromium.new_page()
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto((tmp_path / "m.html").as_uri())
    page.wait_for_selector("path.leaflet-interactive")
    page.get_by_role("button", name="界线自相交").last.click()
    assert ODD_NAME in page.locator(".fault-card").inner_text()
    assert "检查该处界址点的顺序" in page.locator(".fault-card").inner_text()
    assert page.locator("path.fault-mark").count() == 1
    page.close()
    assert requests == [(tmp_path / "m.html").as_uri()] and complaints == []
