"""Folders as they are found: pipes, devices and links among the files, twenty thousand of them."""

from __future__ import annotations

import os
import shutil
import socket
import time
from pathlib import Path

import pytest
from shapely import affinity

from landwatch.formats import discover, read
from landwatch.formats.discovery import parts_of
from tests.commands import Landwatch
from tests.formats.files import BOX, write_geojson, write_layer


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path.relative_to(Path.cwd())))


def a_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def a_lost_link(path: Path) -> None:
    path.symlink_to(path.parent / "gone")


def a_link_to_itself(path: Path) -> None:
    path.symlink_to(path)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("make", [a_pipe, a_socket, a_device, a_lost_link, a_link_to_itself])
@pytest.mark.parametrize("name", ["x.csv", "x.xlsx", "x.txt", "x.geojson", "x.gpkg", "x.zip", "x.shp"])
def test_what_is_no_file_is_told_and_the_rest_of_the_folder_read(
    landwatch: Landwatch, tmp_path: Path, make: object, name: str
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    write_geojson(folder / "a.geojson", ({"宗地编号": "A"}, BOX.__geo_interface__))
    assert callable(make)
    make(folder / name)
    done = landwatch("import", folder, "--dry-run")
    assert done.exit_code == 2
    assert f"{name} is no file (but a pipe, a socket, a device, a folder or a link" in done.stdout
    assert "copy the file itself into the folder" in done.stdout
    assert "1 parcel, 0 contracts, 0 facts taken" in done.stdout


@pytest.mark.timeout(60)
@pytest.mark.parametrize("suffix", [".dbf", ".shx", ".prj", ".cpg"])
def test_a_companion_that_is_a_pipe_is_told(tmp_path: Path, suffix: str) -> None:
    path = write_layer(tmp_path / "a.shp", [({"ZDDM": "A"}, BOX)], driver="ESRI Shapefile")
    path.with_suffix(suffix).unlink(missing_ok=True)
    os.mkfifo(path.with_suffix(suffix))
    (issue,) = read(path).issues
    assert f"a{suffix} is no file (but a pipe" in issue.message


def test_a_link_to_a_file_is_that_file(tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "b", ({"宗地编号": "A"}, BOX.__geo_interface__))
    (tmp_path / "a.geojson").symlink_to(path)
    assert len(read(tmp_path / "a.geojson").parcels) == 1


@pytest.mark.parametrize(
    "suffixes", [(".shp", ".shx", ".dbf"), (".SHP", ".SHX", ".DBF"), (".shp", ".SHX", ".Dbf")]
)
def test_the_files_of_a_shapefile_are_found_in_any_spelling(
    tmp_path: Path, suffixes: tuple[str, ...]
) -> None:
    made = write_layer(tmp_path / "b.shp", [({"ZDDM": "A"}, BOX)], driver="ESRI Shapefile")
    for suffix in suffixes:
        shutil.copy(made.with_suffix(suffix.lower()), tmp_path / f"a{suffix}")
    assert parts_of(tmp_path / f"a{suffixes[0]}") == sorted(tmp_path / f"a{suffix}" for suffix in suffixes)
    shutil.copy(made.with_suffix(".prj"), tmp_path / "a.prj")
    assert len(read(tmp_path / f"a{suffixes[0]}").parcels) == 1


@pytest.mark.long
def test_a_folder_of_twenty_thousand_files_is_listed_at_once(tmp_path: Path) -> None:
    for number in range(4_000):
        for suffix in (".shp", ".shx", ".dbf", ".prj", ".cpg"):
            (tmp_path / f"{number}{suffix}").touch()
    began = time.monotonic()
    found = discover([tmp_path])
    assert (len(found), sum(len(parts_of(path)) for path in found)) == (4_000, 20_000)
    assert time.monotonic() - began < 60  # some seconds; it was minutes where each shapefile listed it all


@pytest.mark.parametrize("trial", [True, False])
def test_parcels_of_two_files_that_overlap_are_told_though_nothing_is_written(
    landwatch: Landwatch, tmp_path: Path, trial: bool
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, east in (("a", 0.0), ("b", 0.001), ("c", 0.3)):
        shape = affinity.translate(BOX, east)
        write_geojson(folder / f"{name}.geojson", ({"宗地编号": name}, shape.__geo_interface__))
    shown = landwatch("import", folder, *(["--dry-run"] if trial else [])).stdout
    assert shown.count("overlaps parcel") == 1
    assert "b.geojson, parcel b: it overlaps parcel a by" in shown
