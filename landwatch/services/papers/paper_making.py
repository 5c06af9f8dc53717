"""Make an official paper of a contract: collected, drawn, numbered and kept, all of it or nothing.

Casework knows what a paper must carry and reports how it is set; they lie side by side and know nothing of
each other, so this verb brings them together.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from landwatch.casework.papers import (
    Kind,
    Particulars,
    fields_in,
    judged_of,
    kind_named,
    load_particulars,
    particulars,
)
from landwatch.drafts import put_in_place
from landwatch.errors import UsageError
from landwatch.i18n import gettext as _
from landwatch.measures.flagged import close_matches
from landwatch.model import Document, OfficialPaper
from landwatch.registry import Act, Register
from landwatch.reports.official_paper import Block, Form, PaperSheet, draw_paper
from landwatch.rules import Assessment, Conventions, assess
from landwatch.services.papers.paper_office import PaperOffice

__all__ = ["MadePaper", "Wish", "given_of", "make_paper"]

_KEPT_AS = "{paper}签发稿"  # the text that was signed off: that it was sent is a fact of its own
_MARKS = {"draft": "草稿，未编号，不作为文书使用", "illustrative": "示例数据"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What paper is wanted.

    Attributes
    ----------
    kind, contract_no, on
        The kind of paper, the contract, and the day of the paper.
    given
        What the person says, by particular.
    form
        PDF or Word.
    is_draft
        Whether it is only to be looked at: without number, marked, and not kept.
    """

    kind: str
    contract_no: str
    on: date
    given: Mapping[str, str]
    form: Form = "pdf"
    is_draft: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MadePaper:
    """A paper that was made.

    Attributes
    ----------
    paper
        As it is kept; ``None`` of a draft.
    file
        The file that was written.
    missing
        What a draft still lacks.
    """

    paper: OfficialPaper | None
    file: Path
    missing: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "number": self.paper and self.paper.number,
            "sha256": self.paper and self.paper.sha256,
            "file": str(self.file),
            "missing": list(self.missing),
        }


def given_of(lines: list[str]) -> dict[str, str]:
    """Take apart what a person says on the command line.

    Parameters
    ----------
    lines
        Texts like ``cause=企业自身原因``.

    Raises
    ------
    UsageError
        If one has no equals sign, or a particular is said twice.
    """
    given: dict[str, str] = {}
    for line in lines:
        name, equals, text = line.partition("=")
        if not equals or name in given:
            raise UsageError(_("--given {line}: write FIELD=VALUE, each field once").format(line=line))
        given[name] = text
    return given


def make_paper(
    database: str,
    wish: Wish,
    out: Path,
    act: Act,
    office: PaperOffice,
    *,
    conventions: Conventions | None = None,
    address: str | None = None,
    replace: bool = False,
) -> MadePaper:
    """Make a paper: it gets the next number of its series, and its bytes are kept with the contract.

    Parameters
    ----------
    database
        URL of the register.
    wish
        What paper is wanted.
    out
        File to write it to.
    act
        Who, when and why.
    office
        What the office says once for all papers.
    conventions
        What the rules leave open.
    address
        Where browsers reach the register; ``None`` where nobody said so.
    replace
        Whether a file that is there may be replaced.

    Raises
    ------
    UsageError
        If a particular is missing (each is named with the way to record it), a character has no glyph, or the
        file is there already. Then no number is taken.
    RegisterError
        If the register cannot be read or written.
    """
    kind = kind_named(wish.kind)
    with Register.open(database) as register, put_in_place(out, replace=replace) as place:
        assessment = assess(register.snapshot(wish.on), conventions)
        _refuse_unknown(assessment, wish)
        found = particulars(kind, judged_of(assessment, wish.contract_no), wish.given, office.said)
        missing = tuple(each.sentence() for each in found.missing)
        drawn = _Drawn(kind, found, wish, act.at, assessment.snapshot.illustrative, office, "")
        end = register.journal_end()
        drawn.code = _code_text(wish, address, end.at if end else "", end.hash if end else "")
        if wish.is_draft:
            place.write_bytes(drawn.bytes_of(""))
            return MadePaper(paper=None, file=out, missing=missing)
        if missing:
            raise UsageError("\n".join([_("{paper} was not made:").format(paper=kind.label), *missing]))
        paper = register.issue_paper(_blank(kind, found, wish, office), drawn.document, act)
        place.write_bytes(register.document(paper.sha256)[1])
    return MadePaper(paper=paper, file=out)


