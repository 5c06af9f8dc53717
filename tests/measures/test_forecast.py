"""The forecast: what falls due soon, ranked by what past outcomes bear out, and never a finding."""

from __future__ import annotations

import json
import random
import sys
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from shapely.geometry import box
from typer.testing import CliRunner

from landwatch.cli import app
from landwatch.i18n import speaking
from landwatch.measures.figures import past_forecasts
from landwatch.measures.figures.forecast import Forecast, forecast
from landwatch.measures.figures.forecast_words import verdict
from landwatch.model import Cluster, Contract, Event, EventType, Parcel, Phase
from landwatch.rules import Assessment, assess
from landwatch.services.sample import demo
from landwatch.snapshot import Snapshot
from landwatch.units import cm2_from_mu

ON = date(2023, 6, 30)
FAR = date(2030, 1, 1)
CLUSTERS = ("桥河", "北渡")


def contract(number: int, due: date, cluster: str, **more: Any) -> Contract:
    facts = {
        "signed_on": due - timedelta(days=400),
        "agreed_completion": FAR,
        "agreed_commencement": due,
        "area_cm2": cm2_from_mu(Fraction(30 + 3 * (number * 7 % 20))),
        "price_fen": 900_000_000,
        "holder": f"company {number}",
        "parcel_nos": (f"{cluster}{number}",),
    }
    return Contract(contract_no=f"C{number:03}", **(facts | more))


def commenced(contract: Contract, day: date) -> Event:
    return Event(contract_no=contract.contract_no, type=EventType.COMMENCED, day=day)


def judged(contracts: list[Contract], events: list[Event], on: date = ON) -> Assessment:
    parcels = [Parcel(parcel_no=no, cluster=no[:2]) for c in contracts for no in c.parcel_nos]
    clusters = [Cluster(name=name, name_en=name, geometry=box(0, 0, 1, 1)) for name in CLUSTERS]
    return assess(
        Snapshot.from_records(on, contracts=contracts, events=events, parcels=parcels, clusters=clusters)
    )


def district(past: int = 120, *, telling: bool = True) -> tuple[list[Contract], list[Event]]:
    """Commencements 25 days apart up to now, ten to come.

    Where the cluster tells, four of five in 桥河 are missed and one of ten in 北渡; else one of three.
    """
    contracts, events = [], []
    for number in range(past + 10):
        cluster = CLUSTERS[number % 2]
        due = ON + timedelta(days=25 * (number - past) + 12 if number < past else 15 * (number - past) + 5)
        one = contract(number, due, cluster)
        contracts.append(one)
        if telling:
            missed = number // 2 % 5 != 0 if cluster == "桥河" else number // 2 % 10 == 0
        else:
            missed = random.Random(number).random() < 1 / 3
        started = due + timedelta(days=40 if missed else -5)
        if number < past and started <= ON:
            events.append(commenced(one, started))
    return contracts, events


@pytest.fixture(scope="module")
def told() -> Forecast:
    return forecast(judged(*district()))


def of_kind(told: Forecast, kind: str) -> list[Any]:
    return [due for due in told.dues if due.kind == kind]


def test_what_has_been_missed_in_one_cluster_is_looked_at_first_there(told: Forecast) -> None:
    dues = of_kind(told, "commencement")
    assert [due.cluster for due in dues] == ["桥河"] * 5 + ["北渡"] * 5
    assert min(due.probability for due in dues[:5]) > 0.5 > max(due.probability for due in dues[5:])


def test_the_driver_behind_a_rank_is_named_with_its_weight(told: Forecast) -> None:
    name, times = of_kind(told, "commencement")[0].drivers[0]
    assert name == "cluster: 桥河" and times > 2
    assert [driver for driver, _times in of_kind(told, "commencement")[0].drivers].count(name) == 1


def test_the_model_beats_the_base_rate_on_forecasts_held_out(told: Forecast) -> None:
    record = told.records[0]
    assert record.used and record.brier is not None and record.base_brier is not None
    assert record.brier < record.base_brier
    assert sum(count for _year, count, _brier, _base in record.years) == record.held_out > 50


def test_as_many_defaults_are_forecast_as_happen(told: Forecast) -> None:
    record = told.records[0]
    assert abs(record.expected - record.happened) < 0.15 * record.held_out


def test_a_record_counts_each_passed_day_once(told: Forecast) -> None:
    assert (told.records[0].outcomes, told.records[0].defaults) == (120, 54)


@pytest.mark.long
def test_chance_gives_no_probability_and_dates_rank() -> None:
    told = forecast(judged(*district(telling=False)))
    dues = of_kind(told, "commencement")
    assert not told.records[0].used and {due.probability for due in dues} == {None}
    assert [due.day for due in dues] == sorted(due.day for due in dues)
    with speaking("en"):
        assert "not clearly better than the base rate" in verdict(told.records[0])


def test_fewer_than_thirty_outcomes_rank_by_dates_alone() -> None:
    told = forecast(judged(*district(29)))
    dues = of_kind(told, "commencement")
    # One of the 29 had commenced before any forecast looked so far.
    assert told.records[0].outcomes == 28 and {due.probability for due in dues} == {None}
    assert [due.day for due in dues] == sorted(due.day for due in dues)
    with speaking("en"):
        assert "28 past outcomes" in verdict(told.records[0])
        assert "fewer than the 30" in verdict(told.records[0])


@pytest.mark.long
def test_without_scikit_learn_dates_rank_and_the_way_to_a_probability_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "sklearn.linear_model", None)
    with speaking("en"):
        record = forecast(judged(*district())).to_dict()["track_records"][0]
    assert record["ranked_by"] == "date"
    assert (
        "a probability needs scikit-learn, install it with pip install 'landwatch[forecast]'."
        in (record["verdict"])
    )


