"""A register as a whole: copied to another database, backed up and restored.

What is made is there as a whole or not at all, and is compared with what it was made from, row by row, before
anybody is told that it is done.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, LargeBinary, Table, func, select

from landwatch.errors import RegisterError
from landwatch.i18n import gettext as _
from landwatch.registry import bulk, database_objects, journal, schema, soundness, tables
from landwatch.registry.addresses import file_address
from landwatch.registry.database import allow_reading_while_writing, connect, on_geopackage, reading, writing
from landwatch.registry.faults import file_of, place_of, translated
from landwatch.registry.lookups import column_for_reading
from landwatch.registry.new_files import is_there, new_file, scratch
from landwatch.registry.tables import metadata
from landwatch.registry.verify_journal import Contents, Report, Row, examine

__all__ = ["Copied", "back_up", "copy", "opened", "restore"]

_ROWS_AT_ONCE = 10_000
_FEW_ROWS = 5  # of documents with their bytes, and of the journal, where a line names each row of a commit


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """What is in a copy and, by count and hash of every row, in what it was made from.

    Attributes
    ----------
    rows
        Number of rows by table, the journal among them.
    journal
        What verification said of the copy; ``None`` for a copy of a register too old to have a journal.
    is_remembered
        Whether the register remembers where the copy lies.
    """

    rows: dict[str, int]
    journal: Report | None
    is_remembered: bool = True


def copy(origin: str, target: str) -> Copied:
    """Copy a register to another database: all rows, also those that stand no more, and the journal.

    Parameters
    ----------
    origin
        URL of the register.
    target
        URL of a place without a register, or with an empty one.

    Returns
    -------
    Copied
        What was copied.

    Raises
    ------
    RegisterError
        If the origin is no register of this landwatch, the target holds something, either cannot be used,
        or the copy is not what it was made from; then nothing is left in the target.
    """
    with opened(origin) as engine, reading(engine) as source:
        schema.check(source)
        copied = _copied(source, target)
    _ready_for_work(target)
    return copied


def back_up(origin: str, file: Path) -> Copied:
    """Copy a register to a new GeoPackage, while others work on.

    Parameters
    ----------
    origin
        URL of the register; one in a GeoPackage may be of an older schema.
    file
        Where the copy shall be.

    Returns
    -------
    Copied
        What is in the copy.

    Raises
    ------
    RegisterError
        If the origin is no register, there is a file of that name, or it cannot be written.
    """
    with opened(origin) as engine, reading(engine) as source:
        (schema.check_known if on_geopackage(source) else schema.check)(source)
        return _into_new_file(source, file, as_it_is=True)


def restore(file: Path, target: str) -> Copied:
    """Bring a backup back to an empty place, and to the schema of this landwatch.

    Parameters
    ----------
    file
        The backup, or any register in a GeoPackage; it stays as it is.
    target
        URL of a place without a register, or with an empty one.

    Returns
    -------
    Copied
        What was restored.

    Raises
    ------
    RegisterError
        If the file is no register, its journal is broken, or the target holds something; then nothing is
        left in the target.
    """
    with _aside() as folder:
        draft = folder / "restored.gpkg"
        with opened(file_address(file)) as engine, reading(engine) as source:
            schema.check_known(source)
            if schema.has_journal(source):
                _refuse_broken(file, journal.verify(source))
            _clone(source, file_address(draft))
        with opened(file_address(draft)) as engine:
            with writing(engine) as place:
                schema.upgrade(place)
            with reading(engine) as source:
                _refuse_broken(file, journal.verify(source))
                copied = _copied(source, target)
    _ready_for_work(target)
    return copied


@contextmanager
def _aside() -> Iterator[Path]:
    """A folder where a backup is brought up to date before it is restored."""
    try:
        parent = Path(tempfile.gettempdir())
        with scratch(parent) as folder:
            yield folder
    except OSError as error:
        raise RegisterError(
            _(
                "The folder for temporary files cannot be written ({reason}); nothing was restored. "
                "Make room, or name another folder in TMPDIR."
            ).format(reason=error.strerror or error)
        ) from error


@contextmanager
def opened(url: str | URL) -> Iterator[Engine]:
    """Use the database of a register that is there.

    Parameters
    ----------
    url
        Its URL.

    Yields
    ------
    Engine
        The database.

    Raises
    ------
    RegisterError
        If it is a file that is not there.
    """
    engine = connect(url)
    file = file_of(engine.url)
    if file is not None and not is_there(file):
        raise RegisterError(
            _("There is no file {file}. Name a register that is there, or a backup of one.").format(file=file)
        )
    try:
        yield engine
    finally:
        engine.dispose()


def _copied(source: Connection, target: str) -> Copied:
    """Copy to a place without a register, or with an empty one."""
    engine = connect(target)
    file = file_of(engine.url)
    if file is not None and not is_there(file):
        return _into_new_file(source, file)
    try:
        with writing(engine) as place:
            schema.upgrade(place)
            _refuse_filled(place)
            _fill(source, place)
            return _compared(source, place)
    finally:
        engine.dispose()


def _into_new_file(source: Connection, file: Path, *, as_it_is: bool = False) -> Copied:
    """Copy to a file; tables that are not as landwatch makes them are made anew unless that is not wanted."""
    with new_file(file) as draft:
        address = file_address(draft)
        if on_geopackage(source) and (as_it_is or next(soundness.differences(source), None) is None):
            _clone(source, address)  # with all that QGIS keeps beside the tables
        else:
            with _made(address) as engine, writing(engine) as place:
                schema.upgrade(place)
                _fill(source, place)
        with _made(address) as engine, reading(engine) as place:
            return _compared(source, place)


@contextmanager
def _made(address: URL) -> Iterator[Engine]:
    engine = connect(address)
    try:
        yield engine
    finally:
        engine.dispose()


def _clone(source: Connection, address: URL) -> None:
    """Copy a GeoPackage page by page, as it stands at this instant, into a file that needs no others."""
    driver: Any = source.connection.driver_connection
    with translated(address), closing(sqlite3.connect(address.database or "")) as place:
        driver.backup(place)
        place.execute("PRAGMA journal_mode = DELETE")


def _fill(source: Connection, place: Connection) -> None:
    for table in metadata.sorted_tables:
        with closing(_chunks(source, table)) as chunks:
            for columns in chunks:
                bulk.write(place, table, columns)


def _chunks(source: Connection, table: Table) -> Generator[bulk.Columns, None, None]:
    names = [column.name for column in table.c]
    statement = select(*(column_for_reading(table, name) for name in names)).order_by(*table.primary_key)
    is_heavy = table is tables.journal or any(isinstance(column.type, LargeBinary) for column in table.c)
    options = {"yield_per": _FEW_ROWS if is_heavy else _ROWS_AT_ONCE}
    with source.execute(statement, execution_options=options) as result:
        for rows in result.partitions():
            yield dict(zip(names, zip(*rows, strict=True), strict=True))


def _refuse_filled(place: Connection) -> None:
    for table in metadata.sorted_tables:
        count = place.execute(select(func.count()).select_from(table)).scalar_one()
        if count:
            raise RegisterError(
                _(
                    "The register {place} holds {count} rows of {table} already; nothing was changed. "
                    "Name an empty place."
                ).format(place=place_of(place.engine.url), count=count, table=table.name)
            )


def _watched(tally: _Tally, connection: Connection) -> Contents | None:
    """What is kept about persons, counted and hashed as it passes by."""
    contents = journal.contents(connection)
    return contents and contents._replace(found=tally.watch(tables.personal_contents.name, contents.found))


def _walk_copies(tally: _Tally, connection: Connection) -> None:
    rows = connection.execute(select(tables.copies).order_by(tables.copies.c.row_id))
    deque(tally.watch(tables.copies.name, rows), maxlen=0)


class _Tally:
    """Counts and hashes rows that pass by."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self.hashes: dict[str, str] = {}

    def watch(self, name: str, passing: Iterable[Any]) -> Iterator[Any]:
        count, digest = 0, sha256()
        for item in passing:
            count += 1
            digest.update(repr(tuple(item)).encode())
            yield item
        self.counts[name], self.hashes[name] = count, digest.hexdigest()

    def tables(self, connection: Connection) -> Iterator[tuple[str, Iterator[Row]]]:
        for name, rows in journal.rows_by_table(connection):
            yield name, self.watch(name, rows)