@dataclass(slots=True)
class _Drawn:
    """Draws the paper under the number that it gets."""

    kind: Kind
    found: Particulars
    wish: Wish
    made: datetime
    illustrative: bool
    office: PaperOffice
    code: str

    def document(self, number: str) -> tuple[Document, bytes]:
        """Draw it for the register.

        Parameters
        ----------
        number
            The number that it gets.
        """
        name = self.kind.name["zh"]
        document = Document(
            sha256="",
            size=0,
            file_name=f"{number}.{self.wish.form}",
            kind=_KEPT_AS.format(paper=name),
            title=name,
            day=self.wish.on,
            contract_no=self.wish.contract_no,
        )
        return document, self.bytes_of(number)

    def bytes_of(self, number: str) -> bytes:
        """Draw it.

        Parameters
        ----------
        number
            The number that it gets; empty for a draft.
        """
        sheet = _sheet(self.found, number, self.code, self._mark())
        return draw_paper(
            sheet, self.wish.form, self.made.replace(microsecond=0), self.office.template(self.kind)
        )

    def _mark(self) -> str:
        marks = ("draft", self.wish.is_draft), ("illustrative", self.illustrative)
        return "　".join(_MARKS[name] for name, stands in marks if stands)


def _sheet(found: Particulars, number: str, code: str, mark: str) -> PaperSheet:
    declared = load_particulars()
    lacking = {each.field: f"【缺：{declared[each.field].zh}】" for each in found.missing}
    values = {name: text.rstrip("。；") for name, text in found.values.items()} | lacking
    blocks = []
    for block in found.version.text:
        if isinstance(block, str):
            blocks.append(Block(kind="paragraph", text=block.format(**values)))
        elif "table" in block:
            rows = [(declared[name].zh, values[name]) for name in fields_in(block)]
            blocks.append(Block(kind="table", rows=rows))
        else:
            blocks.append(Block(kind="sign", places=block["sign"]))
    return PaperSheet(
        title=found.kind.name["zh"],
        number=number,
        addressed=values[found.kind.addressed] if found.kind.addressed else "",
        blocks=blocks,
        office=values["office"],
        day=values["day"],
        code=code,
        mark=mark,
        values=values,
    )


def _blank(kind: Kind, found: Particulars, wish: Wish, office: PaperOffice) -> OfficialPaper:
    return OfficialPaper(
        number="",
        kind=kind.id,
        series=office.series(kind, wish.on.year),
        serial=0,
        contract_no=wish.contract_no,
        day=wish.on,
        sha256="",
        rests_on=json.dumps(found.recorded, ensure_ascii=False, sort_keys=True),
    )


def _code_text(wish: Wish, address: str | None, known_at: str, head: str) -> str:
    """The dossier of that day and instant: its address, or what finds it again."""
    if address is None:
        return f"{wish.contract_no} {wish.on} {head}"
    asked = urlencode({"on": wish.on.isoformat(), "known_at": known_at})
    return f"{address.rstrip('/')}/contracts/{quote(wish.contract_no, safe='')}?{asked}"


def _refuse_unknown(assessment: Assessment, wish: Wish) -> None:
    known = assessment.contracts.index
    if wish.contract_no not in known:
        raise UsageError(
            _("contract {number} is not in the register on {day}{close}").format(
                number=wish.contract_no, day=wish.on, close=close_matches(wish.contract_no, known)
            )
        )
