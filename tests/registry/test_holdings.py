"""An earlier day seen from a later snapshot has the parcels, the ground and the operators of that day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random

import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from landwatch.model import Cluster, Contract, Event, EventType, Operator, Parcel
from landwatch.registry import Act, Register
from landwatch.rules import assess
from landwatch.services.figures.counting import grouped
from landwatch.snapshot import SCHEMA, Snapshot
from tests.registry.conftest import LEDGER

START, LAST = date(2021, 1, 1), date(2024, 12, 31)
NOON = datetime(2025, 1, 10, 12, tzinfo=UTC)
MU = 6_666_666
CLUSTERS = ("桥河", "北渡", "扶欢")


def plot(number: str, west: float, east: float, cluster: str) -> Parcel:
    shape = shapely.box(106.6 + west / 1000, 29.0, 106.6 + east / 1000, 29.001)
    area = int((east - west) * MU)
    return Parcel(parcel_no=number, cluster=cluster, registered_area_cm2=area, geometry=shape)


def act(minutes: int, reason: str) -> Act:
    return Act(by="赵六", at=NOON + timedelta(minutes=minutes), reason=reason, document="綦规资1号")


@pytest.fixture(scope="module")
def zone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    """Twelve parcels under contract; every third is split, two are merged, clusters change hands."""
    with Register.create(f"gpkg:///{tmp_path_factory.mktemp('places')}/register.gpkg") as register:
        chance = Random(7)
        parcels = [plot(f"P{n}", 20 * n, 20 * n + 10, CLUSTERS[n % 3]) for n in range(12)]
        signed = [START + timedelta(days=chance.randrange(900)) for _ in parcels]
        deeds = [
            Contract(contract_no=f"C{n}", signed_on=signed[n], parcel_nos=(f"P{n}",), area_cm2=10 * MU)
            for n in range(12)
        ]
        events = [
            Event(contract_no=f"C{n}", type=EventType.COMMENCED, day=signed[n] + timedelta(days=90))
            for n in range(12)
        ]
        register.add(
            source=LEDGER,
            recorded_by="王五",
            recorded_at=NOON - timedelta(days=1),
            clusters=[Cluster(name=name, name_en=name, operator="旧公司") for name in CLUSTERS],
            parcels=parcels,
            contracts=deeds,
            events=events,
        )
        for step, n in enumerate((0, 3, 6), start=1):
            halves = [
                plot(f"P{n}-1", 20 * n, 20 * n + 4, CLUSTERS[(n + 1) % 3]),
                plot(f"P{n}-2", 20 * n + 4, 20 * n + 10, CLUSTERS[n % 3]),
            ]
            register.split(
                f"P{n}", halves, date(2022, 3, 1) + timedelta(days=200 * step), act(step, "宗地分割")
            )
        for step, (cluster, company) in enumerate(
            (("桥河", "新公司"), ("北渡", "甲公司"), ("桥河", "乙公司"))
        ):
            since = date(2022, 1, 1) + timedelta(days=300 * step)
            register.operate(Operator(cluster=cluster, operator=company, since=since), act(10 + step, "更换"))
        yield register


@pytest.fixture(scope="module")
def latest(zone: Register) -> Snapshot:
    return zone.snapshot(LAST)


@pytest.mark.long
@settings(max_examples=25, deadline=None)
@given(day=st.dates(START, LAST))
def test_an_earlier_day_is_the_snapshot_of_that_day(zone: Register, latest: Snapshot, day: date) -> None:
    asked, back = zone.snapshot(day), latest.earlier(day)
    assert (back.on, back.known_at) == (day, asked.known_at)
    for name in SCHEMA:
        pd.testing.assert_frame_equal(
            getattr(back, name).reset_index(drop=True), getattr(asked, name).reset_index(drop=True)
        )


def test_a_month_before_a_new_operator_is_shown_by_the_old_one(latest: Snapshot) -> None:
    before = latest.earlier(date(2021, 12, 31)).clusters.set_index("name")["operator"]
    assert (before["桥河"], latest.clusters.set_index("name")["operator"]["桥河"]) == ("旧公司", "乙公司")


def test_an_earlier_day_of_an_earlier_day_is_that_of_the_latest(latest: Snapshot) -> None:
    twice = latest.earlier(date(2023, 6, 30)).earlier(date(2022, 6, 30))
    pd.testing.assert_frame_equal(twice.contracts, latest.earlier(date(2022, 6, 30)).contracts)


def test_the_years_of_an_operator_are_those_in_which_it_operated(latest: Snapshot) -> None:
    old, new = (assess(latest.earlier(day)) for day in (date(2021, 12, 31), LAST))
    assert "旧公司" in {group.name for group in grouped(old, "operator")}
    assert "乙公司" in {group.name for group in grouped(new, "operator")}
