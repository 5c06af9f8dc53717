"""Readers: one for each kind of file an office has, each yielding records and what is to be said of them.

A broken record is refused by name and the rest goes on; a file of which nothing can be read is one issue.
What can be known about a file is found out, what cannot is asked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from landwatch.errors import InputError
from landwatch.i18n import gettext as _
from landwatch.ingest import shapefile
from landwatch.ingest.decoding import Decoded, decode
from landwatch.ingest.facts import Facts
from landwatch.ingest.ledger import Ledger
from landwatch.ingest.placing import Claim
from landwatch.ingest.reading import Findings, Reading, ReaderSettings
from landwatch.ingest.rows import RowReader
from landwatch.ingest.survey import looks_like_boundary_text, read_survey
from landwatch.ingest.tables import Sheet, csv_sheets, is_workbook, workbook_sheets
from landwatch.ingest.vector import read_vector
from landwatch.model import Severity, Source

__all__ = ["ReaderSettings", "Reading", "discover", "read"]

_VECTOR = (".shp", ".gpkg", ".geojson", ".json")
_TABLE = (".xlsx", ".csv")
_TEXT = (".txt",)
# Parcels before contracts, contracts before the facts about them.
_ORDER = (*_VECTOR, *_TEXT, *_TABLE)
_CHUNK = 1 << 20


def discover(paths: Sequence[Path]) -> list[Path]:
    """Find the files to be read.

    Parameters
    ----------
    paths
        Files and folders; of a folder every readable file in it and below.

    Returns
    -------
    list of Path
        Each file once; the files of a folder in the order parcels, ledgers, facts. A shapefile counts as
        its ``.shp``.

    Raises
    ------
    InputError
        If a path does not exist or a folder holds no readable file.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found |= dict.fromkeys(_in_folder(path))
        elif path.is_file():
            found[_shapefile_of(path)] = None
        else:
            raise InputError(_("{path}: there is no such file or folder; check the path").format(path=path))
    return list(found)


def _in_folder(folder: Path) -> list[Path]:
    files = [
        path
        for path in folder.rglob("*")
        if path.is_file()
        and path.suffix.lower() in _ORDER
        and not any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
    ]
    if not files:
        raise InputError(
            _("{path}: the folder holds no file that can be read; readable are {suffixes}").format(
                path=folder, suffixes=" ".join(_ORDER)
            )
        )
    return sorted(files, key=lambda path: (_ORDER.index(path.suffix.lower()), path))


def _shapefile_of(path: Path) -> Path:
    """Give the ``.shp`` for another file of its family, as a shell hands them all over for ``folder/*``."""
    if path.suffix.lower() not in (".shx", ".dbf", ".prj", ".cpg"):
        return path
    return next((one for one in shapefile.family(path) if one.suffix.lower() == ".shp"), path)


def read(
    path: Path,
    *,
    crs: int | None = None,
    accept_guess: bool = False,
    settings: ReaderSettings | None = None,
) -> Reading:
    """Read one file, whatever kind it is.

    Parameters
    ----------
    path
        The file.
    crs
        EPSG code of its ordinates, which goes before what the file declares.
    accept_guess
        Whether a CRS guessed from the range of the ordinates is good enough.
    settings
        District envelope, measuring grid, limits.

    Returns
    -------
    Reading
        What the file says. A file of which nothing can be read gives one ``unreadable_record``.

    Raises
    ------
    InputError
        If there is no such file.
    """
    if not path.is_file():
        raise InputError(_("{path}: there is no such file; check the path").format(path=path))
    request = _Request(path, crs, accept_guess, settings or ReaderSettings())
    try:
        return request.reading()
    except InputError as error:
        return request.unreadable(error)


class _Request:
    """One file and how it is to be read."""

    def __init__(self, path: Path, crs: int | None, accept_guess: bool, settings: ReaderSettings) -> None:
        self._path = path
        self._claim = None if crs is None else Claim((crs,), "given", f"EPSG:{crs}")
        self._accept_guess = accept_guess
        self._settings = settings
        self._findings = Findings(path.name)

    def reading(self) -> Reading:
        """Read the file as what its content shows it to be."""
        self._check_size()
        if self._path.suffix.lower() in _VECTOR:
            return self._vector()
        if is_workbook(self._path):
            sheets = workbook_sheets(self._path, self._settings)
            with closing(sheets):
                return self._tables(sheets, encoding=None)
        decoded = decode(self._path.read_bytes())
        if decoded is None:
            raise InputError(_("it is neither text nor a workbook (XLSX); export it again"))
        if not decoded.text.strip():
            raise InputError(_("it is empty; export it again"))
        self._report_encoding(decoded)
        if looks_like_boundary_text(decoded.text):
            return self._survey(decoded)
        with closing(csv_sheets(decoded)) as sheets:
            return self._tables(sheets, encoding=decoded.encoding)
