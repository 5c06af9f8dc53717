"""The report as a Word file, from a template that an office can change in Word.

``templates/report.docx`` is written by ``scripts/report_template.py``. Word sets the text in the faces of the
machine (宋体, 黑体); charts and the map are the pictures of the PDF.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Emu, Mm
from docxtpl import DocxTemplate, InlineImage, RichText

from landwatch.characters import printable, texts_of
from landwatch.reports.document import Bars, Block, Drawing, Report, Section, Table, as_json
from landwatch.reports.pdf import picture

__all__ = ["TEMPLATE", "filled", "saved", "word_document"]

TEMPLATE = Path(__file__).with_name("templates") / "report.docx"
"""The template; its tags name what a report holds."""

_PICTURE_WIDTH, _UPRIGHT, _WIDE = Mm(158), Mm(160), Mm(261)
_HEADER = f"{qn('w:trPr')}/{qn('w:tblHeader')}"
# The first moment that a ZIP archive can name.
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def word_document(report: Report, made: datetime, template: Path = TEMPLATE) -> bytes:
    """Fill the template with a report.

    Parameters
    ----------
    report
        The report.
    made
        The instant written into the file as that of its making.
    template
        A Word file with the tags of :data:`TEMPLATE`.

    Returns
    -------
    bytes
        The file; the same report and instant give the same bytes.
    """
    document = DocxTemplate(template)
    content = texts_of(report.to_dict(), printable) | {
        "sections": [_section(document, section) for section in report.sections],
        "annexes": [_section(document, section) for section in report.annexes],
    }
    document.render(content, autoescape=True)
    _set_widths(document.docx, report)
    return saved(document, f"{report.title} {report.subtitle}", made)


def filled(template: Path, content: Mapping[str, Any], title: str, made: datetime) -> bytes:
    """Fill a template of plain texts.

    Parameters
    ----------
    template
        A Word file with tags.
    content
        What the tags name.
    title
        Title written into the file.
    made
        The instant written into the file as that of its making.

    Returns
    -------
    bytes
        The file; the same content and instant give the same bytes.
    """
    document = DocxTemplate(template)
    document.render(texts_of(content, printable), autoescape=True)
    return saved(document, title, made)


def saved(document: DocxTemplate, title: str, made: datetime) -> bytes:
    """Take the file of a filled template, which names nobody.

    Parameters
    ----------
    document
        The filled template.
    title
        Title written into the file.
    made
        The instant written into the file as that of its making.

    Returns
    -------
    bytes
        The file; the same content and instant give the same bytes.
    """
    properties = document.docx.core_properties
    properties.title = title
    properties.author = properties.last_modified_by = ""
    properties.created = properties.modified = made.replace(tzinfo=None)
    written = BytesIO()
    document.save(written)
    return _without_moments(written)


def _section(document: DocxTemplate, section: Section) -> Mapping[str, Any]:
    return {
        "heading": printable(section.heading),
        "blocks": [_block(document, block) for block in section.blocks],
    }


def _block(document: DocxTemplate, block: Block) -> Mapping[str, Any]:
    told: dict[str, Any] = texts_of(as_json(block), printable)
    if isinstance(block, Bars | Drawing):
        told["picture"] = InlineImage(document, BytesIO(picture(block)), width=_PICTURE_WIDTH)
    if isinstance(block, Table):
        last = len(told["rows"]) - 1 if told["total"] else None
        told["rows"] = [
            [RichText(text, bold=number == last) for text in row] for number, row in enumerate(told["rows"])
        ]
    return told


def _set_widths(document: Document, report: Report) -> None:
    """Divide the width of the page as the tables ask; templates cannot, for they do not know the columns."""
    across = len(report.sections)
    told = [
        (block, number >= across)
        for number, section in enumerate((*report.sections, *report.annexes))
        for block in section.blocks
        if isinstance(block, Table)
    ]
    tables = [table for table in document.tables if table.rows[0]._tr.find(_HEADER) is not None]
    for table, (block, wide) in zip(tables, told, strict=True):
        page = _WIDE if wide else _UPRIGHT
        whole = sum(column.width for column in block.columns)
        widths = [int(page * column.width / whole) for column in block.columns]
        table.autofit = False
        for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
            column.w = Emu(width)
        for row in table._tbl.tr_lst:
            for cell, width in zip(row.tc_lst, widths, strict=True):
                cell.width = Emu(width)


def _without_moments(archive: BytesIO) -> bytes:
    """Write the archive anew without the moments at which its parts were packed."""
    packed = BytesIO()
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(
                zipfile.ZipInfo(name, _ZIP_EPOCH), old.read(name), compress_type=zipfile.ZIP_DEFLATED
            )
    return packed.getvalue()
