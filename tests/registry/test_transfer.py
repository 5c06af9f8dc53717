"""A register goes from one store to another, into a backup and out of it, and loses nothing."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd
import pyogrio
import pytest
from sqlalchemy import URL, func, select

from landwatch.errors import RegisterError
from landwatch.model import Cluster, Contract, Document, Event, Parcel, Source
from landwatch.registry import Act, Added, Register, bulk, transfer
from landwatch.registry.commit import commit
from landwatch.registry.row_mapping import Kind, entries, source_row
from landwatch.registry.tables import contracts, metadata
from tests.registry import backdoor, older
from tests.registry.conftest import MORNING, Beginning
from tests.registry.tampering import tamper

ON = date(2024, 1, 20)
LETTER = b"%PDF-1.7 \x00\xff" * 9


@pytest.fixture(scope="module")
def beginnings(
    record: Callable[..., Added],
    cluster: Cluster,
    parcel: Parcel,
    contract: Contract,
    period: Event,
    commencement: Event,
) -> dict[str, Beginning]:
    """Something in every table, and a row that stands no more."""

    def fill(register: Register, url: str) -> None:
        bare = replace(parcel, parcel_no="without a boundary", geometry=None)
        record(
            register,
            clusters=[cluster],
            parcels=[parcel, bare],
            contracts=[contract],
            events=[period, commencement],
        )
        row = entries(Kind.CONTRACTS, [replace(contract, holder="更正后的公司")])[0].rows[0][1]
        with backdoor.writing(url) as connection:
            commit(
                connection,
                verb="correct",
                origin=source_row(Source(name="更正.pdf", sha256="6f" * 32, kind="document"), "赵六"),
                stamps={"recorded_at": "2024-01-21T12:30:00.000000Z", "recorded_by": "赵六"},
                added={"contracts": [row]},
                superseded={"contracts": [1]},
            )
        letter = Document(
            sha256=sha256(LETTER).hexdigest(),
            size=len(LETTER),
            file_name="认定书.pdf",
            contract_no=contract.contract_no,
        )
        register.attach(letter, LETTER, Act(by="赵六", at=MORNING + timedelta(hours=6), reason="归档"))

    return {"filled": fill}


@pytest.fixture
def filled(register: Register, url: str) -> str:
    """The URL of a register with something in every table, and a row that stands no more."""
    return url


@pytest.fixture(params=["geopackage", "postgis"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of another place without a register, in each store."""
    if request.param == "geopackage":
        return f"gpkg:///{tmp_path}/target.gpkg"
    found: str = request.getfixturevalue("other_postgis_url")
    return found


def counts(url: str) -> dict[str, int]:
    """Number of rows by table."""
    with backdoor.reading(url) as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }


def left_in(folder: Path) -> list[str]:
    """What lies in a folder beside the register of the test."""
    return sorted(item.name for item in folder.iterdir() if not item.name.startswith("register.gpkg"))


# From one database to another


def test_a_copy_has_every_row_and_the_journal(filled: str, target: str) -> None:
    with Register.open(filled) as register:
        end = register.journal_end()
    copied = transfer.copy(filled, target)
    assert copied.rows == counts(filled) == counts(target)
    assert copied.rows["contracts"] == 2
    assert copied.journal is not None
    with Register.open(target) as register:
        assert register.verify().faults == ()
        assert register.journal_end() == end
        assert register.document(sha256(LETTER).hexdigest())[1] == LETTER


def test_a_copy_gives_the_same_answers(filled: str, target: str) -> None:
    transfer.copy(filled, target)
    with Register.open(filled) as one, Register.open(target) as other:
        for known_at in (None, MORNING):
            first, second = one.snapshot(ON, known_at), other.snapshot(ON, known_at)
            for name in ("clusters", "parcels", "contracts", "contract_parcels", "indicators", "events"):
                pd.testing.assert_frame_equal(getattr(first, name), getattr(second, name))


def test_a_copy_back_is_the_register_it_came_from(filled: str, target: str, tmp_path: Path) -> None:
    transfer.copy(filled, target)
    back = f"gpkg:///{tmp_path}/back.gpkg"
    transfer.copy(target, back)
    with Register.open(filled) as one, Register.open(back) as other:
        assert one.journal() == other.journal()


