"""Every place that a declared field must reach, as the program itself has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from landwatch.catalogue import SECTIONS, Catalogue, Field
from landwatch.formats.cells import vocabulary
from landwatch.formats.cells.cell_text import header_of
from landwatch.formats.tables.contract_writer import ledger_tables
from landwatch.formats.tables.fact_writer import facts_table
from landwatch.formats.tables.template import TEMPLATES, write_template
from landwatch.model import Event, EventType
from landwatch.registry.tables import metadata
from landwatch.rules.wording import FACTS
from landwatch.snapshot import SCHEMA
from tests.catalogue.samples import CONTRACT, fact

TABLES = {section: table for table, section in SECTIONS.items()}
Names = Mapping[str, frozenset[str]]
"""Columns or headers by section."""


@dataclass(frozen=True)
class Places:
    """What each place has, by section; the screens of explanations have fields of contracts alone."""

    store: Names
    snapshot: Names
    template: Names
    export: Names
    screens: Mapping[str, tuple[str, str]]
    read: Callable[[str, str], str | None]


def of_the_program(folder: Path) -> Places:
    """The places as they are."""
    return Places(
        store={section: frozenset(metadata.tables[table].c.keys()) for section, table in TABLES.items()},
        snapshot={section: frozenset(SCHEMA.get(table, ())) for section, table in TABLES.items()},
        template=_templates(folder),
        export=_exports(),
        screens=FACTS,
        read=_read,
    )


def _templates(folder: Path) -> Names:
    headers: dict[str, frozenset[str]] = {}
    for template, sheets in TEMPLATES.items():
        path = folder / f"{template}.xlsx"
        write_template(path, template)
        book = openpyxl.load_workbook(path)
        for section, sheet in sheets.items():
            headers[section] = frozenset(str(cell.value) for cell in book[sheet][1])
    return headers


def _exports() -> Names:
    days = [
        Event(contract_no=CONTRACT.contract_no, type=kind, day=CONTRACT.signed_on)
        for kind in (
            EventType.HANDED_OVER,
            EventType.COMMENCED,
            EventType.COMPLETED,
            EventType.PRODUCTION_STARTED,
        )
    ]
    tables = [*ledger_tables([CONTRACT], days), facts_table([fact(kind) for kind in EventType])]
    sections = ("contract", "phase", "instalment", "indicator", "event")
    return {
        section: frozenset(heading.text for heading in table.columns)
        for section, table in zip(sections, tables, strict=True)
    }


def _read(section: str, header: str) -> str | None:
    column = vocabulary.column_of(section, header)
    return column.field if column else None


# What stands in a sheet of its own, is not typed by anybody, or is drawn in another test.
NOT_IN_TEMPLATES = {"contract.instalment_no", "contract.instalment_due", "contract.instalment_amount"} | {
    "contract.remarks",
    "contract.kept",
    "event.details",
}
NOT_IN_EXPORTS = NOT_IN_TEMPLATES | {"contract.plot_ratio_min", "contract.plot_ratio_max", "event.geometry"}


def forgotten(catalogue: Catalogue, places: Places) -> list[str]:
    """Name each field and the place that it does not reach."""
    return [
        f"{section}.{field.name}: {complaint}"
        for section, fields in catalogue.fields.items()
        for field in fields.values()
        for complaint in _complaints(section, field, places)
    ]


def _complaints(section: str, field: Field, places: Places) -> Iterator[str]:
    if field.is_in_store and field.column not in places.store[section]:
        yield f"the table {TABLES[section]} of the store has no column {field.column}"
    if field.is_in_snapshot and field.column not in places.snapshot[section]:
        yield f"the frame {TABLES[section]} of the snapshot has no column {field.column}"
    if section == "contract" and field.is_in_store and field.name not in places.screens:
        yield "screens have no name for it"
    for header in field.headers:
        if places.read(section, header) != field.name:
            yield f"the importer does not read {header} as it"
    if field.headers and field.kind != "ignored":
        yield from _not_written(section, field, places)


def _not_written(section: str, field: Field, places: Places) -> Iterator[str]:
    known = {column.field: column for column in vocabulary.columns_of(section)}
    header = header_of(section, known[field.name]) if field.name in known else field.zh
    place = f"{section}.{field.name}"
    if (
        section in places.template
        and place not in NOT_IN_TEMPLATES
        and header not in places.template[section]
    ):
        yield f"the template has no column {header}"
    if section in places.export and place not in NOT_IN_EXPORTS and header not in places.export[section]:
        yield f"the export has no column {header}"
