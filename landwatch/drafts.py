"""Files that are whole or not there: each is written beside its place and put there when it is done.

A reader never meets half a file, and where the disk is full or the folder sealed, what was there stays.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from landwatch.errors import UsageError
from landwatch.i18n import gettext as _

__all__ = ["as_file_name", "put_in_place", "whole"]

_IN_NO_NAME = re.compile(r'[\x00-\x1f\\/:*?"<>|]')


def as_file_name(text: str) -> str:
    """Make the name of a file, or a part of one, out of what a record says.

    Parameters
    ----------
    text
        E.g. the number of a contract.

    Returns
    -------
    str
        With an underscore for each character that no name may have; so it leads out of no folder.
    """
    return _IN_NO_NAME.sub("_", text)


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Write a file beside its place and put it there once it is whole.

    Parameters
    ----------
    path
        Where it goes; what is there is replaced.

    Yields
    ------
    Path
        Where to write it meanwhile.

    Raises
    ------
    OSError
        If it cannot be written; nothing is left behind.
    """
    draft = path.with_name(f".{os.getpid()}-{path.name}")
    try:
        yield draft
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def put_in_place(path: Path, *, replace: bool) -> Iterator[Path]:
    """Write a file that somebody asked for, whole or not at all.

    Parameters
    ----------
    path
        Where it goes.
    replace
        Whether a file that is there may be replaced.

    Yields
    ------
    Path
        Where to write it meanwhile.

    Raises
    ------
    UsageError
        If a file is there that may not be replaced, or it cannot be written.
    """
    if path.exists() and not replace:
        raise UsageError(
            _("{path}: is there already; name another file, or replace it with --force").format(path=path)
        )
    try:
        with whole(path) as draft:
            yield draft
    except OSError as error:
        raise UsageError(
            _("{path}: cannot be written: {why}; close it if it is open, or name another file").format(
                path=path, why=error.strerror or error
            )
        ) from error
