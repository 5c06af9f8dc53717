"""The law once more, one contract at a time and in plain Python, to be compared with the engine.

Written from the worded rules alone: sets of days, ``relativedelta`` and fractions, no columns and no code
of the engine. It is slow, short, and easy to read beside the text. Judged here are contracts without
phases and over one parcel.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from dateutil.relativedelta import relativedelta

from landwatch.model import Contract, ContractForm, Event, EventType, Foundation

DAY = timedelta(days=1)
YEAR = relativedelta(years=1)
CAUSES = (EventType.GOVERNMENT_CAUSE, EventType.FORCE_MAJEURE)
AMENDMENTS = (EventType.EXTENSION_APPROVED, EventType.SUPPLEMENTARY_AGREEMENT)
STAGES = {
    EventType.INVESTIGATION_NOTICE_ISSUED: "INVESTIGATING",
    EventType.INVESTIGATION_NOTICE_RECEIVED: "INVESTIGATING",
    EventType.IDLE_RECOGNITION: "RECOGNISED",
    EventType.HEARING_RIGHT_NOTICE_SERVED: "HEARING_WINDOW",
    EventType.IDLE_FEE_DECISION_SERVED: "FEE_DECIDED",
    EventType.IDLE_FEE_PAID: "FEE_PAID",
    EventType.RECOVERY_DECISION_SERVED: "RECOVERY_DECIDED",
}
THRESHOLDS = {
    Foundation.DEEP_PIT: EventType.PIT_EXCAVATION_DONE,
    Foundation.PILE: EventType.ALL_FOUNDATION_PILES_DONE,
    Foundation.OTHER: EventType.FOUNDATION_PROGRESS,
}


@dataclass(frozen=True)
class Judgement:
    """What the rules say of one contract; the names are those of the engine's columns."""

    commencement_due: date | None
    adjusted_commencement_due: date | None
    provisional_commencement_due: date | None
    effective_commencement_due: date | None
    completion_due: date | None
    commenced_on: date | None
    commencement_status: str
    completion_status: str
    idle_status: str
    commencement_days: int
    completion_days: int
    excused_days: int
    superseded_commencement_days: int
    idle_paused_days: int
    handover_days: int
    first_idle_day: date | None
    first_2y_day: date | None
    commencement_damages_fen: int
    completion_damages_fen: int
    superseded_damages_fen: int
    handover_damages_fen: int


@dataclass
class InForce:
    """The days that bind after the supplements and approved extensions known so far."""

    commencement: date | None
    completion: date | None
    base: date | None
    signed: date | None = None
    replaced: tuple[Event, ...] = ()


def judge(contract: Contract, events: Iterable[Event], on: date) -> Judgement:
    """Judge one contract at the end of a day."""
    known = [event for event in events if began(event) <= on]
    force = in_force(contract, known)
    due = Due(contract, known, force, on)
    started, finished = commenced_on(contract, known), first(known, EventType.COMPLETED)
    late = days_late(started or on, due.effective)
    late_end = days_late(finished or on, due.completion)
    superseded = sum(late_when_replaced(contract, known, event) for event in force.replaced)
    handover = days_late(first(known, EventType.HANDED_OVER) or on, contract.agreed_handover)
    first_line, second_line = (idle_line(due, years) for years in (1, 2))
    return Judgement(
        commencement_due=force.commencement,
        adjusted_commencement_due=due.adjusted,
        provisional_commencement_due=due.provisional,
        effective_commencement_due=due.effective,
        completion_due=due.completion,
        commenced_on=started,
        commencement_status=commencement_status(started, due, on),
        completion_status=completion_status(finished, due.completion, on),
        idle_status=idle_status(contract, known, started, finished, (first_line, second_line), on),
        commencement_days=late,
        completion_days=late_end,
        excused_days=len(due.excused),
        superseded_commencement_days=superseded,
        idle_paused_days=paused(due, 2),
        handover_days=handover,
        first_idle_day=first_line,
        first_2y_day=second_line,
        commencement_damages_fen=commencement_damages(contract, late, due.effective),
        completion_damages_fen=completion_damages(contract, late_end),
        superseded_damages_fen=damages(contract.price_fen, contract.commencement_damages_ppb, superseded),
        handover_damages_fen=damages(contract.paid_fen, contract.handover_damages_ppb, handover),
    )


# Days


def began(event: Event) -> date:
    """A point event has its day, a period its first day."""
    day = event.start or event.day
    assert day is not None
    return day


def first(events: Sequence[Event], kind: EventType) -> date | None:
    return min((began(event) for event in events if event.type == kind), default=None)


def days_late(day: date, due: date | None) -> int:
    """Rule 1: the agreed day is the last compliant day."""
    return max(0, (day - due).days) if due else 0


def span(start: date, end: date) -> set[date]:
    return {start + n * DAY for n in range((end - start).days + 1)}


