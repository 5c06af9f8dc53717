"""Where incoming records lie, and how much room they have."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from landwatch.errors import LandwatchError
from landwatch.i18n import gettext as _
from landwatch.registry.paths import embedded_file

__all__ = ["NoRoom", "Room", "folder_of", "made", "synced"]

_SPARE = 64 << 20  # the register itself needs room to write in


class NoRoom(LandwatchError):
    """There is no room for what comes in; what is there stays."""


@dataclass(frozen=True, slots=True)
class Room:
    """How much may lie there.

    Attributes
    ----------
    most_bytes
        Bytes of all files that wait together.
    """

    most_bytes: int = 20 << 30

    def check(self, folder: Path, waiting: int, more: int) -> None:
        """Make sure that a file has room.

        Parameters
        ----------
        folder
            Where it will lie.
        waiting
            Bytes that the files have which wait or have been begun.
        more
            Bytes of the file.

        Raises
        ------
        NoRoom
            If it has not.
        """
        if waiting + more > self.most_bytes:
            raise NoRoom(
                _(
                    "there is no room for more: {used} of {most} MB wait to be taken into the register. Keep "
                    "the record on the phone and tell the office (LANDWATCH_FIELD_ROOM_MB)"
                ).format(used=waiting >> 20, most=self.most_bytes >> 20)
            )
        if shutil.disk_usage(folder).free < more + _SPARE:
            raise no_space(folder)


def no_space(folder: Path) -> NoRoom:
    """Say that the disk is full.

    Parameters
    ----------
    folder
        The folder on it.
    """
    return NoRoom(
        _("the disk of {folder} is full. Keep the record on the phone and tell the office").format(
            folder=folder
        )
    )


def folder_of(database: str) -> Path:
    """Name the folder in which incoming records of a register wait.

    Parameters
    ----------
    database
        URL of the register.

    Returns
    -------
    Path
        ``zone.field`` beside ``zone.gpkg``; ``landwatch.field`` in the working directory for a server.

    Raises
    ------
    RegisterError
        If the URL is of no known kind.
    """
    file = embedded_file(database)
    return Path("landwatch.field") if file is None else file.with_suffix(".field")


def made(folder: Path) -> Path:
    """Make a folder that nobody else may look into.

    Parameters
    ----------
    folder
        The folder.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def synced(folder: Path) -> None:
    """Let the names in a folder outlast a loss of power.

    Parameters
    ----------
    folder
        The folder.
    """
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
