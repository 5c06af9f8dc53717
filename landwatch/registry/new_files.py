"""New files that are there as a whole or not at all, and never in the place of another one."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn

from landwatch.errors import RegisterError
from landwatch.i18n import gettext as _

__all__ = ["DRAFT", "FileTaken", "holds_something", "is_there", "new_file", "scratch"]

DRAFT = ".landwatch-draft-"
"""What the name of a folder begins with in which something is made."""

_HELD = ".held"  # whoever makes the draft holds the lock on this file as long as it lives


class FileTaken(RegisterError):
    """There is a file of that name already."""


def is_there(path: Path) -> bool:
    """Whether there is a file of a name.

    Parameters
    ----------
    path
        The name.

    Raises
    ------
    RegisterError
        If that cannot be found out, or something else has that name.
    """
    try:
        if path.exists() and not path.is_file():
            raise RegisterError(
                _("{file} is no file but a folder, a pipe or a device. Name a file.").format(file=path)
            )
        return path.exists()
    except OSError as error:
        raise RegisterError(
            _("The file {file} cannot be opened ({reason}). Name another one.").format(
                file=path, reason=error.strerror or error
            )
        ) from error


def holds_something(path: Path) -> bool:
    """Whether there is a file of a name that is not empty: one of 0 bytes is what a stopped program left.

    Parameters
    ----------
    path
        The name.

    Raises
    ------
    RegisterError
        If that cannot be found out.
    """
    return is_there(path) and path.stat().st_size > 0


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
    FileTaken
        If there is a file of that name; it is left as it is.
    RegisterError
        If it cannot be written; then nothing is left behind.
    """
    try:
        if target.exists() or target.is_symlink():
            _taken(target)
        with scratch(target.absolute().parent) as folder:
            draft = folder / target.name
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


@contextmanager
def scratch(parent: Path) -> Iterator[Path]:
    """Make a folder for what is not complete yet; it is thrown away in the end.

    One that a killed process left there is thrown away before: nobody holds its lock any more. The folder of
    a process that lives is never touched.

    Parameters
    ----------
    parent
        Where to make it.

    Yields
    ------
    Path
        The folder.

    Raises
    ------
    OSError
        If it cannot be made.
    """
    for left in parent.glob(f"{DRAFT}*"):
        _sweep(left)
    while True:
        folder = Path(tempfile.mkdtemp(prefix=DRAFT, dir=parent))
        held = _hold(folder)
        if held is not None:
            break
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


def _hold(folder: Path) -> int | None:
    """Lock a folder of our own; ``None`` if somebody swept it before it was locked."""
    try:
        held = os.open(folder / _HELD, os.O_CREAT | os.O_RDWR, 0o600)
    except FileNotFoundError:
        return None
    with suppress(OSError):  # a file system without locks; then nobody sweeps there either
        fcntl.flock(held, fcntl.LOCK_EX)
    if (folder / _HELD).exists():
        return held
    os.close(held)
    return None


def _sweep(folder: Path) -> None:
    """Throw a draft away if whoever made it is dead."""
    try:
        held = os.open(folder / _HELD, os.O_RDWR)
    except FileNotFoundError:
        with suppress(OSError):
            folder.rmdir()  # killed before it was locked, or about to be: then it is made anew
        return
    except OSError:
        return  # somebody else's
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    except OSError:
        pass  # it lives
    finally:
        os.close(held)


def _name(draft: Path, target: Path) -> None:
    """Give a file its name unless there is one of that name."""
    try:
        os.link(draft, target)
    except FileExistsError:
        _taken(target)
    except OSError:
        # A file system without second names (FAT, some network drives).
        with _alone_in(target.absolute().parent):
            if target.exists() or target.is_symlink():
                _taken(target)
            draft.rename(target)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Wait for other makers of files in a folder."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _taken(target: Path) -> NoReturn:
    raise FileTaken(
        _("There is a file {file} already; it was left as it is. Name another one.").format(file=target)
    )
