"""New files that are there as a whole or not at all, and never in the place of another one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from landwatch.errors import RegisterError
from landwatch.i18n import gettext as _

__all__ = ["new_file"]


@contextmanager
def new_file(target: Path) -> Iterator[Path]:
    """Write a file under another name; it gets its own once it is complete and on the disk.

    Parameters
    ----------
    target
        Where the file shall be.

    Yields
    ------
    Path
        Where to write it; whatever else lies in that folder is thrown away afterwards.

    Raises
    ------
    RegisterError
        If there is a file of that name, or it cannot be written; then nothing is left behind.
    """
    if target.exists() or target.is_symlink():
        raise _taken(target)
    try:
        with tempfile.TemporaryDirectory(prefix=".landwatch-", dir=target.absolute().parent) as folder:
            draft = Path(folder) / target.name
            yield draft
            _flush(draft)
            _name(draft, target)
            _flush(target.absolute().parent)
    except OSError as error:
        raise RegisterError(
            _("The file {file} cannot be written ({reason}); nothing was changed. Name another one.").format(
                file=target, reason=error.strerror or error
            )
        ) from error


def _name(draft: Path, target: Path) -> None:
    """Give a file its name unless there is one of that name."""
    try:
        try:
            os.link(draft, target)
        except FileExistsError:
            raise
        except OSError:
            # A file system without second names (FAT, some network drives): take the name, then fill it.
            target.open("xb").close()
            draft.replace(target)
    except FileExistsError:
        raise _taken(target) from None


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _taken(target: Path) -> RegisterError:
    return RegisterError(
        _("There is a file {file} already; it was left as it is. Name another one.").format(file=target)
    )
