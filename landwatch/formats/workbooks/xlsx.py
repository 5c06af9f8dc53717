"""XLSX workbooks, transitional and strict, with any prefixes: cells with what their formats make of them."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from urllib.parse import unquote

from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import CALENDAR_MAC_1904, WINDOWS_EPOCH

from landwatch.errors import InputError
from landwatch.formats.cells.conversion import NO_RESULT, SPREADSHEET_ERRORS, Cell
from landwatch.formats.cells.headers import Row
from landwatch.formats.cells.number_formats import PLAIN, format_kind, meaning, moment
from landwatch.formats.workbooks.sheet_rows import MOST_COLUMNS, Merged, WorkbookSheet
from landwatch.formats.workbooks.xml_stream import Budget, End, Start, XmlStream, broken_workbook
from landwatch.i18n import gettext as _

__all__ = ["StoredResults", "open_xml_sheets", "stored_results"]

StoredResults = dict[str, tuple[str, str]]
"""Type and text of the stored result of each formula of a sheet, by the address of its cell."""

_NAMESPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_RELATION_IDS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_RELATIONSHIP = "http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MOST_TEXTS = 2_000_000
_MOST_CHARACTERS = 100_000_000
_MOST_FORMATS = 65_536
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_AREA = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7}):\$?[A-Z]{1,3}\$?(\d{1,7})")


def _named(handlers: Mapping[str, Start]) -> dict[str, Start]:
    return {f"{uri}}}{name}": handler for uri in _NAMESPACES for name, handler in handlers.items()}


def _named_ends(handlers: Mapping[str, End]) -> dict[str, End]:
    return {f"{uri}}}{name}": handler for uri in _NAMESPACES for name, handler in handlers.items()}


class _Package:
    """The parts of a packed workbook by name; some writers use backslashes or capitals of their own."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {_plain(name): name for name in archive.namelist()}

    def holds(self, name: str) -> bool:
        return _plain(name) in self._names

    def read(self, name: str, stream: XmlStream) -> Generator[None]:
        if not self.holds(name):
            raise broken_workbook()
        with self._archive.open(self._names[_plain(name)]) as part:
            yield from stream.read(part)

    def whole(self, name: str, stream: XmlStream) -> None:
        for _piece in self.read(name, stream):
            pass

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """Give the relations of a part: their kinds and the parts they lead to, by their ids."""
        folder, file = posixpath.split(name)
        found: dict[str, tuple[str, str]] = {}

        def add(attributes: dict[str, str]) -> None:
            target = unquote(attributes.get("Target", "").replace("\\", "/"))
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = (kind, posixpath.normpath(posixpath.join("/", folder, target)))

        path = posixpath.join(folder, "_rels", f"{file}.rels")
        if self.holds(path):
            self.whole(path, XmlStream({_RELATIONSHIP: add}, {}))
        return found


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def open_xml_sheets(archive: zipfile.ZipFile) -> Iterator[WorkbookSheet]:
    """Read the worksheets of a workbook row by row.

    Parameters
    ----------
    archive
        The workbook.

    Yields
    ------
    WorkbookSheet
        Each in its order, hidden ones too.

    Raises
    ------
    InputError
        If it is broken, or has more cells or texts than any ledger.
    """
    package = _Package(archive)
    about, relations = _opened(package)
    parts = {kind: path for kind, path in relations.values()}
    texts, formats = _Texts(), _Formats()
    if "sharedStrings" in parts:
        package.whole(parts["sharedStrings"], texts.stream())
    if "styles" in parts:
        package.whole(parts["styles"], formats.stream())
    budget = Budget()
    for name, relation in about.sheets:
        kind, path = relations.get(relation, ("", ""))
        if kind == "worksheet":
            cells = _Cells(texts.found, formats.kinds(), about.epoch, budget)
            yield WorkbookSheet(name, cells.rows(package, path), about.epoch, cells.merged)


def stored_results(archive: zipfile.ZipFile) -> list[StoredResults]:
    """Give the stored results of the formulas as they stand in a workbook.

    Parameters
    ----------
    archive
        The workbook.

    Returns
    -------
    list
        One a worksheet, in their order.

    Raises
    ------
    InputError
        If it is broken.
    """
    package = _Package(archive)
    about, relations = _opened(package)
    paths = [
        path
        for kind, path in (relations.get(relation, ("", "")) for _name, relation in about.sheets)
        if kind == "worksheet"
    ]
    found = []
    for path in paths:
        results = _Results()
        package.whole(path, results.stream())
        found.append(results.found)
    return found


