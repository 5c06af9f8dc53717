"""The reminder of an instalment: from thirty days before its day up to that day."""

from __future__ import annotations

from datetime import date

import pytest

from landwatch.model import Instalment
from tests.rules.judging import contract, judged

ONE = contract(instalments=(Instalment(number="1", due_on=date(2023, 3, 31), amount_fen=1_000_000),))


@pytest.mark.parametrize(
    ("on", "reminded"),
    [
        (date(2023, 2, 28), False),
        (date(2023, 3, 1), True),
        (date(2023, 3, 31), True),
        (date(2023, 4, 1), False),
    ],
    ids=str,
)
def test_an_instalment_is_reminded_of_from_the_thirtieth_day_before_it(on: date, reminded: bool) -> None:
    assert ("payment_reminder" in judged(ONE, on=on)["flags"]) is reminded