def _compared(source: Connection, place: Connection) -> Copied:
    """Make sure that a copy holds what it was made from, and verify it."""
    wanted, made = _Tally(), _Tally()
    has_journal = schema.has_journal(source)
    report = None
    with journal.tolerant(source), journal.tolerant(place):
        for _name, rows in wanted.tables(source):
            deque(rows, maxlen=0)
        if has_journal:
            deque(wanted.watch("journal", journal.lines(source)), maxlen=0)
            contents = _watched(wanted, source)
            deque(contents.found if contents else (), maxlen=0)
            lines = made.watch("journal", journal.lines(place))
            report = examine(lines, made.tables(place), contents=_watched(made, place))
            if contents:
                _walk_copies(wanted, source)
                _walk_copies(made, place)
            report = report.with_faults(database_objects.faults(place))
        else:
            for _name, rows in made.tables(place):
                deque(rows, maxlen=0)
    for name, digest in wanted.hashes.items():
        if made.hashes.get(name) != digest:
            raise RegisterError(
                _(
                    "The copy of the table {table} is not what it was made from ({wanted} rows; {made} rows "
                    "in the copy) and was thrown away. See that the disk is sound, and run the command again."
                ).format(table=name, wanted=wanted.counts[name], made=made.counts.get(name, 0))
            )
    return Copied(rows=made.counts, journal=report)


def _refuse_broken(file: Path, report: Report) -> None:
    if report.faults:
        raise RegisterError(
            _(
                "The journal of {file} is broken, and nothing was restored. The first of {count} faults: "
                "{fault} Take another backup, or see all faults by running landwatch journal verify on it."
            ).format(file=file, count=len(report.faults), fault=report.faults[0].sentence(_))
        )


def _ready_for_work(target: str) -> None:
    with opened(target) as engine:
        if file_of(engine.url) is not None:
            allow_reading_while_writing(engine)
