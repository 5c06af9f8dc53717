"""Files that are something else than their names say: each is told for what it is, with a way out."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from landwatch.formats import read

SAVE = "open it in WPS or Excel and save it as .xlsx"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            "<html><body><table><tr><td>合同编号</td></tr></table></body></html>".encode("gbk"),
            f"a web page, whatever its name says; {SAVE}",
        ),
        ("\ufeff<!DOCTYPE html>\n<table>".encode(), "a web page"),
        ("<html>".encode("utf-16"), "a web page"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
            f"a workbook in the XML of 2003, whatever its name says; {SAVE}",
        ),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "a web archive"),
        (b"%PDF-1.4\n%\xe2\xe3", "it is a PDF file; have the table exported as .xlsx or .csv"),
        (b"\x89PNG\r\n\x1a\n\x00", "it is a PNG file"),
        (b"Rar!\x1a\x07\x01\x00", "it is packed as RAR; unpack it and import what is in it"),
        (b"\x1f\x8b\x08\x00", "it is packed as gzip"),
    ],
)
@pytest.mark.parametrize("name", ["a.xls", "a.csv"])
def test_a_file_of_another_kind_is_told_with_the_way_out(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(content)
    (issue,) = read(tmp_path / name).issues
    assert words in issue.message


def test_a_word_document_is_told_with_the_way_out(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    (issue,) = read(tmp_path / "a.xlsx").issues
    assert "it is a Word document; copy its table into a workbook and save that as .xlsx" in issue.message
