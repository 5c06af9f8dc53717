"""The early letters 开工提醒函 and 竣工提醒函 as Word files, from templates that an office can change.

They go to companies of the zone, so they are in Chinese whatever language is spoken.
``templates/commencement_letter.docx`` and its sister are written by ``scripts/letter_templates.py``; text and
form of the letter stand there, what differs from letter to letter is put in here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from landwatch import district
from landwatch.i18n import gettext as _
from landwatch.i18n import speaking
from landwatch.measures.patrols.letters import Letter, Paper
from landwatch.reports.cells import cell_of
from landwatch.reports.document import told_day
from landwatch.reports.word import filled
from landwatch.rules import Assessment
from landwatch.rules.parameters import load_law
from landwatch.rules.wording import EVENTS, word
from landwatch.units import format_m2, format_mu
from landwatch.workbook import Cell, Heading, Table

__all__ = ["early_letter", "letter_kind", "letter_name", "letter_table", "paper_told"]

_TEMPLATES = Path(__file__).with_name("templates")
_BLANK = "＿" * 6
_UNKNOWN = "台账未记载"
_CLAUSES = {"GF-2008-2601": ("合同第十六条", "合同第三十三条")}
_NUMBERS = ("reminder_days", "extension_application_days", "extension_cap_years")
_NO_CLAUSES = ("合同约定", "合同约定")


def early_letter(assessment: Assessment, letter: Letter, made: datetime) -> bytes:
    """Write a letter.

    Parameters
    ----------
    assessment
        The judged contracts.
    letter
        The letter to one of their holders.
    made
        The instant written into the file as that of its making.

    Returns
    -------
    bytes
        The Word file; the same letter and instant give the same bytes.
    """
    with speaking("zh"):
        content = _content(assessment, letter)
        title = letter_name(letter)
    return filled(_TEMPLATES / f"{letter.kind}_letter.docx", content, title, made)


def letter_name(letter: Letter) -> str:
    """Name a letter in the current language: what it is, the contract, and the phase where it has one.

    Parameters
    ----------
    letter
        The letter.
    """
    phase = _("phase {number}").format(number=letter.phase) if letter.phase else ""
    return "_".join(filter(None, [letter_kind(letter), letter.contract_no, phase]))


def letter_kind(letter: Letter) -> str:
    """Name what a letter is, in the current language.

    Parameters
    ----------
    letter
        The letter.
    """
    names = {"commencement": _("commencement reminder"), "completion": _("completion reminder")}
    return names[letter.kind]


def letter_table(assessment: Assessment, letters: Mapping[Letter, str | None]) -> Table:
    """List letters, those that were sent before among them, in the current language.

    Parameters
    ----------
    assessment
        The judged contracts.
    letters
        The letters, each with the name of its file; ``None`` for one that was sent before.
    """
    headings = (
        *((_("No."), 5), (_("Letter"), 14), (_("Contract number"), 20), (_("Phase"), 8)),
        *((_("Project"), 24), (_("Holder of the land"), 30), (_("Cluster"), 20)),
        *((_("Due"), 12), (_("Days left"), 9), (_("Extension to be applied for by"), 16)),
        *((_("No record in the register of"), 34), (_("File"), 34), (_("Sent before"), 24)),
    )
    rows = [
        [place, *_listed(letter, assessment.contracts.loc[letter.contract_no].to_dict(), file)]
        for place, (letter, file) in enumerate(letters.items(), start=1)
    ]
    return Table(
        _("Early letters"), [Heading(text, width, wrap=width >= 24) for text, width in headings], rows
    )


def _listed(letter: Letter, row: Mapping[Any, Any], file: str | None) -> list[Cell]:
    holder = cell_of(row["current_holder"]) or cell_of(row["holder"])
    return [
        letter_kind(letter),
        letter.contract_no,
        letter.phase,
        *(cell_of(row["project_name"]), holder, cell_of(row["cluster"])),
        *(letter.due, letter.days_left, letter.apply_by),
        _(", ").join(word(EVENTS, kind) for kind in letter.missing) or None,
        file,
        paper_told(letter.sent) if letter.sent else None,
    ]


def paper_told(paper: Paper) -> str:
    """Say what the register knows of a paper, in the current language.

    Parameters
    ----------
    paper
        The paper.
    """
    if paper.day is None:
        return _("no record")
    return " ".join(filter(None, [paper.day.isoformat(), paper.number]))


def _content(assessment: Assessment, letter: Letter) -> dict[str, Any]:
    row = {name: cell_of(value) for name, value in assessment.contracts.loc[letter.contract_no].items()}
    form = row["form"] or assessment.conventions.contract_template
    clause_due, clause_damages = _CLAUSES.get(form, _NO_CLAUSES)
    law = load_law().values
    notice, ahead, cap = (law[name] for name in _NUMBERS)
    signed_on = row["signed_on"] or assessment.on
    return {
        "mark": _("Illustrative data") if assessment.snapshot.illustrative else "",
        "number": f"{_BLANK}〔{assessment.on.year}〕{_BLANK[:3]}号",
        "office": district.current().name,
        "holder": row["current_holder"] or row["holder"] or _UNKNOWN,
        **_land(assessment, letter.contract_no, row),
        "grantor": row["grantor"] or "出让人",
        "signed_on": told_day(row["signed_on"]) if row["signed_on"] else _BLANK,
        "clause_due": clause_due,
        "clause_damages": clause_damages,
        "part": f"该项目第{letter.phase}期" if letter.phase else "该项目",
        "due": told_day(letter.due),
        "moved": _moved(letter),
        "days_left": letter.days_left,
        "on": told_day(assessment.on),
        "apply_days": int(ahead.held_on(signed_on)),
        "apply_by": told_day(letter.apply_by) if letter.apply_by else "",
        "may_apply": letter.apply_by is not None and assessment.on <= letter.apply_by,
        "cap_years": int(cap.held_on(signed_on)),
        "papers": [
            (word(EVENTS, paper.kind), paper_told(paper) if paper.day else "未见记录")
            for paper in letter.papers
        ],
        "contact": _BLANK,
        "telephone": _BLANK * 2,
        "basis": "；".join([notice.source, *([ahead.source] if form in _CLAUSES else [])]),
    }


def _moved(letter: Letter) -> str:
    """How the day that counts came about, where it is not the one that was signed."""
    if letter.agreed and letter.in_force and letter.in_force != letter.agreed:
        return f"（合同原约定{told_day(letter.agreed)}，后经变更）"
    if letter.in_force and letter.due != letter.in_force:
        return f"（合同约定{told_day(letter.in_force)}，经顺延）"
    return ""


def _land(assessment: Assessment, contract_no: str, row: Mapping[Any, Any]) -> dict[str, str]:
    shares = assessment.snapshot.contract_parcels
    parcels = shares.loc[shares["contract_no"] == contract_no, "parcel_no"]
    area = row["area_cm2"]
    told = {
        "contract_no": contract_no,
        "supervision_no": row["supervision_no"],
        "project": row["project_name"],
        "parcels": "、".join(map(str, parcels)),
        "location": row["location"],
        "area": area and f"{format_m2(int(area))}平方米（{format_mu(int(area))}亩）",
        "land_use": row["land_use"],
    }
    return {name: text or _UNKNOWN for name, text in told.items()}