@pytest.mark.long
@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_contracts_and_facts_changes_nothing(told: Forecast, seed: int) -> None:
    contracts, events = district()
    random.Random(seed).shuffle(contracts)
    random.Random(seed).shuffle(events)
    assert forecast(judged(contracts, events)).to_dict() == told.to_dict()


def test_a_forecast_changes_no_status() -> None:
    assessment = judged(*district(40))
    before = assessment.contracts.copy(deep=True)
    forecast(assessment)
    pd.testing.assert_frame_equal(assessment.contracts, before)


@pytest.mark.long
def test_a_past_forecast_knows_nothing_that_happened_after_it() -> None:
    contracts, events = district()
    now = past_forecasts.outcomes(judged(contracts, events))["commencement"]
    day = ON - timedelta(days=past_forecasts.WINDOW)
    # The register as it stood then, not cut out of that of today.
    signed = [c for c in contracts if c.signed_on is not None and c.signed_on <= day]
    numbers = {c.contract_no for c in signed}
    happened = [e for e in events if e.day is not None and e.day <= day and e.contract_no in numbers]
    then = past_forecasts.outcomes(judged(signed, happened, day))["commencement"]
    pd.testing.assert_frame_equal(now[now["made"] < pd.Timestamp(day)], then)


def test_windows_count_what_falls_due_and_open_their_contracts(told: Forecast) -> None:
    # Ten commencements, 5, 20, 35 … 140 days ahead.
    windows = {(w.kind, w.cluster, w.days): w for w in told.windows()}
    counts = [windows["commencement", None, days].contracts.value for days in (30, 60, 90, 180)]
    assert counts == [2, 4, 6, 10]
    assert windows["commencement", None, 30].contracts.rows == ("C120", "C121")


def test_a_day_on_the_last_of_a_window_lies_in_it() -> None:
    ends = [contract(number, ON + timedelta(days=number), "桥河") for number in (30, 31, 60, 180)]
    windows = {(w.kind, w.cluster, w.days): w.contracts.rows for w in forecast(judged(ends, [])).windows()}
    assert windows["commencement", None, 30] == ("C030",)
    assert windows["commencement", None, 60] == ("C030", "C031", "C060")
    assert windows["commencement", None, 180] == ("C030", "C031", "C060", "C180")


def test_the_clusters_add_up_to_the_district(told: Forecast) -> None:
    windows = told.windows()
    for days in (30, 60, 90, 180):
        areas = {w.cluster: w.area.value for w in windows if (w.kind, w.days) == ("commencement", days)}
        assert areas.pop(None) == sum(areas.values())


def test_what_is_done_or_late_or_far_ahead_is_not_listed() -> None:
    soon = ON + timedelta(days=10)
    done, late = contract(1, soon, "桥河"), contract(2, ON - timedelta(days=1), "桥河")
    far, open_ = contract(3, ON + timedelta(days=181), "桥河"), contract(4, ON + timedelta(days=180), "桥河")
    told = forecast(judged([done, late, far, open_], [commenced(done, ON)]))
    assert [due.contract_no for due in told.dues] == ["C004"]


def test_a_day_that_is_today_has_no_days_left() -> None:
    (due,) = forecast(judged([contract(1, ON, "北渡")], [])).dues
    assert due.days_left == 0


def test_a_phased_contract_falls_due_by_its_phases_with_their_area() -> None:
    days = (ON + timedelta(days=20), FAR)
    phases = tuple(
        Phase(
            number=str(n),
            area_cm2=cm2_from_mu(Fraction(30 * n)),
            agreed_commencement=day,
            agreed_completion=FAR,
        )
        for n, day in enumerate(days, 1)
    )
    (due,) = forecast(judged([contract(1, ON, "北渡", phases=phases)], [])).dues
    assert (due.part, due.day, due.area_cm2) == ("1", days[0], cm2_from_mu(Fraction(30)))


def test_an_empty_register_has_nothing_to_forecast() -> None:
    told = forecast(judged([], []))
    assert told.dues == () and [record.outcomes for record in told.records] == [0, 0]


@pytest.fixture(scope="module")
def database() -> str:
    _folder, url = demo._temporary_register()
    return url


def run(database: str, *options: str, lang: str = "en") -> Any:
    asked = ["forecast", "--on", "2023-06-30", "--database", database, *options]
    return CliRunner().invoke(app, asked, env={"COLUMNS": "200", "LANDWATCH_LANG": lang})


@pytest.mark.long
def test_a_forecast_of_a_cluster_lists_its_days_and_says_how_they_are_ranked(database: str) -> None:
    shown = run(database, "--cluster", "桥河", "--days", "90").output
    assert "渝綦工2022-031" in shown and "within 90 days" in shown and "北渡" not in shown
    assert "ranked by dates alone" in shown and "changes no status" in shown


@pytest.mark.long
def test_json_has_windows_days_and_the_test_of_the_model(database: str) -> None:
    told = json.loads(run(database, "--json").output)
    ranked = {record["kind"]: record["ranked_by"] for record in told["track_records"]}
    assert set(ranked) == {"commencement", "completion"} and told["illustrative"] is True
    for due in told["dues"]:
        assert (due["probability"] is None) == (ranked[due["kind"]] == "date")


def test_an_unknown_cluster_is_refused(database: str) -> None:
    result = run(database, "--cluster", "桥合")
    assert result.exit_code == 2 and "桥河" in result.stderr
