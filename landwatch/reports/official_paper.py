"""An official paper (文书) as PDF, or as Word from a template that an office can change.

What it says comes ready, in Chinese whatever is spoken; here it is set. Nothing is left out in silence: a
character without a glyph, a tag of a template that nobody fills, and a particular that a template leaves out
are refused. A seal is never imitated: its place stays empty.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import jinja2
import segno
from docx import Document
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage

from landwatch.characters import is_invisible, printable, texts_of
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.reports.word import saved
from landwatch.typesetting import lacking, typeset

__all__ = ["Block", "Form", "PaperSheet", "draw_paper"]

_TEMPLATES = Path(__file__).with_name("templates")
_CODE_WIDTH = Mm(24)
Form = Literal["pdf", "docx"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A part of a paper.

    Attributes
    ----------
    kind
        A paragraph, a table, or room for signatures.
    text, rows, places
        What it says: the words, names and values, or who signs.
    """

    kind: Literal["paragraph", "table", "sign"]
    text: str = ""
    rows: Sequence[tuple[str, str]] = ()
    places: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSheet:
    """A paper, ready to be set.

    Attributes
    ----------
    title, number, addressed
        What it is, its number, and to whom; a record is addressed to nobody.
    blocks
        What it says.
    office, day
        Who makes it, and the day.
    code
        What the QR code says.
    mark
        What stands above a draft or an illustration; empty on a paper that counts.
    values
        The texts by particular, which templates of an office name.
    """

    title: str
    number: str
    addressed: str
    blocks: Sequence[Block]
    office: str
    day: str
    code: str
    mark: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


def draw_paper(sheet: PaperSheet, form: Form, made: datetime, template: Path | None = None) -> bytes:
    """Set a paper.

    Parameters
    ----------
    sheet
        What it says.
    form
        PDF or Word.
    made
        The instant written into the file as that of its making.
    template
        The office's own Word template; that of landwatch where there is none.

    Returns
    -------
    bytes
        The file; the same paper and instant give the same bytes.

    Raises
    ------
    UsageError
        If a character has no glyph, or the template cannot be filled, names what there is not or leaves a
        particular out.
    """
    if form == "pdf":
        _refuse_what_has_no_glyph(sheet)
        options = {"format": "pdf", "timestamp": made, "pdf_standards": "a-2u"}
        return typeset(_TEMPLATES / "official_paper.typ", _content(sheet) | {"code": _svg(sheet)}, **options)[
            0
        ]
    return _word(sheet, made, template)


def _content(sheet: PaperSheet) -> dict[str, Any]:
    return asdict(sheet) | {"seal": "（印章）", "coded": "二维码", "foot": sheet.number}


def _svg(sheet: PaperSheet) -> str:
    drawn = BytesIO()
    segno.make(sheet.code, error="m", encoding="utf-8", micro=False).save(
        drawn, kind="svg", border=0, xmldecl=False, svgclass=None, lineclass=None
    )
    return drawn.getvalue().decode()


def _texts(sheet: PaperSheet) -> Iterator[tuple[str, str]]:
    """What is printed, each text with what it is."""
    yield from ((_("title"), sheet.title), (_("Paper number"), sheet.number))
    yield from sheet.values.items()
    for block in sheet.blocks:
        yield _("wording"), block.text + "".join(f"{name}{value}" for name, value in block.rows)


def _refuse_what_has_no_glyph(sheet: PaperSheet) -> None:
    for name, text in _texts(sheet):
        missing = sorted(lacking([text])) + sorted(each for each in set(text) if is_invisible(each))
        if missing:
            told = ", ".join(f"U+{ord(each):04X} {unicodedata.name(each, '')}".strip() for each in missing)
            raise UsageError(
                _(
                    "{field}: no font for {characters}; the paper was not made. Correct the text, or make it "
                    "as Word (--format docx), which uses the fonts of the machine"
                ).format(field=name, characters=told)
            )


def _word(sheet: PaperSheet, made: datetime, template: Path | None) -> bytes:
    file = template or _TEMPLATES / "official_paper.docx"
    picture = BytesIO()
    segno.make(sheet.code, error="m", encoding="utf-8", micro=False).save(
        picture, kind="png", scale=8, border=0
    )
    try:
        document = DocxTemplate(file)
        content = texts_of(dict(sheet.values) | _content(sheet), printable)
        content["code"] = InlineImage(document, picture, width=_CODE_WIDTH)
        document.render(content, jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=True))
        written = saved(document, f"{sheet.title} {sheet.number}", made)
    except (jinja2.TemplateError, OSError, ValueError, KeyError) as problem:
        raise UsageError(
            _("{template} cannot be filled: {why}; name only particulars of this paper").format(
                template=file.name, why=problem
            )
        ) from problem
    _refuse_what_is_left_out(sheet, written, file)
    return written


def _refuse_what_is_left_out(sheet: PaperSheet, written: bytes, template: Path) -> None:
    shown = _squeezed(_word_text(written))
    wanted = dict(sheet.values) | {"number": sheet.number, "title": sheet.title}
    lost = [name for name, text in wanted.items() if _squeezed(text) not in shown]
    if lost:
        raise UsageError(
            _("{template} leaves out {fields}, which the paper must carry; add them to the template").format(
                template=template.name, fields=", ".join(lost)
            )
        )


def _word_text(written: bytes) -> str:
    body = Document(BytesIO(written)).element.body
    return "".join(node.text or "" for node in body.iter() if node.tag.endswith("}t"))


def _squeezed(text: str) -> str:
    return "".join(text.split())
