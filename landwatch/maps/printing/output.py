"""Sheets as files: PDF with all of them, SVG and PNG one a sheet."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import typst

from landwatch.errors import UsageError
from landwatch.i18n import Language, speaking
from landwatch.i18n import gettext as _
from landwatch.maps.printing.sheet import Sheet
from landwatch.typesetting import typeset

__all__ = ["DOTS_PER_INCH", "Form", "sheet_files", "sheet_preview"]

Form = Literal["pdf", "svg", "png"]

DOTS_PER_INCH = 200
"""Of a PNG."""

_TOO_LONG = "the words do not fit beside the map"  # as the template puts it
_TEMPLATE = Path(__file__).parents[1] / "templates" / "sheet.typ"


def sheet_files(
    sheets: Sequence[Sheet], form: Form, title: str, made: datetime, *, language: Language = "zh"
) -> list[bytes]:
    """Set sheets.

    Parameters
    ----------
    sheets
        The sheets.
    form
        ``pdf`` for one file with every sheet, ``svg`` or ``png`` for a file each.
    title
        Title of the document.
    made
        The instant written into a PDF as that of its making.
    language
        Language of the sheets.

    Returns
    -------
    list of bytes
        The files; the same sheets and instant give the same bytes.

    Raises
    ------
    UsageError
        If the words do not fit beside a map even when they are set small.
    """
    content = {
        "sheets": [sheet.to_dict() for sheet in sheets],
        "title": title,
        "colour": all(sheet.colour for sheet in sheets),
    }
    with _words_that_fit(title, ", ".join(dict.fromkeys(sheet.layout.paper for sheet in sheets))):
        return _set(content, form, made, language)


def sheet_preview(sheet: Sheet, width: int, *, language: Language = "zh") -> bytes:
    """Set a sheet as a small picture, to look at before it is made.

    Parameters
    ----------
    sheet
        The sheet.
    width
        About how many pixels wide.
    language
        Language of the sheet.

    Returns
    -------
    bytes
        PNG.

    Raises
    ------
    UsageError
        As for :func:`sheet_files`.
    """
    content = {"sheets": [sheet.to_dict()], "title": sheet.name, "colour": sheet.colour}
    with speaking(language), _words_that_fit(sheet.name, sheet.layout.paper):
        return typeset(_TEMPLATE, content, format="png", ppi=width / (sheet.layout.width / 25.4))[0]


@contextmanager
def _words_that_fit(title: str, papers: str) -> Iterator[None]:
    """Say it in words where they do not fit beside the map."""
    try:
        yield
    except typst.TypstError as error:
        if _TOO_LONG not in str(error):
            raise
        raise UsageError(
            _(
                "{title}: the words do not fit beside the map on {paper}; take larger paper with --paper"
            ).format(title=title, paper=papers)
        ) from error


def _set(content: dict[str, Any], form: Form, made: datetime, language: Language) -> list[bytes]:
    with speaking(language):
        if form == "pdf":
            return typeset(_TEMPLATE, content, format=form, timestamp=made, pdf_standards="a-2u")
        if form == "svg":
            return typeset(_TEMPLATE, content, format=form)
        pictures = typeset(_TEMPLATE, content, format=form, ppi=float(DOTS_PER_INCH))
    return [_sized(picture) for picture in pictures]


def _sized(picture: bytes) -> bytes:
    """Write the resolution into a PNG, so that it is printed true to scale, too."""
    dots = round(DOTS_PER_INCH / 0.0254)
    chunk = b"pHYs" + struct.pack(">IIB", dots, dots, 1)
    header = 8 + 25  # signature and IHDR, which come first
    size, check = struct.pack(">I", len(chunk) - 4), struct.pack(">I", zlib.crc32(chunk))
    return picture[:header] + size + chunk + check + picture[header:]
