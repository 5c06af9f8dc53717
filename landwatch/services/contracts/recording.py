"""Dated facts that are typed or pasted: a table as the importer reads it, recorded whole or not at all."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from openpyxl.utils import column_index_from_string

from landwatch import formats
from landwatch.errors import InputError, UsageError
from landwatch.formats import ReaderSettings, Reading
from landwatch.formats.boundaries.assignment import Holdings, placed
from landwatch.formats.cells.headers import Header, find_header
from landwatch.formats.reading import Findings
from landwatch.i18n import gettext as _
from landwatch.model import Event, Issue, Severity
from landwatch.registry import Known, Register

__all__ = [
    "MOST_ROWS",
    "Fault",
    "Offered",
    "OfferedFact",
    "Rows",
    "look_at_facts",
    "looked_at",
    "pasted_rows",
    "refused",
    "take_facts",
]

MOST_ROWS = 2_000
"""Rows that are pasted at once; a larger table is brought in as a file."""

Rows = Sequence[Sequence[str]]

_CELL = re.compile(r"([A-Z]*)(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that is said of a table.

    Attributes
    ----------
    row, column
        Where, from 0; ``None`` for the whole table or the whole row.
    is_error
        Whether nothing is recorded before it is mended.
    message
        What is wrong and what to do.
    """

    row: int | None
    column: int | None
    is_error: bool
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedFact:
    """A fact as it would be recorded.

    Attributes
    ----------
    event
        The fact.
    row
        Its row in the table, from 0.
    is_new
        Whether it does not stand in the register yet.
    """

    event: Event
    row: int
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What a table would bring into the register.

    Attributes
    ----------
    rows
        The table with its header.
    facts
        What it says, in its order.
    faults
        What is to be said of it.
    first_row
        Index of the first row below the header.
    """

    rows: Rows
    facts: tuple[OfferedFact, ...] = ()
    faults: tuple[Fault, ...] = ()
    first_row: int = 1

    @property
    def is_sound(self) -> bool:
        """Whether all of it can be recorded."""
        return not any(fault.is_error for fault in self.faults)

    @property
    def digest(self) -> str:
        """What names this table and no other: who takes it in says by it what was looked at."""
        text = "\n".join("\t".join(row) for row in self.rows)
        return sha256(text.encode(errors="backslashreplace")).hexdigest()

    def at(self, row: int | None, column: int | None = None) -> list[Fault]:
        """Give what is said of a place.

        Parameters
        ----------
        row, column
            As in :class:`Fault`.
        """
        return [fault for fault in self.faults if (fault.row, fault.column) == (row, column)]


def pasted_rows(text: str) -> list[list[str]]:
    """Take what was copied out of a spreadsheet apart into rows and cells.

    Parameters
    ----------
    text
        Cells with tabs between them; without any tab commas or semicolons.

    Returns
    -------
    list of list of str
        Blank rows are left out.

    Raises
    ------
    UsageError
        If they are too many.
    """
    separator = "\t" if "\t" in text else max(",;", key=text.count)
    rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text), delimiter=separator)]
    filled = [row for row in rows if any(row)]
    if len(filled) > MOST_ROWS:
        raise UsageError(
            _(
                "{count} rows are too many to be pasted; at most {most}. Save them as a file, and import it"
            ).format(count=len(filled), most=MOST_ROWS)
        )
    return filled


def look_at_facts(
    database: str, rows: Rows, *, at: datetime, readers: ReaderSettings, contract_nos: Collection[str]
) -> Offered:
    """Say what a table of facts would bring, and what is wrong with it; nothing is written.

    Parameters
    ----------
    database
        URL of the register.
    rows
        The table with its header, as the importer knows it.
    at
        The instant, with time zone.
    readers
        What the readers need to know of the district.
    contract_nos
        The contracts of whoever records them: to him others are not there.

    Returns
    -------
    Offered
        Its facts and its faults.

    Raises
    ------
    RegisterError
        If the register cannot be read.
    """
    with Register.open(database) as register:
        return looked_at(register, rows, at, readers, contract_nos)[0]


def take_facts(
    database: str,
    rows: Rows,
    *,
    by: str,
    at: datetime,
    readers: ReaderSettings,
    contract_nos: Collection[str],
) -> int:
    """Record the facts of a table, all of them or none; twice is as good as once.

    Parameters
    ----------
    database, rows
        As for :func:`look_at_facts`.
    by
        Who records them.
    at, readers, contract_nos
        As for :func:`look_at_facts`.

    Returns
    -------
    int
        How many are new.

    Raises
    ------
    UsageError
        If anything is wrong with one of them.
    RegisterError
        If the register cannot be written.
    """
    with Register.open(database) as register:
        offered, reading = looked_at(register, rows, at, readers, contract_nos)
        if reading is None or not offered.is_sound:
            raise refused(offered)
        done = register.add(source=reading.source, recorded_by=by, recorded_at=at, events=reading.events)
        return len(done.events.written)


def refused(offered: Offered) -> UsageError:
    """Make the error of a table that is taken in although something is wrong with it.

    Parameters
    ----------
    offered
        What is wrong.
    """
    told = next(fault.message for fault in offered.faults if fault.is_error)
    return UsageError(_("nothing was recorded: {reason}").format(reason=told))


def looked_at(
    register: Register, rows: Rows, at: datetime, readers: ReaderSettings, contract_nos: Collection[str]
) -> tuple[Offered, Reading | None]:
    """Look at a table of facts in an open register.

    Parameters
    ----------
    register
        The register.
    rows, at, readers, contract_nos
        As for :func:`look_at_facts`.

    Returns
    -------
    tuple
        What is said of it, and what it holds; ``None`` where it is no table of facts.
    """
    known = register.known()
    own = Known(clusters=known.clusters, parcel_nos=known.parcel_nos, contract_nos=frozenset(contract_nos))
    name = _("The table")
    try:
        reading = placed(formats.read_rows(rows, name, settings=readers), name, Holdings(own))
        _refuse_contracts(reading)
    except InputError as error:
        return Offered(
            rows=rows, faults=(Fault(row=None, column=None, is_error=True, message=str(error)),)
        ), None
    added = register.add(
        source=reading.source, recorded_by="", recorded_at=at, events=reading.events, dry_run=True
    )
    new, header = set(added.events.positions), find_header(rows)
    stands = zip(reading.events, reading.event_places, strict=True)
    offered = Offered(
        rows=rows,
        facts=tuple(
            OfferedFact(event=event, row=place.row - 1, is_new=position in new)
            for position, (event, place) in enumerate(stands)
            if place is not None and place.row is not None
        ),
        faults=tuple(_fault(issue, name, header) for issue in reading.issues),
        first_row=header.first_row if header else 1,
    )
    return offered, reading


def _refuse_contracts(reading: Reading) -> None:
    if reading.contracts:
        raise InputError(
            _("these are contracts and not facts about them; save them as a file, and import it")
        )


def _fault(issue: Issue, name: str, header: Header | None) -> Fault:
    """What an issue says of a cell; that it is one of a table on the screen goes without saying."""
    found = _CELL.fullmatch(issue.cell or "")
    row = int(found[2]) - 1 if found else None
    column = column_index_from_string(found[1]) - 1 if found and found[1] else None
    if column is None and issue.code == "unknown_contract" and header:
        label = header.labels["contract_no"]
        column = next(bound.index for bound in header.columns if bound.label == label)
    place = name if row is None else Findings(name).row(row + 1).text
    told = issue.message.removeprefix(place).lstrip(":： ")
    return Fault(
        row=row,
        column=column,
        is_error=issue.severity is Severity.ERROR,
        message=told[:1].upper() + told[1:],
    )
