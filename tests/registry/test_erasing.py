"""The bytes of what was destroyed leave the file of a register, and the verifier that stands alone agrees."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from landwatch.model import Contract
from landwatch.registry import Added, Register, destroying
from tests.registry import personal_data
from tests.registry.personal_data import ACT, DECISION, MARK
from tests.registry.standalone import verifier_script
from tests.registry.tampering import tamper


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The file of the register."""
    return tmp_path / "register.gpkg"


@pytest.fixture
def filled(file: Path, record: Callable[..., Added], contract: Contract) -> Iterator[Register]:
    """A GeoPackage with a contract."""
    with Register.create(f"gpkg:///{file}") as register:
        record(register, contracts=[contract])
        yield register


@pytest.fixture
def items(filled: Register, contract: Contract) -> list[str]:
    """A photograph and a name that are kept for the contract."""
    return personal_data.fill(filled, contract)


def bytes_of(file: Path) -> bytes:
    """Everything that lies on the disk of a register, what is written ahead included."""
    return b"".join(part.read_bytes() for part in file.parent.glob(f"{file.name}*"))


def test_the_bytes_leave_the_file_and_what_is_written_ahead(
    filled: Register, file: Path, items: list[str]
) -> None:
    with closing(
        sqlite3.connect(file)
    ) as another:  # as long as it is open, SQLite does not tidy up by itself
        another.execute("SELECT count(*) FROM personal_items").fetchone()
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


def test_the_verifier_that_stands_alone_says_the_same(filled: Register, file: Path, items: list[str]) -> None:
    filled.destroy(items[:1], DECISION, ACT)
    told = _verified(file)
    assert told.stdout.startswith("intact: ")
    assert "1 contents destroyed by decision" in told.stdout


def test_the_verifier_that_stands_alone_names_a_content_that_is_gone(
    filled: Register, file: Path, items: list[str]
) -> None:
    tamper(f"gpkg:///{file}", "DELETE FROM personal_contents")
    told = _verified(file)
    assert told.returncode == 1
    assert f"The content of the personal item {items[0]} is gone, and no decision says so." in told.stdout


def _verified(file: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(verifier_script()), str(file)], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("url", ["postgis"], indirect=True)
def test_of_a_server_it_is_not_claimed_that_the_bytes_are_gone(
    register: Register, add: Callable[..., Added], contract: Contract
) -> None:
    add(contracts=[contract])
    assert register.destroy(personal_data.fill(register, contract), DECISION, ACT)[1] is None


def test_a_salt_across_two_pieces_of_a_file_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(destroying, "_PIECE", 16)
    content = tmp_path / "content"
    content.write_bytes(b"." * 10 + b"0123456789abcdef" + b"." * 10)
    assert destroying._is_left(content, [b"0123456789abcdef"])
    assert not destroying._is_left(content, [b"0123456789abcdeX"])
