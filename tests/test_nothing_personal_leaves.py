"""What leaves landwatch by itself carries nothing that is kept about persons."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.commands import Landwatch
from tests.office import LEDGER, write_office

CONTRACT = LEDGER[0]["合同编号"]
MARK = "13987654321"
PICTURE = b"\xff\xd8\xff\xe0" + MARK.encode() * 50
LEAVING = (
    ("export", "facts", "--out", "out.xlsx"),
    ("export", "ledger", "--out", "out.xlsx"),
    ("export", "gpkg", "--out", "out.gpkg"),
    ("snapshot", "export", "--out", "out"),
    ("map", "桥河", "--months", "0", "--out", "out"),
    ("explain", CONTRACT, "--format", "html", "--out", "out.html"),
    ("report", "annual", "--period", "2023", "--out", "out"),
    ("journal", "export", "out.jsonl"),
)


@pytest.fixture
def filled(landwatch: Landwatch, tmp_path: Path) -> Landwatch:
    """A register with a review that has a photograph, and a person who was met."""
    assert landwatch("import", write_office(tmp_path / "office")).exit_code == 0
    (tmp_path / "gate.jpg").write_bytes(PICTURE)
    said = (
        "--verdict",
        "confirmed",
        "--on",
        "2023-12-20",
        "--note",
        "未动工",
        "--photo",
        tmp_path / "gate.jpg",
    )
    assert landwatch("review", CONTRACT, *said).exit_code == 0
    met = ("--name", f"张{MARK}", "--telephone", MARK, "--file", tmp_path / "gate.jpg")
    assert landwatch("personal", "add", "--contract", CONTRACT, *met).exit_code == 0
    return landwatch


def contents(place: Path) -> bytes:
    """Everything that was written, out of its packing."""
    files = [place] if place.is_file() else [file for file in place.rglob("*") if file.is_file()]
    assert files
    found = b"".join(file.read_bytes() for file in files)
    for file in filter(zipfile.is_zipfile, files):
        with zipfile.ZipFile(file) as packed:
            found += b"".join(packed.read(name) for name in packed.namelist())
    return found


@pytest.mark.long
@pytest.mark.parametrize("command", LEAVING, ids=lambda command: " ".join(command[:2]))
def test_what_is_written_for_others_carries_no_content(
    filled: Landwatch, tmp_path: Path, command: tuple[str, ...]
) -> None:
    result = filled(*command)
    assert result.exit_code in (0, 1), result.output
    assert MARK.encode() not in contents(tmp_path / command[-1])


def test_a_backup_carries_everything(filled: Landwatch, tmp_path: Path) -> None:
    filled("backup", "out.gpkg")
    assert MARK.encode() in contents(tmp_path / "out.gpkg")
