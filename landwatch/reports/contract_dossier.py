"""The dossier of a contract for paper: what its page shows, with the sources it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from landwatch import district
from landwatch.i18n import gettext as _
from landwatch.i18n import minute_text, ngettext
from landwatch.measures.flagged import verdict_name
from landwatch.measures.milestones import Mark, mark_name, milestone_name
from landwatch.reports.contract_file import ContractFile, Line, ToldFact
from landwatch.reports.document import Block, Column, Report, Section, Table, numbered
from landwatch.rules.explanation.node import Node
from landwatch.rules.wording import CONVENTIONS, SEVERITIES, SIDES, word

__all__ = ["Chapter", "contract_dossier", "facts_table"]

Chapter = tuple[str, Sequence[Block]]
"""A heading without its number, and what stands below it."""

_STEP = "\N{IDEOGRAPHIC SPACE}"


def contract_dossier(
    file: ContractFile,
    *,
    journal: str,
    program: str,
    remarks: Sequence[str] = (),
    before: Sequence[Chapter] = (),
    annexed: Sequence[Chapter] = (),
) -> Report:
    """Put the file of a contract into the form of a report, in the current language.

    Parameters
    ----------
    file
        What is on file.
    journal
        Number and hash of the newest line of the journal; empty where nothing was recorded.
    program
        Name and version of what makes it.
    remarks
        Sentences about the page itself, e.g. which characters the font does not have.
    before
        Chapters that come before its own.
    annexed
        Annexes that come before its own.
    """
    told = file.dossier.explanation
    known_at = _known_at(file)
    return Report(
        title=_("Dossier of contract {number}").format(number=told.contract_no),
        subtitle=district.current().name,
        mark=_("Illustrative data") if file.dossier.illustrative else "",
        footer=_("As of {day} · known at {instant} · {program} · rules {law}").format(
            day=told.on, instant=known_at, program=program, law=told.law_version
        ),
        particulars=_particulars(file, known_at, journal),
        sections=[
            Section(numbered(number, heading), blocks)
            for number, (heading, blocks) in enumerate([*before, *_chapters(file, remarks)], start=1)
        ],
        annexes=[
            Section(_("Annex {number} {heading}").format(number=number, heading=heading), blocks)
            for number, (heading, blocks) in enumerate([*annexed, *_annexes(file)], start=1)
        ],
    )


def _known_at(file: ContractFile) -> str:
    known_at = file.dossier.explanation.known_at
    return minute_text(datetime.fromisoformat(known_at) if known_at else None)


def _particulars(file: ContractFile, known_at: str, journal: str) -> list[Line]:
    told = file.dossier.explanation
    choices = _("; ").join(word(CONVENTIONS, f"{key}={value}") for key, value in told.conventions.items())
    pairs = [
        (_("Contract"), told.contract_no),
        (_("Project"), file.project),
        (_("Holder"), told.holder or _("holder not recorded")),
        (_("Cluster"), told.cluster or _("no cluster")),
        (_("Area"), _("{area} mu").format(area=file.area) if file.area else ""),
        (_("Judged at the end of"), told.on),
        (_("As known at"), known_at),
        (_("Journal"), journal),
        (_("Hash of the dossier"), told.dossier),
        (_("Conventions"), choices),
    ]
    return [(name, text) for name, text in pairs if text]


def _chapters(file: ContractFile, remarks: Sequence[str]) -> Iterator[Chapter]:
    told = file.dossier.explanation
    badges = _(", ").join(name for name, _look in file.badges)
    yield _("How it stands"), [*filter(None, [badges, told.headline]), *remarks]
    if told.findings:
        yield _("What to do next"), [_next_steps(file)]
    yield _("Days"), [_days(file)]
    if file.gathered:
        yield _("Gathered before the default"), [*_gathered(file)]
    if file.has_money and (claims := _damages(told.roots)):
        yield _("Damages"), [_("Accrued by the day judged: a claim, not a debt."), claims]
    parcels = _pairs("", (_("Parcel"), _("Area (mu)")), file.place.parcels)
    yield _("Place"), [*filter(None, [file.place.drawing]), parcels]
    tables = [
        Table(title=table.title, columns=[Column(head=head) for head in table.heads], rows=table.rows)
        for table in file.tables
    ]
    yield _("Contract terms"), [_pairs("", (_("Field"), _("Value")), file.fields), *tables]
    if file.dossier.reviews:
        yield _("Reviews"), [_reviews(file)]


def _annexes(file: ContractFile) -> Iterator[Chapter]:
    yield _("What it rests on"), [_tree(file.dossier.explanation.roots)]
    facts = [*file.facts, *file.patrols]
    yield _("Facts"), [facts_table(facts)] if facts else [_("None is recorded.")]
    yield _("Documents"), [_documents(file)] if file.documents else [_("None is attached.")]
    yield _("Sources"), [_sources(file)]


def _pairs(title: str, heads: Line, rows: Sequence[Line]) -> Table:
    return Table(title=title, columns=[Column(head=heads[0]), Column(head=heads[1], width=3)], rows=rows)


def _next_steps(file: ContractFile) -> Table:
    heads = (_("Gravity"), _("Matter"), _("Next step"), _("By whom"), _("By when"), _("Clause"))
    widths = (1, 2.4, 3.4, 1.3, 1.5, 3)
    rows = [
        (
            word(SEVERITIES, found.severity),
            found.label,
            found.next_step,
            word(SIDES, found.side),
            found.deadline,
            found.clause,
        )
        for found in file.dossier.explanation.findings
    ]
    return _table(heads, widths, rows)


def _days(file: ContractFile) -> Table:
    rows = []
    for milestone in file.time_line.milestones:
        phase = f" {_('phase {number}').format(number=milestone.phase)}" if milestone.phase else ""
        for mark in milestone.marks:
            rows.append((milestone_name(milestone.name) + phase, mark_name(mark.what), _day(mark), mark.note))
    return _table((_("Of what"), _("What"), _("Day"), _("Fixed by")), (2, 2, 3, 3), rows)


def _day(mark: Mark) -> str:
    if mark.days is not None:
        late = ngettext("{days} day", "{days} days", mark.days).format(days=mark.days)
        return f"{late} ({_('still running')})" if mark.runs else late
    if mark.first is None:
        return _("not recorded")
    if mark.last is None:
        return mark.first.isoformat()
    return f"{mark.first.isoformat()} – {_('open') if mark.runs else mark.last.isoformat()}"


def _gathered(file: ContractFile) -> Iterator[Block]:
    heads = (_("Day"), _("Days before"), _("Fact"), _("What it says"), _("Document"), _("Recorded by"))
    for gathered in file.gathered:
        titles = {
            "commencement": _("Before the default of commencement, which began on {day}"),
            "completion": _("Before the default of completion, which began on {day}"),
        }
        if not gathered.reminded:
            yield _("No letter of reminder is on file from before {day}.").format(day=gathered.first_day)
        rows = [(row[0], str(days), *row[1:]) for days, fact in gathered.facts for row in [_fact(fact)]]
        title = titles[gathered.kind].format(day=gathered.first_day)
        yield (
            replace(_table(heads, (1.5, 1, 2, 3.6, 2.2, 2.4), rows), title=title)
            if rows
            else _("Nothing else is on file from before {day}.").format(day=gathered.first_day)
        )


def _damages(roots: Sequence[Node]) -> Table | None:
    rows = [
        (root.label, root.told or root.value, root.clause) for root in roots if root.name.endswith("_fen")
    ]
    return _table((_("Damages"), _("How they come about"), _("Clause")), (2, 4, 3), rows) if rows else None


def _reviews(file: ContractFile) -> Table:
    rows = [
        (
            review.day,
            review.person or _("inspector not named"),
            verdict_name(review.verdict),
            review.note,
            str(len(review.photos)),
        )
        for review in file.dossier.reviews
    ]
    heads = (_("Day"), _("Person"), _("Verdict"), _("Note"), _("Photographs"))
    return _table(heads, (1.6, 1.6, 1.6, 5, 1), rows)


def _tree(roots: Sequence[Node]) -> Table:
    rows = [row for root in roots for row in _branch(root, 0)]
    return _table((_("What"), _("Value"), _("Clause, document, who recorded it")), (3.4, 3, 4.4), rows)


def _branch(node: Node, depth: int) -> Iterator[tuple[str, str, str]]:
    before = f"{_STEP * (depth - 1)}└ " if depth else ""
    yield before + node.label, node.told or node.value, node.basis
    for child in node.children:
        yield from _branch(child, depth + 1)


def facts_table(facts: Sequence[ToldFact]) -> Table:
    """List facts: what each says, on which document, and who recorded it.

    Parameters
    ----------
    facts
        The facts.
    """
    heads = (_("Day"), _("Fact"), _("What it says"), _("Document"), _("Recorded by"))
    return _table(heads, (2, 2.2, 3.6, 2.2, 2.6), [_fact(fact) for fact in facts])


def _fact(fact: ToldFact) -> tuple[str, str, str, str, str]:
    return (
        fact.when,
        " ".join(filter(None, [fact.name, fact.part])),
        _("; ").join(_(": ").join(pair) for pair in fact.said),
        fact.document,
        " ".join(filter(None, [fact.recorded_by, fact.recorded_at])),
    )


def _documents(file: ContractFile) -> Table:
    rows = [
        (
            filed.document.title or filed.document.file_name,
            filed.document.number or "",
            filed.document.day,
            filed.document.sha256,
            f"{filed.by} {filed.at}",
        )
        for filed in file.documents
    ]
    heads = (_("Document"), _("Number of the document"), _("Day"), _("SHA-256"), _("Attached by"))
    return _table(heads, (2.6, 1.8, 1.2, 5.6, 2), rows)


def _sources(file: ContractFile) -> Table:
    rows = [(step.at, step.by, f"{step.verb} {step.counts}", step.source) for step in reversed(file.steps)]
    return _table((_("When"), _("Who"), _("What"), _("From")), (1.6, 1.6, 4, 4), rows)


def _table(
    heads: Sequence[str], widths: Sequence[float], rows: Sequence[Sequence[str | date | None]]
) -> Table:
    columns = [Column(head=head, width=width) for head, width in zip(heads, widths, strict=True)]
    return Table(title="", columns=columns, rows=rows)
