"""Where a register keeps its things on disk."""

from __future__ import annotations

from pathlib import Path

from landwatch.registry.database import connect
from landwatch.registry.faults import file_of

__all__ = ["embedded_file", "evidence_folder"]


def embedded_file(database: str) -> Path | None:
    """Name the file of an embedded register.

    Parameters
    ----------
    database
        URL of the register.

    Returns
    -------
    Path or None
        The GeoPackage; ``None`` for a database server.

    Raises
    ------
    RegisterError
        If the URL is of no known kind.
    """
    return file_of(connect(database).url)


def evidence_folder(database: str) -> Path:
    """Name the folder that keeps the photographs of a register.

    Parameters
    ----------
    database
        URL of the register.

    Returns
    -------
    Path
        ``<file>.files`` beside a GeoPackage; ``landwatch.files`` in the working directory for a server.
    """
    file = embedded_file(database)
    return Path("landwatch.files") if file is None else file.with_name(f"{file.name}.files")
