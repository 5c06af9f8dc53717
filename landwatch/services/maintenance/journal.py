"""The journal of a register: read, verified, written to a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.registry import Register, verifier, verify_journal
from landwatch.registry.journal import End, Recorded
from landwatch.registry.journal_pages import Chosen, Entry, JournalPage
from landwatch.registry.new_files import new_file
from landwatch.registry.verify_journal import Head, Report

__all__ = [
    "export_journal",
    "journal_end",
    "journal_entry",
    "journal_lines",
    "journal_page",
    "read_head",
    "report_dict",
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


def journal_page(database: str, chosen: Chosen, *, first: int, count: int) -> JournalPage:
    """Read some lines of the journal, the newest first; the others are not read.

    Parameters
    ----------
    database
        URL of the register.
    chosen
        Which lines.
    first, count
        How many are passed over, and how many are read.

    Returns
    -------
    JournalPage
        The lines, how many there are, and who ever recorded something by which verb.

    Raises
    ------
    RegisterError
        If the register cannot be read.
    """
    with Register.open(database) as register:
        return register.journal_page(chosen, first=first, count=count)


def journal_entry(database: str, sequence: int) -> Entry | None:
    """Read one line of the journal, with the records that it wrote.

    Parameters
    ----------
    database
        URL of the register.
    sequence
        Its number, counted from 1.

    Returns
    -------
    Entry or None
        ``None`` if there is no such line.

    Raises
    ------
    RegisterError
        If the register cannot be read.
    """
    with Register.open(database) as register:
        return register.journal_entry(sequence)


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
