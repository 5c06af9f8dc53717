"""By which name and in which words a figure that comes in two kinds goes."""

from __future__ import annotations

import pytest

from landwatch.i18n import speaking
from landwatch.measures import figures
from landwatch.measures.figures.compliance import attainment
from landwatch.measures.figures.declared import Measure
from landwatch.measures.figures.forecast_words import driver_name
from tests.measures.office import judged


def test_the_patrols_of_a_quarter_are_another_figure_than_those_of_a_year() -> None:
    office = judged()
    with speaking("en"):
        told = [figures.patrol_coverage(office, 2023, quarter) for quarter in (3, None)]
    assert [(figure.id, figure.label) for figure in told] == [
        ("patrol_coverage_quarter", "Patrol coverage in quarter 3 of 2023"),
        ("patrol_coverage", "Patrol coverage in 2023"),
    ]


@pytest.mark.parametrize(
    ("recognised", "name"), [(True, "idle_rate_recognised"), (False, "idle_rate_suspected")]
)
def test_recognised_and_suspected_idle_land_are_two_figures(recognised: bool, name: str) -> None:
    assert figures.idle_rate(judged(), recognised=recognised).id == name


@pytest.mark.parametrize(
    ("driver", "told"),
    [
        ("permit", "construction permit on file"),
        ("cluster: 北渡", "cluster: 北渡"),
        ("land_use: ", "land use"),
    ],
)
def test_a_driver_is_named_with_its_level_where_it_has_one(driver: str, told: str) -> None:
    with speaking("en"):
        assert driver_name(driver) == told


@pytest.mark.parametrize(("by", "told"), [("count", "by count"), ("area", "by area")])
def test_the_attainment_of_standard_land_says_what_it_is_measured_by(by: Measure, told: str) -> None:
    with speaking("en"):
        assert attainment(judged(), by=by).label == f"Standard-land attainment, {told}"


def test_the_coverage_of_a_quarter_is_a_share() -> None:
    assert figures.patrol_coverage(judged(), 2023, 3).unit == "percent"
