"""The file of a parcel: what is in it, in which order, and that looking at photographs is noted."""

from __future__ import annotations

import re
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest
from PIL import Image

from landwatch.access import Access, Deed
from landwatch.errors import UsageError
from landwatch.model import Document, EventType
from landwatch.registry import Act
from landwatch.services.contracts.documents import attach_file
from landwatch.services.contracts.reviewing import Photo
from landwatch.services.files.parcel_files import ParcelFile, write_parcel_files
from landwatch.services.patrols import visiting
from landwatch.services.patrols.visit import Answers, Visit
from tests.measures.office import NORTH, ON, event, write_register

AT = datetime(2024, 1, 6, 9, 30, tzinfo=UTC)
DAY = date(2023, 11, 2)
LETTER = event(1, EventType.COMMENCEMENT_REMINDER_SENT, date(2023, 9, 4), document="函〔2023〕7号")
HEIC = b"\0\0\0\x18ftypheic" + bytes(16)


def jpeg() -> bytes:
    written = BytesIO()
    Image.new("RGB", (40, 30), "green").save(written, "JPEG")
    return written.getvalue()


@pytest.fixture
def database(tmp_path: Path) -> str:
    """A contract in default with a letter, a visit with two photographs, and the scan of the letter."""
    url = write_register(tmp_path, [LETTER])
    visit = Visit(
        contract_no="合1",
        day=DAY,
        person="张三",
        note="有挖机两台",
        answers=Answers({"begun": False}, {"begun": "基坑未挖完"}),
        photos=[Photo("大门.jpg", jpeg()), Photo("基坑.heic", HEIC)],
    )
    visiting.record(url, visit, recorded_by="张三", recorded_at=AT)
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.7 scan")
    named = Document(sha256="", size=0, file_name="", contract_no="合1", number="函〔2023〕7号")
    attach_file(url, scan, named, Act(by="王五", at=AT, reason="归档"), limit_mb=1)
    return url


def write(database: str, out: Path, **wishes: Any) -> list[ParcelFile]:
    plain: dict[str, Any] = {"contract_no": "合1", "by": "张三", "at": AT}
    return [*write_parcel_files(database, out, ON, **(plain | wishes))]


def parts(archive: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(archive) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def text_of(archive: Path) -> str:
    (pages,) = (content for name, content in parts(archive).items() if name.endswith("合1.pdf"))
    told = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pages)).pages)
    return re.sub(r"\s+", "", told)


def test_pages_photographs_and_documents_are_packed_as_they_were_recorded(
    database: str, tmp_path: Path
) -> None:
    (made,) = write(database, tmp_path / "合1.zip")
    found = parts(tmp_path / "合1.zip")
    assert list(found) == [
        "一宗一档_合1.pdf",
        "照片/001_2023-11-02_大门.jpg",
        "照片/002_2023-11-02_基坑.heic",
        "文书/01_scan.pdf",
    ]
    assert found["照片/002_2023-11-02_基坑.heic"] == HEIC and found["文书/01_scan.pdf"] == b"%PDF-1.7 scan"
    assert (made.visits, made.photographs, made.documents, made.left_out) == (1, 2, 1, ())


def test_card_contract_visits_and_letters_come_in_this_order(database: str, tmp_path: Path) -> None:
    write(database, tmp_path / "合1.zip")
    told = text_of(tmp_path / "合1.zip")
    order = [
        "跟踪管理卡",
        "否（基坑未挖完）",
        "违约前跟踪取证",
        "附表1动态巡查",
        "附表2函件与文书",
    ]
    places = [told.index(text) for text in order]
    assert places == sorted(places)
    assert "函〔2023〕7号" in told[places[-1] :]


def test_a_photograph_that_cannot_be_printed_is_named(database: str, tmp_path: Path) -> None:
    write(database, tmp_path / "合1.zip")
    assert "2023-11-02基坑.heic：未打印，原件在压缩包内" in text_of(tmp_path / "合1.zip")


def test_who_writes_photographs_out_has_looked_at_them(database: str, tmp_path: Path) -> None:
    write(database, tmp_path / "合1.zip")
    with Access.open(database) as access:
        looks = [line for line in access.log() if line.deed == Deed.LOOKED_AT_PERSONAL_DATA]
    assert [(line.login, line.about["about"]) for line in looks] == [("张三", "合1")]


@pytest.mark.long
def test_a_cluster_gets_a_file_a_contract(database: str, tmp_path: Path) -> None:
    made = write(database, tmp_path / "files", contract_no=None, cluster=NORTH)
    assert [one.path.name for one in made] == [f"合{number}.zip" for number in (1, 2, 3, 4, 5, 6, 9)]
    assert all(one.path.is_file() for one in made)


def test_an_unknown_contract_is_refused_with_a_close_one(database: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="合1"):
        write(database, tmp_path / "x.zip", contract_no="合12")


def test_a_file_that_is_there_stays(database: str, tmp_path: Path) -> None:
    (tmp_path / "合1.zip").write_text("kept")
    with pytest.raises(UsageError, match="--force"):
        write(database, tmp_path / "合1.zip")
    assert (tmp_path / "合1.zip").read_text() == "kept"


def test_another_kind_of_file_is_refused(database: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.zip"):
        write(database, tmp_path / "合1.pdf")
