"""The indicators of standard land: what was agreed, what was measured last, what follows from the gap."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from landwatch.errors import SnapshotError
from landwatch.model import (
    Consequence,
    Direction,
    Indicator,
    IndicatorStage,
    IndicatorStatus,
    StandardIndicator,
)
from landwatch.rules.constants import constant
from landwatch.rules.days import NO_DAY, Integers
from landwatch.rules.events import Occurrences
from landwatch.rules.reviews import read_details
from landwatch.units import decimal_text

__all__ = ["IndicatorResult", "IndicatorResults", "IndicatorTable", "judge_indicators"]

_PRO_RATA = {
    StandardIndicator.TOTAL_INVESTMENT,
    StandardIndicator.INVESTMENT_INTENSITY,
    StandardIndicator.PLOT_RATIO,
    StandardIndicator.BUILDING_COEFFICIENT,
    StandardIndicator.BUILDING_DENSITY,
}
_RECOVERED = {
    StandardIndicator.PLOT_RATIO,
    StandardIndicator.BUILDING_COEFFICIENT,
    StandardIndicator.BUILDING_DENSITY,
}
_REMOVED = {
    StandardIndicator.GREEN_RATIO,
    StandardIndicator.ADMIN_LAND_SHARE,
    StandardIndicator.ADMIN_FLOOR_SHARE,
}


@dataclass(frozen=True, eq=False)
class IndicatorTable:
    """The indicators agreed in the contracts, in order of row.

    Attributes
    ----------
    row
        The row each belongs to.
    terms
        What was agreed.
    """

    row: Integers
    terms: NDArray[np.object_]

    def __len__(self) -> int:
        return len(self.row)

    def __getitem__(self, rows: slice | Integers) -> IndicatorTable:
        """Return the indicators of some rows, numbered in their order as a column would be."""
        if isinstance(rows, slice):
            run = slice(*np.searchsorted(self.row, [rows.start, rows.stop]))
            return IndicatorTable(self.row[run] - rows.start, self.terms[run])
        place = np.searchsorted(rows, self.row)
        chosen = np.flatnonzero(rows[np.minimum(place, len(rows) - 1)] == self.row) if len(self) else place
        return IndicatorTable(place[chosen], self.terms[chosen])

    @classmethod
    def of(cls, frame: pd.DataFrame, row: Integers) -> IndicatorTable:
        """Read the frame of a snapshot.

        Parameters
        ----------
        frame
            ``Snapshot.indicators``.
        row
            The row of each contract it names, -1 where the contract is not there.

        Returns
        -------
        IndicatorTable
            Of the contracts that are there.

        Raises
        ------
        SnapshotError
            If a value is no decimal, or a direction or stage is not known.
        """
        known = np.flatnonzero(row >= 0)
        order = known[np.argsort(row[known], kind="stable")]
        terms = np.empty(len(order), dtype=object)
        for place, record in enumerate(frame.iloc[order].to_dict("records")):
            terms[place] = _term(record)
        return cls(row[order], terms)


def _term(record: Mapping[Any, Any]) -> Indicator:
    try:
        value = Decimal(record["value"])
        direction, stage = Direction(record["direction"]), IndicatorStage(record["stage"])
    except (InvalidOperation, TypeError, ValueError):
        given = ", ".join(str(record[name]) for name in ("value", "direction", "stage"))
        raise SnapshotError(
            f"indicators: {record['contract_no']}/{record['name']}: {given} should be a decimal, "
            f"one of {', '.join(Direction)}, and one of {', '.join(IndicatorStage)}"
        ) from None
    unit, rate = record["unit"], record["damages_ppb"]
    return Indicator(
        name=str(record["name"]),
        value=value,
        unit=None if pd.isna(unit) else str(unit),
        direction=direction,
        stage=stage,
        damages_ppb=None if pd.isna(rate) else int(rate),
    )


@dataclass(frozen=True)
class IndicatorResult:
    """One agreed indicator against its newest measured value.

    Attributes
    ----------
    row
        The row of its contract.
    term
        What was agreed.
    measured, measured_on
        The newest value and its day; ``None`` and NaT where none is on file.
    """

    row: int
    term: Indicator
    measured: Fraction | None = None
    measured_on: np.datetime64 = NO_DAY

    @property
    def status(self) -> IndicatorStatus:
        """Whether it is met; the agreed value itself is."""
        if self.measured is None:
            return IndicatorStatus.NOT_MEASURED
        return IndicatorStatus.SHORT if self._gap > 0 else IndicatorStatus.MET

    @property
    def _gap(self) -> Fraction:
        below = Fraction(self.term.value) - (self.measured or 0)
        return below if self.term.direction is Direction.MIN else -below

    @property
    def shortfall(self) -> Fraction | None:
        """Gap as a share of the agreed value: nought where met, None where it cannot be told."""
        if self.measured is None:
            return None
        agreed = Fraction(self.term.value)
        if self._gap <= 0:
            return Fraction(0)
        if agreed <= 0:
            return None
        # More than all of what was agreed cannot be missing.
        return (
            min(self._gap / agreed, Fraction(1))
            if self.term.direction is Direction.MIN
            else self._gap / agreed
        )

    @property
    def consequence(self) -> Consequence:
        """What follows where it is short (GF-2008-2601 Art. 34 to 36); otherwise the agreement says."""
        name, least = self.term.name, self.term.direction is Direction.MIN
        if self.status is not IndicatorStatus.SHORT:
            return Consequence.NONE
        if least and name in _PRO_RATA:
            return Consequence.PRO_RATA_DAMAGES
        if not least and name in _RECOVERED:
            return Consequence.RECOVER_EXCESS
        if not least and name in _REMOVED:
            return Consequence.REMOVE_EXCESS
        return Consequence.BY_AGREEMENT


@dataclass(frozen=True, eq=False)
class IndicatorResults:
    """What became of the agreed indicators.

    Attributes
    ----------
    rows
        Number of rows judged.
    results
        One for each agreed indicator, in order of row.
    unmatched
        Rows with a measured value that no agreed indicator takes: another name or unit, or no number.
    """

    rows: int
    results: tuple[IndicatorResult, ...]
    unmatched: frozenset[int]

    @property
    def agreed(self) -> Integers:
        """The rows for which an indicator was agreed, each once."""
        return np.unique(np.array([result.row for result in self.results], dtype=np.int64))

    def flags(self, *consequences: Consequence) -> NDArray[np.bool_]:
        """Tell which rows have an indicator with one of these consequences.

        Parameters
        ----------
        *consequences
            What is asked about.

        Returns
        -------
        NDArray[np.bool_]
            One boolean a row.
        """
        if not self.results:
            return constant(np.False_, self.rows)
        found = np.zeros(self.rows, dtype=np.bool_)
        for result in self.results:
            found[result.row] |= result.consequence in consequences
        return found

    def largest_shortfall(self, *names: StandardIndicator) -> NDArray[np.object_]:
        """Find the largest share by which one of some indicators lies below its least.

        Parameters
        ----------
        *names
            The indicators asked about.

        Returns
        -------
        NDArray[np.object_]
            One fraction a row; None where none of them was agreed as a least and measured.
        """
        if not self.results:
            return constant(None, self.rows)
        shares = np.full(self.rows, None, dtype=object)
        for result in self.results:
            share = result.shortfall
            if result.term.name in names and result.term.direction is Direction.MIN and share is not None:
                shares[result.row] = max(share, shares[result.row] or Fraction(0))
        return shares

    def frame(self, contract_nos: Any) -> pd.DataFrame:
        """Tabulate the results.

        Parameters
        ----------
        contract_nos
            Number of the contract of each row.

        Returns
        -------
        pandas.DataFrame
            One row an agreed indicator: ``contract_no``, ``indicator``, ``agreed`` (fraction), ``unit``,
            ``direction``, ``stage``, ``measured`` (fraction), ``measured_on``, ``status``, ``shortfall``
            (fraction) and ``consequence``.
        """
        rows = [
            (contract_nos[r.row], r.term.name, Fraction(r.term.value), r.term.unit, r.term.direction.value)
            + (r.term.stage.value, r.measured, r.measured_on, r.status.value, r.shortfall)
            + (r.consequence.value,)
            for r in self.results
        ]
        table = pd.DataFrame(rows, columns=list(_KINDS), dtype=object)
        return table.astype({name: kind for name, kind in _KINDS.items() if kind != "object"})


_KINDS = dict.fromkeys("contract_no indicator agreed unit direction stage measured".split(), "str") | {
    "agreed": "object",
    "measured": "object",
    "measured_on": "datetime64[s]",
    "status": "str",
    "shortfall": "object",
    "consequence": "str",
}


@dataclass(frozen=True)
class _Measurement:
    row: int
    day: np.datetime64
    name: str
    value: Fraction | None
    unit: str
    stage: str

    def answers(self, term: Indicator) -> bool:
        return (
            self.value is not None
            and self.name == term.name
            and self.unit in ("", _plain(term.unit))
            and self.stage in ("", term.stage)
        )


def judge_indicators(measured: Occurrences, agreed: IndicatorTable, rows: int) -> IndicatorResults:
    """Set the newest measured value against each agreed indicator.

    Parameters
    ----------
    measured
        The measurements known on the judged day.
    agreed
        The agreed indicators.
    rows
        Number of rows judged.

    Returns
    -------
    IndicatorResults
        Of several values of one day the one most favourable to the holder counts.
    """
    by_row: dict[int, list[_Measurement]] = {}
    for measurement in _measurements(measured):
        by_row.setdefault(measurement.row, []).append(measurement)
    unanswered = {measurement for several in by_row.values() for measurement in several}
    results = []
    for row, term in zip(agreed.row.tolist(), agreed.terms, strict=True):
        answers = [measurement for measurement in by_row.get(row, ()) if measurement.answers(term)]
        unanswered.difference_update(answers)
        results.append(_result(row, term, answers))
    return IndicatorResults(rows, tuple(results), frozenset(m.row for m in unanswered))


def _result(row: int, term: Indicator, answers: list[_Measurement]) -> IndicatorResult:
    if not answers:
        return IndicatorResult(row, term)
    newest = max(measurement.day for measurement in answers)
    values = [m.value for m in answers if m.day == newest and m.value is not None]
    best = max(values) if term.direction is Direction.MIN else min(values)
    return IndicatorResult(row, term, best, newest)


def _measurements(found: Occurrences) -> Iterator[_Measurement]:
    for row, day, details in zip(found.row.tolist(), found.day, read_details(found), strict=True):
        yield _Measurement(
            row=row,
            day=day,
            name=str(details.get("indicator") or ""),
            value=_number(details.get("value")),
            unit=_plain(details.get("unit")),
            stage=str(details.get("stage") or ""),
        )


def _number(given: Any) -> Fraction | None:
    try:
        return Fraction(decimal_text(Decimal(str(given))))
    except (InvalidOperation, ValueError):
        return None


def _plain(unit: Any) -> str:
    """A unit in the form in which units are compared: half-width, without blanks."""
    return "".join(unicodedata.normalize("NFKC", str(unit or "")).split())
