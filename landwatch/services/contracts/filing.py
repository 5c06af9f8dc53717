"""The file of a contract: everything that a page or a dossier tells of it, taken together once, and printed.

Of an assessment that shows no money the fields with amounts are left out, by what the catalogue declares of
them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any

import pandas as pd

import landwatch
from landwatch.catalogue import Field, field_in, fields_of, label
from landwatch.i18n import gettext as _
from landwatch.maps.cards import badges
from landwatch.maps.formatting import field_text, known, mu
from landwatch.maps.place import Place, place_of
from landwatch.measures.figures.states import contract_states, idle_marks
from landwatch.measures.flagged import Review
from landwatch.measures.milestones import time_line
from landwatch.measures.patrols.evidence import GATHERED, defaults
from landwatch.measures.patrols.letters import LETTERS
from landwatch.measures.patrols.trust import ground_of, is_weak, second_visit, trust_of
from landwatch.model import EventType
from landwatch.registry import End, Register
from landwatch.reports.contract_dossier import Chapter, contract_dossier
from landwatch.reports.contract_file import (
    ContractFile,
    Filed,
    FileTable,
    Gathered,
    Line,
    PlaceShown,
    ToldFact,
)
from landwatch.reports.document import Drawing
from landwatch.reports.pdf import pdf
from landwatch.reports.unprintable import unwritten
from landwatch.rules import Assessment
from landwatch.rules.wording import EVENTS, word
from landwatch.services.assessing.judging import dossier_of
from landwatch.services.contracts.record import (
    documents_filed,
    is_told,
    minute_in_beijing,
    steps_of,
    told_value,
)
from landwatch.snapshot import Snapshot

__all__ = ["contract_dossier_pdf", "contract_file"]

_SAID_ELSEWHERE = {
    *("contract_no", "cluster", "illustrative", "recorded_at", "recorded_by", "source"),
    *("project_name", "holder", "type"),
}
_OF_BADGES = (
    "contract_status commencement_status completion_status commencement_breach completion_breach "
    "effective_commencement_due idle_status suspension_status"
).split()
_TABLES = {"phases": "phase", "instalments": "instalment", "indicators": "indicator"}
_BESIDE = 0.3  # of the width of its map, left free on either side: a page is wider than a map is good for
_DAY = len("2023-12-31")
_NOT_TOLD = {"items", "wkt", "json", "ignored"}


def contract_file(
    assessment: Assessment,
    register: Register,
    contract_no: str,
    *,
    reviews: Mapping[str, Sequence[Review]],
    known_at: datetime | None,
) -> ContractFile:
    """Take together what is on file about a contract, in the current language.

    Parameters
    ----------
    assessment
        The judged contracts, cut down to what may be seen.
    register
        The register that they are from.
    contract_no
        Number of one of them.
    reviews
        The reviews of the assessment, by contract number.
    known_at
        The instant of knowledge that was asked for: what was recorded later is left out.

    Raises
    ------
    UsageError
        If the contract is not known on that day; close numbers are named.
    RegisterError
        If the register cannot be read.
    """
    money = assessment.shows_money
    dossier = dossier_of(assessment, contract_no, reviews=reviews, known_at=known_at)
    snapshot = assessment.snapshot.of_contracts([contract_no])
    row = snapshot.contracts.iloc[0]
    told = [field for field in fields_of("contract").values() if _is_told(field, money)]
    facts = tuple(_facts(snapshot, money))
    history = register.history(contract_no)
    documents = (
        *documents_filed(register.documents(contract_no), history, known_at),
        *_of_parcels(register, snapshot.contract_parcels["parcel_no"], known_at),
    )
    return ContractFile(
        dossier=dossier,
        project=_text(row["project_name"]),
        area=mu(row["area_cm2"]) if known(row["area_cm2"]) else "",
        badges=_badges(assessment, contract_no),
        time_line=time_line(assessment, contract_no),
        fields=tuple(
            (label("contract", field.name), field_text(field, row[field.column]))
            for field in told
            if known(row[field.column])
        ),
        missing=tuple(label("contract", field.name) for field in told if not known(row[field.column])),
        tables=tuple(_tables(snapshot, money)),
        facts=tuple(fact for fact in facts if fact.kind != EventType.PATROL),
        patrols=tuple(fact for fact in facts if fact.kind == EventType.PATROL),
        gathered=tuple(_gathered(assessment, contract_no, facts)),
        documents=documents,
        steps=tuple(steps_of(history, known_at, money=money)),
        place=_place(assessment, contract_no),
        has_money=money,
    )


def _of_parcels(register: Register, numbers: Iterable[str], known_at: datetime | None) -> Iterator[Filed]:
    """The documents that are attached to parcels."""
    for number in numbers:
        documents = register.documents(number)
        if documents:
            yield from documents_filed(documents, register.history(number), known_at)


def _is_told(field: Field, money: bool) -> bool:
    return field.is_in_snapshot and field.name not in _SAID_ELSEWHERE and is_told(field, money=money, unit="")


def _badges(assessment: Assessment, contract_no: str) -> tuple[Line, ...]:
    row = assessment.contracts.loc[[contract_no], _OF_BADGES]
    stands = row.assign(state=contract_states(row), idle=idle_marks(row))
    return tuple(badges(stands.to_dict("records")[0]))


def _tables(snapshot: Snapshot, money: bool) -> Iterator[FileTable]:
    titles = {name: label("contract", name) for name in _TABLES}
    for name, section in _TABLES.items():
        rows = getattr(snapshot, name).to_dict("records")
        told = [field for field in fields_of(section).values() if _is_told(field, money)]
        if rows:
            yield FileTable(
                titles[name],
                tuple(label(section, field.name) for field in told),
                tuple(
                    tuple(_cell(field, row[field.column], row.get("unit"), money) for field in told)
                    for row in rows
                ),
            )


def _cell(field: Field, value: Any, unit: Any, money: bool) -> str:
    told = known(value) and is_told(field, money=money, unit=_text(unit))
    return field_text(field, value) if told else ""


def _facts(snapshot: Snapshot, money: bool) -> Iterator[ToldFact]:
    """What happened up to the day judged; reviews are told apart."""
    events = snapshot.events
    when = events["day"].where(events["day"].notna(), events["start"])
    wanted = events["type"].ne(EventType.REVIEW) & ~(when > pd.Timestamp(snapshot.on))
    # The day is put in before rows are left out: an empty table would take the rows of what it is given.
    for event in events.assign(when=when)[wanted].sort_values("when", kind="stable").to_dict("records"):
        about = [_("phase {number}").format(number=event["phase"])] if known(event["phase"]) else []
        about += [str(event["parcel_no"])] if known(event["parcel_no"]) else []
        yield ToldFact(
            kind=event["type"],
            name=word(EVENTS, event["type"]),
            when=_when(event),
            part=_(", ").join(about),
            said=(*_said(event, money), *_trust(event, snapshot)),
            document=_text(event["document"]),
            recorded_by=_text(event["recorded_by"]),
            recorded_at=minute_in_beijing(event["recorded_at"]) if known(event["recorded_at"]) else "",
        )


def _gathered(assessment: Assessment, contract_no: str, facts: Sequence[ToldFact]) -> Iterator[Gathered]:
    for default in defaults(assessment, contract_no):
        before = [(fact, _days_before(fact, default.first_day)) for fact in facts if fact.kind in GATHERED]
        early = tuple((days, fact) for fact, days in before if days is not None and days > 0)
        yield Gathered(
            default.kind,
            default.first_day,
            early,
            reminded=any(fact.kind == LETTERS[default.kind] for _days, fact in early),
        )


def _days_before(fact: ToldFact, day: date) -> int | None:
    return (day - date.fromisoformat(fact.when[:_DAY])).days if fact.when else None


def _when(event: Mapping[Any, Any]) -> str:
    if not known(event["start"]):
        return f"{event['day']:%Y-%m-%d}" if known(event["day"]) else ""
    last = f"{event['end']:%Y-%m-%d}" if known(event["end"]) else _("open")
    return f"{event['start']:%Y-%m-%d} – {last}"


def _said(event: Mapping[Any, Any], money: bool) -> Iterator[Line]:
    details = json.loads(event["details"]) if known(event["details"]) else {}
    for name, value in details.items():
        field = field_in("event", name)
        if field is None:
            # Nobody declared what it is: it might be an amount.
            if money:
                yield name, str(value)
        elif field.kind not in _NOT_TOLD and is_told(field, money=money, unit=_text(details.get("unit"))):
            yield label("event", field.name), told_value(field, value)


def _trust(event: Mapping[Any, Any], snapshot: Snapshot) -> Iterator[Line]:
    """How far the photographs of a visit can be trusted."""
    if event["type"] != EventType.PATROL or not known(event["details"]):
        return
    details = json.loads(event["details"])
    if not details.get("photos"):
        return
    parcel_no = event["parcel_no"] if known(event["parcel_no"]) else None
    ground = ground_of(snapshot, event["contract_no"], parcel_no)
    trusts = trust_of(details, event["day"].date(), ground, snapshot)
    for each in trusts:
        yield _("Trust in the photograph"), each.sentence()
    if is_weak(trusts):
        yield _("Second visit"), second_visit()


def _place(assessment: Assessment, contract_no: str) -> PlaceShown:
    place = place_of(assessment, contract_no)
    snapshot = assessment.snapshot
    shares = snapshot.contract_parcels
    numbers = shares.loc[shares["contract_no"].eq(contract_no), "parcel_no"]
    own = snapshot.parcels[snapshot.parcels["parcel_no"].isin(numbers)]
    areas = dict(zip(own["parcel_no"], own["registered_area_cm2"], strict=True))
    return PlaceShown(
        drawing=_drawing(place) if place else None,
        legend=place.legend if place else (),
        neighbours=[(each.contract_no, each.holder, each.state) for each in place.neighbours]
        if place
        else (),
        parcels=[(str(no), mu(areas.get(no))) for no in numbers],
    )


def _drawing(place: Place) -> Drawing:
    return Drawing(
        title=_("Where it lies; north is up"),
        svg=place.svg,
        width=place.width,
        height=place.height,
        labels=[(each.text, each.x, each.y, each.centred) for each in place.labels],
    )


def _text(value: Any) -> str:
    return str(value) if known(value) else ""


def contract_dossier_pdf(
    assessment: Assessment,
    file: ContractFile,
    head: End | None,
    *,
    before: Sequence[Chapter] = (),
    annexed: Sequence[Chapter] = (),
) -> bytes:
    """Set the dossier of a contract as PDF/A, in the current language.

    Parameters
    ----------
    assessment
        The judged contracts.
    file
        What is on file about one of them.
    head
        The newest line of the journal that both rest on.
    before, annexed
        Chapters and annexes that come before its own.

    Returns
    -------
    bytes
        The file; the same facts, day, instant and language give the same bytes.
    """
    place = replace(file.place, drawing=file.place.drawing and _in_the_middle(file.place.drawing))
    file = replace(file, place=place)
    journal = _("line {number}, {hash}").format(number=head.sequence, hash=head.hash) if head else ""
    program = f"landwatch {landwatch.__version__}"
    dossier = partial(
        contract_dossier, file, journal=journal, program=program, before=before, annexed=annexed
    )
    report = dossier()
    number = file.dossier.explanation.contract_no
    missing = unwritten(assessment.snapshot.of_contracts([number]), [text for _place, text in report.texts()])
    if missing:
        remarks = [each.sentence() for each in missing]
        report = dossier(remarks=remarks)
    known_at = assessment.snapshot.known_at or datetime.combine(assessment.on, time(), UTC)
    return pdf(report, known_at.replace(microsecond=0))


def _in_the_middle(drawing: Drawing) -> Drawing:
    """Leave room on both sides of a drawing, which is set as wide as the page."""
    room = drawing.width * _BESIDE
    width, height = drawing.width + 2 * room, drawing.height
    place = f'x="{room:g}" width="{drawing.width:g}" height="{height:g}"'
    inner = drawing.svg.replace("<svg ", f"<svg {place} ", 1)
    frame = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}">'
    return replace(
        drawing,
        svg=f"{frame}{inner}</svg>",
        width=width,
        labels=[(text, x + room, y, centred) for text, x, y, centred in drawing.labels],
    )
