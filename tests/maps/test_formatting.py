"""Numbers as the pages print them, against values written by hand."""

from __future__ import annotations

import pytest

from landwatch.i18n import speaking
from landwatch.maps.formatting import mu, operator_line, percent, total_mu
from landwatch.measures.figures.sums import Rate, Tally


@pytest.mark.parametrize(
    ("cm2", "printed"),
    [
        (20_000_000, "3.00"),
        (246_913_700, "37.04"),  # 37.037055 mu
        (33_300, "0.00"),  # 0.004995 mu
        (33_334, "0.01"),  # 0.0050001 mu
        (9_666_700_000, "1,450.01"),  # 1,450.005 mu: half is rounded up
    ],
)
def test_mu_are_rounded_half_up_to_a_hundredth(cm2: int, printed: str) -> None:
    assert mu(cm2) == total_mu(Tally(1, cm2, 0)) == printed


@pytest.mark.parametrize(
    ("part", "whole", "printed"), [(1, 3, "33.3 %"), (2, 3, "66.7 %"), (1, 2000, "0.1 %"), (0, 0, "n/a")]
)
def test_a_rate_is_rounded_half_up_to_a_tenth_of_a_percent(part: int, whole: int, printed: str) -> None:
    assert percent(Rate(part, whole)) == printed


@pytest.mark.parametrize(
    ("operator", "basis", "told"),
    [
        ("园区公司", "named", "园区公司 (named by the source)"),
        ("园区公司", None, "园区公司 (basis not known)"),
        (None, None, "not known (no source names it)"),
    ],
)
def test_the_operator_of_a_cluster_is_named_with_how_it_is_known(
    operator: str | None, basis: str | None, told: str
) -> None:
    with speaking("en"):
        assert operator_line(operator, basis) == told
