"""Destroyed by decision: the content is gone, from the file too; what it was and who decided stays."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from landwatch.errors import RegisterError
from landwatch.model import Contract, Document
from landwatch.registry import (
    Act,
    Added,
    Content,
    ContentGone,
    Decision,
    Owner,
    Register,
    destroying,
    transfer,
)
from landwatch.registry.tables import personal_contents
from landwatch.registry.verify_journal import Head
from tests.registry import backdoor
from tests.registry.standalone import verifier_script
from tests.registry.tampering import tamper

NOON = datetime(2024, 1, 21, 12, 30, tzinfo=UTC)
NUMBER = "綦规资信〔2024〕1号"
ACT = Act(by="赵六", at=NOON, reason="保存期满", document=NUMBER)
DECISION = Decision(decided_by="赵六", second_person="李四", day=date(2024, 1, 21))
MARK = b"a telephone 13800000000 and a face"
PHOTO = Content(kind="photo", purpose="evidence", media_type="image/jpeg", content=MARK * 300)
NAME = Content(kind="person_name", purpose="contact", media_type="text/plain", content=MARK)


@pytest.fixture
def filled(register: Register, add: Callable[..., Added], contract: Contract) -> Register:
    """A register with a contract and the paper of a decision."""
    add(contracts=[contract])
    paper = Document(sha256="", size=0, file_name="决定.pdf", number=NUMBER, contract_no=contract.contract_no)
    register.attach(paper, b"%PDF", replace(ACT, reason="归档"))
    return register


@pytest.fixture
def items(filled: Register, contract: Contract) -> list[str]:
    """A photograph and a name."""
    return filled.keep([PHOTO, NAME], Owner(contract_no=contract.contract_no), ACT).key.split()


@pytest.fixture
def file(url: str) -> Path:
    """The file of the register, where it is one."""
    if not url.startswith("gpkg"):
        pytest.skip("a server has no file of its own")
    return Path(url.removeprefix("gpkg:///"))


def bytes_of(file: Path) -> bytes:
    """Everything that lies on the disk of a register, what is written ahead included."""
    return b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))


def counted(url: str) -> int:
    """How many contents there are."""
    with backdoor.reading(url) as connection:
        return connection.execute(select(func.count()).select_from(personal_contents)).scalar_one()


def test_a_destroyed_content_is_gone_and_the_others_are_there(
    filled: Register, url: str, items: list[str]
) -> None:
    filled.destroy(items[:1], DECISION, ACT)
    assert counted(url) == 1
    assert filled.personal_content(items[1])[1] == MARK


def test_the_item_stands_with_the_decision(filled: Register, items: list[str]) -> None:
    filled.destroy(items, DECISION, ACT)
    (first, _second) = filled.personal_items()
    assert first.destruction is not None
    told = first.destruction
    assert (told.decided_by, told.second_person, told.day) == ("赵六", "李四", date(2024, 1, 21))
    assert (told.reason, told.document) == ("保存期满", NUMBER)
    assert first.item.size == len(PHOTO.content)


def test_who_asks_for_it_is_told_of_the_decision(filled: Register, items: list[str]) -> None:
    filled.destroy(items, DECISION, ACT)
    with pytest.raises(ContentGone, match="destroyed on 2024-01-21 by decision of 赵六 and 李四"):
        filled.personal_content(items[0])


def test_it_is_one_line_of_the_journal_with_its_own_verb(filled: Register, items: list[str]) -> None:
    filled.destroy(items, DECISION, ACT)
    last = filled.journal()[-1]
    assert (last.verb, last.reason, last.added) == ("destroy", "保存期满", {"sources": 1, "destructions": 2})


def test_to_destroy_twice_changes_nothing(filled: Register, items: list[str]) -> None:
    assert filled.destroy(items, DECISION, ACT)[0].is_new
    assert not filled.destroy(items, DECISION, replace(ACT, at=NOON + timedelta(hours=1)))[0].is_new


# The bytes


def test_the_bytes_leave_the_file_and_what_is_written_ahead(
    filled: Register, file: Path, items: list[str]
) -> None:
    assert MARK in bytes_of(file)
    _done, is_erased = filled.destroy(items, DECISION, ACT)
    assert is_erased
    assert MARK not in bytes_of(file)


def test_bytes_that_moved_from_page_to_page_leave_the_file_too(
    filled: Register, file: Path, items: list[str]
) -> None:
    # What SQLite left when it divided a page is made by hand here: it happens once in thousands of times.
    with closing(sqlite3.connect(file)) as connection:
        (salt,) = connection.execute("SELECT salt FROM personal_contents").fetchone()
    (page_size, pages) = _make_a_free_page(file)
    with file.open("r+b") as content:
        content.seek(page_size * (pages - 1) + 512)
        content.write(salt + MARK)
    filled.destroy(items, DECISION, ACT)
    assert MARK not in bytes_of(file)
    assert filled.verify().faults == ()


def _make_a_free_page(file: Path) -> tuple[int, int]:
    """Leave a page at the end of the file that belongs to nothing; its size, and the number of pages."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("CREATE TABLE spare (content BLOB)")
        connection.execute("INSERT INTO spare VALUES (zeroblob(40000))")
        connection.execute("DROP TABLE spare")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        ((size,), (pages,)) = (
            connection.execute(f"PRAGMA {name}").fetchone() for name in ("page_size", "page_count")
        )
    return size, pages


