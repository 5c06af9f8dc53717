"""List official papers, void one, and find those that no longer agree with the facts."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from landwatch.casework.papers import judged_of, kind_named, load_particulars, particulars
from landwatch.model import OfficialPaper
from landwatch.registry import Act, Done, RecordedPaper, Register
from landwatch.rules import Assessment, Conventions, assess

__all__ = ["Difference", "Disagreement", "check_papers", "recorded_papers", "void_paper"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A particular that is otherwise today.

    Attributes
    ----------
    field, name
        Its name in files, and in the current language.
    printed, today
        What the paper says, and what would be printed today; ``None`` where nothing would.
    """

    field: str
    name: str
    printed: str
    today: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """A paper that no longer agrees with the facts of its own day, as they are known today.

    Attributes
    ----------
    paper
        The paper.
    differences
        What is otherwise.
    """

    paper: OfficialPaper
    differences: Sequence[Difference]

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "number": self.paper.number,
            "kind": self.paper.kind,
            "contract_no": self.paper.contract_no,
            "differences": [
                {"field": each.field, "printed": each.printed, "today": each.today}
                for each in self.differences
            ],
        }


def recorded_papers(
    database: str, contract_no: str | None = None, known_at: datetime | None = None
) -> tuple[RecordedPaper, ...]:
    """List the papers, voided ones among them.

    Parameters
    ----------
    database
        URL of the register.
    contract_no
        Only those of this contract.
    known_at
        The instant of knowledge, with time zone; by default now.

    Raises
    ------
    RegisterError
        If the register cannot be read.
    """
    with Register.open(database) as register:
        found = register.papers(known_at)
    return tuple(each for each in found if contract_no in (None, each.paper.contract_no))


def void_paper(database: str, number: str, act: Act) -> Done:
    """Void a paper; it stays with its number and the reason.

    Parameters
    ----------
    database
        URL of the register.
    number
        Its number.
    act
        Who, when and why.

    Raises
    ------
    RegisterError
        If there is no such paper, or the register cannot be written.
    """
    with Register.open(database) as register:
        return register.void_paper(number, act)


def check_papers(database: str, conventions: Conventions | None = None) -> tuple[Disagreement, ...]:
    """Find the papers, none of them void, that say otherwise than the facts of their day as known today.

    Parameters
    ----------
    database
        URL of the register.
    conventions
        What the rules leave open.

    Raises
    ------
    RegisterError
        If the register cannot be read.
    """
    with Register.open(database) as register:
        papers = [each.paper for each in register.papers() if not each.paper.voided]
        days = {paper.day for paper in papers}
        judged = {day: assess(register.snapshot(day), conventions) for day in sorted(days)}
    found = (Disagreement(paper=paper, differences=_differences(paper, judged)) for paper in papers)
    return tuple(each for each in found if each.differences)


def _differences(paper: OfficialPaper, judged: Mapping[date, Assessment]) -> list[Difference]:
    printed: dict[str, str] = json.loads(paper.rests_on)
    assessment = judged[paper.day]
    today: Mapping[str, str] = {}
    if paper.contract_no in assessment.contracts.index:
        contract = judged_of(assessment, paper.contract_no)
        today = particulars(kind_named(paper.kind), contract, {}).recorded
    declared = load_particulars()
    return [
        Difference(field=field, name=declared[field].label, printed=text, today=today.get(field))
        for field, text in printed.items()
        if today.get(field) != text
    ]
