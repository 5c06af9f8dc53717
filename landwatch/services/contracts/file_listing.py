"""What is on file about one contract, as tables that a page, a file and a notebook share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from landwatch.exhibits import About, Column, Table
from landwatch.i18n import gettext as _
from landwatch.measures.flagged import Review, verdict_name
from landwatch.measures.milestones import Mark, Milestone, mark_name, milestone_name
from landwatch.reports.contract_file import ContractFile, Filed, FileTable, Step, ToldFact

__all__ = ["file_tables", "history_table"]


def file_tables(file: ContractFile, about: About) -> Iterator[Table[Any]]:
    """Set out what is on file about a contract.

    Parameters
    ----------
    file
        What is on file.
    about
        What it rests on.

    Yields
    ------
    Table
        Its days, facts, what was gathered before each default, documents, reviews, parcels, the tables of
        the contract, and its history.
    """
    made = [
        _days(file),
        _facts("facts", _("Facts"), [(None, fact) for fact in file.facts]),
        *(
            _facts(f"gathered-{each.kind}", _("Gathered before the default"), list(each.facts))
            for each in file.gathered
        ),
        _documents(file),
        _reviews(file),
        _parcels(file),
        *(_told(number, each) for number, each in enumerate(file.tables, start=1)),
        history_table(file.steps),
    ]
    number = file.dossier.explanation.contract_no
    for table in made:
        yield replace(table, title=f"{number}{_(': ')}{table.title}", about=about)


def _days(file: ContractFile) -> Table[Any]:
    marks = [(each, mark) for each in file.time_line.milestones for mark in each.marks]
    return Table(
        id="days",
        title=_("Time line"),
        columns=[
            Column("milestone", _("Milestone"), lambda pair: _milestone(pair[0])),
            Column("what", _("What"), lambda pair: mark_name(pair[1].what)),
            Column("days", _("Days"), lambda pair: pair[1].days, "count"),
            Column("first", _("First day"), lambda pair: _day(pair[1], "first"), "date"),
            Column("last", _("Last day"), lambda pair: _day(pair[1], "last"), "date"),
            Column("runs", _("Still running"), lambda pair: _("yes") if pair[1].runs else _("no")),
            Column("note", _("Note"), lambda pair: pair[1].note),
        ],
        items=marks,
    )


def _milestone(milestone: Milestone) -> str:
    phase = _("phase {number}").format(number=milestone.phase) if milestone.phase else ""
    return f"{milestone_name(milestone.name)} {phase}".strip()


def _day(mark: Mark, end: str) -> Any:
    """A day that still runs has no last day."""
    return None if end == "last" and mark.runs else getattr(mark, end)


def _facts(id_: str, title: str, facts: list[tuple[int | None, ToldFact]]) -> Table[Any]:
    before = (
        [] if id_ == "facts" else [Column[Any]("before", _("Days before"), lambda pair: pair[0], "count")]
    )
    return Table(
        id=id_,
        title=title,
        columns=[
            Column("day", _("Day"), lambda pair: pair[1].when),
            *before,
            Column("fact", _("Fact"), lambda pair: pair[1].name),
            Column("part", _("Part"), lambda pair: pair[1].part),
            Column("said", _("Details"), lambda pair: "\n".join(_(": ").join(line) for line in pair[1].said)),
            Column("document", _("Document"), lambda pair: pair[1].document),
            Column("recorded_by", _("Recorded by"), lambda pair: pair[1].recorded_by),
            Column("recorded_at", _("Recorded at"), lambda pair: pair[1].recorded_at),
        ],
        items=facts,
    )


def _documents(file: ContractFile) -> Table[Filed]:
    return Table(
        id="documents",
        title=_("Documents"),
        columns=[
            Column("document", _("Document"), lambda filed: filed.document.title or filed.document.file_name),
            Column("kind", _("Kind"), lambda filed: filed.document.kind),
            Column("file_name", _("File"), lambda filed: filed.document.file_name),
            Column("size", _("Bytes"), lambda filed: filed.document.size, "count"),
            Column("number", _("Number of the document"), lambda filed: filed.document.number),
            Column("day", _("Day"), lambda filed: filed.document.day, "date"),
            Column("attached_by", _("Attached by"), lambda filed: filed.by),
            Column("attached_at", _("Attached at"), lambda filed: filed.at),
            Column("sha256", "SHA-256", lambda filed: filed.document.sha256),
        ],
        items=list(file.documents),
    )


def _reviews(file: ContractFile) -> Table[Review]:
    return Table(
        id="reviews",
        title=_("Reviews"),
        columns=[
            Column("day", _("Day"), lambda review: review.day, "date"),
            Column("verdict", _("What was found"), lambda review: verdict_name(review.verdict)),
            Column("note", _("Note"), lambda review: review.note),
            Column("person", _("Reviewed by"), lambda review: review.person),
            Column("photographs", _("Photographs"), lambda review: len(review.photos), "count"),
        ],
        items=list(file.dossier.reviews)[::-1],
    )


def _parcels(file: ContractFile) -> Table[tuple[str, str]]:
    return Table(
        id="parcels",
        title=_("Parcels"),
        columns=[
            Column("parcel_no", _("Parcel"), lambda pair: pair[0]),
            Column("area_mu", _("Area"), lambda pair: _decimal(pair[1]), "mu"),
        ],
        items=list(file.place.parcels),
    )


def _decimal(text: str) -> Decimal | None:
    plain = text.replace(",", "")
    return Decimal(plain) if plain.replace(".", "").isdecimal() else None


def _told(number: int, told: FileTable) -> Table[tuple[str, ...]]:
    return Table(
        id=f"terms-{number}",
        title=told.title,
        columns=[
            Column[tuple[str, ...]](f"column-{place + 1}", head, lambda row, place=place: row[place])  # type: ignore[misc]
            for place, head in enumerate(told.heads)
        ],
        items=list(told.rows),
    )


def history_table(steps: Sequence[Step]) -> Table[Step]:
    """Set out what was recorded of a contract or a parcel.

    Parameters
    ----------
    steps
        The commits, the newest first.
    """
    return Table(
        id="history",
        title=_("History"),
        definition=_("What was recorded, by whom and when; nothing is overwritten."),
        columns=[
            Column("at", _("When"), lambda step: step.at),
            Column("by", _("Who"), lambda step: step.by),
            Column("verb", _("What"), lambda step: step.verb),
            Column("counts", _("Rows"), lambda step: step.counts),
            Column("source", _("From"), lambda step: step.source),
            Column("changes", _("Changes"), _changes),
            Column("known_at", _("Instant of knowledge"), lambda step: step.known_at),
            Column("line", _("Journal line"), lambda step: step.line, "count"),
        ],
        items=steps,
    )


def _changes(step: Step) -> str:
    return "\n".join(
        _("; ").join([touched.headline, *(f"{name}{_(': ')}{text}" for name, text in touched.lines)])
        for touched in step.touched
    )
