"""Every column that is read and written, from the vocabulary of the importer and the order of the exports.

This is the one place that asks for columns; where they are declared elsewhere, `_sheets` and `_names` change.
"""

from __future__ import annotations

from collections.abc import Iterator

from landwatch.formats.cells import cell_text, vocabulary
from landwatch.formats.tables.contract_writer import OFFICE_ORDER, SHEETS
from made.tables import code, table

TITLES = {
    "contract": "Contracts 台账",
    "phase": "Phases 分期开发",
    "instalment": "Instalments 分期支付",
    "indicator": "Agreed indicators 标准地指标",
    "event": "Dated facts 事项",
    "parcel": "Parcels 宗地",
    "cluster": "Clusters 组团",
}
FORMS = {
    "identifier": "number that identifies, as text",
    "identifiers": "several such numbers, with 、 between",
    "designation": "number of a document or part, as it is written",
    "kept": "text, kept with the record as it stands",
    "wkt": "polygon as WKT, longitude and latitude, EPSG:4490",
    "json": "JSON object, written by an export; nobody needs to type it",
}


def markdown(_language: str) -> str:
    """Write a section for each kind of table."""
    return "\n".join(f"## {title}\n\n{_rows(section)}" for section, title in TITLES.items())


def _rows(section: str) -> str:
    head = ("Header", "Field", "Cells", "Unit if none is named", "Other spellings that are read")
    return table(head, _columns(section))


def _columns(section: str) -> Iterator[tuple[str, ...]]:
    order = OFFICE_ORDER if section in SHEETS and section == "contract" else ()
    for column in cell_text.ordered(section, order):
        first, *others = vocabulary.names_of(section, column.field)
        form = FORMS.get(column.kind, column.kind)
        if column.kind == "word":
            form = "one of: " + "、".join(_words(column.field))
        yield first, code(column.field), form, column.unit or "", "、".join(others)


def _words(field: str) -> tuple[str, ...]:
    return vocabulary.words({"type": "event"}.get(field, field))
