"""Official papers and their numbers: given out without gaps, and never twice.

The number is taken in the transaction that records the paper: whoever fails on the way leaves no gap, for
nothing was written, and two at once wait for each other, for the register has one writer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from landwatch.errors import RegisterError
from landwatch.i18n import gettext as _
from landwatch.model import Document, OfficialPaper
from landwatch.registry.amending import write
from landwatch.registry.attachments import lay_down
from landwatch.registry.canonical import instant_text
from landwatch.registry.change_request import Act, Done
from landwatch.registry.lookups import stamped_rows
from landwatch.registry.replacing import Writing
from landwatch.registry.row_mapping import read_back, row_of
from landwatch.registry.tables import papers, sources

__all__ = ["RecordedPaper", "issue", "recorded_papers", "void"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedPaper:
    """A paper with who made it and when; of a voided one, who voided it, when and why.

    Attributes
    ----------
    paper
        The paper.
    recorded_by, recorded_at
        Who, and the instant in UTC.
    reason
        Why it was made or voided.
    """

    paper: OfficialPaper
    recorded_by: str
    recorded_at: datetime
    reason: str | None

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "number": self.paper.number,
            "kind": self.paper.kind,
            "contract_no": self.paper.contract_no,
            "day": self.paper.day.isoformat(),
            "sha256": self.paper.sha256,
            "voided": self.paper.voided,
            "recorded_by": self.recorded_by,
            "recorded_at": self.recorded_at.isoformat(),
            "reason": self.reason,
        }


def issue(
    connection: Connection,
    paper: OfficialPaper,
    make: Callable[[str], tuple[Document, bytes]],
    act: Act,
) -> OfficialPaper:
    """Give a paper the next number of its series, and keep it with its bytes.

    Parameters
    ----------
    connection
        A connection of the only writer.
    paper
        The paper; number, place and hash are those that it gets.
    make
        Draws the paper under its number: the document, and its bytes.
    act
        Who, when and why.

    Returns
    -------
    OfficialPaper
        The paper as it is kept.

    Raises
    ------
    RegisterError
        If its contract does not stand, or a value cannot be kept.
    """
    last = connection.execute(select(func.max(papers.c.serial)).where(papers.c.series == paper.series))
    serial = (last.scalar() or 0) + 1
    number = paper.series.replace("{n}", str(serial))
    document, content = make(number)
    writing = Writing()
    kept = lay_down(connection, writing, replace(document, number=number), content)
    numbered = replace(paper, number=number, serial=serial, sha256=kept.sha256)
    row = row_of(numbered, number)
    writing.add(papers.name, row)
    write(connection, "paper", act, writing, row["content_hash"])
    return numbered


def void(connection: Connection, number: str, act: Act) -> Done:
    """Void a paper; it stays, and so does its number.

    Parameters
    ----------
    connection
        A connection of the only writer.
    number
        The number of the paper.
    act
        Who, when and why.

    Returns
    -------
    Done
        Its key is the number; nothing is written if it is void already.

    Raises
    ------
    RegisterError
        If there is no such paper.
    """
    rows = stamped_rows(connection, papers, papers.c.number == number)
    if not rows:
        raise RegisterError(
            _("There is no paper {number}; nothing was changed. landwatch paper list names all.").format(
                number=number
            )
        )
    paper = read_back(OfficialPaper, rows[0])
    if paper.voided:
        return Done(key=number)
    row = row_of(replace(paper, voided=True), number)
    writing = Writing()
    writing.end(papers.name, rows[0]["row_id"])
    writing.add(papers.name, row)
    return Done(key=number, recorded_at=write(connection, "void", act, writing, row["content_hash"]))


def recorded_papers(connection: Connection, known_at: datetime | None) -> tuple[RecordedPaper, ...]:
    """Read the papers, voided ones among them.

    Parameters
    ----------
    connection
        A connection to the register.
    known_at
        The instant of knowledge, with time zone; ``None`` for now.

    Returns
    -------
    tuple of RecordedPaper
        By series and place.
    """
    rows = select(papers, sources.c.reason).join(sources, sources.c.row_id == papers.c.source_id)
    if known_at is None:
        rows = rows.where(papers.c.superseded_at.is_(None))
    else:
        at = instant_text(known_at)
        later = papers.c.superseded_at.is_(None) | (papers.c.superseded_at > at)
        rows = rows.where(papers.c.recorded_at <= at, later)
    return tuple(
        RecordedPaper(
            paper=read_back(OfficialPaper, dict(row)),
            recorded_by=row["recorded_by"],
            recorded_at=datetime.fromisoformat(row["recorded_at"]),
            reason=row["reason"],
        )
        for row in connection.execute(rows.order_by(papers.c.series, papers.c.serial)).mappings()
    )
