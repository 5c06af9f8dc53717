"""The same figures for every part of a register and for every month, from the same functions."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

import landwatch
from landwatch.errors import UsageError
from landwatch.measures.acreage import CountingRules
from landwatch.measures.figures import Figure
from landwatch.registry import Register
from landwatch.rules import Assessment
from landwatch.rules.replay import month_ends
from landwatch.services.figures.acreage import with_closed_years
from landwatch.services.figures.counting import By, judged_earlier
from landwatch.services.sample import demo
from landwatch.units import format_mu

SUMS = (
    "live_contracts_count",
    "live_contracts_area",
    "revitalised_area",
    "stock_area",
    "idle_suspected_area",
)


@pytest.fixture(scope="module")
def year_end() -> Assessment:
    return landwatch.assess_sample("2023-12-31")


def by_id(figures: tuple[Figure, ...]) -> dict[str, Figure]:
    return {figure.id: figure for figure in figures}


@pytest.mark.long
@pytest.mark.parametrize("by", ["cluster", "operator", "land-use"])
def test_the_groups_add_up_to_the_district(year_end: Assessment, by: By) -> None:
    whole, groups = by_id(landwatch.figures(year_end)), landwatch.grouped(year_end, by)
    for name in SUMS:
        parts = [by_id(group.figures)[name].value or Fraction(0) for group in groups]
        assert sum(parts) == whole[name].value, name


@pytest.mark.long
def test_a_group_by_cluster_has_the_figures_of_that_cluster(year_end: Assessment) -> None:
    group = next(g for g in landwatch.grouped(year_end, "cluster") if g.name == "桥河")
    alone = by_id(landwatch.figures(year_end, cluster="桥河"))
    assert {f.id: f.value for f in group.figures if f.id != "revitalised_area_since"} == {
        name: figure.value for name, figure in alone.items() if name != "revitalised_area_since"
    }


@pytest.mark.long
def test_contracts_of_a_cluster_without_a_known_operator_are_a_group(year_end: Assessment) -> None:
    assert "operator not known" in {group.name for group in landwatch.grouped(year_end, "operator")}


@pytest.mark.long
def test_the_years_have_the_flows_that_were_published(year_end: Assessment) -> None:
    years = {group.name: by_id(group.figures) for group in landwatch.grouped(year_end, "year")}
    assert years["2022"]["revitalised_area"].text() == "731.60 mu"
    assert years["2023"]["revitalised_area"].text() == "712.40 mu"
    assert years["2023"]["commencement_default_rate_area_change"].text() == "-2.9 percentage points"


def test_a_trend_has_a_point_a_month_and_changes_in_points(year_end: Assessment) -> None:
    points = landwatch.trend(year_end, 4)
    assert [p.on for p in points] == [date(2023, 9, 30), date(2023, 10, 31), date(2023, 11, 30), year_end.on]
    assert points[0].changes == ()
    rates = [by_id(p.rates)["commencement_default_rate_area"].value or Fraction(0) for p in points]
    assert by_id(points[-1].changes)["commencement_default_rate_area_change"].value == rates[-1] - rates[-2]


def test_an_earlier_day_is_judged_as_the_register_answers_for_it(year_end: Assessment) -> None:
    day = date(2022, 12, 31)
    _folder, database = demo._temporary_register()
    with Register.open(database) as register:
        asked = register.snapshot(day)
    back = year_end.snapshot.earlier(day)
    assert back.contracts.equals(asked.contracts)
    assert sorted(back.events["event_id"]) == sorted(asked.events["event_id"])
    assert landwatch.assess(asked).contracts.equals(judged_earlier(year_end, day).contracts)


def test_months_end_on_their_last_day() -> None:
    assert month_ends(date(2024, 3, 15), 3) == [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 15)]


def test_an_unknown_cluster_is_refused_by_name(year_end: Assessment) -> None:
    for ask in (landwatch.figures, landwatch.trend):
        with pytest.raises(UsageError, match="无此 is not a cluster of this register"):
            ask(year_end, cluster="无此")


@pytest.mark.parametrize(
    ("closing", "years"),
    [(date(2024, 1, 31), ("731.60", "712.40")), (date(2023, 1, 31), ("0.00", "1444.00"))],
)
def test_a_closed_year_holds_what_the_register_knew_when_it_was_closed(
    year_end: Assessment, closing: date, years: tuple[str, str]
) -> None:
    """The sample was recorded on 2023-12-31: a year closed before that can hold nothing."""
    _folder, database = demo._temporary_register()
    rules = with_closed_years(database, CountingRules(closings={2022: closing}))
    ledger = landwatch.acreage_ledger(year_end, rules)
    found = [ledger.revitalised(date(year, 1, 1), date(year, 12, 31)) for year in (2022, 2023)]
    assert tuple(map(format_mu, found)) == years


def test_a_year_closed_after_the_instant_of_knowledge_is_open_for_it() -> None:
    _folder, database = demo._temporary_register()
    closed = CountingRules(closings={2022: date(2024, 1, 31)})
    rules = with_closed_years(database, closed, datetime(2024, 1, 1, tzinfo=UTC))
    assert (rules.closings, rules.known) == ({}, {})
