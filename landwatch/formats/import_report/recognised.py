"""Workbooks that the program wrote about an import: they lie beside ledgers and are none."""

from __future__ import annotations

import zipfile
from pathlib import Path

from landwatch.errors import InputError
from landwatch.formats.packed import BROKEN_ZIP
from landwatch.formats.workbooks.xml_stream import XmlStream

__all__ = ["REPORT_MARK", "is_issue_report"]

REPORT_MARK = "landwatch-issue-report"
"""Name of the document property by which an issue report is known, whatever its file is called."""

_PROPERTIES = "docProps/custom.xml"
_PROPERTY = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}property"
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
    names: list[str] = []
    stream = XmlStream({_PROPERTY: lambda attributes: names.append(attributes.get("name", ""))}, {})
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(_PROPERTIES).file_size > _LARGEST:
                return False
            with archive.open(_PROPERTIES) as properties:
                stream.whole(properties)
    except (InputError, *BROKEN_ZIP):
        return False
    return REPORT_MARK in names
