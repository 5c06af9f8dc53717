"""From the frames of a snapshot to the columns that the rules read.

The rules judge *rows*: one for each contract, then one for each phase written in a contract and one for
each parcel of a contract over several. Events are laid out by kind and row, in order of day, so that
"the first handover of each contract" is one slice and never a loop.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landwatch.model import ContractForm, EventType, Foundation
from landwatch.rules.amounts import UNKNOWN, Amounts
from landwatch.rules.days import Days, Integers
from landwatch.rules.periods import Periods
from landwatch.snapshot import SCHEMA, Snapshot

__all__ = ["FOUNDATIONS", "EventLog", "Facts", "InstalmentTable", "Occurrences", "gather"]

Booleans = NDArray[np.bool_]
Texts = NDArray[np.object_]

_INTEGERS = tuple(name for name, kind in SCHEMA["contracts"].items() if kind == "integer")
_DATES = tuple(name for name, kind in SCHEMA["contracts"].items() if kind == "date")
_TYPES = {event_type.value: number for number, event_type in enumerate(EventType)}
_STARTS = (
    EventType.COMMENCED,
    EventType.CONSTRUCTION_PERMIT,
    EventType.PIT_EXCAVATION_DONE,
    EventType.ALL_FOUNDATION_PILES_DONE,
    EventType.FOUNDATION_PROGRESS,
)
FOUNDATIONS = tuple(Foundation)


@dataclass(frozen=True, eq=False)
class Occurrences:
    """The events of one kind, in order of row and day.

    Attributes
    ----------
    row
        The row each belongs to.
    day
        Its day, or the first day of its period.
    frame, place
        ``Snapshot.events``, and where in it each event stands; columns are taken as they are asked for.
    """

    row: Integers
    day: Days
    frame: pd.DataFrame
    place: Integers

    def __len__(self) -> int:
        return len(self.row)

    def days(self, name: str) -> Days:
        """Return a column of days.

        Parameters
        ----------
        name
            A date column of ``Snapshot.events``.

        Returns
        -------
        Days
            One day an event, NaT where it has none.
        """
        return _days(self.frame[name])[self.place]

    def amounts(self, name: str) -> Amounts:
        """Return an integer column.

        Parameters
        ----------
        name
            An integer column of ``Snapshot.events``.

        Returns
        -------
        Amounts
            One integer an event, :data:`UNKNOWN` where it has none.
        """
        return _amounts(self.frame[name].iloc[self.place])

    def texts(self, name: str) -> Texts:
        """Return a text column.

        Parameters
        ----------
        name
            A text column of ``Snapshot.events``.

        Returns
        -------
        Texts
            One text an event, ``None`` where it has none.
        """
        return _texts(self.frame[name].iloc[self.place])

    @property
    def verified(self) -> Booleans:
        """Whether the claim was verified (经审核属实); an unanswered one was not."""
        return self.frame["verified"].iloc[self.place].fillna(False).to_numpy(dtype=np.bool_)

    @property
    def kinds(self) -> Texts:
        """The kind of each event."""
        return self.texts("type")


@dataclass(frozen=True, eq=False)
class EventLog:
    """The events known on the judged day, by kind and row.

    Attributes
    ----------
    rows
        Number of rows judged.
    on
        Judged day of each row.
    frame
        ``Snapshot.events``.
    place, row, day
        In order of kind, row and day: where each event stands in `frame`, its row and its day.
    bounds
        Where each kind begins in that order.
    """

    rows: int
    on: Days
    frame: pd.DataFrame
    place: Integers
    row: Integers
    day: Days
    bounds: Integers

    def of(self, *types: EventType) -> Occurrences:
        """Return the events of one or several kinds.

        Parameters
        ----------
        *types
            Kinds of event.

        Returns
        -------
        Occurrences
            In order of row and day.
        """
        if len(types) == 1:
            of_kind = slice(*self.bounds[_TYPES[types[0]] : _TYPES[types[0]] + 2])
            return Occurrences(self.row[of_kind], self.day[of_kind], self.frame, self.place[of_kind])
        several = np.concatenate([np.arange(*self.bounds[_TYPES[t] : _TYPES[t] + 2]) for t in types])
        ordered = several[np.lexsort((self.day[several], self.row[several]))]
        return Occurrences(self.row[ordered], self.day[ordered], self.frame, self.place[ordered])

    def first(self, *types: EventType) -> Days:
        """Return the first day on which one of the kinds happened.

        Parameters
        ----------
        *types
            Kinds of event.

        Returns
        -------
        Days
            One day a row, NaT where it never happened.
        """
        found = np.full(self.rows, np.datetime64("NaT"), dtype="datetime64[D]")
        for event_type in types:
            begin, finish = self.bounds[_TYPES[event_type] : _TYPES[event_type] + 2]
            row, day = self.row[begin:finish][::-1], self.day[begin:finish][::-1]
            once = found.copy()
            once[row] = day
            found = np.fmin(found, once)
        return found

    def last(self, *types: EventType) -> Days:
        """Return the last day on which one of the kinds happened.

        Parameters
        ----------
        *types
            Kinds of event.

        Returns
        -------
        Days
            One day a row, NaT where it never happened.
        """
        found = np.full(self.rows, np.datetime64("NaT"), dtype="datetime64[D]")
        for event_type in types:
            begin, finish = self.bounds[_TYPES[event_type] : _TYPES[event_type] + 2]
            once = found.copy()
            once[self.row[begin:finish]] = self.day[begin:finish]
            found = np.fmax(found, once)
        return found

    def happened(self, *types: EventType) -> Booleans:
        """Tell for which rows one of the kinds is on record.

        Parameters
        ----------
        *types
            Kinds of event.

        Returns
        -------
        Booleans
            One boolean a row.
        """
        return ~np.isnat(self.first(*types))

    def periods(self, *types: EventType, verified: bool | None = None) -> Periods:
        """Return periods of one or several kinds, up to the judged day.

        Parameters
        ----------
        *types
            Kinds of event that last.
        verified
            Only verified claims, only unverified ones, or (``None``) both.

        Returns
        -------
        Periods
            Unmerged; a period that is still open ends on the judged day.
        """
        found = self.of(*types)
        end = found.days("end")
        point = np.isnat(found.days("start"))
        end = np.where(np.isnat(end) & point, found.day, end)
        reach = np.fmin(end, self.on[found.row])
        periods = Periods(found.row, found.day, reach)
        kept = found.day <= reach
        if verified is not None:
            kept &= found.verified == verified
        return periods.where(kept)


@dataclass(frozen=True, eq=False)
class InstalmentTable:
    """The instalments of the contracts, in order of row and due day.

    Attributes
    ----------
    row
        The row each belongs to.
    due
        Its due day.
    amount
        Its amount in fen.
    """

    row: Integers
    due: Days
    amount: Amounts

    @property
    def rows(self) -> Integers:
        """The rows that have instalments, each once."""
        return np.unique(self.row)

    def due_of(self, row: int) -> list[tuple[np.datetime64, int]]:
        """Return what is due of one row.

        Parameters
        ----------
        row
            A row.

        Returns
        -------
        list
            Pairs of due day and amount in fen, earliest first.
        """
        first, last = np.searchsorted(self.row, [row, row + 1])
        return [(self.due[i], int(self.amount[i])) for i in range(first, last)]


@dataclass(frozen=True, eq=False)
class Facts:
    """What the rules read.

    Attributes
    ----------
    contracts
        Number of contracts; they are the first rows.
    contract
        For each row, the contract it belongs to.
    part
        For each row, the name of the phase or parcel; ``None`` for contracts.
    is_phase, is_parcel
        Which rows are phases, and which are parcels.
    inputs
        The columns by the names that rules take as parameters.
    """

    contracts: int
    contract: Integers
    part: Texts
    is_phase: Booleans
    is_parcel: Booleans
    inputs: Mapping[str, Any]

    @property
    def rows(self) -> int:
        """Number of rows judged."""
        return len(self.contract)


def gather(snapshot: Snapshot, on: Days | None = None) -> Facts:
    """Lay out a snapshot for the rules.

    Parameters
    ----------
    snapshot
        The facts.
    on
        A judged day for each contract, in the order of ``snapshot.contracts``; the snapshot's own day for
        all where it is not given.

    Returns
    -------
    Facts
        Rows, columns and events.
    """
    return _Gathering(snapshot, on).facts()


class _Gathering:
    """One run of :func:`gather`: the row numbers it needs at several places."""

    def __init__(self, snapshot: Snapshot, on: Days | None) -> None:
        self.snapshot = snapshot
        self.count = len(snapshot.contracts)
        self.index = pd.Index(snapshot.contracts["contract_no"])
        self.phases = self._parts(snapshot.phases)
        parcels = snapshot.contract_parcels
        self.parcels = self._parts(parcels[parcels.duplicated("contract_no", keep=False)])
        self.contract = np.concatenate(
            [
                np.arange(self.count),
                self.phases["contract"].to_numpy(np.int64),
                self.parcels["contract"].to_numpy(np.int64),
            ]
        )
        day = np.datetime64(snapshot.on, "D")
        self.on = (np.full(self.count, day) if on is None else on)[self.contract]

    def _parts(self, frame: pd.DataFrame) -> pd.DataFrame:
        contract = self.index.get_indexer(frame["contract_no"])
        parts: pd.DataFrame = frame.assign(contract=contract)[contract >= 0].reset_index(drop=True)
        return parts

    def facts(self) -> Facts:
        rows = len(self.contract)
        is_phase, is_parcel = np.zeros(rows, np.bool_), np.zeros(rows, np.bool_)
        is_phase[self.count : self.count + len(self.phases)] = True
        is_parcel[self.count + len(self.phases) :] = True
        part = np.full(rows, None, dtype=object)
        part[is_phase] = _texts(self.phases["number"])
        part[is_parcel] = _texts(self.parcels["parcel_no"])
        inputs = self._columns(is_phase, is_parcel)
        inputs["event_log"] = self._event_log()
        inputs["instalments"] = self._instalments()
        inputs["on"] = self.on
        inputs["contract_row"] = self.contract
        return Facts(self.count, self.contract, part, is_phase, is_parcel, inputs)

    def _columns(self, is_phase: Booleans, is_parcel: Booleans) -> dict[str, Any]:
        frame = self.snapshot.contracts
        columns: dict[str, Any] = {name: _days(frame[name])[self.contract] for name in _DATES}
        columns |= {name: _amounts(frame[name])[self.contract] for name in _INTEGERS}
        columns["is_revised_form"] = (
            frame["form"].eq(ContractForm.REVISION_2025).to_numpy(np.bool_)[self.contract]
        )
        foundation = pd.Categorical(frame["foundation"], categories=list(FOUNDATIONS))
        columns["foundation"] = foundation.codes.astype(np.int64)[self.contract]
        columns["grantor"] = pd.Categorical(frame["grantor"])[self.contract]
        columns["holder"] = _texts(frame["holder"])[self.contract]
        cleaned = frame.get("placeholder_date_found", pd.Series(False, index=frame.index))
        columns["placeholder_date_found"] = cleaned.to_numpy(dtype=np.bool_)[self.contract]
        columns["is_phase"], columns["is_parcel"] = is_phase, is_parcel
        columns["has_phases"] = np.zeros(len(self.contract), dtype=np.bool_)
        if len(self.phases):
            for name in ("agreed_commencement", "agreed_completion"):
                columns[name][is_phase] = _days(self.phases[name])
            columns["area_cm2"][is_phase] = _amounts(self.phases["area_cm2"])
            # The price of a phase is nowhere agreed: what base its damages have, the contract must say.
            columns["price_fen"][is_phase] = UNKNOWN
            phased = np.unique(self.phases["contract"].to_numpy(np.int64))
            columns["has_phases"][phased] = True
            for name in ("agreed_commencement", "agreed_completion"):
                columns[name][phased] = np.datetime64("NaT")
        if len(self.parcels):
            columns["area_cm2"][is_parcel] = _amounts(self.parcels["area_cm2"])
        return columns

    def _instalments(self) -> InstalmentTable:
        frame = self.snapshot.instalments
        contract = self.index.get_indexer(frame["contract_no"])
        due, amount = _days(frame["due_on"]), _amounts(frame["amount_fen"])
        usable = np.flatnonzero((contract >= 0) & ~np.isnat(due))
        order = usable[np.lexsort((due[usable], contract[usable]))]
        return InstalmentTable(contract[order], due[order], amount[order])

    def _event_log(self) -> EventLog:
        events = self.snapshot.events
        place, row = self._rows_of_events(events)
        starts = _days(events["start"])
        day = np.where(np.isnat(starts), _days(events["day"]), starts)[place]
        codes = pd.Categorical(events["type"], categories=list(_TYPES)).codes.astype(np.int64)[place]
        seen = (day <= self.on[row]) & (codes >= 0)
        place, row, day, codes = place[seen], row[seen], day[seen], codes[seen]
        order = np.lexsort((day, row, codes))
        place, row, day, codes = place[order], row[order], day[order], codes[order]
        bounds = np.searchsorted(codes, np.arange(len(_TYPES) + 1))
        return EventLog(len(self.contract), self.on, events, place, row, day, bounds)

    def _rows_of_events(self, events: pd.DataFrame) -> tuple[Integers, Integers]:
        """For each pair of an event and a row it speaks of, the event's place and the row."""
        contract = self.index.get_indexer(events["contract_no"])
        has_parts = np.zeros(self.count + 1, dtype=np.bool_)
        has_parts[self.contract[self.count :]] = True
        plain = np.flatnonzero((contract >= 0) & ~has_parts[contract])
        pairs = self._pairs_with_parts(
            events, contract, np.flatnonzero((contract >= 0) & has_parts[contract])
        )
        return np.concatenate([plain, pairs[:, 0]]), np.concatenate([contract[plain], pairs[:, 1]])

    def _pairs_with_parts(self, events: pd.DataFrame, contract: Integers, places: Integers) -> Integers:
        """A narrowed event speaks of its part, any other of the contract and all its parts.

        The start of a parcel also speaks of the contract, which it commences.
        """
        by_phase = _numbers(self.phases, "number", self.count)
        by_parcel = _numbers(self.parcels, "parcel_no", self.count + len(self.phases))
        parts: dict[int, list[int]] = {}
        for row in range(self.count, len(self.contract)):
            parts.setdefault(int(self.contract[row]), []).append(row)
        few = events.iloc[places]
        described = zip(
            places, contract[places], _texts(few["phase"]), _texts(few["parcel_no"]), few["type"], strict=True
        )
        pairs: list[tuple[int, int]] = []
        for place, of, phase, parcel, kind in described:
            rows = [r for r in (by_phase.get((of, phase)), by_parcel.get((of, parcel))) if r is not None]
            if not rows:
                rows = [of, *parts[of]]
            elif (of, parcel) in by_parcel and kind in _STARTS:
                rows.append(of)
            pairs.extend((place, row) for row in rows)
        return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def _numbers(parts: pd.DataFrame, name: str, first: int) -> dict[tuple[int, str], int]:
    keys = zip(parts["contract"], _texts(parts[name]), strict=True)
    return {(int(contract), part): first + number for number, (contract, part) in enumerate(keys)}


def _days(column: pd.Series) -> Days:
    return column.to_numpy().astype("datetime64[D]")


def _amounts(column: pd.Series) -> Amounts:
    if column.dtype == object:
        return np.array([UNKNOWN if pd.isna(v) else v for v in column], dtype=object)
    return np.asarray(column.to_numpy(dtype=np.int64, na_value=UNKNOWN))


def _texts(column: pd.Series) -> Texts:
    texts: Texts = column.to_numpy(dtype=object, copy=True)
    texts[pd.isna(texts)] = None
    return texts
