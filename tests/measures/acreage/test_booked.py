"""What the ledger has booked is added up by method, also what was booked under none."""

from __future__ import annotations

from datetime import date

import pandas as pd

from landwatch.measures.acreage.booked import by_method

BOOKED = pd.DataFrame(
    [
        ("甲", date(2023, 3, 1), "COMPLETE", 40),
        ("甲", date(2023, 4, 1), "COMPLETE", 10),
        ("乙", date(2023, 5, 1), None, 70),
        ("丙", date(2024, 1, 1), "COMPLETE", 900),
    ],
    columns=["contract_no", "day", "method", "area_cm2"],
).astype({"day": "datetime64[s]"})


def test_what_was_booked_without_a_method_is_a_row_of_its_own() -> None:
    sums = by_method(BOOKED, date(2023, 1, 1), date(2023, 12, 31))
    told = [(None if pd.isna(row.Index) else row.Index, *row[1:]) for row in sums.itertuples()]
    assert told == [(None, 70, 1), ("COMPLETE", 50, 1)]