def test_work_goes_on_in_a_copy(filled: str, target: str, record: Callable[..., Added]) -> None:
    transfer.copy(filled, target)
    with Register.open(target) as register:
        record(register, contracts=[Contract(contract_no="2")])
        assert register.verify().lines == 4
        assert register.verify().faults == ()


def test_an_empty_register_is_filled(filled: str, target: str) -> None:
    Register.create(target).close()
    transfer.copy(filled, target)
    assert counts(target) == counts(filled)


def test_a_register_that_holds_something_is_not_copied_over(
    filled: str, target: str, record: Callable[..., Added]
) -> None:
    with Register.create(target) as register:
        record(register, contracts=[Contract(contract_no="2")])
    before = counts(target)
    with pytest.raises(RegisterError, match="holds 1 rows of .* already; nothing was changed. Name an empty"):
        transfer.copy(filled, target)
    assert counts(target) == before


def test_a_copy_that_fails_leaves_nothing(
    filled: str, target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = bulk.write

    def failing(connection: Any, table: Any, columns: Any) -> None:
        if table is contracts:
            raise sqlite3.OperationalError("disk I/O error")
        write(connection, table, columns)

    def not_cloned(source: Any, address: URL) -> None:
        Path(str(address.database)).write_bytes(b"half")
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(bulk, "write", failing)
    monkeypatch.setattr(transfer, "_clone", not_cloned)
    with pytest.raises(RegisterError, match="cannot be used; nothing was changed: disk I/O error"):
        transfer.copy(filled, target)
    assert left_in(tmp_path) == []
    if not target.startswith("gpkg"):
        with pytest.raises(RegisterError, match="is not a landwatch register"):
            Register.open(target)


def test_a_copy_that_is_not_what_it_was_made_from_is_thrown_away(
    filled: str, target: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgetful(source: Any, place: Any) -> None:
        fill(source, place)
        place.execute(contracts.delete().where(contracts.c.row_id == 2))

    fill = transfer._fill
    monkeypatch.setattr(transfer, "_fill", forgetful)
    Register.create(target).close()
    with pytest.raises(
        RegisterError, match=r"contracts is not what it was made from \(2 rows; 1 rows in the"
    ):
        transfer.copy(filled, target)
    assert sum(counts(target).values()) == 0


def test_a_register_of_an_older_schema_is_not_copied(url: str, target: str) -> None:
    older.make(url)
    with pytest.raises(RegisterError, match="running landwatch db upgrade on it"):
        transfer.copy(url, target)


def test_a_register_that_is_missing_is_not_made_by_copying_it(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="There is no file .*none.gpkg"):
        transfer.copy(f"gpkg:///{tmp_path}/none.gpkg", f"gpkg:///{tmp_path}/target.gpkg")
    assert left_in(tmp_path) == []


# Backup


def test_a_backup_is_a_geopackage_that_opens_by_itself(filled: str, tmp_path: Path) -> None:
    file = tmp_path / "backup.gpkg"
    copied = transfer.back_up(filled, file)
    assert copied.rows == counts(filled)
    assert left_in(tmp_path) == ["backup.gpkg"]
    assert pyogrio.read_dataframe(file, layer="parcels")["name"].tolist() == ["桥河一号地"] * 2
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchall() == [("delete",)]


def test_a_backup_is_never_written_over_a_file(filled: str, tmp_path: Path) -> None:
    file = tmp_path / "backup.gpkg"
    file.write_bytes(b"older")
    with pytest.raises(RegisterError, match="There is a file .*backup.gpkg already; it was left as it is"):
        transfer.back_up(filled, file)
    assert file.read_bytes() == b"older"


def test_a_backup_into_a_folder_that_is_missing_says_so(filled: str, tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="gone/backup.gpkg cannot be written"):
        transfer.back_up(filled, tmp_path / "gone" / "backup.gpkg")


def test_a_backup_taken_while_others_write_is_one_of_the_states_between(
    filled: str, tmp_path: Path, record: Callable[..., Added]
) -> None:
    stop = threading.Event()
    written = []

    def work() -> None:
        with Register.open(filled) as register:
            for number in range(400):
                if stop.is_set():
                    return
                numbers = [Contract(contract_no=f"{number}-{part}") for part in range(20)]
                record(register, contracts=numbers, recorded_at=MORNING + timedelta(days=1, seconds=number))
                written.append(number)

    writer = threading.Thread(target=work)
    writer.start()
    try:
        reports = [transfer.back_up(filled, tmp_path / f"{turn}.gpkg") for turn in range(3)]
    finally:
        stop.set()
        writer.join()
    assert written
    for report in reports:
        assert report.journal is not None
        assert report.journal.faults == ()
        assert report.rows["contracts"] == 2 + 20 * (report.rows["journal"] - 3)


def test_a_broken_register_is_backed_up_as_it_is_and_told_so(filled: str, tmp_path: Path) -> None:
    tamper(filled, "UPDATE contracts SET price_fen = 1 WHERE row_id = 2")
    copied = transfer.back_up(filled, tmp_path / "backup.gpkg")
    assert copied.journal is not None
    assert [fault.kind for fault in copied.journal.faults] == ["row changed"]


# Restoring


@pytest.fixture
def backup(filled: str, tmp_path: Path) -> Path:
    """A backup of the register."""
    file = tmp_path / "backup.gpkg"
    transfer.back_up(filled, file)
    return file


def test_a_backup_is_restored_with_its_journal(backup: Path, filled: str, target: str) -> None:
    before = backup.read_bytes()
    restored = transfer.restore(backup, target)
    assert restored.rows == counts(filled)
    assert backup.read_bytes() == before
    with Register.open(filled) as one, Register.open(target) as other:
        assert other.verify().faults == ()
        assert one.journal() == other.journal()


def test_nothing_is_restored_over_what_is_there(backup: Path, filled: str) -> None:
    with pytest.raises(RegisterError, match="already; nothing was changed. Name an empty place"):
        transfer.restore(backup, filled)


def test_a_broken_backup_is_not_restored(backup: Path, target: str, tmp_path: Path) -> None:
    tamper(f"gpkg:///{backup}", "UPDATE contracts SET price_fen = 1 WHERE row_id = 2")
    with pytest.raises(
        RegisterError,
        match="backup.gpkg is broken, and nothing was restored. The first of 1 faults: Row 2 of the table "
        "contracts was changed after line 2 recorded it. Take another backup",
    ):
        transfer.restore(backup, target)
    assert left_in(tmp_path) == ["backup.gpkg"]


def test_a_damaged_backup_is_called_damaged(backup: Path, target: str, tmp_path: Path) -> None:
    pages = bytearray(backup.read_bytes())
    pages[4096 * 12 :] = os.urandom(len(pages) - 4096 * 12)
    backup.write_bytes(pages)
    with pytest.raises(RegisterError, match=r"The register .*backup.gpkg is damaged"):
        transfer.restore(backup, target)
    assert left_in(tmp_path) == ["backup.gpkg"]


def test_a_backup_of_an_older_schema_is_restored_to_the_one_of_today(tmp_path: Path, target: str) -> None:
    older.make(f"gpkg:///{tmp_path}/older.gpkg")
    copied = transfer.back_up(f"gpkg:///{tmp_path}/older.gpkg", tmp_path / "backup.gpkg")
    assert copied.journal is None
    transfer.restore(tmp_path / "backup.gpkg", target)
    with Register.open(target) as register:
        assert [line.verb for line in register.journal()] == ["adopt"]
        assert register.verify().faults == ()
        assert register.known().contract_nos == {older.ROW["contract_no"]}


def test_a_file_that_is_no_register_is_not_restored(target: str, tmp_path: Path) -> None:
    file = tmp_path / "notes.gpkg"
    file.write_text("备忘" * 2000, encoding="utf-8")
    with pytest.raises(RegisterError, match="notes.gpkg is not a GeoPackage"):
        transfer.restore(file, target)
