"""The list of a person to take along: contracts in the order of the way, with boxes to tick and QR codes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import segno

from landwatch.catalogue import words_of
from landwatch.i18n import gettext as _
from landwatch.i18n import ngettext
from landwatch.typesetting import typeset

__all__ = ["Duty", "PersonSheet", "SheetRow", "code_text", "sheets_pdf"]

_TEMPLATE = Path(__file__).with_name("templates") / "patrol_sheet.typ"


@dataclass(frozen=True, slots=True)
class Duty:
    """What a visit is for: the stage in words, its last day, and whether that has passed."""

    stage: str
    until: date
    overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """A contract on the list.

    Attributes
    ----------
    contract_no, holder, project, location
        The contract, and the texts of the ledger; empty where nothing is recorded.
    parcels
        Numbers of its parcels.
    area
        Its area in words.
    duties
        What the visit is for, the day that comes first on top.
    instead_of
        Whose duty it is, where somebody else goes.
    leg_m
        Straight line from the contract before, in metres; ``None`` where no boundary is recorded.
    """

    contract_no: str
    holder: str
    project: str
    location: str
    parcels: Sequence[str]
    area: str
    duties: Sequence[Duty]
    instead_of: str | None
    leg_m: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSheet:
    """The list of a person; without a person, what is nobody's."""

    person: str | None
    rows: Sequence[SheetRow]

    @property
    def length_m(self) -> int:
        """Straight lines from contract to contract, in metres."""
        return sum(row.leg_m or 0 for row in self.rows)


def sheets_pdf(
    sheets: Sequence[PersonSheet], on: date, made: datetime, *, address: str | None, mark: str
) -> bytes:
    """Set the lists of several persons, each on pages of its own, in the current language.

    Parameters
    ----------
    sheets
        The lists.
    on
        The day.
    made
        The instant written into the file as that of its making.
    address
        Where browsers reach the register: a code leads to the page of the contract; without one it holds the
        number of the contract.
    mark
        What stands at the head of each page, e.g. that the data are invented; empty for nothing.

    Returns
    -------
    bytes
        The PDF; the same lists, day and instant give the same bytes.
    """
    content = {
        "mark": mark,
        "sheets": [_sheet(sheet, on, address) for sheet in sheets],
        "words": _words(address),
    }
    return typeset(_TEMPLATE, content, format="pdf", timestamp=made)[0]


def _sheet(sheet: PersonSheet, on: date, address: str | None) -> dict[str, Any]:
    count = ngettext("{count} contract", "{count} contracts", len(sheet.rows)).format(count=len(sheet.rows))
    return {
        "title": _("Patrol of {person}").format(person=sheet.person or _("nobody (to be assigned)")),
        "facts": [
            on.isoformat(),
            count,
            _("about {length} km in straight lines, roads are longer").format(
                length=f"{sheet.length_m / 1000:.1f}"
            ),
        ],
        "rows": [_row(row, address) for row in sheet.rows],
    }


def _row(row: SheetRow, address: str | None) -> dict[str, Any]:
    told = [row.holder, row.project, "、".join(row.parcels), " ".join(filter(None, [row.area, row.location]))]
    return {
        "leg": "" if row.leg_m is None else f"{row.leg_m / 1000:.1f} km",
        "code": _drawn(code_text(row.contract_no, address)),
        "contract": row.contract_no,
        "told": [text for text in told if text],
        "duties": [[duty.stage, duty.until.isoformat(), duty.overdue] for duty in row.duties],
        "instead": _("for {person}").format(person=row.instead_of) if row.instead_of else "",
        "unplaced": row.leg_m is None,
    }


def code_text(contract_no: str, address: str | None) -> str:
    """Tell what the code of a contract says: the address of its page, or its number.

    Parameters
    ----------
    contract_no
        Its number.
    address
        Where browsers reach the register; ``None`` where nobody said so.
    """
    return f"{address.rstrip('/')}/contracts/{quote(contract_no, safe='')}" if address else contract_no


def _drawn(text: str) -> str:
    """A QR code as SVG, of medium correction: a sheet gets wet and is folded."""
    drawn = BytesIO()
    code = segno.make(text, error="m", encoding="utf-8", micro=False)
    code.save(drawn, kind="svg", border=2, xmldecl=False, svgclass=None, lineclass=None)
    return drawn.getvalue().decode()


def _words(address: str | None) -> dict[str, Any]:
    return {
        "works": [word.label for word in words_of("works").values()],
        "questions": [*_questions()],
        "yes": _("yes"),
        "no": _("no"),
        "fields": [_("done (%)"), _("photographs"), _("person met"), _("telephone")],
        "reason": _("why not / could not be checked because"),
        "note": _("note"),
        "heads": [_("No."), _("QR code"), _("Contract"), _("What for, until when"), _("Found on the land")],
        "overdue": _("overdue"),
        "unplaced": _("no boundary on record: not on the way"),
        "code": _("The code opens the page of the contract.")
        if address
        else _("The code holds the number of the contract."),
        "signatures": [_("Patrolled by"), _("Weather"), _("Checked by"), _("Date")],
    }


def _questions() -> Iterator[str]:
    yield from (_("works permit"), _("commenced"), _("developed as agreed"), _("completed"))
