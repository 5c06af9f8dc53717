"""Contracts with crowded calendars: every day lies near the one day from which all others are counted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from landwatch.model import Contract, ContractForm, Event, EventType, Foundation
from tests.rules.oracle import STAGES, THRESHOLDS, commenced_on

ANCHORS = (date(2023, 2, 28), date(2023, 6, 30), date(2023, 12, 31), date(2024, 2, 29))
LENGTHS = (1, 2, 31, 90, 200, None)
SHARES = ("1/4", "0.33", "0.3333333333", "1/3", "0.34", "1")
NAMED = (("new_commencement",), ("new_completion",), ("new_commencement", "new_completion"))
WORKS = (EventType.WORK_STOPPED, EventType.WORK_RESUMED, EventType.WORK_STOPPED, EventType.COMPLETED)
PLAIN = Contract(
    contract_no="contract",
    price_fen=1_800_000_001,
    paid_fen=999_999_999,
    commencement_damages_ppb=500_000,
    completion_damages_ppb=333_333,
    handover_damages_ppb=1_000_000,
    developed_cm2=12,
    invested_fen=25,
    planned_gfa_cm2=30_000,
    unfinished_gfa_at_due_cm2=10_000,
)
# Forms, foundations, and shares that lie on, under and above the thirds and quarters of the law.
TERMS = [
    replace(PLAIN, form=form, foundation=foundation, developable_cm2=area, total_investment_fen=total)
    for form in ContractForm
    for foundation in (None, None, None, *Foundation)
    for area in (None, 35, 36, 37)
    for total in (None, 99, 100, 101)
]


@dataclass(frozen=True)
class Dossier:
    """One contract, its events, and the day it is judged."""

    contract: Contract
    events: tuple[Event, ...]
    on: date


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    """A contract over one parcel, without phases, and everything that can move its days."""
    anchor = draw(st.sampled_from(ANCHORS))
    contract = replace(
        draw(st.sampled_from(TERMS)),
        agreed_handover=draw(st.none() | near(anchor, -150, -1)),
        agreed_commencement=draw(st.sampled_from([anchor, anchor, anchor, None])),
        agreed_completion=draw(st.none() | near(anchor, 200, 900)),
    )
    events = [
        *draw(handovers(anchor, contract)),
        *draw(st.lists(amendments(anchor), max_size=3, unique_by=lambda event: event.day)),
        *draw(st.lists(excuses(anchor), max_size=4)),
        *draw(works(anchor, contract)),
        *draw(st.lists(documents(anchor), max_size=2, unique_by=lambda event: event.day)),
    ]
    return Dossier(contract, tuple(events), draw(near(anchor, -60, 1300)))


def near(anchor: date, earliest: int, latest: int) -> st.SearchStrategy[date]:
    """A day so many days from the anchor."""
    return st.dates(anchor + timedelta(earliest), anchor + timedelta(latest))


def handovers(anchor: date, contract: Contract) -> st.SearchStrategy[list[Event]]:
    """A day that is derived from the handover is known before anything amends it."""
    derived = contract.agreed_commencement is None
    days = near(anchor, -500, -300) if derived else near(anchor, -200, 500)
    return st.lists(days.map(lambda day: point(EventType.HANDED_OVER, day)), min_size=derived, max_size=1)


@st.composite
def amendments(draw: st.DrawFn, anchor: date) -> Event:
    """A supplement, perhaps a back-dated one, or an extension."""
    signed = draw(near(anchor, -100, 700))
    kind = draw(st.sampled_from([EventType.SUPPLEMENTARY_AGREEMENT, EventType.EXTENSION_APPROVED]))
    earliest = -10 if kind == EventType.SUPPLEMENTARY_AGREEMENT else 0
    return point(kind, signed, **{name: draw(near(signed, earliest, 500)) for name in draw(st.sampled_from(NAMED))})


@st.composite
def excuses(draw: st.DrawFn, anchor: date) -> Event:
    """A government cause or force majeure, verified or not, perhaps without an end."""
    start, length = draw(near(anchor, -150, 900)), draw(st.sampled_from(LENGTHS))
    return Event(
        contract_no="contract",
        type=draw(st.sampled_from([EventType.GOVERNMENT_CAUSE, EventType.FORCE_MAJEURE])),
        start=start,
        end=start + timedelta(length - 1) if length else None,
        details={"verified": draw(st.sampled_from([True, True, True, False]))},
    )


@st.composite
def works(draw: st.DrawFn, anchor: date, contract: Contract) -> list[Event]:
    """Nothing; or a start, on its bare record or on evidence, and perhaps stops and a completion."""
    start = draw(st.none() | near(anchor, -100, 900))
    if start is None:
        return []
    events = draw(evidence(start, contract)) if contract.foundation else [point(EventType.COMMENCED, start)]
    day = commenced_on(contract, events)
    for kind in WORKS[: draw(st.integers(0, len(WORKS)))] if day else ():
        day = draw(near(day, 1, 500))
        events.append(point(kind, day))
    return events


@st.composite
def evidence(draw: st.DrawFn, start: date, contract: Contract) -> list[Event]:
    """The threshold of the contract's foundation, reached or not, and a construction permit or none."""
    kind = THRESHOLDS[Foundation(contract.foundation)]
    permits = draw(st.lists(near(start, -60, 60), max_size=1))
    events = [point(EventType.CONSTRUCTION_PERMIT, day) for day in permits]
    if kind != EventType.FOUNDATION_PROGRESS:
        return [*events, point(kind, start)]
    shares = draw(st.lists(st.sampled_from(SHARES), min_size=1, max_size=3))
    return events + [point(kind, start + timedelta(40 * n), share=share) for n, share in enumerate(shares)]


def documents(anchor: date) -> st.SearchStrategy[Event]:
    """A paper of the idle-land procedure."""
    return st.builds(point, st.sampled_from(sorted(STAGES)), near(anchor, 380, 1100))


def point(kind: EventType, day: date, **details: Any) -> Event:
    """An event on one day."""
    return Event(contract_no="contract", type=kind, day=day, details=details)
