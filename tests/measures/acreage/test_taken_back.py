"""The day on which a fact that was withdrawn after its year was closed is taken back."""

from __future__ import annotations

from datetime import date

from landwatch.measures.acreage.ledger import keep_closed, post
from tests.measures.acreage.ground import claim, plots, strip

A = strip(0, 80)


def test_it_is_taken_back_on_the_first_day_of_the_next_year() -> None:
    closed = {2022: date(2023, 1, 31)}
    then = [claim("one", "2022-03-01", A, fact=7, recorded_on=date(2022, 3, 2))]
    ledger = post(keep_closed([], {2022: then}, closed), plots(A), closings=closed)
    assert ledger.entries[-1].day == date(2023, 1, 1)
