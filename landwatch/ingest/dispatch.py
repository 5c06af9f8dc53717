"""Which reader a file goes to: by its content where that shows, by its suffix where it does not."""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from landwatch.errors import InputError
from landwatch.i18n import gettext as _
from landwatch.ingest import vocabulary
from landwatch.ingest.archives import is_packed, unpacked
from landwatch.ingest.decoding import Decoded, decode
from landwatch.ingest.discovery import SUFFIXES, parts_of, readable_files
from landwatch.ingest.facts import Facts
from landwatch.ingest.foreign import foreign_advice
from landwatch.ingest.landchina import looks_like_landchina, read_landchina
from landwatch.ingest.layers import VECTOR_SUFFIXES
from landwatch.ingest.ledger import Ledger
from landwatch.ingest.reading import Findings, ReaderSettings, Reading
from landwatch.ingest.reports import is_issue_report
from landwatch.ingest.rows import RowReader
from landwatch.ingest.sheets import HEADER_WITHIN, Sheet, csv_sheets, workbook_sheets
from landwatch.ingest.survey import looks_like_boundary_text, read_survey
from landwatch.ingest.systems import Claim
from landwatch.ingest.vector import read_vector
from landwatch.ingest.workbooks import workbook_kind
from landwatch.model import Source

__all__ = ["FileReader"]

_CHUNK = 1 << 20


class FileReader:
    """Reads one file.

    Parameters
    ----------
    path
        The file.
    crs
        EPSG code given by the user.
    settings
        District envelope, measuring grid, limits.
    accept_guess
        Whether a guessed CRS is good enough.
    name
        What messages call the file; its own name by default.
    """

    def __init__(
        self,
        path: Path,
        crs: int | None,
        settings: ReaderSettings,
        *,
        accept_guess: bool,
        name: str | None = None,
    ) -> None:
        self._path = path
        self._crs = crs
        self._claim = None if crs is None else Claim((crs,), "given", f"EPSG:{crs}")
        self._settings = settings
        self._accept_guess = accept_guess
        self._findings = Findings(name or path.name)

    def read(self) -> Reading:
        """Read the file as what its content shows it to be.

        Returns
        -------
        Reading
            What it says, or the one reason why nothing in it can be read.
        """
        try:
            self._check_size()
            return self._read()
        except InputError as error:
            findings = Findings(self._findings.file)
            message = _("{place}: nothing in the file can be read: {reason}")
            findings.error("unreadable_record", message, findings.whole_file(), reason=error)
            return Reading(source=self._source(""), issues=tuple(findings.issues))

    def _check_size(self) -> None:
        parts, limit = parts_of(self._path), self._settings.max_bytes
        for part in parts:
            if not part.is_file():
                raise InputError(
                    _(
                        "{name} is no file (but a pipe, a socket, a device, a folder or a link that leads"
                        " nowhere); copy the file itself into the folder"
                    ).format(name=part.name)
                )
        size = sum(part.stat().st_size for part in parts)
        if size > limit:
            raise InputError(
                _("{name} has {size} MB, the limit is {limit} MB; split the file").format(
                    name=self._path.name, size=size >> 20, limit=limit >> 20
                )
            )
        if size == 0:
            raise InputError(_("it is empty; export it again"))

    def _source(self, kind: str, encoding: str | None = None, epsg: int | None = None) -> Source:
        digest = hashlib.sha256()
        for path in filter(Path.is_file, parts_of(self._path)):
            with path.open("rb") as stream:
                while chunk := stream.read(_CHUNK):
                    digest.update(chunk)
        return Source(
            name=self._path.name, sha256=digest.hexdigest(), kind=kind, encoding=encoding, epsg=epsg
        )

    def _read(self) -> Reading:
        if self._path.suffix.lower() in VECTOR_SUFFIXES and not self._is_json_of_contracts():
            return self._vector()
        if is_issue_report(self._path):
            raise InputError(
                _("it is the issue report of an earlier import; mend the file it speaks of, and import that")
            )
        if workbook_kind(self._path):
            return self._tables(workbook_sheets(self._path, self._settings), encoding=None)
        if advice := foreign_advice(self._path):
            raise InputError(advice)
        if is_packed(self._path):
            return self._archive()
        decoded = decode(self._path.read_bytes())
        if decoded is None:
            raise InputError(_("it is neither text nor a workbook; export or save it again as one of them"))
        if looks_like_landchina(decoded.text):
            return self._landchina(decoded)
        self._report_encoding(decoded)
        if looks_like_boundary_text(decoded.text):
            return self._survey(decoded)
        return self._tables(csv_sheets(decoded), encoding=decoded.encoding)

    def _is_json_of_contracts(self) -> bool:
        if self._path.suffix.lower() != ".json":
            return False
        with self._path.open("rb") as stream:
            # Only the structure is looked at, so that cut or foreign characters do not matter.
            return looks_like_landchina(stream.read(_CHUNK).decode("utf-8-sig", errors="replace"))

    def _report_encoding(self, decoded: Decoded) -> None:
        if decoded.guessed:
            self._findings.info(
                "encoding_guessed",
                _("{place}: no encoding is declared; {value} was used, look at the Chinese names"),
                self._findings.whole_file(),
                field="encoding",
                value=decoded.encoding,
            )

    def _vector(self) -> Reading:
        content = read_vector(
            self._path, self._claim, self._findings, self._settings, accept_guess=self._accept_guess
        )
        return Reading(
            source=self._source("vector", content.encoding, content.epsg),
            crs_source=content.crs_source,
            records=content.records,
            clusters=tuple(content.clusters),
            parcels=tuple(content.parcels),
            events=content.facts.events(),
            event_places=content.facts.places(),
            issues=tuple(self._findings.issues),
        )

    def _archive(self) -> Reading:
        """Read every file of an archive; their records are those of the archive."""
        with unpacked(self._path, self._settings) as folder:
            files = readable_files(folder)
            if not files:
                raise InputError(
                    _("none of the files in it can be read; readable are {suffixes}").format(
                        suffixes=" ".join(SUFFIXES)
                    )
                )
            readings = [
                FileReader(
                    file,
                    self._crs,
                    self._settings,
                    accept_guess=self._accept_guess,
                    name=f"{self._path.name}/{file.relative_to(folder).as_posix()}",
                ).read()
                for file in files
            ]
        return _together(self._source(""), readings)

    def _survey(self, decoded: Decoded) -> Reading:
        parcels, placement, records = read_survey(
            decoded.text, self._claim, self._findings, self._settings, accept_guess=self._accept_guess
        )
        return Reading(
            source=self._source("boundary_txt", decoded.encoding, placement.epsg),
            crs_source=placement.source,
            records=records,
            parcels=parcels,
            issues=tuple(self._findings.issues),
        )

    def _landchina(self, decoded: Decoded) -> Reading:
        if decoded.encoding != "utf-8":  # which JSON is where nothing is said
            self._report_encoding(decoded)
        ledger = read_landchina(decoded.text, self._findings)
        contracts, actual_days = ledger.contracts(), ledger.events()
        return Reading(
            source=self._source("landchina", decoded.encoding),
            records=ledger.records,
            contracts=contracts,
            events=actual_days,
            event_places=(None,) * len(actual_days),
            issues=tuple(self._findings.issues),
        )

    def _tables(self, sheets: Generator[Sheet], *, encoding: str | None) -> Reading:
        tables = _Tables(self._findings, self._settings)
        with closing(sheets):
            tables.read(sheets)
        contracts, actual_days = tables.ledger.contracts(), tables.ledger.events()
        if not tables.ledger.records + tables.facts.records:
            raise InputError(_("it has a header and no rows below it"))
        return Reading(
            source=self._source("ledger" if tables.is_ledger else "facts", encoding),
            records=tables.ledger.records + tables.facts.records,
            contracts=contracts,
            events=(*actual_days, *tables.facts.events()),
            event_places=(*[None] * len(actual_days), *tables.facts.places()),
            issues=tuple(self._findings.issues),
        )


