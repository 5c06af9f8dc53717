"""The double-entry ledger of acreage: every entry moves one area from one account to another.

Land is outside, in stock under one of seven classes, revitalised or removed. The ledger is worked out of
the facts on file in the order of their days, so that the order in which they were brought in does not
matter; what was counted in a year that is closed stays there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from landwatch.measures.acreage.entries import STOCK, Account, Entry, EntryKind, Reason, Refusal
from landwatch.measures.acreage.ground import Ground, Piece, Plot, Taken, measured_cm2
from landwatch.measures.acreage.methods import Method
from landwatch.measures.acreage.statement import Ledger

__all__ = ["Claim", "Closings", "Kind", "booked_on", "keep_closed", "post"]

Closings = Mapping[int, date]
"""The last day on which facts about a year were taken into its figures, by year."""


class Kind(StrEnum):
    """What a fact does to the ledger, in the order of one day."""

    LISTED = "listed"
    REVITALISED = "revitalised"
    REMOVED = "removed"
    REVOKED = "revoked"


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A dated fact about a case: what it does to how much of which ground, by which document.

    Attributes
    ----------
    kind
        What it does.
    case_no
        The case; it counts once.
    day
        Day of the fact; for a revitalisation the day its counting step was on file.
    land
        The ground it speaks of; not needed to revoke or remove a case.
    contract_no, cluster, category
        Contract, cluster (组团), and whether the land is called 产业 or 工业.
    stock
        Class of the stock; for a listing, and for a revitalisation of land that was not listed before.
    method
        How the land was revitalised.
    documents
        Documents it stands on.
    recorded_on
        The day it was recorded: decides whether a closed year can still take it.
    fact
        Number of the fact in the register; ``None`` for a claim made by hand.
    """

    kind: Kind
    case_no: str
    day: date
    land: tuple[Piece, ...] = ()
    contract_no: str | None = None
    cluster: str | None = None
    category: str | None = None
    stock: Account = Account.UNCLASSIFIED
    method: Method | None = None
    documents: tuple[str, ...] = ()
    recorded_on: date | None = None
    fact: int | None = None


def booked_on(claim: Claim, closings: Closings) -> date:
    """Find the day under which a fact is booked.

    Parameters
    ----------
    claim
        The fact.
    closings
        The closed years.

    Returns
    -------
    date
        Its own day; the day it was recorded where that of the fact lies in a year closed before.
    """
    closed = closings.get(claim.day.year)
    if closed is None or claim.recorded_on is None or claim.recorded_on <= closed:
        return claim.day
    return max(claim.recorded_on, date(max(closings) + 1, 1, 1))


def post(
    claims: Iterable[Claim],
    plots: Mapping[str, Plot],
    *,
    on: date = date.max,
    closings: Closings | None = None,
) -> Ledger:
    """Make the ledger of the facts on file.

    Parameters
    ----------
    claims
        The facts, in any order.
    plots
        The parcels, by number.
    on
        Last day booked.
    closings
        The closed years.

    Returns
    -------
    Ledger
        Its entries, and the claims that were refused.
    """
    dated = [(booked_on(claim, closings or {}), claim) for claim in claims]
    first = _first_bookings(dated)
    book = _Book(plots)
    for day, claim in sorted(dated, key=lambda pair: _order(pair[0], pair[1], first)):
        if day <= on:
            book.take(max(day, first.get(claim.case_no, day)), claim)
    return Ledger(tuple(book.entries), tuple(book.refusals))


def keep_closed(
    claims: Sequence[Claim], known: Mapping[int, Sequence[Claim]], closings: Closings
) -> list[Claim]:
    """Let closed years stand as they were known when they were closed, and reverse what has gone since.

    Parameters
    ----------
    claims
        What is claimed by what is known now.
    known
        What was claimed by what was known at the closing of each year.
    closings
        The closed years.

    Returns
    -------
    list of Claim
        The claims of closed years as they were; for a fact that was withdrawn or corrected later a
        revocation on the first day of the first year that did not know it; then what is claimed now.
    """
    standing: dict[int, Claim] = {}
    kept: list[Claim] = []
    years = sorted(known)
    for year, then in [*((year, known[year]) for year in years), (years[-1] + 1 if years else 0, claims)]:
        facts = {claim.fact: claim for claim in then if claim.fact is not None}
        for fact in [fact for fact in standing if fact not in facts]:
            kept += _taken_back(standing.pop(fact), year)
        for fact, claim in facts.items():
            if fact not in standing and (then is claims or booked_on(claim, closings).year <= year):
                standing[fact] = claim
                kept.append(claim)
    return [*kept, *(claim for claim in claims if claim.fact is None)]


