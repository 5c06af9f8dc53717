"""Where long jobs lie: their tables, the files brought with a question, and the results."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine

from landwatch.errors import LandwatchError
from landwatch.i18n import gettext as _
from landwatch.jobs.job_tables import SCHEMA, is_ready, make_ready
from landwatch.registry.addresses import file_address
from landwatch.registry.database import allow_reading_while_writing, connect, reading, writing
from landwatch.registry.faults import file_of
from landwatch.registry.new_files import holds_something
from landwatch.registry.paths import embedded_file

__all__ = [
    "JobRules",
    "NoRoomForJobs",
    "TooManyJobs",
    "bytes_in",
    "jobs_folder",
    "only_writer",
    "open_tables",
]

_WRITERS = int.from_bytes(b"lw-jobs!", "big")
_SPARE = 64 << 20  # the register itself needs room to write in


class NoRoomForJobs(LandwatchError):
    """There is no room for another job; those that are there stay."""


class TooManyJobs(LandwatchError):
    """One person has too many jobs that are not done yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRules:
    """What an office sets about long jobs.

    Attributes
    ----------
    kept
        How long results and the files brought with a question are kept after the work ended.
    most_bytes
        Bytes of all of them together.
    most_open
        Jobs of one person that may wait or run at once.
    attempts
        How often work is taken up again whose process was ended.
    """

    kept: timedelta = timedelta(days=7)
    most_bytes: int = 4 << 30
    most_open: int = 20
    attempts: int = 3

    def check_room(self, folder: Path) -> None:
        """Make sure that there is room for another job.

        Parameters
        ----------
        folder
            Where they lie.

        Raises
        ------
        NoRoomForJobs
            If there is none.
        """
        used = bytes_in(folder)
        if used >= self.most_bytes:
            raise NoRoomForJobs(
                _(
                    "There is no room for another job: results take {used} of {most} MB. Try again when "
                    "older ones have been given up, or tell the administrator (LANDWATCH_JOBS_ROOM_MB)."
                ).format(used=used >> 20, most=self.most_bytes >> 20)
            )
        if shutil.disk_usage(folder).free < _SPARE:
            raise NoRoomForJobs(
                _("The disk of the server is full; nothing was begun. Tell the administrator.")
            )


def jobs_folder(database: str) -> Path:
    """Name the folder in which the long jobs of a register lie.

    Parameters
    ----------
    database
        URL of the register.

    Returns
    -------
    Path
        ``zone.jobs`` beside ``zone.gpkg``; ``landwatch.jobs`` in the working directory for a server.

    Raises
    ------
    RegisterError
        If the URL is of no known kind.
    """
    file = embedded_file(database)
    return Path("landwatch.jobs").absolute() if file is None else file.absolute().with_suffix(".jobs")


def bytes_in(folder: Path) -> int:
    """Count the bytes of all files in a folder.

    Parameters
    ----------
    folder
        The folder.
    """
    total = 0
    for place, _folders, names in os.walk(folder):
        for name in names:
            file = Path(place, name)
            # Another process may give a result up meanwhile.
            total += file.stat().st_size if file.exists() else 0
    return total


def open_tables(database: str, folder: Path) -> Engine:
    """Make the engine for the jobs of a register; folder and tables are made if they are not there.

    Parameters
    ----------
    database
        URL of the register.
    folder
        Where the jobs lie.

    Raises
    ------
    RegisterError
        If they cannot be made, or are of a newer landwatch.
    NoRoomForJobs
        If the folder cannot be made.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise NoRoomForJobs(
            _(
                "The folder {folder} for long jobs cannot be made ({reason}); see LANDWATCH_JOBS_FOLDER."
            ).format(folder=folder, reason=error.strerror)
        ) from error
    engine = _engine(database, folder / "jobs.db")
    try:
        if file_of(engine.url) is not None and not holds_something(folder / "jobs.db"):
            # Nobody else may read it; SQLite gives the files it lays beside it the same mode.
            os.close(os.open(folder / "jobs.db", os.O_CREAT | os.O_RDWR, 0o600))
            allow_reading_while_writing(engine)
            ready = False
        else:
            with reading(engine) as connection:
                ready = is_ready(connection)
        if not ready:
            with only_writer(engine) as connection:
                make_ready(connection)
    except LandwatchError:
        engine.dispose()
        raise
    return engine


def _engine(database: str, file: Path) -> Engine:
    if embedded_file(database) is None:
        return connect(database)
    return connect(file_address(file)).execution_options(schema_translate_map={SCHEMA: None})


@contextmanager
def only_writer(engine: Engine) -> Iterator[Connection]:
    """Write as the only writer of jobs, all or nothing.

    Parameters
    ----------
    engine
        From :func:`open_tables`.

    Yields
    ------
    Connection
        A connection inside a transaction; it is taken back if the block raises.
    """
    with writing(engine, _WRITERS) as connection:
        yield connection
