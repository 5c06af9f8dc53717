"""Before land is sold on, a quarter of the investment must have been made."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rules.judging import contract, judged


@pytest.mark.parametrize(
    ("total_fen", "invested_fen", "met"),
    [(8_000_000_000, 2_000_000_000, True), (8_000_000_000, 1_999_999_999, False), (0, 0, False)],
    ids=["a quarter", "one fen less", "nothing of nothing"],
)
def test_a_quarter_of_the_investment_opens_the_transfer(total_fen: int, invested_fen: int, met: bool) -> None:
    row = judged(contract(total_investment_fen=total_fen, invested_fen=invested_fen), on=date(2023, 6, 30))
    assert ("transfer_threshold_met" in row["flags"]) is met
