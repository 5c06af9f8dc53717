"""Write the Word template of official papers: landwatch/reports/templates/official_paper.docx.

An office that wants another layout puts KIND.docx into its folder of papers, with the particulars as tags.
Run from the root of the repository: .venv/bin/python scripts/paper_template.py
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.shared import Mm, Pt
from letter_templates import FOLDER, add_text, set_styles

TEMPLATE = FOLDER / "official_paper.docx"
CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


def add_line(document: Any, text: str, alignment: Any = None, *, size: float | None = None) -> Any:
    """A paragraph without indent."""
    line = document.add_paragraph()
    run = line.add_run(text)
    if size:
        run.font.size = Pt(size)
    if alignment is not None:
        line.alignment = alignment
    return line


def add_rows(document: Any) -> None:
    """The table of a block: name and value, one row each."""
    table = document.add_table(rows=3, cols=2, style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, (Mm(36), Mm(120)), strict=True):
        column.width = width
    texts = (("{%tr for row in block.rows %}", ""), ("{{ row[0] }}", "{{ row[1] }}"), ("{%tr endfor %}", ""))
    for place, cells in zip(table.rows, texts, strict=True):
        for cell, text, width in zip(place.cells, cells, (Mm(36), Mm(120)), strict=True):
            cell.width = width
            cell.paragraphs[0].style = document.styles["Cell"]
            cell.paragraphs[0].add_run(text)


def write(path: Path) -> None:
    """Write the template."""
    document = docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Mm(28), Mm(26), Mm(30), Mm(28)
    set_styles(document)
    page.header.paragraphs[0].add_run("{{ mark }}").font.size = Pt(10)
    page.header.paragraphs[0].alignment = CENTRE
    document.add_paragraph("{{ title }}", style="Title")
    add_line(document, "{{ number }}", CENTRE, size=12)
    add_line(document, "{%p if addressed %}")
    add_line(document, "{{ addressed }}：")
    add_line(document, "{%p endif %}")
    add_line(document, "{%p for block in blocks %}")
    add_line(document, "{%p if block.kind == 'paragraph' %}")
    add_text(document, "{{ block.text }}")
    add_line(document, "{%p elif block.kind == 'table' %}")
    add_rows(document)
    add_line(document, "{%p else %}")
    add_line(document, "{%p for place in block.places %}")
    add_line(document, "{{ place }}：", size=11)
    add_line(document, "{%p endfor %}")
    add_line(document, "{%p endif %}")
    add_line(document, "{%p endfor %}")
    for text in ("{{ office }}{{ seal }}", "{{ day }}"):
        line = add_line(document, text, RIGHT)
        line.paragraph_format.right_indent = Pt(28)
        line.paragraph_format.keep_together = line.paragraph_format.keep_with_next = True
    add_line(document, "{{ code }}").paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    properties = document.core_properties
    properties.author = properties.comments = ""
    document.save(str(path))


if __name__ == "__main__":
    sys.exit(write(TEMPLATE))
