"""Contracts with crowded calendars: every day lies near the one day from which all others are counted.

What is drawn are numbers of days; :func:`dossiers` turns them into dates, so that a failing example shrinks
towards a contract on which nothing happens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from landwatch.model import Contract, ContractForm, Event, EventType, Foundation
from tests.rules.oracle import STAGES, THRESHOLDS, commenced_on

ANCHORS = (date(2023, 2, 28), date(2023, 6, 30), date(2023, 12, 31), date(2024, 2, 29))
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
# Agreed before, on and after the agreed commencement, and made in time, late, or not at all.
HANDOVERS = st.tuples(
    st.none() | st.integers(-150, -1) | st.just(0) | st.integers(1, 120),
    st.none() | st.integers(-200, 500),
)
AMENDMENTS = st.tuples(
    st.integers(-100, 700),
    st.sampled_from([EventType.SUPPLEMENTARY_AGREEMENT, EventType.EXTENSION_APPROVED]),
    st.sampled_from([("commencement",), ("completion",), ("commencement", "completion")]),
    st.integers(-10, 500),
    st.integers(-10, 500),
)
EXCUSES = st.tuples(
    st.integers(-150, 900),
    st.sampled_from([1, 2, 31, 90, 200, None]),
    st.sampled_from([EventType.GOVERNMENT_CAUSE, EventType.FORCE_MAJEURE]),
    st.sampled_from([True, True, True, False]),
)
STARTS = st.tuples(
    st.integers(-100, 500),
    st.none() | st.integers(-60, 60),
    st.lists(st.sampled_from(["1/4", "0.33", "0.3333333333", "1/3", "0.34", "1"]), min_size=1, max_size=3),
    st.lists(st.integers(1, 300), max_size=len(WORKS)),
)
DOCUMENTS = st.tuples(st.integers(380, 1100), st.sampled_from(sorted(STAGES)))


@dataclass(frozen=True)
class Dossier:
    """One contract, its events, and the day it is judged."""

    contract: Contract
    events: tuple[Event, ...]
    on: date


def by_day(drawn: tuple[Any, ...]) -> int:
    """What is drawn begins with its day: no two amendments, and no two papers, bear the same."""
    return int(drawn[0])


def dossiers() -> st.SearchStrategy[Dossier]:
    """A contract over one parcel, without phases, and everything that can move its days."""
    return st.builds(
        dossier,
        st.sampled_from(ANCHORS),
        st.sampled_from(TERMS),
        st.tuples(HANDOVERS, st.booleans(), st.none() | st.integers(200, 900)),
        st.lists(AMENDMENTS, max_size=3, unique_by=by_day),
        st.lists(EXCUSES, max_size=4),
        st.none() | STARTS,
        st.lists(DOCUMENTS, max_size=2, unique_by=by_day),
        st.integers(-60, 1500),
    )


def drawn(chance: Random) -> Dossier:
    """The same by plain chance, for more of them than a search for the smallest example has time for."""

    def perhaps(value: Any) -> Any:
        return value if chance.random() < 0.75 else None

    def several(most: int, one: Callable[[], tuple[Any, ...]], *, own_days: bool = False) -> list[Any]:
        found = [one() for _ in range(chance.randint(0, most))]
        return list({by_day(each): each for each in found}.values()) if own_days else found

    def amendment() -> tuple[Any, ...]:
        names = chance.choice([("commencement",), ("completion",), ("commencement", "completion")])
        kind = chance.choice([EventType.SUPPLEMENTARY_AGREEMENT, EventType.EXTENSION_APPROVED])
        return chance.randint(-100, 700), kind, names, chance.randint(-10, 500), chance.randint(-10, 500)

    def excuse() -> tuple[Any, ...]:
        kind = chance.choice([EventType.GOVERNMENT_CAUSE, EventType.FORCE_MAJEURE])
        length = chance.choice([1, 2, 31, 90, 200, None])
        return chance.randint(-150, 900), length, kind, chance.random() < 0.75

    def start() -> tuple[Any, ...]:
        shares = [chance.choice(["1/4", "0.33", "1/3", "0.34", "1"]) for _ in range(chance.randint(1, 3))]
        gaps = [chance.randint(1, 300) for _ in range(chance.randint(0, len(WORKS)))]
        return chance.randint(-100, 500), perhaps(chance.randint(-60, 60)), shares, gaps

    agreed = chance.choice([chance.randint(-150, -1), 0, chance.randint(1, 120)])
    return dossier(
        chance.choice(ANCHORS),
        chance.choice(TERMS),
        (
            (perhaps(agreed), perhaps(chance.randint(-200, 500))),
            chance.random() < 0.2,
            perhaps(chance.randint(200, 900)),
        ),
        several(3, amendment, own_days=True),
        several(4, excuse),
        perhaps(start()),
        several(2, lambda: (chance.randint(380, 1100), chance.choice(sorted(STAGES))), own_days=True),
        chance.randint(-60, 1500),
    )


def dossier(
    anchor: date,
    terms: Contract,
    agreed: tuple[tuple[int | None, int | None], bool, int | None],
    amendments: list[tuple[Any, ...]],
    excuses: list[tuple[Any, ...]],
    start: tuple[Any, ...] | None,
    documents: list[tuple[int, EventType]],
    on: int,
) -> Dossier:
    """Turn what was drawn into dates around the anchor."""
    (agreed_handover, handover), derived, completion = agreed
    contract = replace(
        terms,
        agreed_handover=after(anchor, agreed_handover),
        agreed_commencement=None if derived else anchor,
        agreed_completion=after(anchor, completion),
    )
    # A day that is derived from the handover is known before anything amends it.
    handed_over = -380 if derived else handover
    events = [point(EventType.HANDED_OVER, after(anchor, handed_over))] if handed_over is not None else []
    for signed, kind, named, *new in amendments:
        day = after(anchor, signed)
        # A back-dated supplement is refused; of a back-dated extension the rules say nothing.
        earliest = 0 if kind == EventType.EXTENSION_APPROVED else -10
        days = {f"new_{of}": after(day, max(n, earliest)) for of, n in zip(named, new, strict=False)}
        events.append(point(kind, day, **days))
    for begin, length, kind, verified in excuses:
        first = after(anchor, begin)
        last = after(first, length - 1) if length else None
        details = {"verified": verified}
        events.append(Event(contract_no="contract", type=kind, start=first, end=last, details=details))
    if start:
        events.extend(works(contract, after(anchor, start[0]), *start[1:]))
    events += [point(kind, after(anchor, served)) for served, kind in documents]
    return Dossier(contract, tuple(events), after(anchor, on))


def works(
    contract: Contract, day: date, permit: int | None, shares: list[str], gaps: list[int]
) -> Iterator[Event]:
    """A start on its bare record or on evidence, and if it counts, stops and perhaps a completion."""
    start = [point(EventType.COMMENCED, day)]
    if contract.foundation:
        kind = THRESHOLDS[Foundation(contract.foundation)]
        start = [point(kind, day)]
        if kind == EventType.FOUNDATION_PROGRESS:
            start = [point(kind, after(day, 40 * n), share=share) for n, share in enumerate(shares)]
        if permit is not None:
            start.append(point(EventType.CONSTRUCTION_PERMIT, after(day, permit)))
    yield from start
    reached = commenced_on(contract, start)
    for kind, gap in zip(WORKS, gaps, strict=False):
        if reached:
            reached = after(reached, gap)
            yield point(kind, reached)


def after(day: date, days: int | None) -> Any:
    """The day so many days on; none for none."""
    return None if days is None else day + timedelta(days)


def point(kind: EventType, day: date, **details: Any) -> Event:
    """An event on one day."""
    return Event(contract_no="contract", type=kind, day=day, details=details)