class _Results:
    """Collects the stored results of the formulas of one sheet."""

    def __init__(self) -> None:
        self.found: StoredResults = {}
        self._cell: dict[str, str] = {}
        self._value: str | None = None
        self._has_formula = False

    def stream(self) -> XmlStream:
        ends = {"f": self._end_formula, "v": self._end_value, "c": self._end_cell}
        return XmlStream(_named({"c": self._begin_cell}), _named_ends(ends))

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._cell, self._value, self._has_formula = attributes, None, False

    def _end_formula(self, _text: str) -> None:
        self._has_formula = True

    def _end_value(self, text: str) -> None:
        self._value = text

    def _end_cell(self, _text: str) -> None:
        if self._has_formula and self._value is not None:
            self.found[self._cell.get("r", "")] = (self._cell.get("t", "n"), self._value)


def _opened(package: _Package) -> tuple[_About, dict[str, tuple[str, str]]]:
    """Read the part of the workbook itself, and where its relations lead."""
    main = next((path for kind, path in package.relations("").values() if kind == "officeDocument"), "")
    main = main if package.holds(main) else "xl/workbook.xml"
    about = _About()
    package.whole(main, about.stream())
    return about, package.relations(main)


class _About:
    """What the part of the workbook itself says: its sheets and its first day."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.epoch = WINDOWS_EPOCH

    def stream(self) -> XmlStream:
        return XmlStream(_named({"sheet": self._sheet, "workbookPr": self._properties}), {})

    def _sheet(self, attributes: dict[str, str]) -> None:
        relation = next((attributes[name] for name in _RELATION_IDS if name in attributes), "")
        self.sheets.append((attributes.get("name", ""), relation))

    def _properties(self, attributes: dict[str, str]) -> None:
        if attributes.get("date1904") in ("1", "true"):
            self.epoch = CALENDAR_MAC_1904


class _Texts:
    """The shared texts; the same text is kept once."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._distinct: dict[str, str] = {}
        self._parts: list[str] = []
        self._characters = 0
        self._is_reading = False

    def stream(self) -> XmlStream:
        starts = {"rPh": self._leave, "si": self._begin}
        return XmlStream(
            _named(starts), _named_ends({"t": self._add, "rPh": self._return, "si": self._finish})
        )

    def _begin(self, _attributes: dict[str, str]) -> None:
        self._is_reading = True

    def _leave(self, _attributes: dict[str, str]) -> None:
        self._is_reading = False  # how a text is pronounced

    def _return(self, _text: str) -> None:
        self._is_reading = True

    def _add(self, text: str) -> None:
        if self._is_reading:
            self._parts.append(text)

    def _finish(self, _text: str) -> None:
        text = _unescaped("".join(self._parts))
        self._parts.clear()
        if text not in self._distinct:
            self._characters += len(text)
        self.found.append(self._distinct.setdefault(text, text))
        if len(self.found) > _MOST_TEXTS or self._characters > _MOST_CHARACTERS:
            raise InputError(
                _("it holds more text than any ledger; copy the table alone into a new workbook")
            )


def _unescaped(text: str) -> str:
    """Take out the way in which a workbook writes characters that XML does not allow: ``_x000B_``."""
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


class _Formats:
    """The kinds of the number formats, by the number of the style of a cell."""

    def __init__(self) -> None:
        self._codes: dict[int, str] = {}
        self._used: list[int] = []
        self._inside = ""

    def stream(self) -> XmlStream:
        starts = _named({"numFmts": self._enter("numFmts"), "numFmt": self._code})
        starts |= _named({"cellXfs": self._enter("cellXfs"), "xf": self._style})
        return XmlStream(starts, _named_ends({"numFmts": self._exit, "cellXfs": self._exit}))

    def _enter(self, name: str) -> Start:
        def enter(_attributes: dict[str, str]) -> None:
            self._inside = name

        return enter

    def _exit(self, _text: str) -> None:
        self._inside = ""

    def _code(self, attributes: dict[str, str]) -> None:
        if self._inside == "numFmts" and len(self._codes) < _MOST_FORMATS:
            self._codes[_whole(attributes.get("numFmtId"))] = attributes.get("formatCode", "")

    def _style(self, attributes: dict[str, str]) -> None:
        if self._inside == "cellXfs" and len(self._used) < _MOST_FORMATS:
            self._used.append(_whole(attributes.get("numFmtId")))

    def kinds(self) -> list[str]:
        return [format_kind(number, self._codes.get(number)) for number in self._used]


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


