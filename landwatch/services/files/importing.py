"""Taking files in: clusters, then parcels, then contracts, then facts; one transaction a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from itertools import product
from math import floor
from pathlib import Path
from tempfile import gettempdir

import shapely

from landwatch import formats
from landwatch.errors import InputError
from landwatch.formats import ReaderSettings, Reading
from landwatch.formats.boundaries.assignment import Holdings, placed
from landwatch.formats.boundaries.recorded import REACH, beside_recorded
from landwatch.formats.import_report.told import FileReport, ImportReport
from landwatch.geo import plane_area_cm2
from landwatch.i18n import gettext as _
from landwatch.log import step
from landwatch.model import Contract, Issue, Parcel, Severity
from landwatch.progress import Track, untracked
from landwatch.registry import Added, Correcting, Outcome, Register
from landwatch.registry.new_files import holds_something, scratch
from landwatch.registry.paths import embedded_file
from landwatch.services.files.import_checks import refused_parts

__all__ = ["import_files"]


def import_files(
    database: str,
    paths: Sequence[Path],
    *,
    readers: ReaderSettings,
    recorded_by: str,
    recorded_at: datetime,
    crs: int | None = None,
    accept_guess: bool = False,
    correcting: Correcting | None = None,
    dry_run: bool = False,
    track: Track = untracked,
) -> ImportReport:
    """Read files and record what they hold, whatever the order in which they are named.

    A GeoPackage that is not there is made; a PostGIS database must be a register already.

    Parameters
    ----------
    database
        URL of the register.
    paths
        Files and folders.
    readers
        What the readers need to know of the district.
    recorded_by, recorded_at
        Who brings the files in, and when.
    crs
        EPSG code of the coordinates, whatever the files declare.
    accept_guess
        Take coordinates whose CRS had to be guessed.
    correcting
        Lets a record take the place of one that stands with other content: why, on which document.
    dry_run
        Write nothing; report what would be written.
    track
        Shows how far the work is.

    Returns
    -------
    ImportReport
        File by file, and the records newly written.

    Raises
    ------
    InputError
        If a path does not exist, or nothing is there that can be read beside the register itself.
    RegisterError
        If the register cannot be opened or written.
    """
    files = _without_the_register(formats.discover(paths), database)
    with step("read files", files=len(files)):
        readings = [
            formats.read(file, crs=crs, accept_guess=accept_guess, settings=readers)
            for file in track(files, _("Reading"))
        ]
    order = sorted(range(len(files)), key=lambda number: _rank(readings[number]))
    reports: dict[int, FileReport] = {}
    new = _New()
    with _destination(database, readings, dry_run=dry_run) as register:
        holdings = Holdings(register.known())
        for number in track(order, _("Recording")):
            with step("record file", file=number + 1) as values:
                name = files[number].name
                reading = placed(_compared(readings[number], name, register, new, readers), name, holdings)
                added = register.add(
                    source=reading.source,
                    recorded_by=recorded_by,
                    recorded_at=recorded_at,
                    clusters=reading.clusters,
                    parcels=reading.parcels,
                    contracts=reading.contracts,
                    events=reading.events,
                    correcting=correcting,
                    dry_run=dry_run,
                )
                report = _file_report(files[number], reading, added, new.take(reading, added))
                told = (
                    () if dry_run else refused_parts(register, reading.events, name, readers.measuring_epsg)
                )
                reports[number] = replace(report, issues=(*report.issues, *told))
                values.update(
                    records=report.records, accepted=report.accepted, issues=len(reports[number].issues)
                )
    return ImportReport(
        files=tuple(reports[number] for number in range(len(files))),
        parcels=tuple(new.parcels.values()),
        contracts=tuple(new.contracts.values()),
        facts=new.facts,
        areas_cm2=_measured(list(new.parcels.values()), readers.measuring_epsg),
        dry_run=dry_run,
    )


def _compared(reading: Reading, name: str, register: Register, new: _New, readers: ReaderSettings) -> Reading:
    """Set the parcels of a file beside those true to this day nearby, in the register or a file before."""
    shapes = [parcel.geometry for parcel in reading.parcels if parcel.geometry is not None]
    if not shapes:
        return reading
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    box = (west - REACH, south - REACH, east + REACH, north + REACH)
    true = [parcel for parcel in register.parcels_within(box) if parcel.until is None]
    known = {parcel.parcel_no: parcel for parcel in (*new.parcels_within(box), *true)}
    return beside_recorded(reading, list(known.values()), name, readers)


def _without_the_register(files: Sequence[Path], database: str) -> list[Path]:
    """Leave the register out: it may well lie in a folder that is imported."""
    own = embedded_file(database)
    others = [file for file in files if own is None or not _is_same(file, own)]
    if not others:
        raise InputError(_("{file} is the register itself; name the files that go into it").format(file=own))
    return others


def _is_same(file: Path, own: Path) -> bool:
    return file.exists() and own.exists() and file.samefile(own)


@contextmanager
def _destination(database: str, readings: Sequence[Reading], *, dry_run: bool) -> Iterator[Register]:
    """Open the register; make an embedded one that is missing.

    Where nothing will be recorded, it is one for the duration only: a register that is made is never
    removed again, for somebody else may use it by then.
    """
    file = embedded_file(database)
    if file is None or holds_something(file):
        with Register.open(database) as register:
            yield register
    elif not dry_run and any(
        reading.clusters or reading.parcels or reading.contracts for reading in readings
    ):
        with Register.create(database) as register:
            yield register
    else:
        with (
            scratch(Path(gettempdir())) as folder,
            Register.create(f"gpkg:///{folder}/none.gpkg") as register,
        ):
            yield register


def _rank(reading: Reading) -> int:
    kinds = (reading.clusters, reading.parcels, reading.contracts)
    return next((rank for rank, records in enumerate(kinds) if records), len(kinds))


def _cells(box: tuple[float, float, float, float]) -> Iterator[tuple[int, int]]:
    west, south, east, north = (floor(bound / REACH) for bound in box)
    return product(range(west, east + 1), range(south, north + 1))


class _New:
    """The records newly written so far, each once."""

    def __init__(self) -> None:
        self.clusters: set[str] = set()
        self.parcels: dict[str, Parcel] = {}
        self.contracts: dict[str, Contract] = {}
        self.facts = 0
        self._in_cell: dict[tuple[int, int], dict[str, Parcel]] = {}

    def parcels_within(self, box: tuple[float, float, float, float]) -> Iterator[Parcel]:
        """Give the new parcels of the cells that a box in degrees touches: all of them were too many."""
        for cell in _cells(box):
            yield from self._in_cell.get(cell, {}).values()

    def take(self, reading: Reading, added: Added) -> int:
        """Add what one file brought; return how many of its records are new.

        The actual days of a ledger are part of its rows; a fact that has a place of its own is a record.
        """
        clusters = set(added.clusters.written) - self.clusters
        parcels = set(added.parcels.written) - self.parcels.keys()
        contracts = set(added.contracts.written) - self.contracts.keys()
        self.clusters |= clusters
        for parcel in (one for one in reading.parcels if one.parcel_no in parcels):
            self.parcels[parcel.parcel_no] = parcel
            for cell in () if parcel.geometry is None else _cells(parcel.geometry.bounds):
                self._in_cell.setdefault(cell, {})[parcel.parcel_no] = parcel
        self.contracts |= {c.contract_no: c for c in reading.contracts if c.contract_no in contracts}
        self.facts += len(added.events.written)
        facts = sum(reading.event_places[position] is not None for position in added.events.positions)
        return len(clusters) + len(parcels) + len(contracts) + facts


def _file_report(file: Path, reading: Reading, added: Added, accepted: int) -> FileReport:
    issues = [*reading.issues, *_outcome_issues(file.name, added)]
    return FileReport(
        path=str(file),
        kind=reading.source.kind or None,
        encoding=reading.source.encoding,
        epsg=reading.source.epsg,
        crs_source=reading.crs_source,
        records=reading.records,
        accepted=accepted + sum(issue.code == "corrected_record" for issue in issues),
        issues=tuple(issues),
        taken=_is_usable(reading),
    )


def _is_usable(reading: Reading) -> bool:
    whole = [issue for issue in reading.issues if issue.record is None]
    waits = any(issue.code == "crs_guessed" for issue in whole) and not (reading.parcels or reading.clusters)
    return not waits and all(issue.severity is not Severity.ERROR for issue in whole)


def _outcome_issues(name: str, added: Added) -> Iterator[Issue]:
    kinds: dict[str, Outcome] = {
        _("cluster"): added.clusters,
        _("parcel"): added.parcels,
        _("contract"): added.contracts,
        _("fact of contract"): added.events,
    }
    for kind, outcome in kinds.items():
        for key in outcome.duplicates:
            told = _("{file}: {kind} {key} is in the register already; nothing changes")
            yield Issue(
                severity=Severity.INFO,
                code="duplicate_record",
                record=key,
                field=None,
                value=key,
                message=told.format(file=name, kind=kind, key=key),
            )
        for change in outcome.corrected:
            told = _("{file}: {kind} {key} was corrected: {fields}")
            yield Issue(
                severity=Severity.INFO,
                code="corrected_record",
                record=change.key,
                field=", ".join(change.fields),
                value=change.key,
                message=told.format(file=name, kind=kind, key=change.key, fields=", ".join(change.fields)),
            )
        for conflict in outcome.conflicts:
            told = _(
                "{file}: {kind} {key} stands in the register with another {fields}; "
                "it was refused and the register keeps what it has. Compare the two and correct the file, "
                "or let the file correct the register: --correct --reason …"
            )
            yield Issue(
                severity=Severity.ERROR,
                code="conflicting_record",
                record=conflict.key,
                field=", ".join(conflict.fields),
                value=conflict.key,
                message=told.format(
                    file=name, kind=kind, key=conflict.key, fields=", ".join(conflict.fields)
                ),
                boundary=getattr(conflict.offered, "geometry", None),
            )


def _measured(parcels: Sequence[Parcel], epsg: int) -> dict[str, int]:
    drawn = [parcel for parcel in parcels if parcel.geometry is not None]
    if not drawn:
        return {}
    areas = plane_area_cm2([parcel.geometry for parcel in drawn if parcel.geometry], measuring_epsg=epsg)
    return {parcel.parcel_no: area for parcel, area in zip(drawn, areas, strict=True)}
