"""Write the Word templates of the early letters: landwatch/reports/templates/*_letter.docx.

An office may change the files in Word instead; the tags in braces must stay. Run from the root of the
repository: .venv/bin/python scripts/letter_templates.py
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "landwatch" / "reports" / "templates"

TEXT, HEAD = "仿宋", "黑体"
RED = RGBColor(0xB3, 0x12, 0x2F)

LAND = (
    ("合同编号", "{{ contract_no }}"),
    ("电子监管号", "{{ supervision_no }}"),
    ("项目名称", "{{ project }}"),
    ("宗地编号", "{{ parcels }}"),
    ("坐落", "{{ location }}"),
    ("面积、用途", "{{ area }}；{{ land_use }}"),
)
KNOWN = "我单位监管台账所载情况如下。“未见记录”不等于未办理，已办理的请于收函后将复印件报送我单位："
REPORT = (
    "{number}、如实报告。请按《闲置土地处置办法》第二十三条，及时向我单位报告项目开工、开发进度和竣工情况；{what}。"
    "我单位将继续开展动态巡查，请予配合。"
)

COMMENCEMENT = {
    "title": "关于按期开工的提醒函",
    "days": (
        ("约定开工日", "{{ due }}{{ moved }}"),
        ("距约定开工日", "{{ days_left }}天（截至{{ on }}）"),
    ),
    "opening": (
        "你单位与{{ grantor }}于{{ signed_on }}就下列国有建设用地签订了合同（见下表）。按{{ clause_due }}，"
        "{{ part }}应于{{ due }}前（含当日）开工。截至{{ on }}，我单位监管台账没有该项目开工的记录。"
        "现提醒如下："
    ),
    "points": (
        "一、按期开工。开工须先取得施工许可证，并达到《闲置土地处置办法》（国土资源部令第53号）"
        "第三十条的标准：需挖深基坑的，基坑开挖完毕；"
        "使用桩基的，打入所有基础桩；其他项目，地基施工完成三分之一。围挡、场平、奠基不算开工。",
        "二、办齐许可。" + KNOWN,
        None,
        "三、不能按期开工的，应按{{ clause_due }}提前{{ apply_days }}日书面申请延建，说明原因并附证明材料；"
        "{% if may_apply %}最迟应于{{ apply_by }}提出{% else %}"
        "该期限已于{{ apply_by }}届满，确需延建的请立即书面提出{% endif %}。"
        "经出让人同意延建的，竣工时间相应顺延，延建期限不超过{{ cap_years }}年。"
        "因政府及其有关部门的行为或者不可抗力造成延迟的，请按《闲置土地处置办法》第八条一并提交证明材料。",
        REPORT.format(number="四", what="开工后请即报送开工申报书及现场照片"),
        "五、逾期未开工的，按{{ clause_damages }}承担违约责任；超过约定开工日满一年仍未开工的，"
        "将依《闲置土地处置办法》进行调查。",
    ),
}
COMPLETION = {
    "title": "关于按期竣工的提醒函",
    "days": (
        ("约定竣工日", "{{ due }}{{ moved }}"),
        ("距约定竣工日", "{{ days_left }}天（截至{{ on }}）"),
    ),
    "opening": (
        "你单位与{{ grantor }}于{{ signed_on }}就下列国有建设用地签订了合同（见下表）。按{{ clause_due }}，"
        "{{ part }}应于{{ due }}前（含当日）竣工。截至{{ on }}，我单位监管台账没有该项目竣工的记录。"
        "现提醒如下："
    ),
    "points": (
        "一、按期竣工。请抓紧施工，于约定竣工日前完成建设，并申请竣工验收和竣工用地核验。",
        "二、备齐资料。" + KNOWN,
        None,
        "三、不能按期竣工的，请在约定竣工日前书面说明原因、已完成的比例和预计竣工日。约定竣工日只能由双方签订补充协议变更；"
        "因政府及其有关部门的行为或者不可抗力造成延迟的，请一并提交证明材料。",
        REPORT.format(number="四", what="竣工后请即报送竣工申报书"),
        "五、逾期未竣工的，按{{ clause_damages }}承担违约责任。",
    ),
}


def set_face(style: Any, face: str, size: float, *, bold: bool = False) -> None:
    """Give a style a Chinese face and a size."""
    style.font.name = "Times New Roman"
    style.font.size = Pt(size)
    style.font.bold = bold
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), face)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)


def set_styles(document: Any) -> None:
    """Sizes and lines near those of GB/T 9704, a little smaller, so that a letter is two pages at most."""
    styles = document.styles
    set_face(styles["Normal"], TEXT, 14)
    plain = styles["Normal"].paragraph_format
    plain.line_spacing_rule, plain.line_spacing, plain.space_after = WD_LINE_SPACING.EXACTLY, Pt(25), Pt(0)
    set_face(styles["Title"], HEAD, 20)
    styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    styles["Title"].paragraph_format.line_spacing = Pt(36)
    border = styles["Title"].element.pPr.find(qn("w:pBdr"))
    if border is not None:
        styles["Title"].element.pPr.remove(border)
    cell = styles.add_style("Cell", 1)
    cell.base_style = styles["Normal"]
    set_face(cell, TEXT, 11)
    cell.paragraph_format.line_spacing = Pt(17)


def add_text(document: Any, text: str, *, indent: bool = True) -> Any:
    """A paragraph of the letter, two characters in."""
    paragraph = document.add_paragraph(text)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(28)
    return paragraph


def add_table(document: Any, rows: Any, widths: tuple[Any, Any]) -> None:
    """Two columns; a row with one text only is a tag."""
    table = document.add_table(rows=len(rows), cols=2, style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for place, texts in zip(table.rows, rows, strict=True):
        place._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, text, width in zip(place.cells, texts, widths, strict=True):
            cell.width = width
            cell.paragraphs[0].style = document.styles["Cell"]
            cell.paragraphs[0].add_run(text)


def add_end(document: Any) -> None:
    """Contact, seal and day."""
    add_text(
        document, "联系人：{{ contact }}　　联系电话：{{ telephone }}"
    ).paragraph_format.space_before = Pt(8)
    for text in ("{{ office }}（印章）", "{{ on }}"):
        line = document.add_paragraph(text)
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line.paragraph_format.right_indent = Pt(28)
        line.paragraph_format.keep_with_next = True
    document.add_paragraph("依据：{{ basis }}", style="Cell").paragraph_format.space_before = Pt(14)


def make(letter: Any) -> Any:
    """Put a template together."""
    document = docx.Document()
    set_styles(document)
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Mm(28), Mm(26), Mm(30), Mm(26)
    head = page.header.paragraphs[0]
    head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    mark = head.add_run("{{ mark }}")
    mark.bold, mark.font.size, mark.font.color.rgb = True, Pt(10), RED
    document.add_paragraph(letter["title"], style="Title")
    number = document.add_paragraph("{{ number }}")
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_text(document, "{{ holder }}：", indent=False).paragraph_format.space_before = Pt(10)
    add_text(document, letter["opening"])
    add_table(document, (*LAND, *letter["days"]), (Mm(34), Mm(122)))
    for point in letter["points"]:
        if point is None:
            papers = (
                ("{%tr for name, told in papers %}", ""),
                ("{{ name }}", "{{ told }}"),
                ("{%tr endfor %}", ""),
            )
            add_table(document, papers, (Mm(60), Mm(96)))
        else:
            add_text(document, point)
    add_end(document)
    document.core_properties.author = "landwatch"
    document.core_properties.comments = ""
    return document


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    for name, letter in (("commencement", COMMENCEMENT), ("completion", COMPLETION)):
        make(letter).save(str(folder / f"{name}_letter.docx"))