def runs(days: set[date]) -> list[list[date]]:
    """Days without a gap between them belong together: overlapping and touching periods merge."""
    found: list[list[date]] = []
    for day in sorted(days):
        if found and found[-1][-1] + DAY == day:
            found[-1].append(day)
        else:
            found.append([day])
    return found


def walk(due: date | None, days: set[date], sure: Set[date] = frozenset()) -> set[date]:
    """Rules 3 and 4: runs in order of day count while they begin on or before the due day as moved so far.

    A run with a day of the late handover counts wherever it begins, and what follows is walked on from it.
    """
    counted: set[date] = set()
    post_default = False
    for run in runs(days) if due else []:
        if sure & set(run):
            post_default = False
        elif post_default or run[0] > due + len(counted) * DAY:
            post_default = True
            continue
        counted |= set(run)
    return counted


# Which day binds


def in_force(contract: Contract, events: Sequence[Event]) -> InForce:
    """Rules 2 and 15: the contract's days, or derived ones, and what amendments made of them in turn."""
    handover = first(events, EventType.HANDED_OVER)
    derived = handover + YEAR if handover else None
    start = contract.agreed_commencement or derived
    force = InForce(start, contract.agreed_completion, start)
    for event in sorted((e for e in events if e.type in AMENDMENTS), key=began):
        to, end = event.details.get("new_commencement"), event.details.get("new_completion")
        if event.type == EventType.EXTENSION_APPROVED:
            extend(force, event, to, end)
        elif not any(day and day < began(event) for day in (to, end)):
            supplement(force, event, to, end)
    return force


def extend(force: InForce, event: Event, to: date | None, end: date | None) -> None:
    before = force.commencement
    if to and force.base:
        # An extension never brings a day forward, so one beyond its cap may leave the day where it is.
        force.commencement = max(min(to, force.base + YEAR), before or date.min)
    elif to:
        force.commencement = to
    if end:
        force.completion = end
    elif force.completion and before and force.commencement:
        force.completion += force.commencement - before
    force.signed = began(event)
    if force.commencement != before:
        force.replaced += (event,)


def supplement(force: InForce, event: Event, to: date | None, end: date | None) -> None:
    if to:
        force.commencement = force.base = to
        force.replaced += (event,)
    force.completion = end or force.completion
    force.signed = began(event)


def late_when_replaced(contract: Contract, events: Sequence[Event], amendment: Event) -> int:
    """The days late at the end of the day on which an amendment was signed, as if it had not been."""
    signed = began(amendment)
    before = [e for e in events if began(e) <= signed and (e.type not in AMENDMENTS or began(e) < signed)]
    due = Due(contract, before, in_force(contract, before), signed)
    return days_late(commenced_on(contract, before) or signed, due.effective)


class Due:
    """Rules 3, 4, 13 and 14: the days in force, moved by verified causes and by a late handover."""

    def __init__(self, contract: Contract, events: Sequence[Event], force: InForce, on: date) -> None:
        self.in_force = force.commencement
        excuses, government = (
            self._verified(events, kinds, on, force.signed) for kinds in (CAUSES, CAUSES[:1])
        )
        lateness = self._lateness(contract, events, on) if force.signed is None else set()
        self.excused = walk(force.commencement, excuses)
        moving = walk(force.commencement, excuses | lateness, sure=lateness)
        self.pausing = government - moving
        self.adjusted = moved(force.commencement, self.excused)
        self.provisional = moved(force.commencement, moving) if lateness else None
        if force.signed is None and is_contrary(contract):
            self.provisional = self._never_before_the_handover(contract, events, moving, on)
        self.effective = self.provisional or self.adjusted
        self.completion = moved(force.completion, walk(force.completion, excuses))

    @staticmethod
    def _verified(
        events: Sequence[Event], kinds: Sequence[EventType], on: date, signed: date | None
    ) -> set[date]:
        """Days up to the judged one; those up to the newest signing are priced into its day."""
        days: set[date] = set()
        for event in events:
            if event.type in kinds and event.details.get("verified") is True:
                days |= span(began(event), min(event.end or on, on))
        return {day for day in days if signed is None or day > signed}

    @staticmethod
    def _lateness(contract: Contract, events: Sequence[Event], on: date) -> set[date]:
        """A late handover moves an agreed day; a derived one is counted from the handover anyway."""
        if not contract.agreed_handover or not contract.agreed_commencement:
            return set()
        return span(contract.agreed_handover + DAY, first(events, EventType.HANDED_OVER) or on)

    def _never_before_the_handover(
        self, contract: Contract, events: Sequence[Event], moving: set[date], on: date
    ) -> date | None:
        """Rule 14: the later of the moved day and the handover, agreed, or actual where later."""
        due, agreed = moved(self.in_force, moving), contract.agreed_handover
        assert due is not None and agreed is not None
        return max(due, agreed, first(events, EventType.HANDED_OVER) or on)


def is_contrary(contract: Contract) -> bool:
    """The contract names the handover after the commencement."""
    agreed, start = contract.agreed_handover, contract.agreed_commencement
    return bool(agreed and start and agreed > start)


