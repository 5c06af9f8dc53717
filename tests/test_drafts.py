"""A file is there whole, or as it was; what went wrong is one sentence."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pytest
from shapely import box

from landwatch.drafts import as_file_name, put_in_place, whole
from landwatch.errors import UsageError
from landwatch.formats.vector.layer_writer import write_layer
from landwatch.i18n import speaking
from landwatch.workbook import Book
from tests.untried import missing


def test_a_file_whose_writing_fails_stays_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("old")
    with pytest.raises(OSError, match="no"), whole(file) as draft:
        draft.write_text("ha")
        raise OSError("no")
    assert [each.read_text() for each in tmp_path.iterdir()] == ["old"]


def test_a_file_that_is_there_is_replaced_only_if_asked(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("old")
    with speaking("en"), pytest.raises(UsageError, match=r"a\.txt: is there already; .* --force"):
        with put_in_place(file, replace=False):
            pass
    with put_in_place(file, replace=True) as draft:
        draft.write_text("new")
    assert [each.read_text() for each in tmp_path.iterdir()] == ["new"]


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk on which 16 kB are left."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        missing("A small disk", "run as root, who may mount one")
    (place / "taken").write_bytes(bytes(240 * 1024))
    yield place
    subprocess.run(["umount", str(place)], check=True)


def write_workbook(path: Path) -> None:
    book = Book(path)
    sheet = book.workbook.add_worksheet()
    for row in range(3_000):
        sheet.write_string(row, 0, f"{row * 7919 % 104729:x}" * 3)
    book.close()


def write_parcel(path: Path) -> None:
    columns = {"宗地编号": ["A"], "状态": ["在建"], "闲置": [None]}
    write_layer(path, gpd.GeoDataFrame(columns, geometry=[box(106, 29, 106.1, 29.1)], crs="EPSG:4490"))


@pytest.mark.long
@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(("name", "write"), [("a.xlsx", write_workbook), ("a.gpkg", write_parcel)])
def test_on_a_full_disk_nothing_is_left_and_the_reason_is_told(
    full_disk: Path, name: str, write: object
) -> None:
    told = rf"{name}: cannot be written: No space left on device; close it"
    with speaking("en"), pytest.raises(UsageError, match=told):
        with put_in_place(full_disk / name, replace=False) as draft:
            write(draft)  # type: ignore[operator]
    assert [each.name for each in full_disk.iterdir()] == ["taken"]


@pytest.mark.parametrize(
    ("text", "name"),
    [("渝綦工2022-018", "渝綦工2022-018"), ("../a/b", ".._a_b"), ('a\\b:c*"', "a_b_c__"), ("a\n", "a_")],
)
def test_a_name_of_a_file_leads_out_of_no_folder(text: str, name: str) -> None:
    assert as_file_name(text) == name
