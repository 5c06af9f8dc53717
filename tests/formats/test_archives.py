"""Zip archives: read for what they hold, refused where they are more than they claim."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from landwatch.formats import ReaderSettings, Reading, read
from tests.formats.files import (
    BOX,
    SQUARE,
    closed,
    codes,
    parcel_lines,
    write_boundaries,
    write_csv,
    write_layer,
    write_workbook,
    write_zip,
)

LEDGER = (["合同编号", "约定开工时间", "土地使用权人"], ["A", "2023-06-30", "甲公司"])


def refusal(reading: Reading) -> str:
    """Assert that nothing was read, and give the reason."""
    (issue,) = reading.issues
    assert (reading.kind, reading.records, issue.code, issue.record) == (None, 0, "unreadable_record", None)
    return issue.message


def write_members(path: Path, *members: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def test_names_in_gbk_without_the_flag_are_read_and_named(tmp_path: Path) -> None:
    survey = write_boundaries(tmp_path / "地块坐标.txt", parcel_lines("A", "6", SQUARE))
    reading = read(write_zip(tmp_path / "a.zip", survey, gbk_names=True))
    assert (reading.kind, reading.records, codes(reading)) == ("boundary_txt", 1, {"ring_unclosed"})
    assert reading.issues[0].message.startswith("a.zip/地块坐标.txt, line 7, parcel A")


def test_parcels_and_contracts_may_travel_in_one_archive(tmp_path: Path) -> None:
    survey = write_boundaries(tmp_path / "a.txt", parcel_lines("A", "6", closed(SQUARE)))
    reading = read(write_zip(tmp_path / "a.zip", survey, write_csv(tmp_path / "b.csv", *LEDGER)))
    assert (len(reading.parcels), len(reading.contracts), reading.records) == (1, 1, 2)
    assert (reading.kind, reading.source.epsg, reading.source.name) == ("boundary_txt", 4524, "a.zip")


def test_one_broken_member_leaves_the_others(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_bytes(bytes(range(256)))
    layer = write_layer(tmp_path / "a.gpkg", [({"宗地编号": "A"}, BOX)])
    reading = read(write_zip(tmp_path / "a.zip", layer, tmp_path / "b.csv"))
    assert (len(reading.parcels), codes(reading)) == (1, {"unreadable_record"})
    assert reading.issues[0].message.startswith("a.zip/b.csv: nothing in the file can be read")


def test_an_archive_of_nothing_readable_is_one_issue(tmp_path: Path) -> None:
    path = write_members(tmp_path / "a.zip", ("说明.docx", b"x"), ("__MACOSX/a.csv", b"x"))
    assert "none of the files in it can be read" in refusal(read(path))


@pytest.mark.parametrize("name", ["../a.csv", "/etc/a.csv", "x/../../a.csv", "..\\a.csv", "C:\\a.csv"])
def test_a_member_that_would_land_outside_is_refused_by_name(tmp_path: Path, name: str) -> None:
    path = write_members(tmp_path / "deep.zip", (name, b"x"))
    message = refusal(read(path))
    assert f"its member {name.replace(chr(92), '/')} would land outside" in message
    assert [one.name for one in tmp_path.iterdir()] == ["deep.zip"]


def test_a_link_is_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("a.csv")
    link.external_attr = 0o120777 << 16
    assert "would land outside" in refusal(read(write_members(tmp_path / "a.zip", (link, b"/etc/passwd"))))


@pytest.mark.parametrize("name", ["b.zip", "b.rar", "x/b.KMZ"])
def test_an_archive_in_an_archive_is_refused_by_name(tmp_path: Path, name: str) -> None:
    message = refusal(read(write_members(tmp_path / "a.zip", (name, b"x"), ("a.csv", b"x"))))
    assert f"it holds another archive, {name}; unpack it" in message


def test_a_bomb_is_refused_by_what_it_declares(tmp_path: Path) -> None:
    path = write_members(tmp_path / "a.zip", ("a.csv", bytes(8 << 20)))
    assert path.stat().st_size < 20_000
    message = refusal(read(path, settings=ReaderSettings(max_unpacked_bytes=4 << 20)))
    assert "8 MB unpacked, the limit is 4 MB" in message


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = write_members(tmp_path / "a.zip", ("a.csv", bytes(8 << 20)))
    content = path.read_bytes()
    path.write_bytes(content.replace((8 << 20).to_bytes(4, "little"), (1 << 10).to_bytes(4, "little")))
    assert "the archive is broken" in refusal(read(path, settings=ReaderSettings(max_unpacked_bytes=4 << 20)))


def test_members_laid_over_one_another_are_stopped_at_the_limit(tmp_path: Path) -> None:
    path = write_members(tmp_path / "a.zip", *((f"{i}.csv", bytes(1 << 20)) for i in range(6)))
    settings = ReaderSettings(max_unpacked_bytes=4 << 20)
    assert "6 MB unpacked, the limit is 4 MB" in refusal(read(path, settings=settings))


def test_a_password_is_said(tmp_path: Path) -> None:
    path = write_members(tmp_path / "a.zip", ("a.csv", b"x"))
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    path.write_bytes(bytes(content))
    assert "protected by a password" in refusal(read(path))


def test_an_archive_broken_off_is_one_issue(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.zip", write_csv(tmp_path / "a.csv", *LEDGER))
    path.write_bytes(path.read_bytes()[:-30])
    refusal(read(path))


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    path = write_members(tmp_path / "a.zip", *((f"{i}.csv", b"") for i in range(10_001)))
    assert "it holds 10001 files, the limit is 10000" in refusal(read(path))


def test_a_workbook_is_no_archive_of_its_parts(tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "a.xlsx", {"台账": LEDGER})
    assert read(book).kind == "ledger"
    assert read(write_zip(tmp_path / "a.zip", book)).kind == "ledger"
