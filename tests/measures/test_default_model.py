"""What past outcomes teach: no more than they bear out, and no less."""

from __future__ import annotations

import pandas as pd
import pytest

from landwatch.measures.figures.default_model import _learn

NOT_ON_FILE = float("nan")


def outcomes(given: list[float], late: list[int]) -> pd.DataFrame:
    """Past outcomes with one driver."""
    return pd.DataFrame({"months_given": given, "land_use": "工业用地", "cluster": "北渡", "late": late})


@pytest.mark.long
def test_a_driver_that_is_not_on_file_where_contracts_were_late_gets_no_weight_for_that() -> None:
    half = outcomes([12.0, 24.0] * 10, [0, 0, 1, 1] * 5)
    unknown = outcomes([NOT_ON_FILE] * 20, [1] * 20)
    learned = _learn(pd.concat([half, unknown], ignore_index=True))
    assert learned.coefficients["months_given"] == pytest.approx(0, abs=1e-6)


def test_two_values_that_lie_close_together_are_told_apart() -> None:
    """Half are late at -3, none at 1, all at 2: but for the last two the driver would say nothing."""
    learned = _learn(outcomes([-3.0, -3.0, 1.0, 1.0, 2.0, 2.0] * 10, [0, 1, 0, 0, 1, 1] * 10))
    assert learned.coefficients["months_given"] > 0.1
