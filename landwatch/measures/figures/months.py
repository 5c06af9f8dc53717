"""Month by month: what the map would have shown at the end of each of the last months, and the sums of it.

Past days are judged by the same engine and the same facts as the day of the page: by what had happened by
then, as it is known now. So a correction recorded later changes the past as well; what an office believed
at the time is another question, which an earlier instant of knowledge answers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landwatch.measures.figures.pools import OBLIGATIONS, Obligation, in_default, units_of
from landwatch.measures.figures.states import Idle, State, contract_states, idle_marks
from landwatch.measures.figures.sums import Figures, Rate, Tally
from landwatch.rules.replay import assess_days, month_ends

if TYPE_CHECKING:
    from landwatch.rules import Assessment, Conventions
    from landwatch.snapshot import Snapshot

__all__ = ["MONTHS", "Timeline", "look", "moved_on", "replay"]

MONTHS = 36
"""Months that a page replays where nothing else is asked for: three years up to the day judged."""

_STATES, _MARKS = tuple(State), (None, *Idle)
_COLUMNS = (
    "contract_status commencement_status completion_status idle_status commencement_breach completion_breach "
    "commencement_breach_area_cm2 completion_breach_area_cm2 effective_commencement_due completion_due "
    "area_cm2"
).split()

Table = NDArray[Any]
"""One row a day, one column a contract or parcel."""


def look(number: int) -> tuple[State, Idle | None]:
    """Tell what a number of :attr:`Timeline.parcels` stands for.

    Parameters
    ----------
    number
        Place of the state among :class:`State`, times 3, plus 0, or 1 or 2 for a mark of :class:`Idle`.
    """
    state, mark = divmod(int(number), len(_MARKS))
    return _STATES[state], _MARKS[mark]


_NOBODY = _STATES.index(State.NO_CONTRACT) * len(_MARKS)


@dataclass(frozen=True, eq=False)
class _Duty:
    """Per day and contract what it adds to both parts of a default rate; nought where it adds nothing."""

    part_cm2: Table
    whole_cm2: Table
    part_units: Table
    whole_units: Table


@dataclass(frozen=True, eq=False)
class _Judged:
    """What was judged of contracts, whose numbers name the columns; areas in cm², -1 where not known."""

    numbers: pd.Index
    looks: Table
    areas: Table
    duties: Mapping[Obligation, _Duty]

    def woven(self, new: _Judged, numbers: pd.Index, is_new: Table) -> _Judged:
        """Keep what is judged of some of these contracts, and put in what was judged anew of the others."""
        stay = self.numbers.get_indexer(numbers[~is_new])

        def put(held: Table, fresh: Table) -> Table:
            table = np.empty((len(held), len(numbers)), dtype=held.dtype)
            table[:, ~is_new], table[:, is_new] = held[:, stay], fresh
            return table

        def duty(held: _Duty, fresh: _Duty) -> _Duty:
            return _Duty(*(put(getattr(held, part.name), getattr(fresh, part.name)) for part in fields(held)))

        duties = {name: duty(held, new.duties[name]) for name, held in self.duties.items()}
        return _Judged(numbers, put(self.looks, new.looks), put(self.areas, new.areas), duties)


@dataclass(frozen=True, eq=False)
class _Basis:
    """What sums are made of besides looks; areas in cm², -1 where not known."""

    conventions: Conventions
    contract_clusters: pd.Series
    parcel_clusters: pd.Series
    parcel_areas: Table
    judged: _Judged


@dataclass(frozen=True, eq=False)
class Timeline:
    """The looks of contracts and parcels on several days.

    Attributes
    ----------
    days
        The days judged, the last is that of the page.
    parcel_nos
        The parcels, in the order of the snapshot.
    parcels
        What each parcel looked like: see :func:`look`.
    contracts
        The same of each contract, in the order of the snapshot.
    basis
        What the sums are made of.
    """

    days: tuple[date, ...]
    parcel_nos: pd.Index
    parcels: Table
    contracts: Table
    basis: _Basis

    def figures(self, cluster: str | None) -> list[Figures]:
        """Add up one cluster on each day.

        Parameters
        ----------
        cluster
            Its name; ``None`` for the whole zone.

        Returns
        -------
        list of Figures
            As :func:`landwatch.measures.figures.sums.figures` adds them up for that day alone.
        """
        mine, land = (
            np.flatnonzero(np.ones(len(names), bool) if cluster is None else names.eq(cluster))
            for names in (self.basis.contract_clusters, self.basis.parcel_clusters)
        )
        return [self._figures(day, mine, land) for day in range(len(self.days))]

    def _figures(self, day: int, mine: Table, land: Table) -> Figures:
        states, marks = np.divmod(self.contracts[day, mine], len(_MARKS))
        areas, live = self.basis.judged.areas[day, mine], states != _STATES.index(State.NO_CONTRACT)
        sums = {state: _tally(areas[states == place]) for place, state in enumerate(_STATES)}
        vacant = self.parcels[day, land] == _NOBODY
        sums[State.NO_CONTRACT] = _tally(self.basis.parcel_areas[land[vacant]])
        rates = {name: self._rates(duty, day, mine) for name, duty in self.basis.judged.duties.items()}
        return Figures(
            live=_tally(areas[live]),
            states=sums,
            idle={mark: _tally(areas[marks == place]) for place, mark in enumerate(_MARKS) if mark},
            by_area={name: pair[0] for name, pair in rates.items()},
            by_count={name: pair[1] for name, pair in rates.items()},
            unit=self.basis.conventions.breach_unit,
            meant=self.basis.conventions.rate_unit,
        )

    def _rates(self, duty: _Duty, day: int, mine: Table) -> tuple[Rate, Rate]:
        tables = (duty.part_cm2, duty.whole_cm2, duty.part_units, duty.whole_units)
        part_cm2, whole_cm2, part_units, whole_units = (int(table[day, mine].sum()) for table in tables)
        return Rate(part_cm2, whole_cm2), Rate(part_units, whole_units)

    def runs(self, parcel_nos: Iterable[str]) -> list[list[int]]:
        """Write what parcels looked like as runs of months.

        Parameters
        ----------
        parcel_nos
            The parcels wanted, in the order wanted.

        Returns
        -------
        list
            For each parcel the look of the first day, then in turns the place of a day on which its look
            changed and the new look.
        """
        looks = self.parcels[:, self.parcel_nos.get_indexer(pd.Index(list(parcel_nos)))]
        changed = np.diff(looks, axis=0) != 0
        runs: list[list[int]] = [[int(first)] for first in looks[0]]
        for parcel, before in zip(*np.nonzero(changed.T), strict=True):
            runs[parcel] += [int(before) + 1, int(looks[before + 1, parcel])]
        return runs


def replay(assessment: Assessment, months: int = MONTHS) -> Timeline:
    """Judge the ends of the last months.

    Parameters
    ----------
    assessment
        The judged contracts; their day is the last one.
    months
        How many; months before the first contract was signed are left out.

    Returns
    -------
    Timeline
        Every look and sum.
    """
    days = _days(assessment, months)
    return _timeline(assessment, days, _judged(assessment, assessment.snapshot, days))


def moved_on(
    timeline: Timeline, assessment: Assessment, touched: Collection[str], months: int = MONTHS
) -> Timeline:
    """Judge the months of some contracts anew, and keep what was judged of the others.

    Parameters
    ----------
    timeline
        The months as they were judged before, of the same day and conventions.
    assessment
        The judged contracts.
    touched
        Numbers of the contracts of which something may differ; those that are not there any more, too.
    months
        As for :func:`replay`.

    Returns
    -------
    Timeline
        What :func:`replay` of the assessment gives.
    """
    days, snapshot, held = _days(assessment, months), assessment.snapshot, timeline.basis.judged
    numbers = pd.Index(snapshot.contracts["contract_no"])
    is_new = ~numbers.isin(held.numbers.difference(list(touched)))
    if days != timeline.days:
        return replay(assessment, months)
    new = _judged(assessment, snapshot.of_which(is_new), days)
    return _timeline(assessment, days, held.woven(new, numbers, is_new))


def _days(assessment: Assessment, months: int) -> tuple[date, ...]:
    """The ends of the last months, since the first contract was signed; the day judged in any case."""
    first = assessment.snapshot.contracts["signed_on"].min()
    days = month_ends(assessment.on, months)
    return tuple(day for day in days if pd.isna(first) or pd.Timestamp(day) >= first or day == days[-1])


def _judged(assessment: Assessment, snapshot: Snapshot, days: Sequence[date]) -> _Judged:
    judged = assess_days(snapshot, days, _COLUMNS, assessment.conventions, derived=units_of)
    instants = judged.index.get_level_values("on")
    numbers = pd.Index(snapshot.contracts["contract_no"])
    sheet = _Sheet(
        row=np.searchsorted(np.array(days, dtype="datetime64[s]"), instants.to_numpy()),
        column=numbers.get_indexer(judged.index.get_level_values("contract_no")),
        shape=(len(days), len(numbers)),
    )
    return _Judged(
        numbers=numbers,
        looks=sheet.of(_looks(judged), _NOBODY),
        areas=sheet.of(_areas(judged["area_cm2"]), -1),
        duties={name: _duty(sheet, judged, name, assessment.conventions) for name in OBLIGATIONS},
    )


def _timeline(assessment: Assessment, days: tuple[date, ...], judged: _Judged) -> Timeline:
    snapshot = assessment.snapshot
    basis = _Basis(
        conventions=assessment.conventions,
        contract_clusters=snapshot.contracts["cluster"],
        parcel_clusters=snapshot.parcels["cluster"],
        parcel_areas=_areas(snapshot.parcels["registered_area_cm2"]),
        judged=judged,
    )
    numbers_of_parcels = pd.Index(snapshot.parcels["parcel_no"])
    return Timeline(days, numbers_of_parcels, _of_parcels(judged.looks, snapshot), judged.looks, basis)


@dataclass(frozen=True, eq=False)
class _Sheet:
    """Where each judged row stands in a table of days and contracts."""

    row: Table
    column: Table
    shape: tuple[int, int]

    def of(self, values: Table, otherwise: Any) -> Table:
        table = np.full(self.shape, otherwise, dtype=values.dtype)
        table[self.row, self.column] = values
        return table


def _duty(sheet: _Sheet, judged: pd.DataFrame, obligation: Obligation, conventions: Conventions) -> _Duty:
    on = judged.index.get_level_values("on")
    counted = in_default(judged, judged, obligation, conventions.rate_pool, on)
    part, whole = counted["in_default"].to_numpy(), counted["in_pool"].to_numpy()
    return _Duty(
        part_cm2=sheet.of(np.maximum(_areas(counted["area_in_default_cm2"]), 0) * part, 0),
        whole_cm2=sheet.of(np.maximum(_areas(counted["area_cm2"]), 0) * whole, 0),
        part_units=sheet.of(counted["units_in_default"].to_numpy() * part, 0),
        whole_units=sheet.of(counted["units"].to_numpy() * whole, 0),
    )


def _looks(judged: pd.DataFrame) -> Table:
    states = pd.Index(_STATES, dtype=object).get_indexer(pd.Index(contract_states(judged)))
    marks = pd.Index(list(Idle), dtype=object).get_indexer(pd.Index(idle_marks(judged))) + 1
    return (states * len(_MARKS) + marks).astype(np.int8)


def _of_parcels(looks: Table, snapshot: Snapshot) -> Table:
    """A parcel looks like the gravest contract that binds it on the day, the newest of several."""
    shares = snapshot.contract_parcels
    contract = snapshot.contract_positions("contract_parcels")
    parcel = pd.Index(snapshot.parcels["parcel_no"]).get_indexer(pd.Index(shares["parcel_no"]))
    signed = snapshot.contracts["signed_on"].take(np.maximum(contract, 0)).reset_index(drop=True)
    newest_first = signed.sort_values(ascending=False, kind="stable", na_position="last").index.to_numpy()
    table = np.full((len(looks), len(snapshot.parcels)), _NOBODY, dtype=looks.dtype)
    kept = newest_first[(contract[newest_first] >= 0) & (parcel[newest_first] >= 0)]
    # The oldest is written first, and whoever is at least as grave takes its place.
    for share in kept[::-1]:
        own, shown = looks[:, contract[share]], table[:, parcel[share]]
        table[:, parcel[share]] = np.where(own // len(_MARKS) <= shown // len(_MARKS), own, shown)
    return table


def _areas(column: pd.Series) -> Table:
    return column.astype("Int64").to_numpy(dtype=np.int64, na_value=-1)


def _tally(areas: Table) -> Tally:
    known = areas[areas >= 0]
    return Tally(len(areas), int(known.sum()), len(areas) - len(known))
