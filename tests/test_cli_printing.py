"""`landwatch print` writes sheets as PDF, SVG or PNG, and says in one line what it cannot print."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from typer.testing import CliRunner

from landwatch.cli import app
from landwatch.errors import UsageError
from landwatch.i18n import speaking
from landwatch.maps.printing import parse_scale
from landwatch.style import style
from tests.office import write_office


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("office")
    url = f"gpkg:///{folder}/register.gpkg"
    done = CliRunner().invoke(app, ["import", str(write_office(folder / "office")), "--database", url])
    assert done.exit_code == 0, done.stderr
    return url


def run(database: str, *options: str | Path) -> Any:
    asked = ["print", *map(str, options), "--on", "2023-12-31", "--database", database]
    return CliRunner().invoke(app, asked, env={"LANDWATCH_LANG": "en"})


def error_of(result: Any) -> str:
    (line,) = result.stderr.splitlines()
    assert (result.exit_code, result.stdout) == (2, "")
    return str(line)


def test_the_json_tells_file_paper_scale_extent_and_parcels(database: str, tmp_path: Path) -> None:
    out = tmp_path / "qiaohe.pdf"
    told = json.loads(run(database, "桥河", "--paper", "A3", "--out", out, "--json").stdout)
    assert told["files"] == [str(out)]
    (sheet,) = told["sheets"]
    assert (sheet["paper"], sheet["orientation"], sheet["scale"]) == ("A3", "portrait", 10_000)
    assert (sheet["epsg"], sheet["parcels"]) == (4524, ["W-1"])
    west, south, east, north = sheet["extent"]
    assert (east - west, north - south) == (2_730, 3_080)
    assert 36_363_000 < west < 36_366_000


def test_a_png_knows_its_true_size(database: str, tmp_path: Path) -> None:
    out = tmp_path / "sheet.png"
    assert run(database, "桥河", "--paper", "A4", "--out", out).stdout.split() == [str(out)]
    with Image.open(out) as picture:
        assert sorted(picture.size) == [1654, 2339]
        assert picture.info["dpi"] == pytest.approx((200, 200), abs=0.1)


def test_an_svg_in_black_has_its_true_size_and_no_colour(database: str, tmp_path: Path) -> None:
    out = tmp_path / "sheet.svg"
    run(database, "桥河", "--paper", "A4", "--black", "--out", out)
    drawn = out.read_text(encoding="utf-8")
    assert 'width="595.275590551pt" height="841.88976378pt"' in drawn
    assert style()["states"]["commencement_default"]["fill"] not in drawn


def test_a_suffix_of_another_kind_is_refused(database: str, tmp_path: Path) -> None:
    line = error_of(run(database, "桥河", "--out", tmp_path / "sheet.jpg"))
    assert "sheet.jpg: name a file that ends in .pdf, .svg or .png" in line


def test_an_unknown_cluster_lists_those_there_are(database: str, tmp_path: Path) -> None:
    line = error_of(run(database, "桥合", "--out", tmp_path / "sheet.pdf"))
    assert "桥合 is not a cluster of this register; there are: 北渡, 桥河" in line


@pytest.mark.parametrize("written", ["1:10000", "10000", "1：10000", "1: 10,000"])
def test_a_scale_is_read_as_people_write_it(written: str) -> None:
    assert parse_scale(written) == 10_000


@pytest.mark.parametrize("written", ["1:50", "5 km", "1:0", "big"])
def test_what_is_no_scale_is_refused(written: str) -> None:
    told = f"--scale {written}: is not a scale between 1:100 and 1:1000000; write it like 1:5000"
    with speaking("en"), pytest.raises(UsageError, match=re.escape(told)):
        parse_scale(written)


def test_a_scale_too_large_for_the_paper_names_what_would_do(database: str, tmp_path: Path) -> None:
    out = tmp_path / "sheet.pdf"
    line = error_of(run(database, "桥河", "--paper", "A3", "--scale", "1:5000", "--out", out))
    assert "1:10000 fits this paper; A1 takes 1:5000. --series cuts it into several sheets." in line
    assert not out.exists()


def test_an_unknown_parcel_names_close_ones(database: str, tmp_path: Path) -> None:
    line = error_of(run(database, "桥河", "--parcel", "W-2", "--out", tmp_path / "sheet.pdf"))
    assert "--parcel W-2: is not a parcel of 桥河 on this day; close to it: W-1" in line


def test_a_sheet_a_parcel_on_a4_where_nothing_is_said(database: str, tmp_path: Path) -> None:
    out = tmp_path / "sheet.pdf"
    told = json.loads(run(database, "桥河", "--per-parcel", "--out", out, "--json").stdout)
    assert [(sheet["name"], sheet["paper"]) for sheet in told["sheets"]] == [("W-1", "A4")]


def test_a_series_of_pictures_is_a_file_a_sheet(database: str, tmp_path: Path) -> None:
    options = ("--paper", "A4", "--scale", "1:10000", "--series", "--out", tmp_path / "sheet.svg", "--json")
    told = json.loads(run(database, "桥河", *options).stdout)
    names = [Path(file).name for file in told["files"]]
    assert names == [f"sheet-桥河-{number}.svg" for number in range(1, len(names) + 1)]
    assert len(names) > 1 and all(Path(file).exists() for file in told["files"])


def test_a_series_of_parcels_is_refused(database: str, tmp_path: Path) -> None:
    asked = ("--series", "--scale", "1:500", "--parcel", "W-1", "--out", tmp_path / "s.pdf")
    assert "--series prints a cluster; leave out --per-parcel" in error_of(run(database, "桥河", *asked))
