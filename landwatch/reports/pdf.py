"""The report as a PDF, and its drawings as pictures for other documents; typst sets both.

Fonts are those of the installation, never those of the machine: the same report gives the same file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from landwatch.i18n import language
from landwatch.reports.document import Bars, Drawing, Report, as_json
from landwatch.reports.glyphs import FAMILY, check_glyphs, font_folder

__all__ = ["pdf", "picture"]

_TEMPLATES = Path(__file__).with_name("templates")
_PIXELS_PER_INCH = 220.0


def pdf(report: Report, made: datetime) -> bytes:
    """Set a report as PDF/A.

    Parameters
    ----------
    report
        The report, in the language that is spoken.
    made
        The instant written into the file as that of its making.

    Returns
    -------
    bytes
        The file; the same report and instant give the same bytes.

    Raises
    ------
    InputError
        If the font lacks a character; says which and where.
    """
    check_glyphs(report.texts())
    content = {"report": report.to_dict()}
    return _compile("report.typ", content, format="pdf", timestamp=made, pdf_standards="a-2u")


def picture(block: Bars | Drawing) -> bytes:
    """Draw bars or a drawing as the PDF shows them.

    Parameters
    ----------
    block
        What to draw.

    Returns
    -------
    bytes
        A PNG as wide as the text of a page.
    """
    return _compile("picture.typ", {"block": as_json(block)}, format="png", ppi=_PIXELS_PER_INCH)


def _compile(template: str, content: Mapping[str, Any], **options: Any) -> bytes:
    told = json.dumps({**content, "language": language(), "font": FAMILY}, ensure_ascii=False)
    made = typst.compile(
        _TEMPLATES / template,
        root=_TEMPLATES,
        font_paths=[font_folder()],
        ignore_system_fonts=True,
        sys_inputs={"content": told},
        **options,
    )
    return bytes(made) if isinstance(made, (bytes, bytearray)) else bytes(made[0])
