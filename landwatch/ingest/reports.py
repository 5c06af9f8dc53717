"""Workbooks that the program wrote about an import: they lie beside ledgers and are none."""

from __future__ import annotations

import zipfile
from pathlib import Path

__all__ = ["REPORT_MARK", "is_issue_report"]

REPORT_MARK = "landwatch-issue-report"
"""Name of the document property by which an issue report is known, whatever its file is called."""

_PROPERTIES = "docProps/custom.xml"
_LARGEST = 1 << 16


def is_issue_report(path: Path) -> bool:
    """Tell whether a file is an issue report of an earlier import.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    bool
        False for every other file, also for one that cannot be opened.
    """
    if path.suffix.lower() != ".xlsx":
        return False
    try:
        with zipfile.ZipFile(path) as archive, archive.open(_PROPERTIES) as properties:
            return REPORT_MARK.encode() in properties.read(_LARGEST)
    except (KeyError, OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return False