def _taken_back(claim: Claim, year: int) -> list[Claim]:
    """The revocation of a claim whose fact no longer stands; removals and revocations stay."""
    if claim.kind not in (Kind.LISTED, Kind.REVITALISED):
        return []
    return [replace(claim, kind=Kind.REVOKED, day=date(year, 1, 1), documents=(), recorded_on=None)]


def _first_bookings(dated: Iterable[tuple[date, Claim]]) -> dict[str, date]:
    """The first day on which anything but a revocation is booked for each case."""
    first: dict[str, date] = {}
    for day, claim in dated:
        if claim.kind is not Kind.REVOKED:
            first[claim.case_no] = min(day, first.get(claim.case_no, day))
    return first


def _order(day: date, claim: Claim, first: Mapping[str, date]) -> tuple[object, ...]:
    """By day; a revocation goes before what else that day has, but never before what it revokes."""
    begun = first.get(claim.case_no, day)
    place = list(Kind).index(claim.kind)
    if claim.kind is Kind.REVOKED and begun < day:
        place = -1
    land = tuple((piece.parcel_no, piece.area_cm2) for piece in claim.land)
    shape = tuple(piece.polygon.wkb_hex if piece.polygon is not None else "" for piece in claim.land)
    return (max(day, begun), place, claim.day, claim.case_no, claim.method or "", claim.stock, land, shape)


@dataclass
class _Lot:
    """Land in stock: the listing that brought it in, the account it stands in, and what is left of it."""

    entry: Entry
    account: Account
    left_cm2: int
    taken: Taken


