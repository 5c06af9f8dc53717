"""Write the Word template of the reports: landwatch/reports/templates/report.docx.

An office may change the file in Word instead; the tags in braces must stay. Run from the root of the
repository: .venv/bin/python scripts/report_template.py
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

ROOT = Path(__file__).resolve().parents[1]
PLACE = ROOT / "landwatch" / "reports" / "templates" / "report.docx"

TEXT, HEAD = "宋体", "黑体"
RED, INK = RGBColor(0xB3, 0x12, 0x2F), RGBColor(0x1F, 0x2A, 0x36)


def set_face(style: Any, face: str, size: float, *, bold: bool = False) -> None:
    """Give a style a Chinese and a Latin face, a size and the colour of the ink."""
    style.font.name = "Times New Roman"
    style.font.size = Pt(size)
    style.font.bold = bold
    style.font.color.rgb = INK
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), face)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)


def set_styles(document: Any) -> None:
    """Text in 宋体, headings in 黑体, small text for tables."""
    styles = document.styles
    set_face(styles["Normal"], TEXT, 12)
    styles["Normal"].paragraph_format.line_spacing = 1.4
    styles["Normal"].paragraph_format.space_after = Pt(4)
    set_face(styles["Title"], HEAD, 20, bold=True)
    styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    border = styles["Title"].element.pPr.find(qn("w:pBdr"))
    if border is not None:
        styles["Title"].element.pPr.remove(border)
    set_face(styles["Subtitle"], TEXT, 14)
    styles["Subtitle"].font.italic = False
    styles["Subtitle"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    set_face(styles["Heading 1"], HEAD, 14, bold=True)
    styles["Heading 1"].paragraph_format.space_before = Pt(14)
    styles["Heading 1"].paragraph_format.space_after = Pt(6)
    set_face(styles["Caption"], HEAD, 10.5, bold=True)
    styles["Caption"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    styles["Caption"].paragraph_format.keep_with_next = True
    small = styles.add_style("Cell", 1)
    small.base_style = styles["Normal"]
    set_face(small, TEXT, 8)
    small.paragraph_format.line_spacing = 1.0
    small.paragraph_format.space_after = Pt(0)
    note = styles.add_style("Note", 1)
    note.base_style = small
    set_face(note, TEXT, 8)
    note.paragraph_format.space_before = Pt(2)
    note.paragraph_format.space_after = Pt(8)


def add_field(paragraph: Any, instruction: str) -> None:
    """Append a field, e.g. the number of the page."""
    for kind, text in (("begin", None), (None, instruction), ("end", None)):
        run = paragraph.add_run()._r
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run.append(part)


def repeat_row(row: Any) -> None:
    """Print the row again on every page that the table reaches."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def keep_row(row: Any) -> None:
    """Keep the row on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def set_margins(table: Any) -> None:
    """Narrow margins at the sides of the cells, a little air above and below."""
    margins = OxmlElement("w:tblCellMar")
    for side, twentieths in (("top", 25), ("left", 55), ("bottom", 25), ("right", 55)):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(twentieths))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)


def shade(cell: Any) -> None:
    """Give a cell the ground of a header."""
    ground = OxmlElement("w:shd")
    ground.set(qn("w:val"), "clear")
    ground.set(qn("w:fill"), "E8EEF4")
    cell._tc.get_or_add_tcPr().append(ground)


def add_table(document: Any) -> None:
    """A table of as many rows and columns as a block has: its rows and cells are loops."""
    table = document.add_table(rows=4, cols=3, style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    set_margins(table)
    heads, opened, row, closed = table.rows
    texts = (
        (heads, ("{%tc for head in block.heads %}", "{{ head }}", "{%tc endfor %}")),
        (opened, ("{%tr for row in block.rows %}", "", "")),
        (row, ("{%tc for cell in row %}", "{%p if block.numbers[loop.index0] %}", "{%tc endfor %}")),
        (closed, ("{%tr endfor %}", "", "")),
    )
    for place, words in texts:
        for cell, text in zip(place.cells, words, strict=True):
            cell.paragraphs[0].style = document.styles["Cell"]
            cell.paragraphs[0].add_run(text)
    # Numbers stand to the right, everything else to the left.
    value = row.cells[1]
    value.add_paragraph("{{r cell }}", style="Cell").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    value.add_paragraph("{%p else %}", style="Cell")
    value.add_paragraph("{{r cell }}", style="Cell")
    value.add_paragraph("{%p endif %}", style="Cell")
    for cell in heads.cells:
        shade(cell)
        cell.paragraphs[0].runs[0].bold = True
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    repeat_row(heads)
    keep_row(row)


def add_sections(document: Any, name: str) -> None:
    """The loop over sections and what they hold."""
    document.add_paragraph(f"{{%p for section in {name} %}}")
    document.add_paragraph("{{ section.heading }}", style="Heading 1")
    document.add_paragraph("{%p for block in section.blocks %}")
    document.add_paragraph("{%p if block.kind == 'text' %}")
    text = document.add_paragraph("{{ block.text }}")
    text.paragraph_format.first_line_indent = Pt(24)
    document.add_paragraph("{%p elif block.kind == 'table' %}")
    document.add_paragraph("{%p if block.title %}")
    document.add_paragraph("{{ block.title }}", style="Caption")
    document.add_paragraph("{%p endif %}")
    add_table(document)
    document.add_paragraph("{{ block.note }}", style="Note")
    document.add_paragraph("{%p else %}")
    document.add_paragraph("{{ block.title }}", style="Caption")
    drawn = document.add_paragraph("{{ block.picture }}")
    drawn.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endfor %}")


def set_page(section: Any, *, across: bool) -> None:
    """A4 upright for the text, across for the lists, with the mark at the head and the number at the foot."""
    size = (Mm(297), Mm(210)) if across else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = size
    section.left_margin, section.right_margin = (Mm(18), Mm(18)) if across else (Mm(26), Mm(24))
    section.top_margin, section.bottom_margin = (Mm(24), Mm(20)) if across else (Mm(30), Mm(26))


def make() -> Any:
    """Put the template together."""
    document = docx.Document()
    set_styles(document)
    first = document.sections[0]
    set_page(first, across=False)
    head = first.header.paragraphs[0]
    head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    mark = head.add_run("{{ mark }}")
    mark.bold, mark.font.size, mark.font.color.rgb = True, Pt(9), RED
    foot = first.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run("{{ footer }}  ·  ").font.size = Pt(8)
    add_field(foot, "PAGE")
    foot.add_run(" / ").font.size = Pt(8)
    add_field(foot, "NUMPAGES")
    for run in foot.runs:
        run.font.size = Pt(8)
    document.add_paragraph("{{ title }}", style="Title")
    document.add_paragraph("{{ subtitle }}", style="Subtitle")
    facts = document.add_table(rows=3, cols=2)
    facts.autofit = False
    for column, width in zip(facts.columns, (Mm(30), Mm(130)), strict=True):
        column.width = width
    rows = (
        ("{%tr for name, value in particulars %}", ""),
        ("{{ name }}", "{{ value }}"),
        ("{%tr endfor %}", ""),
    )
    for place, words in zip(facts.rows, rows, strict=True):
        for cell, text, width in zip(place.cells, words, (Mm(30), Mm(130)), strict=True):
            cell.width = width
            cell.paragraphs[0].style = document.styles["Cell"]
            cell.paragraphs[0].add_run(text)
    facts.rows[1].cells[0].paragraphs[0].runs[0].bold = True
    add_sections(document, "sections")
    set_page(document.add_section(), across=True)
    add_sections(document, "annexes")
    document.core_properties.author = "landwatch"
    document.core_properties.comments = ""
    return document


if __name__ == "__main__":
    make().save(str(Path(sys.argv[1]) if len(sys.argv) > 1 else PLACE))
