"""Copies and backups of a register, and what is in none of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from landwatch.errors import RegisterError
from landwatch.registry import Register, copies, transfer, upkeep
from landwatch.registry.paths import evidence_folder
from landwatch.registry.transfer import Copied
from landwatch.services.maintenance.photographs import left_outside

__all__ = ["back_up", "copy", "photographs_of", "restore"]


def copy(origin: str, target: str, at: datetime) -> Copied:
    """Copy a register to another database, with its journal and all that stands no more.

    Parameters
    ----------
    origin
        URL of the register.
    target
        URL of an empty place.
    at
        The instant; both remember where the other one lies.

    Returns
    -------
    Copied
        What was copied.

    Raises
    ------
    RegisterError
        If it cannot be done; then the target is as it was.
    """
    copied = transfer.copy(origin, target)
    _remember(target, copies.place_of(origin), at, copied)
    return _remembered(origin, copies.place_of(target), at, copied)


def back_up(database: str, file: Path, at: datetime) -> Copied:
    """Copy a register to a new GeoPackage, while others work on.

    Parameters
    ----------
    database
        URL of the register.
    file
        Where the copy shall be.
    at
        The instant; the register remembers where the copy lies, if it can be written.

    Returns
    -------
    Copied
        What is in the copy.

    Raises
    ------
    RegisterError
        If the register cannot be read or the file cannot be written.
    """
    copied = transfer.back_up(database, file)
    return _remembered(database, str(file.absolute()), at, copied)


def restore(file: Path, database: str, at: datetime) -> Copied:
    """Bring a backup back to an empty place.

    Parameters
    ----------
    file
        The backup.
    database
        URL of the empty place.
    at
        The instant; the register remembers where its backup lies.

    Returns
    -------
    Copied
        What was restored.

    Raises
    ------
    RegisterError
        If the backup is broken or the place holds something; then nothing was restored.
    """
    copied = transfer.restore(file, database)
    _remember(database, str(file.absolute()), at, copied)
    return copied


def _remember(database: str, place: str, at: datetime, copied: Copied) -> None:
    head = copied.journal and copied.journal.head
    if head is not None:
        with Register.open(database) as register:
            register.remember_copy(place, at, head)


def _remembered(database: str, place: str, at: datetime, copied: Copied) -> Copied:
    """Remember a copy that is made and good, whether or not the register can be written."""
    try:
        _remember(database, place, at, copied)
    except RegisterError:
        return replace(copied, is_remembered=False)
    return copied


def photographs_of(database: str) -> Path | None:
    """Name the folder beside a register with photographs that are in no copy of it.

    Parameters
    ----------
    database
        URL of the register.

    Returns
    -------
    Path or None
        ``None`` if there is no such folder, or the register has taken in what is in it.

    Raises
    ------
    RegisterError
        If the register cannot be read.
    """
    folder = evidence_folder(database)
    if not folder.is_dir():
        return None
    found, current = upkeep.schemas(database)
    return folder if found != current else left_outside(database)
