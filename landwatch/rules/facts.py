"""From the frames of a snapshot to the columns that the rules read.

The rules judge *rows*: one for each contract, then one for each phase written in a contract and one for
each parcel of a contract over several.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landwatch.model import ContractForm, EventType, Foundation
from landwatch.rules.amounts import UNKNOWN, Amounts
from landwatch.rules.clauses.indicators import IndicatorTable
from landwatch.rules.constants import constant
from landwatch.rules.days import Days, Integers
from landwatch.rules.events import EventLog, lay_out, read_amounts, read_days, read_texts
from landwatch.snapshot import SCHEMA, Snapshot

__all__ = ["FOUNDATIONS", "Facts", "InstalmentTable", "gather"]

Booleans = NDArray[np.bool_]
Texts = NDArray[np.object_]

_INTEGERS = tuple(name for name, kind in SCHEMA["contracts"].items() if kind == "integer")
_DATES = tuple(name for name, kind in SCHEMA["contracts"].items() if kind == "date")
_STARTS = (
    EventType.COMMENCED,
    EventType.CONSTRUCTION_PERMIT,
    EventType.PIT_EXCAVATION_DONE,
    EventType.ALL_FOUNDATION_PILES_DONE,
    EventType.FOUNDATION_PROGRESS,
)
FOUNDATIONS = tuple(Foundation)


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

    def block(self, first: int, last: int) -> InstalmentTable:
        """Return the instalments of a run of rows, numbered from nought.

        Parameters
        ----------
        first, last
            The run of rows, `last` not included.

        Returns
        -------
        InstalmentTable
            Those rows' instalments.
        """
        run = slice(*np.searchsorted(self.row, [first, last]))
        return InstalmentTable(self.row[run] - first, self.due[run], self.amount[run])

    def take(self, rows: Integers) -> InstalmentTable:
        """Return the instalments of some rows, numbered in their order.

        Parameters
        ----------
        rows
            The rows, in ascending order.

        Returns
        -------
        InstalmentTable
            Those rows' instalments.
        """
        place = np.searchsorted(rows, self.row)
        chosen = np.flatnonzero(rows[np.minimum(place, len(rows) - 1)] == self.row)
        return InstalmentTable(place[chosen], self.due[chosen], self.amount[chosen])

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

    @property
    def rows_of_contracts_with_parts(self) -> Integers:
        """The rows of contracts with phases or several parcels, and of those parts, in order."""
        parts = self.contract[self.contracts :]
        return np.concatenate([np.unique(parts), np.arange(self.contracts, self.rows)])

    def block(self, first: int, last: int) -> Mapping[str, Any]:
        """Return the inputs of a run of contracts, each judged by itself.

        Parameters
        ----------
        first, last
            The run of rows, `last` not included.

        Returns
        -------
        Mapping
            Views of the columns, not copies.
        """
        whole: dict[str, Any] = {name: column[first:last] for name, column in self._columns()}
        return whole | {
            "event_log": self.inputs["event_log"].block(first, last),
            "instalments": self.inputs["instalments"].block(first, last),
            "contract_row": np.arange(last - first),
        }

    def take(self, rows: Integers) -> Mapping[str, Any]:
        """Return the inputs of some rows, contracts together with their parts.

        Parameters
        ----------
        rows
            The rows, in ascending order.

        Returns
        -------
        Mapping
            Copies of the columns.
        """
        number = np.zeros(self.rows, dtype=np.int64)
        number[rows] = np.arange(len(rows))
        whole: dict[str, Any] = {name: column[rows] for name, column in self._columns()}
        return whole | {
            "event_log": self.inputs["event_log"].take(rows),
            "instalments": self.inputs["instalments"].take(rows),
            "contract_row": number[self.contract[rows]],
        }

    def _columns(self) -> Iterator[tuple[str, Any]]:
        apart = ("event_log", "instalments", "contract_row")
        return ((name, column) for name, column in self.inputs.items() if name not in apart)


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
        self.phases = self._parts("phases")
        self.parcels = self._parts("contract_parcels")
        self.parcels = self.parcels[self.parcels.duplicated("contract", keep=False)].reset_index(drop=True)
        self.contract = np.concatenate(
            [
                np.arange(self.count),
                self.phases["contract"].to_numpy(np.int64),
                self.parcels["contract"].to_numpy(np.int64),
            ]
        )
        self.names_unknown_part = np.zeros(len(self.contract), dtype=np.bool_)
        # Without parts the rows are the contracts, and nothing has to be copied.
        self.spread = self.contract if len(self.contract) > self.count else slice(None)
        day = np.datetime64(snapshot.on, "D")
        self.on = (constant(day, self.count) if on is None else on)[self.spread]

    def _parts(self, name: str) -> pd.DataFrame:
        contract = self.snapshot.contract_positions(name)
        parts: pd.DataFrame = getattr(self.snapshot, name).assign(contract=contract)
        return parts[contract >= 0].reset_index(drop=True)

    def facts(self) -> Facts:
        rows = len(self.contract)
        is_phase, is_parcel = np.zeros(rows, np.bool_), np.zeros(rows, np.bool_)
        is_phase[self.count : self.count + len(self.phases)] = True
        is_parcel[self.count + len(self.phases) :] = True
        part = np.full(rows, None, dtype=object)
        part[is_phase] = read_texts(self.phases["number"])
        part[is_parcel] = read_texts(self.parcels["parcel_no"])
        inputs = self._columns(is_phase, is_parcel)
        inputs["event_log"] = self._event_log()
        inputs["instalments"] = self._instalments()
        indicators = self.snapshot.contract_positions("indicators")
        inputs["indicators"] = IndicatorTable.of(self.snapshot.indicators, indicators)
        inputs["names_unknown_part"] = self.names_unknown_part
        inputs["on"] = self.on
        inputs["contract_row"] = self.contract
        return Facts(self.count, self.contract, part, is_phase, is_parcel, inputs)

    def _columns(self, is_phase: Booleans, is_parcel: Booleans) -> dict[str, Any]:
        frame = self.snapshot.contracts
        columns: dict[str, Any] = {name: read_days(frame[name])[self.spread] for name in _DATES}
        columns |= {name: read_amounts(frame[name])[self.spread] for name in _INTEGERS}
        columns["names_revised_form"] = (
            frame["form"].eq(ContractForm.REVISION_2025).to_numpy(np.bool_)[self.spread]
        )
        columns["names_no_form"] = frame["form"].isna().to_numpy(np.bool_)[self.spread]
        foundation = pd.Categorical(frame["foundation"], categories=list(FOUNDATIONS))
        columns["foundation"] = foundation.codes.astype(np.int64)[self.spread]
        columns["grantor"] = pd.Categorical(frame["grantor"])[self.spread]
        columns["holder"] = read_texts(frame["holder"])[self.spread]
        cleaned = frame.get("placeholder_date_found", pd.Series(False, index=frame.index))
        columns["placeholder_date_found"] = cleaned.to_numpy(dtype=np.bool_)[self.spread]
        columns["is_phase"], columns["is_parcel"] = is_phase, is_parcel
        columns["has_phases"] = np.zeros(len(self.contract), dtype=np.bool_)
        if len(self.phases):
            for name in ("agreed_commencement", "agreed_completion"):
                columns[name][is_phase] = read_days(self.phases[name])
            columns["area_cm2"][is_phase] = read_amounts(self.phases["area_cm2"])
            # The price of a phase is nowhere agreed: what base its damages have, the contract must say.
            columns["price_fen"][is_phase] = UNKNOWN
            phased = np.unique(self.phases["contract"].to_numpy(np.int64))
            columns["has_phases"][phased] = True
            for name in ("agreed_commencement", "agreed_completion"):
                columns[name][phased] = np.datetime64("NaT")
        if len(self.parcels):
            columns["area_cm2"][is_parcel] = read_amounts(self.parcels["area_cm2"])
        return columns

    def _instalments(self) -> InstalmentTable:
        frame = self.snapshot.instalments
        contract = self.snapshot.contract_positions("instalments")
        due, amount = read_days(frame["due_on"]), read_amounts(frame["amount_fen"])
        usable = np.flatnonzero((contract >= 0) & ~np.isnat(due))
        order = usable[np.lexsort((due[usable], contract[usable]))]
        return InstalmentTable(contract[order], due[order], amount[order])

    def _event_log(self) -> EventLog:
        events = self.snapshot.events
        return lay_out(events, *self._rows_of_events(events), self.on)

    def _rows_of_events(self, events: pd.DataFrame) -> tuple[Integers, Integers]:
        """For each pair of an event and a row it speaks of, the event's place and the row."""
        contract = self.snapshot.contract_positions("events")
        has_parts = np.zeros(self.count + 1, dtype=np.bool_)
        has_parts[self.contract[self.count :]] = True
        plain = np.flatnonzero((contract >= 0) & ~has_parts[contract])
        pairs = self._pairs_with_parts(
            events, contract, np.flatnonzero((contract >= 0) & has_parts[contract])
        )
        return np.concatenate([plain, pairs[:, 0]]), np.concatenate([contract[plain], pairs[:, 1]])

    def _pairs_with_parts(self, events: pd.DataFrame, contract: Integers, places: Integers) -> Integers:
        """A narrowed event speaks of its part, any other of the contract and all its parts.

        The start of a parcel also speaks of the contract, which it commences. An event of a part that the
        contract does not have speaks of nothing and is told by a flag.
        """
        by_phase = _numbers(self.phases, "number", self.count)
        by_parcel = self._rows_by_ground()
        parts: dict[int, list[int]] = {}
        for row in range(self.count, len(self.contract)):
            parts.setdefault(int(self.contract[row]), []).append(row)
        phased, parcelled = ({of for of, __ in known} for known in (by_phase, by_parcel))
        pieces = np.bincount(self.parcels["contract"].to_numpy(np.int64), minlength=self.count)
        few = events.iloc[places]
        described = zip(
            places,
            contract[places],
            read_texts(few["phase"]),
            read_texts(few["parcel_no"]),
            few["type"],
            strict=True,
        )
        pairs: list[tuple[int, int]] = []
        for place, of, phase, parcel, kind in described:
            ground = by_parcel.get((of, parcel), [])
            rows = [row for row in (by_phase.get((of, phase)), *ground) if row is not None]
            if ground and len(ground) == pieces[of]:
                # The parcel that the fact names was split, and is all the contract has.
                rows = [of, *parts[of]]
            elif not rows and ((phase and of in phased) or (parcel and of in parcelled)):
                self.names_unknown_part[of] = True
            elif not rows:
                rows = [of, *parts[of]]
            elif (of, parcel) in by_parcel and kind in _STARTS:
                rows.append(of)
            pairs.extend((place, row) for row in rows)
        return np.array(pairs, dtype=np.int64).reshape(-1, 2)

    def _rows_by_ground(self) -> dict[tuple[int, str], list[int]]:
        """The rows of a contract's ground by each number it is or was known by."""
        rows: dict[tuple[int, str], list[int]] = {}
        names = self.parcels["known_as"].fillna("[]")
        described = zip(self.parcels["contract"], read_texts(self.parcels["parcel_no"]), names, strict=True)
        for row, (of, own, others) in enumerate(described, start=self.count + len(self.phases)):
            for name in (own, *json.loads(others)):
                rows.setdefault((int(of), name), []).append(row)
        return rows


def _numbers(parts: pd.DataFrame, name: str, first: int) -> dict[tuple[int, str], int]:
    keys = zip(parts["contract"], read_texts(parts[name]), strict=True)
    return {(int(contract), part): first + number for number, (contract, part) in enumerate(keys)}
