"""Contracts as the ledger workbook of an office, from which the importer reads the same contracts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from landwatch.formats.cells import vocabulary
from landwatch.formats.cells.cell_text import cell_of, filled, heading_of, ordered
from landwatch.formats.cells.vocabulary import Column
from landwatch.formats.tables.contract_rows import ACTUAL_DAYS
from landwatch.model import Contract, Event
from landwatch.workbook import Heading, Table

__all__ = ["INSTALMENT_COLUMNS", "OFFICE_ORDER", "SHEETS", "ledger_tables", "plot_ratio"]

OFFICE_ORDER = (
    *("contract_no", "supervision_no", "project_name", "location", "area_cm2", "land_use", "supply_method"),
    *("industry", "price_fen", "holder", "holder_code", "plot_ratio_min", "plot_ratio_max"),
    *("agreed_handover", "agreed_commencement", "agreed_completion"),
    *("handed_over", "commenced", "completed", "grantor", "signed_on", "parcel_nos"),
)
"""Fields of a ledger in the order of the national market site; all others come after them."""

SHEETS: Mapping[str, str] = {
    "contract": "台账",
    "phase": "分期开发",
    "instalment": "分期支付",
    "indicator": "标准地指标",
}
"""Names of the sheets by kind of table."""

INSTALMENT_COLUMNS = ("instalment_no", "instalment_due", "instalment_amount")
"""Columns for offices that keep instalments in the rows of contracts; here they have a sheet."""

_PLOT_RATIO = ("plot_ratio_min", "plot_ratio_max")
_ILLUSTRATIVE = "示意数据"
_REMARKS = (*vocabulary.names_of("contract", "remarks"), *vocabulary.listed("illustrative"))
_PARTS = {"phase": "phases", "instalment": "instalments", "indicator": "indicators"}
_ALWAYS = ("contract_no", "supervision_no", "holder", "price_fen", "agreed_commencement", "agreed_completion")


def ledger_tables(contracts: Sequence[Contract], events: Iterable[Event] = ()) -> list[Table]:
    """Lay contracts out as the sheets of a ledger; columns without any value are left out.

    What the sources called a column that landwatch has no field for stands under its own header. The plain
    actual days of a contract (交地 开工 竣工 投产) stand in its row, and once more in the complete table of
    facts.

    Parameters
    ----------
    contracts
        The contracts.
    events
        Their facts.

    Returns
    -------
    list of Table
        The sheet of contracts, and those of phases, instalments and indicators that have rows.
    """
    tables = [_contracts(contracts, _plain_days(events))]
    for section, attribute in _PARTS.items():
        columns = ordered(section)
        rows = [
            [
                contract.contract_no if c.field == "contract_no" else cell_of(c, getattr(part, c.field))
                for c in columns
            ]
            for contract in contracts
            for part in getattr(contract, attribute)
        ]
        if rows:
            headings = [heading_of(section, column) for column in columns]
            tables.append(Table(SHEETS[section], headings, rows))
    return tables


def _contracts(contracts: Sequence[Contract], days: Mapping[tuple[str, str], Any]) -> Table:
    columns = ordered("contract", OFFICE_ORDER, (*INSTALMENT_COLUMNS, "kept", "remarks"))
    kept = [dict(_kept(contract)) for contract in contracts]
    extra = list(dict.fromkeys(header for one in kept for header in one))
    rows = [
        [
            *(cell_of(column, _value(contract, column, days)) for column in columns),
            *(one.get(header) for header in extra),
        ]
        for contract, one in zip(contracts, kept, strict=True)
    ]
    headings = [heading_of("contract", column) for column in columns]
    headings += [Heading(header, max(14, 2 * len(header) + 2)) for header in extra]
    headings, rows = filled(headings, rows, [i for i, c in enumerate(columns) if c.field in _ALWAYS])
    return Table(SHEETS["contract"], headings, rows)


def _value(contract: Contract, column: Column, days: Mapping[tuple[str, str], Any]) -> Any:
    if column.field in ACTUAL_DAYS:
        return days.get((contract.contract_no, ACTUAL_DAYS[column.field]))
    if column.field in _PLOT_RATIO:
        return plot_ratio(contract, column.field)
    return getattr(contract, column.field)


def plot_ratio(contract: Contract, field: str) -> Decimal | None:
    """Find a bound of the plot ratio, which a contract keeps as its source called it.

    Parameters
    ----------
    contract
        The contract.
    field
        ``plot_ratio_min`` or ``plot_ratio_max``.

    Returns
    -------
    decimal.Decimal or None
        The bound.
    """
    for header, text in contract.source_columns.items():
        column = vocabulary.column_of("contract", header)
        if column is not None and column.field == field:
            return Decimal(text)
    return None


def _kept(contract: Contract) -> Iterator[tuple[str, str]]:
    """What the source said under headers without a field; a placeholder day stood for nothing."""
    told = False
    for header, text in contract.source_columns.items():
        column = vocabulary.column_of("contract", header)
        if column is None or column.kind == "kept":
            told = told or any(word in text for word in vocabulary.listed("illustrative"))
            yield header, text
    if contract.illustrative and not told:
        yield next(name for name in _REMARKS if name not in contract.source_columns), _ILLUSTRATIVE


def _plain_days(events: Iterable[Event]) -> dict[tuple[str, str], Any]:
    """The first actual day of each kind that says nothing else, by contract and kind."""
    actual = set(ACTUAL_DAYS.values())
    found: dict[tuple[str, str], Any] = {}
    for event in events:
        is_plain = not (event.details or event.phase or event.parcel_no or event.document)
        if event.type in actual and is_plain and event.start is None and event.end is None:
            found.setdefault((event.contract_no, event.type), event.day)
    return found
