"""Readers: one for each kind of file an office has, each yielding records and what is to be said of them.

A broken record is refused by name and the rest goes on; a file of which nothing can be read is one issue.
What can be known about a file is found out, what cannot is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from landwatch.errors import InputError
from landwatch.i18n import gettext as _
from landwatch.ingest import shapefile
from landwatch.ingest.dispatch import SUFFIXES, FileReader
from landwatch.ingest.reading import ReaderSettings, Reading
from landwatch.ingest.reports import is_issue_report

__all__ = ["ReaderSettings", "Reading", "discover", "read"]


def discover(paths: Sequence[Path]) -> list[Path]:
    """Find the files to be read.

    Parameters
    ----------
    paths
        Files and folders; of a folder every readable file in it and below, save for issue reports of
        earlier imports.

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
        and path.suffix.lower() in SUFFIXES
        and not any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
        and not is_issue_report(path)
    ]
    if not files:
        raise InputError(
            _("{path}: the folder holds no file that can be read; readable are {suffixes}").format(
                path=folder, suffixes=" ".join(SUFFIXES)
            )
        )
    return sorted(files, key=lambda path: (SUFFIXES.index(path.suffix.lower()), path))


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
    return FileReader(path, crs, settings or ReaderSettings(), accept_guess=accept_guess).read()
