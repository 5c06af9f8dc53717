"""The dossier of a contract as PDF."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time

import landwatch
from landwatch.i18n import gettext as _
from landwatch.registry import End
from landwatch.reports.contract_dossier import contract_dossier
from landwatch.reports.contract_file import ContractFile
from landwatch.reports.document import Drawing
from landwatch.reports.pdf import pdf
from landwatch.reports.unprintable import unwritten
from landwatch.rules import Assessment

__all__ = ["contract_dossier_pdf"]

_BESIDE = 0.3  # of the width of its map, left free on either side: a page is wider than a map is good for


def contract_dossier_pdf(assessment: Assessment, file: ContractFile, head: End | None) -> bytes:
    """Set the dossier of a contract as PDF/A, in the current language.

    Parameters
    ----------
    assessment
        The judged contracts.
    file
        What is on file about one of them.
    head
        The newest line of the journal that both rest on.

    Returns
    -------
    bytes
        The file; the same facts, day, instant and language give the same bytes.
    """
    place = replace(file.place, drawing=file.place.drawing and _in_the_middle(file.place.drawing))
    file = replace(file, place=place)
    journal = _("line {number}, {hash}").format(number=head.sequence, hash=head.hash) if head else ""
    program = f"landwatch {landwatch.__version__}"
    report = contract_dossier(file, journal=journal, program=program)
    number = file.dossier.explanation.contract_no
    missing = unwritten(assessment.snapshot.of_contracts([number]), [text for _place, text in report.texts()])
    if missing:
        remarks = [each.sentence() for each in missing]
        report = contract_dossier(file, journal=journal, program=program, remarks=remarks)
    known_at = assessment.snapshot.known_at or datetime.combine(assessment.on, time(), UTC)
    return pdf(report, known_at.replace(microsecond=0))


def _in_the_middle(drawing: Drawing) -> Drawing:
    """Leave room on both sides of a drawing, which is set as wide as the page."""
    room = drawing.width * _BESIDE
    width, height = drawing.width + 2 * room, drawing.height
    place = f'x="{room:g}" width="{drawing.width:g}" height="{height:g}"'
    inner = drawing.svg.replace("<svg ", f"<svg {place} ", 1)
    frame = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}">'
    return replace(
        drawing,
        svg=f"{frame}{inner}</svg>",
        width=width,
        labels=[(text, x + room, y, centred) for text, x, y, centred in drawing.labels],
    )
