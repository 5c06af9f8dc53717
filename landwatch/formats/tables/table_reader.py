"""Tables of contracts and of dated facts, whatever holds them: a workbook or delimited text."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from typing import Any

from landwatch.errors import InputError
from landwatch.formats.cells import vocabulary
from landwatch.formats.cells.headers import Row
from landwatch.formats.file import File
from landwatch.formats.reading import Findings, ReaderSettings, Reading
from landwatch.formats.tables.contract_rows import Ledger
from landwatch.formats.tables.fact_rows import Facts
from landwatch.formats.tables.rows import RowReader
from landwatch.formats.tables.sheets import HEADER_WITHIN, Sheet, csv_sheets, typed_sheets, workbook_sheets
from landwatch.formats.workbooks.dispatch import workbook_kind
from landwatch.i18n import gettext as _
from landwatch.model import Source

__all__ = ["DelimitedText", "Workbook", "read_typed"]


class Workbook:
    """Workbooks: XLSX, ODS, XLS and the .et of WPS."""

    suffixes = (".xlsx", ".xls", ".et", ".ods")

    def recognises(self, file: File) -> bool:
        """Tell whether it is a workbook, by its content."""
        return workbook_kind(file.path) is not None

    def read(self, file: File) -> Reading:
        """Read its sheets."""
        return _of_file(file, workbook_sheets(file.path, file.settings), encoding=None)


class DelimitedText:
    """Text with a separator: CSV and its kin. The last to be asked: any text may be one."""

    suffixes = (".csv",)

    def recognises(self, file: File) -> bool:
        """Tell whether it is text."""
        return file.decoded is not None

    def read(self, file: File) -> Reading:
        """Read its one table."""
        assert file.decoded is not None
        file.report_encoding(file.decoded)
        return _of_file(file, csv_sheets(file.decoded), encoding=file.decoded.encoding)


def read_typed(rows: Sequence[Row], findings: Findings, settings: ReaderSettings) -> Reading:
    """Read a table that came in no file: pasted, or filled into a form.

    Parameters
    ----------
    rows
        Its rows with the header, as text.
    findings
        Where issues go.
    settings
        As for files.

    Raises
    ------
    InputError
        If none of its first rows is a known header, or no row stands below it.
    """
    said = json.dumps([list(row) for row in rows], ensure_ascii=False)
    digest = hashlib.sha256(said.encode(errors="backslashreplace")).hexdigest()
    tables = _Tables(findings, settings)
    with closing(typed_sheets(rows)) as sheets:
        return _read(tables, sheets, lambda kind: Source(name="record", sha256=digest, kind=kind))


def _of_file(file: File, sheets: Generator[Sheet], *, encoding: str | None) -> Reading:
    tables = _Tables(file.findings, file.settings)
    with closing(sheets):
        return _read(tables, sheets, lambda kind: file.source(kind, encoding))


def _read(tables: _Tables, sheets: Iterator[Sheet], source_of: Callable[[str], Source]) -> Reading:
    tables.read(sheets)
    contracts, actual_days = tables.ledger.contracts(), tables.ledger.events()
    if not tables.ledger.records + tables.facts.records:
        raise InputError(_("it has a header and no rows below it"))
    return Reading(
        source=source_of("ledger" if tables.is_ledger else "facts"),
        records=tables.ledger.records + tables.facts.records,
        contracts=contracts,
        events=(*actual_days, *tables.facts.events()),
        event_places=(*[None] * len(actual_days), *tables.facts.places()),
        issues=tuple(tables.findings.issues),
    )


class _Tables:
    """Hands the sheets of a file to whom they concern."""

    def __init__(self, findings: Findings, settings: ReaderSettings) -> None:
        self.findings = findings
        self.ledger = Ledger(findings)
        self.facts = Facts(findings, settings)
        self.is_ledger = False
        self._has_main = False

    def read(self, sheets: Iterator[Sheet]) -> None:
        """Read all sheets; a file that breaks off keeps what stands before the break."""
        try:
            known = [self._read_sheet(sheet) for sheet in sheets]
        except InputError as error:
            if not self.ledger.records + self.facts.records:
                raise
            message = _("{place}: it cannot be read further: {reason}")
            self.findings.error("unreadable_record", message, self.findings.whole_file(), reason=error)
            return
        if not any(known):
            raise InputError(
                _(
                    "none of its first {count} rows is a known header; a ledger needs 合同编号 and"
                    " 约定开工时间, facts need 合同编号 and 事项"
                ).format(count=HEADER_WITHIN)
            )

    def _read_sheet(self, sheet: Sheet) -> bool:
        header = sheet.header
        if sheet.name and vocabulary.plain(sheet.name) in vocabulary.listed("notes"):
            return False
        if header is None:
            self.findings.info(
                "unknown_column",
                _("{place}: no known header in the first {count} rows of sheet {value}; it is not read"),
                self.findings.whole_file(),
                value=sheet.name or "-",
                count=HEADER_WITHIN,
            )
            return False
        name = sheet.name if self._has_main else None
        self._has_main = self._has_main or header.section in ("contract", "event")
        records = RowReader(sheet, header, self.findings, name).records()
        takers: dict[str, Any] = {
            "contract": self.ledger.add_contracts,
            "phase": self.ledger.add_phases,
            "instalment": self.ledger.add_instalments,
            "indicator": self.ledger.add_indicators,
            "event": self.facts.add,
        }
        takers[header.section](records)
        self.is_ledger = self.is_ledger or header.section != "event" or "type" not in header.labels
        return True
