"""What leaves a register: boundary files, ledgers, facts, layers and cards, so that nobody types twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

from landwatch import district
from landwatch.drafts import put_in_place
from landwatch.errors import UsageError
from landwatch.formats import ReaderSettings
from landwatch.formats.boundary_text import survey_writer
from landwatch.formats.round_trip import changed_contracts, changed_facts, changed_parcels
from landwatch.formats.tables import contract_writer, fact_writer, tracking_card
from landwatch.formats.vector import layer_writer
from landwatch.i18n import gettext as _
from landwatch.i18n import speaking
from landwatch.measures.flagged import check_cluster
from landwatch.model import Contract, Event, Parcel
from landwatch.registry import Register
from landwatch.registry.extracts import Extract
from landwatch.rules import Assessment, Conventions, assess
from landwatch.workbook import Book, Table

__all__ = [
    "Export",
    "Selection",
    "export_boundaries",
    "export_cards",
    "export_facts",
    "export_layer",
    "export_ledger",
]

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which records leave the register.

    Attributes
    ----------
    cluster
        Only this cluster; a contract belongs to the cluster of its first parcel.
    on
        Leave out contracts signed and facts that happened after this day; ``None`` leaves out nothing.
    known_at
        The instant of knowledge; by default now.
    """

    cluster: str | None = None
    on: date | None = None
    known_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What was written.

    Attributes
    ----------
    path
        The file.
    records
        How many records of each kind.
    without_boundary
        Numbers of parcels that were left out because no boundary is recorded.
    changed
        Numbers of contracts or parcels that would not come back from the file as they are: the form cannot
        carry all of them.
    """

    path: Path
    records: Mapping[str, int]
    without_boundary: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the export as JSON values."""
        return {
            "path": str(self.path),
            "records": dict(self.records),
            "without_boundary": list(self.without_boundary),
            "changed": list(self.changed),
        }


@dataclass(frozen=True, slots=True)
class _Chosen:
    parcels: tuple[Parcel, ...]
    contracts: tuple[Contract, ...]
    events: tuple[Event, ...]

    @property
    def drawn(self) -> list[Parcel]:
        return [parcel for parcel in self.parcels if parcel.geometry is not None]

    @property
    def bare(self) -> tuple[str, ...]:
        return tuple(parcel.parcel_no for parcel in self.parcels if parcel.geometry is None)


def export_boundaries(
    database: str,
    out: Path,
    selection: Selection,
    readers: ReaderSettings,
    *,
    epsg: int | None = None,
    made_on: date,
    made_by: str,
    encoding: survey_writer.Encoding = "gbk",
    replace: bool = False,
) -> Export:
    """Write parcels as a survey boundary file (电子报盘 TXT).

    Parameters
    ----------
    database
        URL of the register.
    out
        The file.
    selection
        Which records.
    readers
        What the readers need to know of the district, for reading the file again.
    epsg
        CGCS2000 3-degree grid to write in; by default that of the district with the zone in the eastings.
    made_on, made_by
        Day and office that the file names.
    encoding
        ``gbk`` or ``utf-8``.
    replace
        Whether a file that is there may be replaced.

    Returns
    -------
    Export
        What was written.

    Raises
    ------
    UsageError
        If nothing is chosen, a parcel cannot be written, or the file is there already.
    RegisterError
        If the register cannot be opened or read.
    """
    chosen = _chosen(database, selection)
    drawn = _some(chosen.drawn, _("no parcel with a boundary is in the register for this choice"))
    content = survey_writer.boundary_bytes(
        drawn, epsg=epsg or _usual_grid(), made_on=made_on, made_by=made_by, encoding=encoding
    )
    with put_in_place(out, replace=replace) as draft:
        draft.write_bytes(content)
        changed = changed_parcels(draft, drawn, readers)
    return Export(path=out, records={"parcels": len(drawn)}, without_boundary=chosen.bare, changed=changed)


def export_ledger(
    database: str, out: Path, selection: Selection, readers: ReaderSettings, *, replace: bool = False
) -> Export:
    """Write contracts as a ledger workbook in the column order of the offices.

    Parameters
    ----------
    database
        URL of the register.
    out
        The file.
    selection
        Which records.
    readers
        What the readers need to know of the district, for reading the file again.
    replace
        Whether a file that is there may be replaced.

    Returns
    -------
    Export
        What was written.

    Raises
    ------
    UsageError
        If nothing is chosen, or the file is there already.
    RegisterError
        If the register cannot be opened or read.
    """
    chosen = _chosen(database, selection)
    contracts = _some(chosen.contracts, _no_contract())
    with put_in_place(out, replace=replace) as draft:
        _write_workbook(draft, contract_writer.ledger_tables(contracts, chosen.events))
        changed = changed_contracts(draft, contracts, readers)
    return Export(path=out, records={"contracts": len(contracts)}, changed=changed)


