"""What somebody recorded on a day, as the table of its page and of files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from landwatch.exhibits import Column, Table
from landwatch.i18n import gettext as _
from landwatch.services.contracts.history import verb_name

__all__ = ["RecordedRow", "recorded_table"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedRow:
    """A row that was recorded.

    Attributes
    ----------
    sequence, at, verb, reason
        The line of the journal that recorded it.
    table, number, name
        What it is, the contract or parcel it belongs to, and what names it there.
    stands
        Whether it stands now.
    """

    sequence: int
    at: str
    verb: str
    reason: str | None
    table: str
    number: str
    name: str
    stands: bool


def recorded_table(day: str, rows: Sequence[RecordedRow]) -> Table[RecordedRow]:
    """Set out what somebody recorded on a day.

    Parameters
    ----------
    day
        The day as text.
    rows
        What was recorded.
    """
    return Table(
        id="recorded",
        title=f"{_('What I recorded')} {day}",
        columns=[
            Column("line", _("Journal line"), lambda row: row.sequence, "count"),
            Column("at", _("When"), lambda row: datetime.fromisoformat(row.at), "instant"),
            Column("verb", _("What"), lambda row: verb_name(row.verb)),
            Column("reason", _("Reason"), lambda row: row.reason),
            Column("table", _("Kind"), lambda row: row.table),
            Column("number", _("Contract or parcel"), lambda row: row.number),
            Column("name", _("Name"), lambda row: row.name),
            Column("stands", _("Stands"), lambda row: _("yes") if row.stands else _("no")),
        ],
        items=rows,
    )
