"""A report of the ten contracts of :mod:`tests.measures.office`, held by what is known of each."""

from __future__ import annotations

import pytest

from landwatch.i18n import speaking
from landwatch.reports import Material, Period, compose
from landwatch.reports.remarks import gaps
from landwatch.services.figures.reporting import gather
from tests.measures.office import judged

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def office() -> Material:
    with speaking("en"):
        return gather(judged(), Period.parse("annual", "2023"))


def test_a_contract_of_unknown_area_is_named_among_what_is_not_known(office: Material) -> None:
    with speaking("en"):
        told = list(gaps(office))
    (line,) = (line for line in told if "recorded area" in line)
    assert line.startswith("1 contract") and line.endswith("figures in mu: 合5.")


@pytest.mark.parametrize(("language", "first"), [("zh", "一、"), ("en", "1  ")])
def test_the_chapters_are_numbered_from_one(office: Material, language: str, first: str) -> None:
    with speaking(language):
        report = compose(office)
    assert report.sections[0].heading.startswith(first)
