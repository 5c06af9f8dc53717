"""Files that are something else than their names say, and how to make of them what can be read."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from landwatch.errors import InputError
from landwatch.formats.file import File
from landwatch.formats.packed import BROKEN_ZIP
from landwatch.formats.reading import Reading
from landwatch.formats.workbooks.dispatch import workbook_kind
from landwatch.i18n import gettext as _

__all__ = ["Foreign"]

_HEAD = 1 << 13
_WEB_PAGE = re.compile(r"<!doctype html|<html|<table|<body|<meta ", re.IGNORECASE)
_OLD_XML = "urn:schemas-microsoft-com:office:spreadsheet"
# How files begin; of JPEG what follows its first byte, which a mark of byte order has too.
_SIGNS = {
    "%PDF": "PDF",
    "{\\rtf": "RTF",
    "\x89PNG": "PNG",
    "\xd8\xff": "JPEG",
    "Rar!": "RAR",
    "7z\xbc\xaf": "7z",
    "\x1f\x8b": "gzip",
}
# Byte-order marks and blanks, which may come before the text of a web page.
_BEFORE = "\xef\xbb\xbf\xff\xfe \t\r\n"
_PACKED = frozenset({"RAR", "7z", "gzip"})


class Foreign:
    """Files of other programs, which are refused with the way out."""

    suffixes = ()

    def recognises(self, file: File) -> bool:
        """Tell whether its content shows that it is neither a workbook nor a table in text."""
        return workbook_kind(file.path) is None and _advice(file.path) is not None

    def read(self, file: File) -> Reading:
        """Refuse it."""
        raise InputError(_advice(file.path) or "")


def _advice(path: Path) -> str | None:
    """Say what a file is and what to do with it; ``None`` where nothing tells."""
    with path.open("rb") as stream:
        head = stream.read(_HEAD).replace(b"\0", b"").decode("latin-1").lstrip(_BEFORE)
    if head.startswith("PK"):
        return _word_advice(path)
    kind = next((kind for sign, kind in _SIGNS.items() if head.startswith(sign)), None)
    if kind in _PACKED:
        return _("it is packed as {kind}; unpack it and import what is in it").format(kind=kind)
    if kind:
        return _("it is a {kind} file; have the table exported as .xlsx or .csv").format(kind=kind)
    if head.startswith("<") and _OLD_XML in head and "<html" not in head.lower():
        return _save_as(_("a workbook in the XML of 2003"))
    if head.startswith("<") and _WEB_PAGE.search(head):
        return _save_as(_("a web page"))
    if re.match("(?i)mime-version:|from: <saved", head):
        return _save_as(_("a web archive"))
    return None


def _word_advice(path: Path) -> str | None:
    try:
        with zipfile.ZipFile(path) as archive:
            is_word = "word/document.xml" in archive.namelist()
    except BROKEN_ZIP:
        return None
    return (
        _("it is a Word document; copy its table into a workbook and save that as .xlsx") if is_word else None
    )


def _save_as(what: str) -> str:
    return _("it is {what}, whatever its name says; open it in WPS or Excel and save it as .xlsx").format(
        what=what
    )
