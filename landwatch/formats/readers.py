"""The list of what can be read: one reader for each kind of file, asked in turn whether a file is theirs.

A further format is a module with a reader and a line in :data:`READERS`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from landwatch.errors import InputError
from landwatch.formats.archives import is_packed, unpacked
from landwatch.formats.boundary_text.survey_reader import BoundaryText
from landwatch.formats.discovery import parts_of, readable_files
from landwatch.formats.file import File
from landwatch.formats.foreign import Foreign
from landwatch.formats.import_report.recognised import is_issue_report
from landwatch.formats.market_site import MarketSite
from landwatch.formats.reading import Findings, Reading
from landwatch.formats.tables.table_reader import DelimitedText, Workbook
from landwatch.formats.vector import layers
from landwatch.formats.vector.geojson import geojson_line_layers
from landwatch.formats.vector.layer_reader import Vector
from landwatch.formats.workbooks.dispatch import workbook_kind
from landwatch.i18n import gettext as _
from landwatch.model import Source

__all__ = ["READERS", "SUFFIXES", "Reader", "read_file"]


class Reader(Protocol):
    """Reads one kind of file."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Suffixes by which a folder is searched for such files; none where the content alone tells."""

    def recognises(self, file: File) -> bool:
        """Tell whether a file is of this kind, by its content where that shows, else by its suffix.

        Parameters
        ----------
        file
            The file.
        """

    def read(self, file: File) -> Reading:
        """Read the file.

        Parameters
        ----------
        file
            The file.

        Returns
        -------
        Reading
            What it says; single records that are refused are among its issues.

        Raises
        ------
        InputError
            With the reason why nothing in it can be read.
        """


class IssueReport:
    """Issue reports of earlier imports, which are refused."""

    suffixes = ()

    def recognises(self, file: File) -> bool:
        """Tell whether it is one, by the mark in its properties."""
        return is_issue_report(file.path)

    def read(self, file: File) -> Reading:
        """Refuse it."""
        raise InputError(
            _("it is the issue report of an earlier import; mend the file it speaks of, and import that")
        )


class Archive:
    """Packed files: every file in one is read, and their records are those of the archive."""

    suffixes = (".zip", ".kmz")

    def recognises(self, file: File) -> bool:
        """Tell whether it is packed, and no workbook, which is packed as well."""
        return is_packed(file.path) and workbook_kind(file.path) is None

    def read(self, file: File) -> Reading:
        """Unpack it and read what is in it."""
        with unpacked(file.path, file.settings) as folder:
            files = readable_files(folder, SUFFIXES)
            if not files:
                raise InputError(
                    _("none of the files in it can be read; readable are {suffixes}").format(
                        suffixes=" ".join(SUFFIXES)
                    )
                )
            readings = [read_file(file.member(path, folder)) for path in files]
        return _together(file.source(""), readings)


READERS: tuple[Reader, ...] = (
    Vector((".shp",), layers.shapefile_layers),
    Vector((".gpkg",), layers.geopackage_layers),
    Vector((".gdb",), layers.geodatabase_layers),
    Vector((".fgb",), layers.flatgeobuf_layers),
    Vector((".geojson", ".json"), layers.geojson_layers),
    Vector((".geojsonl", ".geojsons", ".ndjson"), geojson_line_layers),
    Vector((".parquet", ".geoparquet"), layers.geoparquet_layers),
    Vector((".kml",), layers.kml_layers),
    Vector((".dxf",), layers.drawing_layers),
    IssueReport(),
    Foreign(),
    Archive(),
    MarketSite(),
    BoundaryText(),
    Workbook(),
    DelimitedText(),
)
"""The readers in the order in which files of a folder are read: parcels, contracts, facts about them."""

SUFFIXES = tuple(dict.fromkeys(suffix for reader in READERS for suffix in reader.suffixes))
"""Suffixes of readable files, in that order."""


def read_file(file: File) -> Reading:
    """Read a file as what its content shows it to be.

    Parameters
    ----------
    file
        The file.

    Returns
    -------
    Reading
        What it says, or the one reason why nothing in it can be read.
    """
    try:
        _check_size(file)
        reader = next((reader for reader in READERS if reader.recognises(file)), None)
        if reader is None:
            raise InputError(_("it is neither text nor a workbook; export or save it again as one of them"))
        return reader.read(file)
    except InputError as error:
        findings = Findings(file.findings.file)
        message = _("{place}: nothing in the file can be read: {reason}")
        findings.error("unreadable_record", message, findings.whole_file(), reason=error)
        return Reading(source=file.source(""), issues=tuple(findings.issues))


def _check_size(file: File) -> None:
    parts, limit = parts_of(file.path), file.settings.max_bytes
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
                name=file.path.name, size=size >> 20, limit=limit >> 20
            )
        )
    if size == 0:
        raise InputError(_("it is empty; export it again"))


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
