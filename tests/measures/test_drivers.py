"""What a forecast may know of a contract on its day."""

from __future__ import annotations

from datetime import date

from landwatch.measures.figures.past_forecasts import drivers, obligations
from tests.rules.judging import assessed, contract


def test_four_years_from_signature_to_the_agreed_day_are_forty_eight_months() -> None:
    plain = contract(signed_on=date(2020, 6, 30), agreed_commencement=date(2024, 6, 30))
    judged = assessed(plain, on=date(2024, 1, 1))
    told = drivers(judged, obligations(judged, "commencement"), "commencement")
    assert told["months_given"].tolist() == [48.0]
