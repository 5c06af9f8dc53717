"""Periods on columns are what sets of days are on one contract."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from landwatch.rules.excuse_periods import Periods
from tests.rules.oracle import runs, span, walk

ROWS = 4
FIRST = date(1969, 12, 1)  # days before 1970 are negative numbers inside
OFFSETS = st.integers(0, 90)
PERIODS = st.lists(st.tuples(st.integers(0, ROWS - 1), OFFSETS, st.integers(1, 20)), max_size=12)
DUES = st.lists(OFFSETS.map(lambda n: FIRST + timedelta(n)), min_size=ROWS, max_size=ROWS)

Drawn = list[tuple[int, int, int]]


def periods(drawn: Drawn) -> Periods:
    """Periods of so many days, beginning so many days after the first."""
    row, begin, length = np.array(drawn, dtype=np.int64).reshape(-1, 3).T
    start = np.datetime64(FIRST, "D") + begin.astype("timedelta64[D]")
    return Periods(row, start, start + length.astype("timedelta64[D]") - 1)


def days_of(found: Periods, row: int) -> set[date]:
    pairs = zip(found.row.tolist(), found.start.tolist(), found.end.tolist(), strict=True)
    return set().union(*(span(start, end) for of, start, end in pairs if of == row))


def column(days: list[date]) -> np.ndarray:
    return np.array(days, dtype="datetime64[D]")


@given(PERIODS)
def test_merging_keeps_every_day_and_leaves_a_gap_between_two_periods(drawn: Drawn) -> None:
    given_, merged = periods(drawn), periods(drawn).merged()
    for row in range(ROWS):
        expected = [(row, run[0], run[-1]) for run in runs(days_of(given_, row))]
        of_row = merged.where(merged.row == row)
        assert (
            list(zip(of_row.row.tolist(), of_row.start.tolist(), of_row.end.tolist(), strict=True))
            == expected
        )


@given(PERIODS)
def test_merged_periods_are_in_order_of_row_and_day(drawn: Drawn) -> None:
    merged = periods(drawn).merged()
    places = list(zip(merged.row.tolist(), merged.start.tolist(), strict=True))
    assert places == sorted(places)


@given(PERIODS, DUES, DUES)
def test_clipping_leaves_the_days_between_two_days(
    drawn: Drawn, after: list[date], until: list[date]
) -> None:
    clipped = periods(drawn).clipped(column(after), column(until))
    for row in range(ROWS):
        left = {day for day in days_of(periods(drawn), row) if after[row] < day <= until[row]}
        assert days_of(clipped, row) == left


@given(PERIODS, DUES)
def test_walking_adds_the_days_that_the_oracle_adds(drawn: Drawn, due: list[date]) -> None:
    merged = periods(drawn).merged()
    counted = merged.where(merged.walked(column(due)))
    for row in range(ROWS):
        assert days_of(counted, row) == walk(due[row], days_of(merged, row))


@given(PERIODS)
def test_days_by_row_are_the_lengths_added_up(drawn: Drawn) -> None:
    merged = periods(drawn).merged()
    assert merged.days_by_row(ROWS).tolist() == [len(days_of(merged, row)) for row in range(ROWS)]


@given(PERIODS)
def test_any_by_row_tells_which_rows_have_a_period(drawn: Drawn) -> None:
    assert periods(drawn).any_by_row(ROWS).tolist() == [row in {d[0] for d in drawn} for row in range(ROWS)]


@given(PERIODS)
def test_every_period_lies_within_one_merged_period(drawn: Drawn) -> None:
    single, merged = periods(drawn), periods(drawn).merged()
    holder = single.within(merged)
    assert (merged.row[holder] == single.row).all()
    assert (merged.start[holder] <= single.start).all() and (single.end <= merged.end[holder]).all()


@given(PERIODS, PERIODS)
def test_joining_two_sets_keeps_the_days_of_both(one: Drawn, other: Drawn) -> None:
    joined = periods(one).joined(periods(other))
    assert days_of(joined, 0) == days_of(periods(one), 0) | days_of(periods(other), 0)


def test_a_period_on_an_unknown_due_day_moves_nothing() -> None:
    merged = periods([(0, 1, 5)]).merged()
    assert merged.walked(np.full(ROWS, np.datetime64("NaT", "D"))).tolist() == [False]


def test_an_unknown_signing_cuts_nothing() -> None:
    clipped = periods([(0, 1, 5)]).clipped(
        np.full(ROWS, np.datetime64("NaT", "D")), column([date(1970, 6, 1)] * ROWS)
    )
    assert clipped.lengths().tolist() == [5]


def test_no_periods_are_no_periods_after_anything() -> None:
    none, dues = Periods.none(), column([FIRST] * ROWS)
    assert len(none.merged()) == len(none.clipped(dues, dues)) == len(none.walked(dues)) == 0
    assert none.days_by_row(ROWS).tolist() == [0] * ROWS


def test_periods_of_neighbouring_rows_do_not_touch() -> None:
    assert len(periods([(0, 0, 91), (1, 91, 3), (2, 0, 1)]).merged()) == 3