def test_while_somebody_reads_an_older_state_it_is_said_that_the_bytes_are_there(
    filled: Register, file: Path, items: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("landwatch.registry.database.BUSY_SECONDS", 0.1)
    with Register.open(f"gpkg:///{file}") as impatient, closing(sqlite3.connect(file)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM personal_contents").fetchone()
        assert impatient.destroy(items, DECISION, ACT)[1] is False
        reader.rollback()
    assert filled.destroy(items, DECISION, ACT)[1] is True
    assert MARK not in bytes_of(file)


def test_of_a_server_it_is_not_claimed_that_the_bytes_are_gone(
    filled: Register, url: str, items: list[str]
) -> None:
    if url.startswith("gpkg"):
        pytest.skip("a file is erased")
    assert filled.destroy(items, DECISION, ACT)[1] is None


# What is refused


@pytest.mark.parametrize("second", ["赵六", " 赵 六", "", "  "])
def test_the_second_person_is_another_one(filled: Register, items: list[str], second: str) -> None:
    with pytest.raises(RegisterError, match="cannot be both"):
        filled.destroy(items, replace(DECISION, second_person=second), ACT)


@pytest.mark.parametrize("document", [None, "", "綦规资信〔2024〕2号"])
def test_the_document_is_in_the_register(filled: Register, items: list[str], document: str | None) -> None:
    with pytest.raises(RegisterError, match="is not in the register.*landwatch attach"):
        filled.destroy(items, DECISION, replace(ACT, document=document))


def test_one_unknown_item_keeps_all_of_them(filled: Register, url: str, items: list[str]) -> None:
    with pytest.raises(RegisterError, match="no personal item 5e5e5e5e"):
        filled.destroy([*items, "5e5e5e5e"], DECISION, ACT)
    assert counted(url) == 2


def test_a_document_without_a_number_is_named_by_its_hash(
    filled: Register, items: list[str], contract: Contract
) -> None:
    paper = Document(sha256="", size=0, file_name="决定.txt", contract_no=contract.contract_no)
    digest = filled.attach(paper, b"decided", ACT).key
    filled.destroy(items, DECISION, replace(ACT, document=digest[:12]))
    destruction = filled.personal_items()[0].destruction
    assert destruction is not None and destruction.document == digest


# Verification


def test_what_was_destroyed_by_decision_is_counted_and_no_fault(filled: Register, items: list[str]) -> None:
    filled.destroy(items, DECISION, ACT)
    report = filled.verify()
    assert (report.faults, report.destroyed) == ((), 2)


def test_a_content_that_comes_back_after_the_decision_is_named(
    filled: Register, url: str, items: list[str]
) -> None:
    filled.destroy(items, DECISION, ACT)
    blob = "X'00'" if url.startswith("gpkg") else r"'\x00'"
    tamper(url, f"INSERT INTO personal_contents VALUES (9, '{items[0]}', {blob}, {blob})")  # noqa: S608
    assert [fault.kind for fault in filled.verify().faults] == ["content kept"]


def test_a_decision_written_behind_its_back_is_named(filled: Register, url: str, items: list[str]) -> None:
    filled.destroy(items[:1], DECISION, ACT)
    columns = "day, decided_by, second_person, reason, document, document_sha256, source_id, recorded_at"
    tamper(
        url,
        f"INSERT INTO destructions (row_id, item, {columns}, recorded_by, content_hash) "  # noqa: S608
        f"SELECT 2, '{items[1]}', {columns}, recorded_by, '00' FROM destructions",
        f"DELETE FROM personal_contents WHERE item = '{items[1]}'",  # noqa: S608
    )
    assert [fault.kind for fault in filled.verify().faults] == ["row added"]


def test_the_verifier_that_stands_alone_says_the_same(filled: Register, file: Path, items: list[str]) -> None:
    filled.destroy(items[:1], DECISION, ACT)
    told = _verified(file)
    assert told.stdout.startswith("intact: ")
    assert "1 contents destroyed by decision" in told.stdout


def test_the_verifier_that_stands_alone_names_a_content_that_is_gone(
    filled: Register, url: str, file: Path, items: list[str]
) -> None:
    tamper(url, "DELETE FROM personal_contents")
    told = _verified(file)
    assert told.returncode == 1
    assert f"The content of the personal item {items[0]} is gone, and no decision says so." in told.stdout


def _verified(file: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(verifier_script()), str(file)], capture_output=True, text=True, check=False
    )


# Copies


@pytest.fixture(params=["geopackage", "postgis"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of another place without a register, in each store."""
    if request.param == "geopackage":
        return f"gpkg:///{tmp_path}/target.gpkg"
    found: str = request.getfixturevalue("other_postgis_url")
    return found


def test_a_copy_holds_contents_and_what_was_destroyed(
    filled: Register, url: str, target: str, items: list[str]
) -> None:
    filled.destroy(items[:1], DECISION, ACT)
    copied = transfer.copy(url, target)
    assert copied.journal is not None
    assert (copied.journal.faults, copied.journal.destroyed) == ((), 1)
    with Register.open(target) as there:
        assert there.personal_items() == filled.personal_items()
        assert there.personal_content(items[1])[1] == MARK


def test_a_backup_made_between_recording_and_destroying_holds_the_content(
    filled: Register, items: list[str]
) -> None:
    (head, at) = (filled.verify().head, NOON)
    assert head is not None
    filled.remember_copy("/backups/before.gpkg", at, Head(1, "0" * 64))
    filled.remember_copy("/backups/between.gpkg", at, head)
    filled.destroy(items, DECISION, ACT)
    after = filled.verify().head
    assert after is not None
    filled.remember_copy("/backups/after.gpkg", at, after)
    assert [copy.place for copy in filled.copies_holding(items)] == ["/backups/between.gpkg"]


def test_a_salt_across_two_pieces_of_a_file_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(destroying, "_PIECE", 16)
    content = tmp_path / "content"
    content.write_bytes(b"." * 10 + b"0123456789abcdef" + b"." * 10)
    assert destroying._is_left(content, [b"0123456789abcdef"])
    assert not destroying._is_left(content, [b"0123456789abcdeX"])
