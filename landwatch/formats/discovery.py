"""Which files are there to be read, and which files make up one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from landwatch.errors import InputError
from landwatch.formats.import_report.recognised import is_issue_report
from landwatch.formats.vector import shapefile
from landwatch.i18n import gettext as _

__all__ = ["discover", "is_geodatabase", "parts_of", "readable_files"]


def is_geodatabase(path: Path) -> bool:
    """Tell whether a path is a file geodatabase, which is a folder.

    Parameters
    ----------
    path
        A file or folder.
    """
    return path.suffix.lower() == ".gdb" and path.is_dir()


def parts_of(path: Path) -> list[Path]:
    """List the files on disk that make up one readable file.

    Parameters
    ----------
    path
        The ``.shp``, the folder of a geodatabase, or any other file.

    Returns
    -------
    list of Path
        Sorted; of a geodatabase without the locks that a running GIS leaves in it.
    """
    if is_geodatabase(path):
        return sorted(one for one in path.rglob("*") if one.is_file() and one.suffix.lower() != ".lock")
    return shapefile.family(path) if path.suffix.lower() == ".shp" else [path]


def discover(paths: Sequence[Path], suffixes: Sequence[str]) -> list[Path]:
    """Find the files to be read.

    Parameters
    ----------
    paths
        Files and folders; of a folder every readable file in it and below, save for issue reports of
        earlier imports.
    suffixes
        Those of readable files, in the order in which files of a folder are read.

    Returns
    -------
    list of Path
        Each file once; the files of a folder in the order parcels, ledgers, facts. A shapefile counts as
        its ``.shp``, a file geodatabase as its folder. What has the name of a readable file and is none, such
        as a pipe or a link that leads nowhere, is among them: reading it says so.

    Raises
    ------
    InputError
        If a path does not exist or a folder holds no readable file.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir() and not is_geodatabase(path):
            found |= dict.fromkeys(_in_folder(path, suffixes))
        elif path.exists() or path.is_symlink():
            found[_shapefile_of(path)] = None
        else:
            raise InputError(_("{path}: there is no such file or folder; check the path").format(path=path))
    return list(found)


def _in_folder(folder: Path, suffixes: Sequence[str]) -> list[Path]:
    files = readable_files(folder, suffixes)
    if not files:
        raise InputError(
            _("{path}: the folder holds no file that can be read; readable are {suffixes}").format(
                path=folder, suffixes=" ".join(suffixes)
            )
        )
    return files


def readable_files(folder: Path, suffixes: Sequence[str]) -> list[Path]:
    """List the files of a folder, and below it, that can be read.

    Parameters
    ----------
    folder
        The folder.
    suffixes
        Those of readable files.

    Returns
    -------
    list of Path
        In the order of the suffixes; hidden files and the open copies of a spreadsheet are left out.
    """
    places = {suffix: place for place, suffix in enumerate(suffixes)}
    return sorted(_readable(folder, places), key=lambda path: (places[path.suffix.lower()], path))


def _readable(folder: Path, suffixes: Collection[str]) -> Iterator[Path]:
    for path in folder.rglob("*"):
        inner = path.relative_to(folder)
        is_hidden = any(part.startswith((".", "~$")) or part == "__MACOSX" for part in inner.parts)
        in_geodatabase = any(parent.suffix.lower() == ".gdb" for parent in inner.parents)
        if is_hidden or in_geodatabase or path.suffix.lower() not in suffixes:
            continue
        if path.suffix.lower() == ".xlsx" and path.is_file() and is_issue_report(path):
            continue
        if path.is_dir() == (path.suffix.lower() == ".gdb"):
            yield path


def _shapefile_of(path: Path) -> Path:
    """Give the ``.shp`` for another file of its family, as a shell hands them all over for ``folder/*``."""
    if path.suffix.lower() not in (".shx", ".dbf", ".prj", ".cpg"):
        return path
    return next((one for one in shapefile.family(path) if one.suffix.lower() == ".shp"), path)