@lru_cache(maxsize=1 << 15)
def _column(letters: str) -> int:
    try:
        return column_index_from_string(letters) - 1
    except ValueError:
        raise broken_workbook() from None


@dataclass
class _Cells:
    """Reads the cells of one sheet."""

    texts: list[str]
    kinds: list[str]
    epoch: datetime
    budget: Budget
    merged: Merged = field(default_factory=Merged)

    def __post_init__(self) -> None:
        self._found: list[tuple[int, Row]] = []
        self._row: list[Cell] = []
        self._number = self._column = 0
        self._attributes: dict[str, str] = {}
        self._value: str | None = None
        self._inline: list[str] = []
        self._has_formula = self._is_spoken = False

    def rows(self, package: _Package, path: str) -> Iterator[tuple[int, Row]]:
        starts = {"row": self._begin_row, "c": self._begin_cell, "mergeCell": self._merge, "rPh": self._leave}
        ends = {"v": self._end_value, "f": self._end_formula, "t": self._end_text, "rPh": self._return}
        stream = XmlStream(
            _named(starts),
            _named_ends({**ends, "c": self._end_cell, "row": self._end_row}),
            budget=self.budget,
        )
        with closing(package.read(path, stream)) as pieces:
            for _piece in pieces:
                yield from self._found
                self._found.clear()

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._number = max(self._number + 1, _whole(attributes.get("r")))
        self._row, self._column = [], -1

    def _end_row(self, _text: str) -> None:
        if self._row:
            self._found.append((self._number, self._row))

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        self._column = _column(reference.rstrip("0123456789")) if reference else self._column + 1
        self._attributes, self._value, self._has_formula = attributes, None, False

    def _end_value(self, text: str) -> None:
        self._value = text

    def _end_formula(self, _text: str) -> None:
        self._has_formula = True

    def _leave(self, _attributes: dict[str, str]) -> None:
        self._is_spoken = True

    def _return(self, _text: str) -> None:
        self._is_spoken = False

    def _end_text(self, text: str) -> None:
        if not self._is_spoken:
            self._inline.append(text)

    def _end_cell(self, _text: str) -> None:
        cell = self._cell()
        self._inline.clear()
        if cell is None or self._column >= MOST_COLUMNS:
            return
        row, column = self._row, self._column
        if column < len(row):
            row[column] = cell
            return
        row.extend([None] * (column - len(row)))
        row.append(cell)

    def _cell(self) -> Cell:
        kind, value = self._attributes.get("t", "n"), self._value
        if self._has_formula and not value and (value is None or kind != "str"):
            return NO_RESULT
        if kind == "inlineStr":
            return _unescaped("".join(self._inline)) or None
        if not value:
            return None
        match kind:
            case "s":
                number = _whole(value.strip())
                if number >= len(self.texts):
                    raise broken_workbook()
                return self.texts[number] or None
            case "n":
                return self._figure(value)
            case "b":
                return value.strip() in ("1", "true")
            case "e":
                return value if value in SPREADSHEET_ERRORS else "#VALUE!"
            case "d":
                return moment(value)
        return _unescaped(value)

    def _figure(self, text: str) -> Cell:
        style = self._attributes.get("s")
        number = _whole(style) if style else 0
        kind = self.kinds[number] if number < len(self.kinds) else PLAIN
        try:
            figure = float(text)
        except ValueError:
            raise broken_workbook() from None
        return figure if kind == PLAIN else meaning(figure, kind, self.epoch)

    def _merge(self, attributes: dict[str, str]) -> None:
        if area := _AREA.fullmatch(attributes.get("ref", "")):
            self.merged.add(_column(area[1]), int(area[2]), int(area[3]))