def _together(source: Source, readings: Sequence[Reading]) -> Reading:
    """Make one reading of those of the files in an archive; the first that was read gives kind and CRS."""
    first = next((one for one in readings if one.kind), readings[0])
    return Reading(
        source=replace(
            source, kind=first.source.kind, encoding=first.source.encoding, epsg=first.source.epsg
        ),
        crs_source=first.crs_source,
        records=sum(one.records for one in readings),
        clusters=tuple(cluster for one in readings for cluster in one.clusters),
        parcels=tuple(parcel for one in readings for parcel in one.parcels),
        contracts=tuple(contract for one in readings for contract in one.contracts),
        events=tuple(event for one in readings for event in one.events),
        issues=tuple(issue for one in readings for issue in one.issues),
        event_places=tuple(place for one in readings for place in one.event_places),
    )


class _Tables:
    """Hands the sheets of a file to whom they concern."""

    def __init__(self, findings: Findings, settings: ReaderSettings) -> None:
        self._findings = findings
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
            self._findings.error("unreadable_record", message, self._findings.whole_file(), reason=error)
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
            self._findings.info(
                "unknown_column",
                _("{place}: no known header in the first {count} rows of sheet {value}; it is not read"),
                self._findings.whole_file(),
                value=sheet.name or "-",
                count=HEADER_WITHIN,
            )
            return False
        name = sheet.name if self._has_main else None
        self._has_main = self._has_main or header.section in ("contract", "event")
        records = RowReader(sheet, header, self._findings, name).records()
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
