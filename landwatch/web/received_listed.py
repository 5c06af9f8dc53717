"""What phones handed over, as the table of its page and of files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from landwatch.exhibits import About, Column, Table
from landwatch.i18n import gettext as _
from landwatch.services.field.receipts import Receipt, state_name, waiting_name

__all__ = ["received_table"]

Row = tuple[Receipt, str | None]
"""A receipt, and the contract that its record is about."""


def received_table(rows: Sequence[Row], names: Mapping[str, str], about: About) -> Table[Row]:
    """Set out what phones handed over.

    Parameters
    ----------
    rows
        Each receipt with the number of the contract, where that is known.
    names
        What people are called, by login.
    about
        What they rest on.
    """
    return Table(
        id="received",
        title=_("From phones"),
        columns=[
            Column("made_by", _("Made by"), lambda row: names.get(row[0].stored.login, row[0].stored.login)),
            Column("day", _("Visit of"), lambda row: row[0].stored.day, "date"),
            Column("contract_no", _("Contract"), _contract),
            Column("here", _("Files here"), lambda row: _files(row) - len(row[0].missing), "count"),
            Column("files", _("Files"), _files, "count"),
            Column("state", _("How far"), lambda row: state_name(row[0].state)),
            Column("waits_for", _("Waits for"), lambda row: waiting_name(row[0]) if row[0].missing else None),
            Column("visit", _("Number of the visit"), lambda row: row[0].stored.visit),
            Column("reason", _("Reason"), lambda row: row[0].reason()),
            Column("decided", _("Decided"), _decided),
            Column("received_at", _("Received"), lambda row: row[0].stored.received_at, "instant"),
        ],
        items=rows,
        about=about,
    )


def _contract(row: Row) -> str | None:
    receipt, contract_no = row
    return contract_no or receipt.stored.contract_no or receipt.stored.parcel_no


def _files(row: Row) -> int:
    return len(row[0].stored.files)


def _decided(row: Row) -> str | None:
    decided = row[0].stored.decided
    return f"{decided.by}{_(': ')}{decided.reason}" if decided else None