def export_facts(
    database: str, out: Path, selection: Selection, readers: ReaderSettings, *, replace: bool = False
) -> Export:
    """Write dated facts, as CSV where the file is called so, else as a workbook.

    Parameters
    ----------
    database
        URL of the register.
    out
        The file.
    selection
        Which records.
    readers
        What the readers need to know of the district, for reading the file again.
    replace
        Whether a file that is there may be replaced.

    Returns
    -------
    Export
        What was written.

    Raises
    ------
    UsageError
        If nothing is chosen, or the file is there already.
    RegisterError
        If the register cannot be opened or read.
    """
    chosen = _chosen(database, selection)
    events = _some(chosen.events, _("no dated fact is in the register for this choice"))
    table = fact_writer.facts_table(events)
    with put_in_place(out, replace=replace) as draft:
        if out.suffix.lower() == ".csv":
            fact_writer.write_csv(draft, table)
        else:
            _write_workbook(draft, [table])
        changed = changed_facts(draft, events, readers)
    return Export(path=out, records={"facts": len(events)}, changed=changed)


def export_layer(
    database: str,
    out: Path,
    selection: Selection,
    readers: ReaderSettings,
    conventions: Conventions | None = None,
    *,
    on: date,
    replace: bool = False,
) -> Export:
    """Write parcels with the state of their contracts as a GeoPackage.

    Parameters
    ----------
    database
        URL of the register.
    out
        The file.
    selection
        Which records.
    readers
        What the readers need to know of the district, for reading the file again.
    conventions
        The choices the rules leave open.
    on
        The day whose end is judged.
    replace
        Whether a file that is there may be replaced.

    Returns
    -------
    Export
        What was written.

    Raises
    ------
    UsageError
        If nothing is chosen, or the file is there already.
    RegisterError
        If the register cannot be opened or read.
    """
    chosen = _chosen(database, selection)
    drawn = _some(chosen.drawn, _("no parcel with a boundary is in the register for this choice"))
    judged = _judged(database, on, selection, conventions)
    with speaking("zh"), put_in_place(out, replace=replace) as draft:
        layer_writer.write_layer(draft, layer_writer.parcel_frame(drawn, judged))
        changed = changed_parcels(draft, drawn, readers)
    return Export(path=out, records={"parcels": len(drawn)}, without_boundary=chosen.bare, changed=changed)


def export_cards(
    database: str,
    out: Path,
    selection: Selection,
    conventions: Conventions | None = None,
    *,
    on: date,
    replace: bool = False,
) -> Export:
    """Write the national tracking card of each contract, one row a contract.

    Parameters
    ----------
    database
        URL of the register.
    out
        The file.
    selection
        Which records.
    conventions
        The choices the rules leave open.
    on
        The day whose end is judged.
    replace
        Whether a file that is there may be replaced.

    Returns
    -------
    Export
        What was written.

    Raises
    ------
    UsageError
        If nothing is chosen, or the file is there already.
    RegisterError
        If the register cannot be opened or read.
    """
    chosen = _chosen(database, Selection(cluster=selection.cluster, on=on, known_at=selection.known_at))
    contracts = _some(chosen.contracts, _no_contract())
    judged = _judged(database, on, selection, conventions)
    with speaking("zh"):
        tables = tracking_card.card_tables(contracts, chosen.events, judged)
    with put_in_place(out, replace=replace) as draft:
        _write_workbook(draft, tables)
    return Export(path=out, records={"contracts": len(contracts)})


def _no_contract() -> str:
    return _("no contract is in the register for this choice")


def _usual_grid() -> int:
    return district.current().plane_epsg


def _judged(database: str, on: date, selection: Selection, conventions: Conventions | None) -> Assessment:
    with Register.open(database) as register:
        return assess(register.snapshot(on, selection.known_at), conventions)


def _chosen(database: str, selection: Selection) -> _Chosen:
    with Register.open(database) as register:
        everything = register.extract(selection.on, selection.known_at)
    if selection.cluster is None:
        return _Chosen(everything.parcels, everything.contracts, everything.events)
    check_cluster([cluster.name for cluster in everything.clusters], selection.cluster)
    return _of_cluster(everything, selection.cluster)


def _of_cluster(everything: Extract, cluster: str) -> _Chosen:
    cluster_of = {parcel.parcel_no: parcel.cluster for parcel in everything.parcels}
    contracts = tuple(
        contract
        for contract in everything.contracts
        if contract.parcel_nos and cluster_of.get(contract.parcel_nos[0]) == cluster
    )
    numbers = {contract.contract_no for contract in contracts}
    return _Chosen(
        tuple(parcel for parcel in everything.parcels if parcel.cluster == cluster),
        contracts,
        tuple(event for event in everything.events if event.contract_no in numbers),
    )


def _some(records: Sequence[T], complaint: str) -> Sequence[T]:
    if not records:
        raise UsageError(complaint)
    return records


def _write_workbook(path: Path, tables: Sequence[Table]) -> None:
    book = Book(path)
    for table in tables:
        book.add(table)
    book.close()
