"""Keeping a register: its journal, its schema, copies of it, backups."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from landwatch.errors import RegisterError, UsageError
from landwatch.i18n import gettext as _
from landwatch.registry import Register, copies, transfer, upkeep, verifier, verify_journal
from landwatch.registry.journal import End, Recorded
from landwatch.registry.new_files import new_file
from landwatch.registry.paths import evidence_folder
from landwatch.registry.transfer import Copied
from landwatch.registry.upkeep import Schemas
from landwatch.registry.verify_journal import Head, Report
from landwatch.services.photographs import left_outside

__all__ = [
    "back_up",
    "check_schema",
    "copy",
    "export_journal",
    "journal_end",
    "journal_lines",
    "photographs_of",
    "read_head",
    "report_dict",
    "restore",
    "schemas",
    "upgrade",
    "verify",
    "write_verifier",
]


def verify(database: str, head: str | None = None) -> Report:
    """Check that the journal of a register is intact and that every row is what it says.

    Parameters
    ----------
    database
        URL of the register.
    head
        The end of the journal as it was kept elsewhere: its hash, number and hash, or a file with either.

    Returns
    -------
    Report
        What is wrong, and how much was read.

    Raises
    ------
    UsageError
        If there is no hash in `head`.
    RegisterError
        If the register cannot be read.
    """
    kept = read_head(head) if head else None
    with Register.open(database) as register:
        return register.verify(kept)


def read_head(given: str) -> Head:
    """Read the end of a journal or log as it was kept elsewhere.

    Parameters
    ----------
    given
        Its hash, number and hash, or a file with either.

    Returns
    -------
    Head
        The number, if it is there, and the hash.

    Raises
    ------
    UsageError
        If there is no hash in it.
    """
    try:
        return verify_journal.read_head(given)
    except (ValueError, OSError) as error:
        raise UsageError(
            _(
                "--head {given}: holds no hash of 64 hexadecimal digits; "
                "give what landwatch journal head printed, or a file with it"
            ).format(given=given)
        ) from error


def report_dict(report: Report) -> dict[str, Any]:
    """Return what verification said as JSON values.

    Parameters
    ----------
    report
        From :func:`verify`.

    Returns
    -------
    dict
        Whether the journal is intact, how much was read, its end, and each fault with its place.
    """
    return {
        "intact": not report.faults,
        "lines": report.lines,
        "rows": report.rows,
        "destroyed": report.destroyed,
        "head": report.head and report.head._asdict(),
        "faults": [
            {"kind": fault.kind, "message": fault.sentence(_), **fault.where} for fault in report.faults
        ],
    }


def journal_lines(database: str) -> list[Recorded]:
    """Read what was recorded, by whom, when and on which source.

    Parameters
    ----------
    database
        URL of the register.

    Returns
    -------
    list of Recorded
        One for each line of the journal.

    Raises
    ------
    RegisterError
        If the register cannot be read.
    """
    with Register.open(database) as register:
        return register.journal()


def journal_end(database: str) -> End | None:
    """The newest line of the journal, to be kept elsewhere.

    Parameters
    ----------
    database
        URL of the register.

    Returns
    -------
    End or None
        ``None`` if nothing was recorded.

    Raises
    ------
    RegisterError
        If the register cannot be read.
    """
    with Register.open(database) as register:
        return register.journal_end()


def export_journal(database: str, file: Path) -> int:
    """Write the journal to a new file, one JSON object a line.

    Parameters
    ----------
    database
        URL of the register.
    file
        The file; there must be none of that name.

    Returns
    -------
    int
        The number of lines.

    Raises
    ------
    RegisterError
        If the register cannot be read or the file cannot be written.
    """
    with Register.open(database) as register:
        return register.export_journal(file)


def write_verifier(file: Path) -> None:
    """Write the stand-alone verifier to a new file.

    Parameters
    ----------
    file
        The file; there must be none of that name.

    Raises
    ------
    RegisterError
        If it cannot be written.
    """
    with new_file(file) as draft:
        draft.write_text(verifier.script(), encoding="utf-8", newline="\n")


def schemas(database: str) -> Schemas:
    """Say which schema a register has.

    Parameters
    ----------
    database
        URL of the register.

    Returns
    -------
    Schemas
        Its schema, and that of this landwatch.

    Raises
    ------
    RegisterError
        If it is no register, or one of a newer landwatch.
    """
    return upkeep.schemas(database)


def check_schema(database: str) -> Schemas:
    """Make sure that a register is up to date and that its database is sound.

    Parameters
    ----------
    database
        URL of the register.

    Returns
    -------
    Schemas
        Its schema, twice.

    Raises
    ------
    RegisterError
        If it is no register, of another schema, or damaged.
    """
    return upkeep.check(database)


def upgrade(database: str) -> Schemas:
    """Bring a register up to date, as a whole or not at all.

    Parameters
    ----------
    database
        URL of the register.

    Returns
    -------
    Schemas
        The schema it had, and the one it has now.

    Raises
    ------
    RegisterError
        If it is no register, one of a newer landwatch, or cannot be written.
    """
    return upkeep.upgrade(database)


def copy(origin: str, target: str, at: datetime) -> Copied:
    """Copy a register to another database, with its journal and all that stands no more.

    Parameters
    ----------
    origin
        URL of the register.
    target
        URL of an empty place.
    at
        The instant; both remember where the other one lies.

    Returns
    -------
    Copied
        What was copied.

    Raises
    ------
    RegisterError
        If it cannot be done; then the target is as it was.
    """
    copied = transfer.copy(origin, target)
    _remember(target, copies.place_of(origin), at, copied)
    return _remembered(origin, copies.place_of(target), at, copied)


def back_up(database: str, file: Path, at: datetime) -> Copied:
    """Copy a register to a new GeoPackage, while others work on.

    Parameters
    ----------
    database
        URL of the register.
    file
        Where the copy shall be.
    at
        The instant; the register remembers where the copy lies, if it can be written.

    Returns
    -------
    Copied
        What is in the copy.

    Raises
    ------
    RegisterError
        If the register cannot be read or the file cannot be written.
    """
    copied = transfer.back_up(database, file)
    return _remembered(database, str(file.absolute()), at, copied)


def restore(file: Path, database: str, at: datetime) -> Copied:
    """Bring a backup back to an empty place.

    Parameters
    ----------
    file
        The backup.
    database
        URL of the empty place.
    at
        The instant; the register remembers where its backup lies.

    Returns
    -------
    Copied
        What was restored.

    Raises
    ------
    RegisterError
        If the backup is broken or the place holds something; then nothing was restored.
    """
    copied = transfer.restore(file, database)
    _remember(database, str(file.absolute()), at, copied)
    return copied


def _remember(database: str, place: str, at: datetime, copied: Copied) -> None:
    head = copied.journal and copied.journal.head
    if head is not None:
        with Register.open(database) as register:
            register.remember_copy(place, at, head)


def _remembered(database: str, place: str, at: datetime, copied: Copied) -> Copied:
    """Remember a copy that is made and good, whether or not the register can be written."""
    try:
        _remember(database, place, at, copied)
    except RegisterError:
        return replace(copied, is_remembered=False)
    return copied


def photographs_of(database: str) -> Path | None:
    """Name the folder beside a register with photographs that are in no copy of it.

    Parameters
    ----------
    database
        URL of the register.

    Returns
    -------
    Path or None
        ``None`` if there is no such folder, or the register has taken in what is in it.

    Raises
    ------
    RegisterError
        If the register cannot be read.
    """
    folder = evidence_folder(database)
    if not folder.is_dir():
        return None
    found, current = upkeep.schemas(database)
    return folder if found != current else left_outside(database)
