"""The letters of a day on disk, and how they come to count as sent."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest

from landwatch.errors import UsageError
from landwatch.formats import ReaderSettings
from landwatch.model import Document
from landwatch.registry import Act
from landwatch.services.contracts.documents import attach_file
from landwatch.services.files.importing import import_files
from landwatch.services.patrols.letters import WrittenLetters, write_letters
from tests.measures.office import NORTH, ON, SOUTH, write_register

# Of the ten contracts only the fourth falls due within thirty days: its last day is the day judged.
LETTER = "开工提醒函_合4.docx"
LATER = datetime(2024, 1, 6, 9, tzinfo=UTC)
LIST, TO_RECORD = "提醒函清单_2023-12-31.xlsx", "发函登记_2023-12-31.xlsx"


@pytest.fixture
def database(tmp_path: Path) -> str:
    return write_register(tmp_path)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "letters"


def write(database: str, out: Path, **wishes: object) -> WrittenLetters:
    return write_letters(database, ON, out, **wishes)  # type: ignore[arg-type]


def rows(file: Path) -> list[tuple[object, ...]]:
    return [*openpyxl.load_workbook(file).active.iter_rows(values_only=True)]  # type: ignore[union-attr]


def send(table: Path, day: date, number: str) -> None:
    """Fill in what an office fills in."""
    book = openpyxl.load_workbook(table)
    sheet = book.active
    assert sheet is not None
    for column, value in ((3, day), (4, number)):
        sheet.cell(2, column).value = value
    book.save(table)


def test_one_file_a_contract_the_list_and_the_table_to_record_with(database: str, out: Path) -> None:
    write(database, out)
    assert sorted(path.name for path in out.iterdir()) == sorted([LETTER, LIST, TO_RECORD])


def test_the_list_names_contract_due_day_what_is_missing_and_the_file(database: str, out: Path) -> None:
    write(database, out)
    (_head, row) = rows(out / LIST)
    assert row[2] == "合4" and row[7] == datetime(2023, 12, 31) and row[8] == 0
    assert "施工许可" in str(row[10]) and row[11] == LETTER


def test_writing_a_letter_is_not_sending_it(database: str, out: Path) -> None:
    write(database, out)
    (letter,) = write(database, out, replace=True).files
    assert letter.sent is None


def test_a_letter_whose_sending_is_imported_is_told_and_not_written_again(database: str, out: Path) -> None:
    write(database, out)
    send(out / TO_RECORD, date(2023, 12, 29), "綦高新函〔2023〕7号")
    import_files(
        database,
        [out / TO_RECORD],
        readers=ReaderSettings(),
        recorded_by="王五",
        recorded_at=LATER,
    )
    again = write(database, out.with_name("again"))
    ((letter, file),) = again.files.items()
    assert file is None
    assert letter.sent is not None and letter.sent.number == "綦高新函〔2023〕7号"
    assert [path.name for path in again.lists] == [LIST]


@pytest.mark.parametrize(
    ("kind", "day", "is_sent"),
    [
        ("开工提醒函", date(2023, 12, 5), True),
        ("开工提醒函", date(2023, 11, 30), False),  # before the reminder for this day began
        ("竣工提醒函", date(2023, 12, 5), False),
        ("开工提醒函", None, False),
    ],
)
def test_a_copy_attached_to_the_contract_tells_that_the_letter_was_sent(
    database: str, out: Path, kind: str, day: date | None, is_sent: bool
) -> None:
    scan = out.with_name("scan.pdf")
    scan.write_bytes(b"%PDF-1.7 scan")
    copy = Document(sha256="", size=0, file_name="", kind=kind, day=day, number="函7", contract_no="合4")
    attach_file(database, scan, copy, Act(by="王五", at=LATER, reason="归档"), limit_mb=1)
    (letter,) = write(database, out).files
    assert (letter.sent is not None) == is_sent


def test_files_that_are_there_are_not_written_over(database: str, out: Path) -> None:
    write(database, out)
    (out / LETTER).write_text("changed by hand")
    with pytest.raises(UsageError, match="--force"):
        write(database, out)
    assert (out / LETTER).read_text() == "changed by hand"


def test_letters_keep_to_a_cluster(database: str, out: Path) -> None:
    assert [len(write(database, out / name, cluster=name).files) for name in (NORTH, SOUTH)] == [1, 0]


def test_an_unknown_cluster_is_refused(database: str, out: Path) -> None:
    with pytest.raises(UsageError, match="丙组团"):
        write(database, out, cluster="丙组团")
