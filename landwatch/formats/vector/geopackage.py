"""What a GeoPackage holds, looked up in its database and not in its own lists."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from landwatch.errors import InputError
from landwatch.i18n import gettext as _

__all__ = ["Table", "tables_of"]

_SECONDS = 10.0
_LONGEST_VALUE = 100 << 20
_STEPS = 10_000  # of SQLite's machine between two looks at the clock
_STYLES = "layer_styles"  # where QGIS keeps how layers are drawn: no parcels


@dataclass(frozen=True, slots=True)
class Table:
    """A table that the GeoPackage lists as a layer.

    Attributes
    ----------
    name
        Its name.
    count
        Rows in it; ``None`` for what is computed when it is read (a view, a virtual table, a computed
        column), which may take without end.
    """

    name: str
    count: int | None


def tables_of(path: Path) -> list[Table]:
    """List the layers of a GeoPackage with the rows that are in them.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    list of Table
        In the order of the file's own list.

    Raises
    ------
    InputError
        If it is no GeoPackage, or damaged.
    """
    try:
        with _opened(path) as database:
            # An error of GDAL that quotes text which is no UTF-8 would end the process: all of it is read.
            entries = database.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
            database.execute("SELECT * FROM gpkg_spatial_ref_sys").fetchall()
            listed = [
                name
                for name, kind in database.execute("SELECT table_name, data_type FROM gpkg_contents")
                if kind in ("features", "attributes", "aspatial")
            ]
            kinds = {
                name.lower(): (kind, sql or "") for kind, name, sql in entries if kind in ("table", "view")
            }
            return [
                Table(name, _count(database, name, *kinds[name.lower()]))
                for name in listed
                if isinstance(name, str) and name.lower() in kinds and name != _STYLES
            ]
    except (sqlite3.Error, OverflowError, UnicodeDecodeError, AttributeError) as error:
        raise InputError(_("it is no GeoPackage, or its database is damaged; export it again")) from error


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a database for reading; nothing asked of it takes longer than some seconds."""
    journal = path.with_name(f"{path.name}-wal")
    is_written = journal.is_file() and journal.stat().st_size > 0
    address = f"{path.resolve().as_uri()}?mode=ro" + ("" if is_written else "&immutable=1")
    with closing(sqlite3.connect(address, uri=True)) as database:
        deadline = time.monotonic() + _SECONDS
        database.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
        database.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
        yield database


def _count(database: sqlite3.Connection, name: str, kind: str, sql: str) -> int | None:
    quoted = '"' + name.replace('"', '""') + '"'
    if kind == "view" or sql.lstrip().upper().startswith("CREATE VIRTUAL"):
        return None
    if any(column[6] for column in database.execute(f"PRAGMA table_xinfo({quoted})")):
        return None
    (count,) = database.execute(f"SELECT count(*) FROM {quoted}").fetchone()  # noqa: S608 - quoted above
    return int(count)
