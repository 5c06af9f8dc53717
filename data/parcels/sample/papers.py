"""The papers of a contract: each function files one kind of document with its number and day."""

from datetime import date
from random import Random

from .records import Deal
from .timeline import office_day

__all__ = [
    "claim_cause",
    "demand",
    "dispose",
    "end",
    "extend",
    "number",
    "supplement",
    "suspend",
    "verify_cause",
]

COMMENCEMENT, COMPLETION = "开工违约", "竣工违约"


def number(kind: str, day: date, rng: Random) -> str:
    """Number a document.

    Parameters
    ----------
    kind
        One character for the kind of document.
    day
        Its day.
    rng
        Source of the serial.

    Returns
    -------
    str
        E.g. 綦规资延〔2023〕17号.
    """
    return f"綦规资{kind}〔{day.year}〕{rng.randint(11, 189)}号"


def demand(deal: Deal, day: date, rng: Random) -> None:
    """File a demand to perform (催告).

    Parameters
    ----------
    deal
        The contract.
    day
        About when.
    rng
        Source of the number.
    """
    day = office_day(day)
    deal.record("letters", "催告", day, 文号=number("催", day, rng))


def dispose(deal: Deal, day: date, kind: str, note: str, rng: Random) -> None:
    """File that a default was disposed of.

    Parameters
    ----------
    deal
        The contract.
    day
        About when.
    kind
        开工违约 or 竣工违约.
    note
        How.
    rng
        Source of the number.
    """
    day = office_day(day)
    deal.record("disposals", "违约处置", day, 类别=kind, 文号=number("处", day, rng), 说明=note)


def supplement(
    deal: Deal,
    day: date,
    rng: Random,
    *,
    commencement: date | None = None,
    completion: date | None = None,
    note: str = "",
) -> None:
    """File a supplementary agreement.

    Parameters
    ----------
    deal
        The contract.
    day
        Day of signing.
    rng
        Source of the number.
    commencement, completion
        New agreed days.
    note
        What else it says.
    """
    given = {"新约定开工日": commencement, "新约定竣工日": completion}
    columns = {header: value for header, value in given.items() if value}
    deal.record("supplements", "补充协议", day, 文号=number("补", day, rng), 说明=note, **columns)


def extend(deal: Deal, asked: date, approved: date, commencement: date, rng: Random) -> None:
    """File an application for an extension and its approval.

    Parameters
    ----------
    deal
        The contract.
    asked, approved
        Days of the two papers.
    commencement
        New commencement day.
    rng
        Source of the number.
    """
    deal.record("supplements", "延期申请", asked, 文号="企业来函")
    deal.record(
        "supplements", "延期批准", approved, 文号=number("延", approved, rng), 新约定开工日=commencement
    )


def verify_cause(
    deal: Deal, word: str, start: date, end: date, note: str, rng: Random, **columns: date
) -> None:
    """File a verified government cause or force majeure.

    Parameters
    ----------
    deal
        The contract.
    word
        政府原因 or 不可抗力.
    start, end
        The period, both days inclusive.
    note
        What happened.
    rng
        Source of the number.
    **columns
        Days of notice and proof.
    """
    paper = number("核", end, rng)
    deal.record("causes", word, 起始日=start, 截止日=end, 核实="是", 文号=paper, 说明=note, **columns)


def claim_cause(deal: Deal, word: str, start: date, end: date, note: str) -> None:
    """File a cause that the holder claims and nobody verified.

    Parameters
    ----------
    deal
        The contract.
    word
        政府原因 or 不可抗力.
    start, end
        The period, both days inclusive.
    note
        What is claimed.
    """
    deal.record("causes", word, 起始日=start, 截止日=end, 核实="否", 说明=note)


def suspend(deal: Deal, day: date, scopes: str, basis: str, rng: Random) -> None:
    """File a suspension of approvals.

    Parameters
    ----------
    deal
        The contract.
    day
        First day.
    scopes
        Which approvals.
    basis
        What it rests on.
    rng
        Source of the number.
    """
    deal.record("suspensions", "暂停审批", day, 类别=scopes, 文号=number("暂", day, rng), 说明=basis)


def end(deal: Deal, day: date, note: str, rng: Random) -> None:
    """End a contract by agreement.

    Parameters
    ----------
    deal
        The contract.
    day
        Day from which it no longer binds.
    note
        Why.
    rng
        Source of the number.
    """
    deal.ended = day
    deal.record("endings", "合同解除", day, 文号=number("解", day, rng), 说明=note)