class _Book:
    """The ledger while it is written."""

    def __init__(self, plots: Mapping[str, Plot]) -> None:
        self.entries: list[Entry] = []
        self.refusals: list[Refusal] = []
        self._counted, self._listed = Ground(plots), Ground(plots)
        self._lots: dict[int, _Lot] = {}
        self._cases: dict[str, list[tuple[Entry, Taken]]] = {}

    def take(self, day: date, claim: Claim) -> None:
        {
            Kind.LISTED: self._list,
            Kind.REVITALISED: self._revitalise,
            Kind.REMOVED: self._remove,
            Kind.REVOKED: self._revoke,
        }[claim.kind](day, claim)

    def _list(self, day: date, claim: Claim) -> None:
        own = self._open_lots(claim)
        for lot in own:
            if lot.account is not claim.stock:
                self._move(day, claim, EntryKind.RECLASSIFIED, lot, claim.stock, lot.left_cm2)
                lot.account = claim.stock
        for piece in claim.land if not own else ():
            taken = self._listed.take(claim.case_no, piece)
            self._tell_refused(day, claim, taken)
            if taken.area_cm2:
                self._enter(day, claim, taken, taken.area_cm2)

    def _revitalise(self, day: date, claim: Claim) -> None:
        if claim.case_no in self._cases:
            self._refuse(day, claim, Reason.PROGRESS, first_case_no=claim.case_no)
            return
        for piece in claim.land:
            taken = self._counted.take(claim.case_no, piece)
            self._tell_refused(day, claim, taken)
            if taken.area_cm2:
                self._cases.setdefault(claim.case_no, []).extend(self._draw(day, claim, taken))

    def _draw(self, day: date, claim: Claim, taken: Taken) -> list[tuple[Entry, Taken]]:
        """Move what a case got out of the stock; what was never listed is listed on the same day."""
        left, written = taken.area_cm2, []
        for lot in self._open_lots(claim, taken.piece.parcel_no):
            part = min(left, lot.left_cm2)
            if part:
                written.append(
                    self._move(day, claim, EntryKind.REVITALISED, lot, Account.REVITALISED, part, taken)
                )
                left -= part
        if left:
            lot = self._enter(day, claim, taken, left)
            moved = self._move(day, claim, EntryKind.REVITALISED, lot, Account.REVITALISED, left, taken)
            written += [moved, lot.entry]
        return [(entry, taken) for entry in written]

    def _remove(self, day: date, claim: Claim) -> None:
        lots = self._open_lots(claim)
        for lot in lots:
            self._move(day, claim, EntryKind.REMOVED, lot, Account.REMOVED, lot.left_cm2)
        if not lots:
            self._refuse(day, claim, Reason.NOT_IN_STOCK)

    def _revoke(self, day: date, claim: Claim) -> None:
        counted, lots = self._cases.pop(claim.case_no, None), self._open_lots(claim)
        if counted is not None:
            for entry, taken in counted:
                self._reverse(day, claim, entry)
                self._counted.release(taken)
            return
        for lot in lots:
            self._reverse(day, claim, replace(lot.entry, debit=lot.account, area_cm2=lot.left_cm2))
        if not lots:
            self._refuse(day, claim, Reason.NOTHING_TO_REVOKE)

    def _open_lots(self, claim: Claim, parcel_no: str | None = None) -> list[_Lot]:
        """What is in stock of the case; then, where a parcel is given, what is of other cases there."""
        left = [lot for lot in self._lots.values() if lot.left_cm2]
        own = [lot for lot in left if lot.entry.case_no == claim.case_no]
        return own + [lot for lot in left if lot.entry.parcel_no == parcel_no and lot not in own]

    def _enter(self, day: date, claim: Claim, taken: Taken, area: int) -> _Lot:
        entry = self._write(day, claim, EntryKind.LISTED, Account.OUTSIDE, claim.stock, area, taken)
        lot = self._lots[entry.number] = _Lot(entry, claim.stock, area, taken)
        return lot

    def _move(
        self,
        day: date,
        claim: Claim,
        kind: EntryKind,
        lot: _Lot,
        to: Account,
        area: int,
        taken: Taken | None = None,
    ) -> Entry:
        """Book land out of a lot, or into another class."""
        entry = self._write(day, claim, kind, lot.account, to, area, taken or lot.taken, lot.entry.number)
        if to not in STOCK:
            lot.left_cm2 -= area
        if not lot.left_cm2:
            self._listed.release(lot.taken)
        return entry

    def _write(
        self,
        day: date,
        claim: Claim,
        kind: EntryKind,
        credit: Account,
        debit: Account,
        area: int,
        taken: Taken,
        drawn_from: int | None = None,
    ) -> Entry:
        whole = area == taken.area_cm2 and taken.polygon is not None
        entry = Entry(
            number=len(self.entries) + 1,
            kind=kind,
            day=day,
            event_day=claim.day,
            credit=credit,
            debit=debit,
            area_cm2=area,
            case_no=claim.case_no,
            contract_no=claim.contract_no,
            parcel_no=taken.piece.parcel_no,
            polygon=taken.polygon,
            measured_cm2=measured_cm2(taken.polygon) if whole and taken.polygon is not None else None,
            cluster=claim.cluster,
            category=claim.category,
            method=claim.method,
            documents=claim.documents,
            drawn_from=drawn_from,
        )
        self.entries.append(entry)
        return entry

    def _reverse(self, day: date, claim: Claim, entry: Entry) -> None:
        reversal = replace(
            entry,
            number=len(self.entries) + 1,
            kind=EntryKind.REVERSAL,
            day=day,
            event_day=claim.day,
            credit=entry.debit,
            debit=entry.credit,
            documents=claim.documents,
            reverses=entry.number,
        )
        self.entries.append(reversal)
        lot = self._lots[entry.drawn_from or entry.number]
        back = entry.kind is EntryKind.REVITALISED
        if back and not lot.left_cm2:
            self._listed.put(lot.taken)
        lot.left_cm2 += entry.area_cm2 if back else -entry.area_cm2
        if not lot.left_cm2:
            self._listed.release(lot.taken)

    def _tell_refused(self, day: date, claim: Claim, taken: Taken) -> None:
        reason = Reason.PARTLY_TAKEN if taken.area_cm2 else Reason.TAKEN
        for case_no, area in taken.yielded.items():
            self._refuse(
                day, claim, reason, parcel_no=taken.piece.parcel_no, first_case_no=case_no, area_cm2=area
            )

    def _refuse(
        self,
        day: date,
        claim: Claim,
        reason: Reason,
        *,
        parcel_no: str | None = None,
        first_case_no: str | None = None,
        area_cm2: int = 0,
    ) -> None:
        refusal = Refusal(
            reason=reason,
            case_no=claim.case_no,
            contract_no=claim.contract_no,
            parcel_no=parcel_no,
            day=day,
            first_case_no=first_case_no,
            area_cm2=area_cm2,
        )
        self.refusals.append(refusal)