def moved(due: date | None, days: set[date]) -> date | None:
    return due + len(days) * DAY if due else None


# Statuses


def commenced_on(contract: Contract, events: Sequence[Event]) -> date | None:
    """Rule 7: permit and foundation threshold, the later of the two; a bare record is taken as its day."""
    if contract.foundation is None:
        return first(events, EventType.COMMENCED)
    threshold = THRESHOLDS[Foundation(contract.foundation)]
    evidence = [event for event in events if event.type == threshold]
    if not evidence:
        return first(events, EventType.COMMENCED)
    reached = [e for e in evidence if Fraction(e.details.get("share", "1")) * 3 >= 1]
    permit, done = first(events, EventType.CONSTRUCTION_PERMIT), first(reached, threshold)
    return max(permit, done) if permit and done else None


def commencement_status(started: date | None, due: Due, on: date) -> str:
    if started:
        return "COMMENCED_LATE" if due.effective and started > due.effective else "COMMENCED"
    if not due.in_force or not due.adjusted or not due.effective:
        return "NOT_DUE"
    if on > due.effective:
        return "BREACH"
    if on > due.in_force:
        return "EXCUSED" if on <= due.adjusted else "EXCUSED_PENDING"
    return "REMIND" if on >= due.effective - 30 * DAY else "NOT_DUE"


def completion_status(finished: date | None, due: date | None, on: date) -> str:
    if finished:
        return "COMPLETED_LATE" if due and finished > due else "COMPLETED"
    if not due:
        return "NOT_DUE"
    if on > due:
        return "BREACH"
    return "REMIND" if on >= due - 30 * DAY else "NOT_DUE"


# Idle land


def paused(due: Due, years: int) -> int:
    """Rules 6 and 16: post-default government days pause the clock unless they begin after it is full."""
    return len(walk(due.effective + years * YEAR, due.pausing)) if due.effective else 0


def idle_line(due: Due, years: int) -> date | None:
    if due.effective is None:
        return None
    return due.effective + relativedelta(years=years) + (paused(due, years) + 1) * DAY


def idle_status(
    contract: Contract,
    events: Sequence[Event],
    started: date | None,
    finished: date | None,
    lines: tuple[date | None, date | None],
    on: date,
) -> str:
    """Rule 17: the newest document decides, but the stages of the fee yield to the two-year line."""
    reached = [bool(line and not started and not finished and on >= line) for line in lines]
    suspicion = "RECOVERY_2Y" if reached[1] else "SUSPECT_1Y" if reached[0] else "NONE"
    documents = sorted((e for e in events if e.type in STAGES), key=began)
    if documents:
        stage = STAGES[documents[-1].type]
        return suspicion if reached[1] and stage in ("FEE_DECIDED", "FEE_PAID") else stage
    if started and not finished and is_suspended(contract, events, on):
        return "SUSPECT_SUSPENDED"
    return suspicion


def is_suspended(contract: Contract, events: Sequence[Event], on: date) -> bool:
    """Rules 8 and 20: a full year stopped and short; a resumption starts the year anew."""
    resumed = max((began(e) for e in events if e.type == EventType.WORK_RESUMED), default=date.min)
    stops = [began(e) for e in events if e.type == EventType.WORK_STOPPED and began(e) > resumed]
    if not stops or on <= min(stops) + YEAR:
        return False
    area = short(contract.developed_cm2, contract.developable_cm2, Fraction(1, 3))
    invested = net(contract.invested_fen, contract.invested_land_price_fen, contract.invested_tax_fen)
    total = net(
        contract.total_investment_fen,
        contract.total_investment_land_price_fen,
        contract.total_investment_tax_fen,
    )
    return area or short(invested, total, Fraction(1, 4))


def net(whole: int | None, *parts: int | None) -> int | None:
    return None if whole is None else whole - sum(part or 0 for part in parts)


def short(part: int | None, whole: int | None, share: Fraction) -> bool:
    return part is not None and whole is not None and part < whole * share


# Damages


def damages(base: int | None, rate_ppb: int | None, days: int, share: Fraction = Fraction(1)) -> int:
    """Rules 9 and 11: so much a day, exact, rounded half up at the end."""
    assert base is not None and rate_ppb is not None
    return int(Fraction(base * rate_ppb * days, 10**9) * share + Fraction(1, 2))


def commencement_damages(contract: Contract, late: int, due: date | None) -> int:
    if due and contract.form == ContractForm.REVISION_2025:
        late = min(late, (due + YEAR - due).days)
    return damages(contract.price_fen, contract.commencement_damages_ppb, late)


def completion_damages(contract: Contract, late: int) -> int:
    share = Fraction(1)
    if contract.form == ContractForm.REVISION_2025:
        assert contract.unfinished_gfa_at_due_cm2 is not None and contract.planned_gfa_cm2 is not None
        share = Fraction(contract.unfinished_gfa_at_due_cm2, contract.planned_gfa_cm2)
    return damages(contract.price_fen, contract.completion_damages_ppb, late, share)
