"""Parcels that were split or merged: the ground of a contract on any day, before and after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pandas as pd
import pytest
import shapely

from landwatch.errors import RegisterError
from landwatch.model import Cluster, Contract, Event, EventType, Operator, Parcel
from landwatch.registry import Act, Added, Kind, Register
from landwatch.rules import assess
from tests.registry.conftest import LEDGER, Beginning

MORNING = datetime(2024, 1, 21, 9, 30, tzinfo=UTC)
NOON = MORNING + timedelta(hours=3)
ACT = Act(by="赵六", at=NOON, reason="宗地分割", document="渝(2023)綦江区不动产权第000001号")
DAY = date(2023, 6, 1)
DAY_BEFORE = date(2023, 5, 31)
MU = 6_666_666

AddRecords = Callable[..., Added]


def plot(number: str, west: float, east: float, mu: int, **more: Any) -> Parcel:
    """A parcel between two meridians."""
    shape = shapely.box(106.6 + west / 1000, 29.0, 106.6 + east / 1000, 29.001)
    return Parcel(parcel_no=number, cluster="桥河", registered_area_cm2=mu * MU, geometry=shape, **more)


WHOLE = plot("P", 0, 10, 10)
HALVES = [replace(plot("P1", 0, 4, 4), cluster=None), plot("P2", 4, 10, 6)]
A, B, M = plot("A", 0, 4, 4), plot("B", 4, 10, 6), plot("M", 0, 10, 10)


@pytest.fixture(scope="module")
def beginnings(record: Callable[..., Added]) -> dict[str, Beginning]:
    """A register before a split, after it, and one after a merger."""

    def whole(register: Register, _url: str) -> None:
        record(register, parcels=[WHOLE], contracts=[Contract(contract_no="1", parcel_nos=("P",))])

    def split(register: Register, url: str) -> None:
        whole(register, url)
        register.split("P", HALVES, DAY, ACT)

    def merged(register: Register, _url: str) -> None:
        deeds = [Contract(contract_no="1", parcel_nos=("A",)), Contract(contract_no="2", parcel_nos=("B",))]
        record(register, parcels=[A, B], contracts=deeds)
        register.merge(["A", "B"], [M], DAY, ACT)

    return {"split": split, "merged": merged, "whole": whole}


@pytest.fixture
def whole(register: Register) -> Register:
    """A register in which P is under contract 1."""
    return register


@pytest.fixture
def split(register: Register) -> Register:
    """A register in which P, under contract 1, became P1 and P2 on 2023-06-01."""
    return register


@pytest.fixture
def merged(register: Register) -> Register:
    """A register in which A, under contract 1, and B, under contract 2, became M."""
    return register


def ground(register: Register, on: date, **known: Any) -> list[tuple[str, str, int | None]]:
    """Contract, parcel and mu of each share."""
    shares = register.snapshot(on, **known).contract_parcels
    rows = zip(shares["contract_no"], shares["parcel_no"], shares["area_cm2"], strict=True)
    return [(deed, number, None if area is pd.NA else area // MU) for deed, number, area in rows]


def test_on_the_day_of_the_split_the_pieces_are_true_and_the_day_before_the_whole(split: Register) -> None:
    assert split.snapshot(DAY).parcels["parcel_no"].tolist() == ["P1", "P2"]
    assert split.snapshot(DAY_BEFORE).parcels["parcel_no"].tolist() == ["P"]


def test_before_it_was_recorded_nothing_was_known_of_the_split(split: Register) -> None:
    then = NOON - timedelta(microseconds=1)
    assert split.snapshot(DAY, known_at=then).parcels["parcel_no"].tolist() == ["P"]
    assert ground(split, DAY, known_at=then) == [("1", "P", 10)]


def test_the_contract_goes_with_the_ground(split: Register) -> None:
    assert ground(split, DAY_BEFORE) == [("1", "P", 10)]
    assert ground(split, DAY) == [("1", "P1", 4), ("1", "P2", 6)]
    assert split.snapshot(DAY).contracts["cluster"].tolist() == ["桥河"]


def test_a_piece_takes_from_the_whole_what_it_does_not_say(split: Register) -> None:
    pieces = split.snapshot(DAY).parcels.set_index("parcel_no")
    assert pieces.loc["P1", "cluster"] == "桥河"


def test_of_a_merged_parcel_each_contract_keeps_its_own_share(merged: Register) -> None:
    assert ground(merged, DAY_BEFORE) == [("1", "A", 4), ("2", "B", 6)]
    assert ground(merged, DAY) == [("1", "M", 4), ("2", "M", 6)]


def test_who_holds_all_that_was_merged_holds_the_whole(register: Register, add: AddRecords) -> None:
    add(parcels=[A, B], contracts=[Contract(contract_no="1", parcel_nos=("A", "B"))])
    register.merge(["A", "B"], [M], DAY, ACT)
    register.split("M", HALVES, date(2023, 9, 1), ACT)
    assert ground(register, DAY) == [("1", "M", 10)]
    assert ground(register, date(2023, 9, 1)) == [("1", "P1", 4), ("1", "P2", 6)]


def test_which_piece_of_a_merged_parcel_is_whose_is_not_known(merged: Register) -> None:
    merged.split("M", HALVES, date(2023, 9, 1), ACT)
    found = ground(merged, date(2023, 9, 1))
    assert found == [("1", "P1", None), ("1", "P2", None), ("2", "P1", None), ("2", "P2", None)]


def test_a_contract_that_names_a_piece_is_on_the_whole_before(split: Register, add: AddRecords) -> None:
    add(contracts=[Contract(contract_no="2", parcel_nos=("P2",))], recorded_at=NOON)
    assert ground(split, DAY_BEFORE) == [("1", "P", 10), ("2", "P", 6)]
    assert ground(split, DAY)[2:] == [("2", "P2", 6)]


def test_a_split_of_a_piece_is_followed_further(split: Register) -> None:
    more = [plot("P21", 4, 7, 3), plot("P22", 7, 10, 3)]
    split.split("P2", more, date(2023, 9, 1), ACT)
    assert [row[1] for row in ground(split, date(2023, 9, 1))] == ["P1", "P21", "P22"]
    assert [row[1] for row in ground(split, DAY)] == ["P1", "P2"]


def test_the_same_split_twice_changes_nothing(split: Register) -> None:
    assert not split.split("P", HALVES, DAY, replace(ACT, at=NOON + timedelta(hours=1))).is_new
    assert split.snapshot(DAY).known_at == NOON


def test_the_survey_of_the_whole_parcel_sent_again_is_a_duplicate(split: Register, add: AddRecords) -> None:
    assert add(parcels=[WHOLE]).parcels.duplicates == ("P",)


# What events name


def judged(register: Register, on: date, *events: Event) -> Any:
    """Contract 1, whose commencement was due in 2022, judged with some events."""
    register.correct(
        Kind.CONTRACTS,
        "1",
        lambda deed: replace(deed, agreed_commencement=date(2022, 12, 31), area_cm2=10 * MU),
        ACT,
    )
    source = {"recorded_by": "王五", "recorded_at": NOON}
    register.add(source=LEDGER, events=events, **source)
    return assess(register.snapshot(on)).contracts.loc["1"]


def test_an_excuse_of_the_old_parcel_still_counts_after_the_split(split: Register) -> None:
    excuse = Event(
        contract_no="1",
        type=EventType.GOVERNMENT_CAUSE,
        start=date(2022, 6, 1),
        end=date(2023, 12, 31),
        parcel_no="P",
        details={"verified": True},
    )
    found = judged(split, date(2023, 12, 1), excuse)
    assert found["commencement_status"] == "EXCUSED"
    assert "event_of_unknown_part" not in found["flags"]


def test_a_start_of_the_old_parcel_commences_the_contract(split: Register) -> None:
    begun = Event(contract_no="1", type=EventType.COMMENCED, day=date(2022, 6, 1), parcel_no="P")
    assert judged(split, date(2023, 12, 1), begun)["commencement_status"] == "COMMENCED"


def test_a_start_of_one_piece_leaves_the_other_unused(split: Register) -> None:
    begun = Event(contract_no="1", type=EventType.COMMENCED, day=date(2022, 6, 1), parcel_no="P1")
    found = judged(split, date(2023, 12, 1), begun)
    assert found["part_unused_area_cm2"] == 6 * MU
    assert "parcel_without_commencement_review" in found["flags"]


# What is refused


@pytest.mark.parametrize(
    ("children", "words"),
    [
        ([HALVES[0]], "the file holds 1"),
        ([HALVES[0], replace(HALVES[1], parcel_no="P1")], "P1 stands twice in the file"),
        ([HALVES[0], replace(HALVES[1], parcel_no="P")], "P is in the register already"),
        ([HALVES[0], replace(HALVES[1], geometry=None)], "P2 has no boundary"),
        ([HALVES[0], plot("P2", 5, 10, 5)], r"108\d\d\.\d\d m² are left out"),
        ([HALVES[0], plot("P2", 3, 10, 7)], r"108\d\d\.\d\d m² lie in two of them"),
    ],
)
def test_a_split_that_does_not_add_up_is_refused(whole: Register, children: list[Parcel], words: str) -> None:
    with pytest.raises(RegisterError, match=f"{words}.*othing was changed"):
        whole.split("P", children, DAY, ACT)
    assert whole.snapshot(DAY).parcels["parcel_no"].tolist() == ["P"]


def test_a_parcel_ends_only_once(split: Register) -> None:
    with pytest.raises(RegisterError, match="Parcel P ended on 2023-05-31 already"):
        split.split("P", [plot("Q1", 0, 5, 5), plot("Q2", 5, 10, 5)], date(2023, 9, 1), ACT)


def test_a_parcel_cannot_end_before_it_begins(split: Register) -> None:
    with pytest.raises(RegisterError, match="Parcel P2 begins on 2023-06-01, not before 2023-06-01"):
        split.split("P2", [plot("Q1", 4, 7, 3), plot("Q2", 7, 10, 3)], DAY, ACT)


def test_a_merger_needs_two_parcels(register: Register, add: AddRecords) -> None:
    add(parcels=[A, B])
    with pytest.raises(RegisterError, match="1 are named and the file holds 1"):
        register.merge(["A"], [M], DAY, ACT)


def test_a_piece_of_a_split_cannot_be_retired(split: Register) -> None:
    with pytest.raises(RegisterError, match="P1 was split or merged .split 2023-06-01."):
        split.retire(Kind.PARCELS, "P1", ACT)


# Operators


def test_the_operator_of_the_day_is_shown(register: Register, add: AddRecords, cluster: Cluster) -> None:
    add(clusters=[cluster])
    register.operate(Operator(cluster="桥河", operator="甲公司", since=date(2020, 1, 1)), ACT)
    register.operate(Operator(cluster="桥河", operator="高新区管委会", since=date(2023, 1, 1)), ACT)
    days = (date(2019, 12, 31), date(2022, 12, 31), date(2023, 1, 1))
    found = [register.snapshot(day).clusters["operator"].tolist() for day in days]
    assert found == [["重庆綦江某公司"], ["甲公司"], ["高新区管委会"]]


def test_the_same_operator_twice_changes_nothing_even_after_a_successor(
    register: Register, add: AddRecords, cluster: Cluster
) -> None:
    add(clusters=[cluster])
    first = Operator(cluster="桥河", operator="甲公司", since=date(2020, 1, 1))
    assert register.operate(first, ACT).is_new
    register.operate(replace(first, operator="乙公司", since=date(2023, 1, 1)), ACT)
    assert not register.operate(first, ACT).is_new


def test_two_operators_on_one_day_are_refused(register: Register, add: AddRecords, cluster: Cluster) -> None:
    add(clusters=[cluster])
    first = Operator(cluster="桥河", operator="甲公司", since=date(2020, 1, 1), until=date(2022, 1, 1))
    register.operate(first, ACT)
    with pytest.raises(RegisterError, match="桥河 is operated by 甲公司 from 2020-01-01 to 2022-01-01"):
        register.operate(replace(first, operator="乙公司", since=date(2021, 1, 1), until=None), ACT)
