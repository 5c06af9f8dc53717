"""The legend of the overview: each class of rates in words."""

from __future__ import annotations

from landwatch.i18n import speaking
from landwatch.maps.overview_page import rate_classes


def test_each_class_of_rates_reaches_up_to_its_upper_bound() -> None:
    with speaking("en"):
        assert [each["label"] for each in rate_classes()] == [
            "0 %",
            "over 0 to 2 %",
            "over 2 to 5 %",
            "over 5 to 10 %",
            "over 10 %",
            "no live contract",
        ]
