"""What a reader yields, how it is set, and how it collects what it has to say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from shapely.geometry.base import BaseGeometry

from landwatch.characters import visible
from landwatch.formats.cells import vocabulary
from landwatch.formats.cells.conversion import BadValue
from landwatch.geo import MEASURING_EPSG, QIJIANG, Envelope
from landwatch.i18n import gettext as _
from landwatch.model import Cluster, Contract, Event, Issue, Parcel, Severity, Source

__all__ = ["Findings", "Place", "ReaderSettings", "Reading"]

_MIB = 1024 * 1024
_LONGEST_QUOTE = 80
# Besides those of ASCII and Latin-1 the signs that turn the direction of what follows.


@dataclass(frozen=True, kw_only=True)
class ReaderSettings:
    """How files are read.

    Attributes
    ----------
    envelope
        District outside of which no parcel can lie, in degrees (EPSG:4490).
    measuring_epsg
        Grid that areas are measured on.
    max_bytes
        Largest file that is read.
    max_unpacked_bytes
        Largest content of a packed file (zip, XLSX, GeoParquet) that is read.
    aliases
        An office's own spellings of headers; see :func:`landwatch.formats.cells.vocabulary.use_own_aliases`.
    """

    envelope: Envelope = QIJIANG
    measuring_epsg: int = MEASURING_EPSG
    max_bytes: int = 200 * _MIB
    max_unpacked_bytes: int = 600 * _MIB
    aliases: Path | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a file something stands.

    Attributes
    ----------
    record
        Row, line or parcel number as the issue gives it; ``None`` is the whole file.
    text
        The same in words, with the name of the file.
    sheet
        Sheet of a workbook.
    row
        Row of a table or line of a text, from 1.
    columns
        Letters of the columns of the table, by header.
    character
        Character in the line, from 1.
    boundary
        Boundary of the record in EPSG:4490, once it is known, sound or not.
    """

    record: str | None
    text: str
    sheet: str | None = None
    row: int | None = None
    columns: Mapping[str, str] | None = None
    character: int | None = None
    boundary: BaseGeometry | None = None

    def cell(self, header: str | None) -> str | None:
        """Give the address of a cell of the record as :class:`landwatch.model.Issue` has it.

        Parameters
        ----------
        header
            Header of the column; of a column without one its letter.
        """
        if self.row is None:
            return None
        if self.character is not None:
            return f"{self.row}:{self.character}"
        return f"{(self.columns or {}).get(header or '', '')}{self.row}"


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What one file says.

    Attributes
    ----------
    source
        The file; its `kind` is empty where nothing in it can be read.
    crs_source
        How the CRS of `source` is known: ``declared``, ``given``, ``guessed``; ``None`` without one.
    records
        Parcels (head lines), features or rows found, refused ones too.
    clusters, parcels, contracts, events
        What was taken.
    issues
        What a person should know, in the order of the file.
    event_places
        Where each of `events` stands, in the same order; ``None`` for the actual days of a ledger row.
    """

    source: Source
    crs_source: str | None = None
    records: int = 0
    clusters: tuple[Cluster, ...] = ()
    parcels: tuple[Parcel, ...] = ()
    contracts: tuple[Contract, ...] = ()
    events: tuple[Event, ...] = ()
    issues: tuple[Issue, ...] = ()
    event_places: tuple[Place | None, ...] = ()

    @property
    def kind(self) -> str | None:
        """Kind of file, ``None`` where nothing in it can be read."""
        return self.source.kind or None


@dataclass
class Findings:
    """Collects the issues of one file.

    Attributes
    ----------
    file
        Name of the file, without folders.
    issues
        What was found so far.
    """

    file: str
    issues: list[Issue] = field(default_factory=list)

    def whole_file(self) -> Place:
        """Give the place that stands for the whole file."""
        return Place(None, self.file)

    def row(self, number: int, sheet: str | None = None) -> Place:
        """Give the place of a row.

        Parameters
        ----------
        number
            Row as a spreadsheet counts it, from 1.
        sheet
            Name of the sheet, where there is more than the main one.
        """
        if sheet is None:
            return Place(str(number), _("{file}, row {row}").format(file=self.file, row=number))
        words = _("{file}, sheet {sheet}, row {row}").format(file=self.file, sheet=sheet, row=number)
        return Place(f"{sheet}!{number}", words)

    def line(self, number: int, parcel_no: str | None = None, column: int | None = None) -> Place:
        """Give the place of a line of text.

        Parameters
        ----------
        number
            Line, from 1.
        parcel_no
            The parcel it belongs to, which then names the record.
        column
            Character in the line, from 1.
        """
        text = _("{file}, line {line}").format(file=self.file, line=number)
        if column is not None:
            text = _("{place}, column {column}").format(place=text, column=column)
        if parcel_no:
            text = _("{place}, parcel {parcel}").format(place=text, parcel=parcel_no)
        return Place(parcel_no or str(number), text, row=number, character=column)

    def entry(self, number: int, name: str | None = None) -> Place:
        """Give the place of a record in a list.

        Parameters
        ----------
        number
            Record, from 1.
        name
            Its own number, if it has one.
        """
        text = _("{file}, record {number}").format(file=self.file, number=number)
        return Place(str(number), f"{text} ({name})" if name else text)

    def feature(self, number: int, parcel_no: str | None = None, layer: str | None = None) -> Place:
        """Give the place of a feature.

        Parameters
        ----------
        number
            Feature in its layer, from 1.
        parcel_no
            Its parcel number, which then names the record.
        layer
            Name of the layer, where the file has several.
        """
        text = _("{place}, feature {number}").format(place=self.layer(layer).text, number=number)
        if parcel_no:
            text = _("{place}, parcel {parcel}").format(place=text, parcel=parcel_no)
        return Place(parcel_no or str(number), text)

    def features(self, first: int, last: int, layer: str | None = None) -> Place:
        """Give the place of features that follow each other.

        Parameters
        ----------
        first, last
            Features in their layer, from 1.
        layer
            Name of the layer, where the file has several.
        """
        if first == last:
            return self.feature(first, layer=layer)
        text = _("{place}, features {first} to {last}").format(
            place=self.layer(layer).text, first=first, last=last
        )
        return Place(f"{first}-{last}", text)

    def layer(self, name: str | None) -> Place:
        """Give the place of a layer.

        Parameters
        ----------
        name
            Its name; ``None`` where the file has only one.
        """
        if name is None:
            return self.whole_file()
        return Place(None, _("{file}, layer {layer}").format(file=self.file, layer=name))

    def error(self, code: str, message: str, place: Place, **facts: Any) -> None:
        """Report that a record is refused.

        Parameters
        ----------
        code
            Word of the importer's vocabulary.
        message
            Sentence with fields; ``{place}`` is filled from `place`.
        place
            Where.
        **facts
            The other fields; ``field`` and ``value`` go into the issue as well, and so does ``mark``, the
            geometry that shows where the fault is.
        """
        self._add(Severity.ERROR, code, message, place, facts)

    def bad_value(self, bad: BadValue, place: Place, field: str, value: object) -> None:
        """Report that a record is refused for a cell that cannot be read.

        Parameters
        ----------
        bad
            What is wrong with the cell.
        place
            Where it stands.
        field
            Header as written.
        value
            The cell.
        """
        message = _("{place}: {field} is “{value}”, which cannot be read: {advice}")
        self.error(bad.code, message, place, field=field, value=value, advice=bad.advice)

    def missing(self, place: Place, field: str) -> None:
        """Report that a record is refused for an empty cell.

        Parameters
        ----------
        place
            Where the record stands.
        field
            Header as written.
        """
        message = _("{place}: {field} is empty; fill it in, the record is not taken without it")
        self.error("missing_required", message, place, field=field)

    def further_parcel(self, place: Place, field: str, contract: str) -> None:
        """Report that a row without a number is refused that may go on with the contract above it.

        Parameters
        ----------
        place
            Where it stands.
        field
            Header of the column of numbers.
        contract
            Number of the contract above.
        """
        message = _(
            "{place}: {field} is empty; if the row is a further parcel of contract {contract} above, write"
            " all parcels of the contract into its row, like P1、P2, with their whole area, and delete this"
            " row; if not, fill the number in"
        )
        self.error("missing_required", message, place, field=field, contract=contract)

    def unknown_word(self, place: Place, field: str, value: str, kind: str) -> None:
        """Report that a record is refused for a word that no alias explains.

        Parameters
        ----------
        place
            Where it stands.
        field
            Header as written.
        value
            The word.
        kind
            Which list of words it should be in.
        """
        message = _("{place}: {field} is “{value}”, which is not known; write one of {known}")
        known = " ".join(vocabulary.words(kind))
        self.error("unreadable_record", message, place, field=field, value=value, known=known)

    def warning(self, code: str, message: str, place: Place, **facts: Any) -> None:
        """Report what a person should look at; parameters as of :meth:`error`.

        Parameters
        ----------
        code
            Word of the importer's vocabulary.
        message
            Sentence with fields.
        place
            Where.
        **facts
            The other fields.
        """
        self._add(Severity.WARNING, code, message, place, facts)

    def info(self, code: str, message: str, place: Place, **facts: Any) -> None:
        """Report what was done; parameters as of :meth:`error`.

        Parameters
        ----------
        code
            Word of the importer's vocabulary.
        message
            Sentence with fields.
        place
            Where.
        **facts
            The other fields.
        """
        self._add(Severity.INFO, code, message, place, facts)

    def _add(self, severity: Severity, code: str, message: str, place: Place, facts: dict[str, Any]) -> None:
        mark = facts.pop("mark", None)
        said = {key: visible(str(value)) for key, value in facts.items() if value is not None}
        quoted = {key: _shortened(said[key]) for key in ("field", "value") if key in said}
        self.issues.append(
            Issue(
                severity=severity,
                code=code,
                record=None if place.record is None else visible(place.record),
                field=said.get("field"),
                value=said.get("value"),
                message=message.format(place=visible(place.text), **(said | quoted)),
                sheet=place.sheet,
                cell=place.cell(said.get("field")),
                boundary=place.boundary,
                mark=mark,
            )
        )


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…"
