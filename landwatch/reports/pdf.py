"""The report as a PDF, and its drawings as pictures for other documents."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from landwatch.reports.document import Bars, Drawing, Report, as_json
from landwatch.typesetting import typeset

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
    """
    content = {"report": report.to_dict()}
    return typeset(_TEMPLATES / "report.typ", content, format="pdf", timestamp=made, pdf_standards="a-2u")[0]


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
    content = {"block": as_json(block)}
    return typeset(_TEMPLATES / "picture.typ", content, format="png", ppi=_PIXELS_PER_INCH)[0]
