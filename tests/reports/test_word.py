"""The Word file: the same texts as the PDF, from a template that a script writes."""

from __future__ import annotations

import re
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest

from landwatch.i18n import speaking
from landwatch.reports import Drawing, Report, word_document
from landwatch.reports.document import Bars, Block
from landwatch.reports.word import TEMPLATE
from tests.reports.conftest import MADE

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def word_bytes(report: Report) -> bytes:
    with speaking("zh"):
        return word_document(report, MADE)


def parts(file: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def drawn(report: Report) -> list[Block]:
    return [b for section in report.sections for b in section.blocks if isinstance(b, Bars | Drawing)]


def test_every_text_of_the_report_stands_in_the_file(
    word_bytes: bytes, report: Report, in_chinese: None
) -> None:
    file = parts(word_bytes)
    xml = "".join(file[f"word/{name}.xml"].decode() for name in ("document", "header1", "footer1"))
    told = re.sub(r"<[^>]+>|\s+", "", xml)
    pictures = {block.title for block in drawn(report) if not isinstance(block, str)}
    missing = [
        (where, text)
        for where, text in report.texts()
        if re.sub(r"\s+", "", text).replace("&", "&amp;") not in told and where not in pictures
    ]
    assert missing == []


def test_no_tag_of_the_template_is_left(word_bytes: bytes) -> None:
    assert not re.search(rb"\{\{|\{%", parts(word_bytes)["word/document.xml"])


def test_charts_and_map_are_pictures(word_bytes: bytes, report: Report) -> None:
    assert len(docx.Document(BytesIO(word_bytes)).inline_shapes) == len(drawn(report)) == 3


def test_headers_of_tables_are_repeated(word_bytes: bytes) -> None:
    xml = parts(word_bytes)["word/document.xml"].decode()
    assert xml.count("<w:tblHeader") == len(docx.Document(BytesIO(word_bytes)).tables) - 1


def test_the_same_report_gives_the_same_bytes(report: Report, word_bytes: bytes) -> None:
    with speaking("zh"):
        assert word_document(report, MADE) == word_bytes


def test_the_template_is_what_its_script_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    import report_template

    report_template.make().save(str(tmp_path / "report.docx"))
    sys.modules.pop("report_template")
    made, kept = parts((tmp_path / "report.docx").read_bytes()), parts(TEMPLATE.read_bytes())
    assert [name for name in made if made[name] != kept.get(name)] == []
