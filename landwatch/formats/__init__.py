"""Readers: one for each kind of file an office has, each yielding records and what is to be said of them.

A broken record is refused by name and the rest goes on; a file of which nothing can be read is one issue.
What can be known about a file is found out, what cannot is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from landwatch import district
from landwatch.errors import InputError
from landwatch.formats import discovery
from landwatch.formats.boundaries.crs import Claim
from landwatch.formats.cells.headers import Row
from landwatch.formats.cells.vocabulary import use_own_aliases
from landwatch.formats.file import File
from landwatch.formats.readers import SUFFIXES, read_file
from landwatch.formats.reading import Findings, ReaderSettings, Reading
from landwatch.formats.tables.table_reader import read_typed
from landwatch.geo import is_known
from landwatch.i18n import gettext as _

__all__ = ["ReaderSettings", "Reading", "discover", "read", "read_rows"]


def discover(paths: Sequence[Path]) -> list[Path]:
    """Find the files to be read; see :func:`landwatch.formats.discovery.discover`.

    Parameters
    ----------
    paths
        Files and folders.
    """
    return discovery.discover(paths, SUFFIXES)


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
        The file; a file geodatabase is a folder.
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
        If there is no such file, the code is no coordinate system, or the office's own aliases cannot be
        read.
    """
    if crs is not None and not is_known(crs):
        message = _("--crs {epsg}: is no coordinate system of EPSG; write its code, e.g. 4490 or {here}")
        raise InputError(message.format(epsg=crs, here=district.current().plane_epsg))
    if not path.exists() and not path.is_symlink():
        raise InputError(_("{path}: there is no such file; check the path").format(path=path))
    settings = settings or ReaderSettings()
    use_own_aliases(settings.aliases)
    claim = None if crs is None else Claim((crs,), "given", f"EPSG:{crs}")
    return read_file(File(path, Findings(path.name), settings, claim, accept_guess))


def read_rows(rows: Sequence[Row], name: str, *, settings: ReaderSettings) -> Reading:
    """Read a table of dated facts or contracts that came in no file.

    Parameters
    ----------
    rows
        Its rows with the header, as text.
    name
        What messages call it.
    settings
        As for :func:`read`.

    Raises
    ------
    InputError
        If none of its first rows is a known header, or no row stands below it.
    """
    use_own_aliases(settings.aliases)
    return read_typed(rows, Findings(name), settings)
