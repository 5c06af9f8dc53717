"""What can be written, one writer for each form: boundary files, ledgers, facts, layers and cards.

A writer writes to a draft, then reads it again where the importer can, and tells what would not come back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol, TypeVar

from landwatch import district
from landwatch.errors import UsageError
from landwatch.formats import ReaderSettings
from landwatch.formats.boundary_text.survey_writer import Encoding, boundary_bytes
from landwatch.formats.round_trip import changed_contracts, changed_facts, changed_parcels
from landwatch.formats.tables.contract_writer import ledger_tables
from landwatch.formats.tables.fact_writer import facts_table, write_csv
from landwatch.formats.tables.tracking_card import card_tables
from landwatch.formats.vector.layer_writer import parcel_frame, write_layer
from landwatch.i18n import gettext as _
from landwatch.i18n import speaking
from landwatch.model import Contract, Event, Parcel
from landwatch.rules import Assessment
from landwatch.workbook import Book, Table

__all__ = [
    "BoundaryFile",
    "CardWorkbook",
    "Content",
    "FactTable",
    "LayerFile",
    "LedgerWorkbook",
    "Writer",
    "Written",
]

T = TypeVar("T")


@dataclass(frozen=True)
class Content:
    """What is to be written.

    Attributes
    ----------
    parcels, contracts, events
        The records.
    readers
        What the readers need to know of the district, for reading the file again.
    assessed
        Judges the contracts, for forms that tell how they stand.
    """

    parcels: Sequence[Parcel]
    contracts: Sequence[Contract]
    events: Sequence[Event]
    readers: ReaderSettings
    assessed: Callable[[], Assessment]

    def drawn(self) -> Sequence[Parcel]:
        """Give the parcels with a boundary.

        Raises
        ------
        UsageError
            If there is none.
        """
        drawn = [parcel for parcel in self.parcels if parcel.geometry is not None]
        return _some(drawn, _("no parcel with a boundary is in the register for this choice"))

    def without_boundary(self) -> tuple[str, ...]:
        """Give the numbers of the parcels without a boundary."""
        return tuple(parcel.parcel_no for parcel in self.parcels if parcel.geometry is None)


@dataclass(frozen=True)
class Written:
    """What a file holds.

    Attributes
    ----------
    records
        How many records of each kind.
    without_boundary
        Numbers of parcels that were left out because no boundary is recorded.
    changed
        Numbers of contracts or parcels that would not come back from the file as they are: the form cannot
        carry all of them.
    """

    records: Mapping[str, int]
    without_boundary: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


class Writer(Protocol):
    """Writes one form of file."""

    def write(self, draft: Path, content: Content) -> Written:
        """Write a file.

        Parameters
        ----------
        draft
            The file, which is put in its place afterwards.
        content
            What is to be written.

        Returns
        -------
        Written
            What it holds.

        Raises
        ------
        UsageError
            If there is nothing to be written, or a record cannot be written in this form.
        """


@dataclass(frozen=True, kw_only=True)
class BoundaryFile:
    """Parcels as a survey boundary file (电子报盘 TXT).

    Attributes
    ----------
    made_on, made_by
        Day and office that the file names.
    epsg
        CGCS2000 3-degree grid to write in; by default that of the district with the zone in the eastings.
    encoding
        ``gbk`` or ``utf-8``.
    """

    made_on: date
    made_by: str
    epsg: int | None = None
    encoding: Encoding = "gbk"

    def write(self, draft: Path, content: Content) -> Written:
        drawn = content.drawn()
        epsg = self.epsg or district.current().plane_epsg
        draft.write_bytes(
            boundary_bytes(
                drawn, epsg=epsg, made_on=self.made_on, made_by=self.made_by, encoding=self.encoding
            )
        )
        return _parcels_written(draft, drawn, content)


class LedgerWorkbook:
    """Contracts as a ledger in the column order of the offices."""

    def write(self, draft: Path, content: Content) -> Written:
        contracts = _contracts(content)
        _write_workbook(draft, ledger_tables(contracts, content.events))
        return Written(
            {"contracts": len(contracts)}, changed=changed_contracts(draft, contracts, content.readers)
        )


class FactTable:
    """Dated facts, as CSV where the file is called so, else as a workbook."""

    def write(self, draft: Path, content: Content) -> Written:
        events = _some(content.events, _("no dated fact is in the register for this choice"))
        table = facts_table(events)
        if draft.suffix.lower() == ".csv":
            write_csv(draft, table)
        else:
            _write_workbook(draft, [table])
        return Written({"facts": len(events)}, changed=changed_facts(draft, events, content.readers))


class LayerFile:
    """Parcels with the state of their contracts as a GeoPackage with Chinese columns."""

    def write(self, draft: Path, content: Content) -> Written:
        drawn = content.drawn()
        with speaking("zh"):
            write_layer(draft, parcel_frame(drawn, content.assessed()))
        return _parcels_written(draft, drawn, content)


class CardWorkbook:
    """The national tracking card of each contract, one row a contract; the importer does not read it."""

    def write(self, draft: Path, content: Content) -> Written:
        contracts = _contracts(content)
        with speaking("zh"):
            _write_workbook(draft, card_tables(contracts, content.events, content.assessed()))
        return Written({"contracts": len(contracts)})


def _contracts(content: Content) -> Sequence[Contract]:
    return _some(content.contracts, _("no contract is in the register for this choice"))


def _some(records: Sequence[T], complaint: str) -> Sequence[T]:
    if not records:
        raise UsageError(complaint)
    return records


def _parcels_written(draft: Path, drawn: Sequence[Parcel], content: Content) -> Written:
    changed = changed_parcels(draft, drawn, content.readers)
    return Written({"parcels": len(drawn)}, content.without_boundary(), changed)


def _write_workbook(path: Path, tables: Sequence[Table]) -> None:
    book = Book(path)
    for table in tables:
        book.add(table)
    book.close()
