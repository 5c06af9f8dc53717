"""The early letters of a day: one Word file a contract, the list, and a table to record the sending with.

Writing a letter sends nothing and records nothing: an office numbers, seals and serves it. When that is done,
the day and the number go into the table, and the table is imported; from then on the letter counts as sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace as replace_in
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from landwatch.catalogue import fact_of, label
from landwatch.drafts import as_file_name, put_in_place
from landwatch.errors import UsageError
from landwatch.formats.tables.fact_writer import facts_table
from landwatch.i18n import gettext as _
from landwatch.i18n import speaking
from landwatch.measures.flagged import check_cluster
from landwatch.measures.patrols.letters import LETTERS, Kind, Letter, Paper, letters
from landwatch.model import Event
from landwatch.registry import Register
from landwatch.reports.early_letters import early_letter, letter_name, letter_table
from landwatch.rules import Assessment, Conventions
from landwatch.rules.wording import EVENTS, word
from landwatch.services.assessing.judging import assess_register
from landwatch.workbook import Book, Heading, Table

__all__ = ["WrittenLetters", "write_letters"]

_UP_TO_DAY = 3  # columns of facts: contract, kind, day


@dataclass(frozen=True)
class WrittenLetters:
    """What was written.

    Attributes
    ----------
    assessment
        The judged contracts.
    files
        The letters, each with its file; ``None`` for one that was sent before.
    lists
        The list of the letters, and the table to record the sending with where there is something to send.
    """

    assessment: Assessment
    files: dict[Letter, Path | None]
    lists: tuple[Path, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "on": self.assessment.on.isoformat(),
            "letters": [_told(letter, file) for letter, file in self.files.items()],
            "lists": [str(path) for path in self.lists],
        }


def write_letters(
    database: str,
    on: date,
    out: Path,
    conventions: Conventions | None = None,
    *,
    kinds: Sequence[Kind] = ("commencement", "completion"),
    cluster: str | None = None,
    known_at: datetime | None = None,
    replace: bool = False,
) -> WrittenLetters:
    """Write the early letters that are due on a day; one that was sent already is told, not written again.

    Parameters
    ----------
    database
        URL of the register.
    on
        The day.
    out
        Folder to write to; it is made where there is none.
    conventions
        What the rules leave open; the due days depend on it.
    kinds
        What is reminded of.
    cluster
        Only contracts of this cluster.
    known_at
        The instant of knowledge, with time zone; by default now.
    replace
        Whether files that are there may be replaced.

    Raises
    ------
    UsageError
        If the register knows no such cluster, or a file is there already or cannot be written.
    RegisterError
        If the register cannot be read.
    """
    assessment = assess_register(database, on, conventions, known_at=known_at)
    found = letters(assessment, kinds)
    if cluster is not None:
        check_cluster(assessment.snapshot.clusters["name"], cluster)
        inside = assessment.contracts["cluster"] == cluster
        found = tuple(letter for letter in found if inside[letter.contract_no])
    if known_at is None:
        found = _with_documents(database, found, on)
    with speaking("zh"):
        files = {letter: None if letter.sent else out / _file_name(letter) for letter in found}
        to_send = [letter for letter in found if not letter.sent]
        names = {letter: file.name if file else None for letter, file in files.items()}
        tables = {out / _list_name(_("Early letters"), on): letter_table(assessment, names)}
        if to_send:
            tables[out / _list_name(_("Sending of the letters"), on)] = _to_record(assessment, to_send)
    _make_room(out, [*filter(None, files.values()), *tables], replace=replace)
    made = (assessment.snapshot.known_at or datetime.combine(on, time(), UTC)).replace(microsecond=0)
    for letter, file in files.items():
        if file is not None:
            with put_in_place(file, replace=replace) as draft:
                draft.write_bytes(early_letter(assessment, letter, made))
    for path, table in tables.items():
        with put_in_place(path, replace=replace) as draft:
            _write_list(draft, table)
    return WrittenLetters(assessment, files, tuple(tables))


def _with_documents(database: str, found: Sequence[Letter], on: date) -> tuple[Letter, ...]:
    """Take a letter as sent where its copy is attached to the contract, though its sending is no fact."""
    with Register.open(database) as register:
        return tuple(
            letter if letter.sent else replace_in(letter, sent=_copy_of(letter, on, register))
            for letter in found
        )


def _copy_of(letter: Letter, on: date, register: Register) -> Paper | None:
    fact = fact_of(LETTERS[letter.kind])
    names = {fact.zh, *fact.cells}
    for document in register.documents(letter.contract_no):
        if document.kind in names and document.day and letter.first_day <= document.day <= on:
            return Paper(LETTERS[letter.kind], document.day, document.number)
    return None


def _file_name(letter: Letter) -> str:
    return as_file_name(letter_name(letter)) + ".docx"


def _list_name(title: str, on: date) -> str:
    return f"{title}_{on.isoformat()}.xlsx"


def _make_room(out: Path, files: Sequence[Path], *, replace: bool) -> None:
    """Make the folder, and refuse before the first file is written if one of them is there."""
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            _("{path}: is no folder that can be written to ({reason}); name another one with --out").format(
                path=out, reason=error.strerror
            )
        ) from error
    there = [file.name for file in files if file.exists()]
    if there and not replace:
        raise UsageError(
            _(
                "{folder}: {files} are there already; name another folder, or replace them with --force"
            ).format(folder=out, files=_(", ").join(there))
        )


def _to_record(assessment: Assessment, to_send: Sequence[Letter]) -> Table:
    """The facts that the letters were sent, as the importer reads them; day and number are left free."""
    facts = facts_table([_fact(assessment, letter) for letter in to_send])
    number = Heading(label("event", "document"), 24)
    return Table(
        facts.name,
        [*facts.columns[:_UP_TO_DAY], number, *facts.columns[_UP_TO_DAY:]],
        [[*row[:_UP_TO_DAY], None, *row[_UP_TO_DAY:]] for row in facts.rows],
    )


def _fact(assessment: Assessment, letter: Letter) -> Event:
    row = assessment.contracts.loc[letter.contract_no]
    holder = next((str(row[name]) for name in ("current_holder", "holder") if row[name] == row[name]), None)
    said = {"about_day": letter.due.isoformat(), "to": holder}
    return Event(
        contract_no=letter.contract_no,
        type=LETTERS[letter.kind],
        phase=letter.phase,
        details={name: value for name, value in said.items() if value},
    )


def _write_list(draft: Path, table: Table) -> None:
    book = Book(draft)
    book.add(table)
    book.close()


def _told(letter: Letter, file: Path | None) -> dict[str, Any]:
    return {
        "letter": letter.kind,
        "contract_no": letter.contract_no,
        "phase": letter.phase,
        "due": letter.due.isoformat(),
        "days_left": letter.days_left,
        "apply_by": letter.apply_by and letter.apply_by.isoformat(),
        "missing": [{"fact": kind.value, "name": word(EVENTS, kind)} for kind in letter.missing],
        "file": file and str(file),
        "sent_on": letter.sent and letter.sent.day and letter.sent.day.isoformat(),
        "sent_as": letter.sent and letter.sent.number,
    }
