"""What is cut away for somebody who may not see it is nowhere in what is left."""

from __future__ import annotations

import pickle
import re
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from landwatch.measures.flagged import findings
from landwatch.model import EventType
from landwatch.rules import Assessment
from landwatch.rules.explanation.tree import explain
from landwatch.services.assessing.seeing import seen
from landwatch.services.figures.counting import figures
from landwatch.snapshot import SCHEMA
from tests.maps.zone import judged as zone
from tests.maps.zone import parcel
from tests.measures.office import NORTH, NORTHERN, ON, SOUTH, event, judged


def frames_of(assessment: Assessment) -> dict[str, pd.DataFrame]:
    snapshot = assessment.snapshot
    judged = {name: getattr(assessment, name) for name in ("contracts", "parts", "indicators")}
    return {f"judged {name}": frame for name, frame in judged.items()} | {
        name: getattr(snapshot, name) for name in SCHEMA
    }


@pytest.fixture(scope="module")
def office() -> Assessment:
    return judged(more=[event(7, EventType.REVIEW, ON, details={"verdict": "confirmed", "person": "张三"})])


def test_who_sees_everything_sees_the_same_assessment(office: Assessment) -> None:
    assert seen(office, None) is office


def test_of_one_cluster_the_contracts_parcels_and_the_cluster_are_left(office: Assessment) -> None:
    cut = seen(office, frozenset({NORTH}))
    assert list(cut.contracts.index) == [f"合{number}" for number in NORTHERN]
    assert cut.snapshot.parcels["parcel_no"].tolist() == [
        f"G-{number}" for number in (1, 2, 3, 4, 5, 6, 9, 10)
    ]
    assert cut.snapshot.clusters["name"].tolist() == [NORTH]


def test_of_no_cluster_nothing_is_left(office: Assessment) -> None:
    assert {
        name: len(frame) for name, frame in frames_of(seen(office, frozenset())).items() if len(frame)
    } == {}


def test_columns_keep_their_kinds(office: Assessment) -> None:
    whole, cut = frames_of(office), frames_of(seen(office, frozenset({SOUTH})))
    for name, frame in whole.items():
        pd.testing.assert_series_equal(frame.dtypes, cut[name].dtypes, obj=name)


@pytest.mark.parametrize(("mine", "other"), [(NORTH, SOUTH), (SOUTH, NORTH)])
def test_no_text_of_another_cluster_is_in_any_frame(office: Assessment, mine: str, other: str) -> None:
    foreign = office.contracts[office.contracts["cluster"] == other]
    parcels = office.snapshot.parcels
    texts = {
        other,
        *foreign.index,
        *foreign["holder"],
        *parcels.loc[parcels["cluster"] == other, "parcel_no"],
    }
    for name, frame in frames_of(seen(office, frozenset({mine}))).items():
        held = pickle.dumps(frame)
        assert not {text for text in texts if re.search(text.encode() + rb"(?!\d)", held)}, name


def test_a_contract_is_judged_and_explained_as_it_is_for_everybody(office: Assessment) -> None:
    cut = seen(office, frozenset({SOUTH}))
    pd.testing.assert_frame_equal(cut.contracts, office.contracts.loc[cut.contracts.index])
    assert explain(cut, "合11").to_dict() == explain(office, "合11").to_dict()


def test_what_is_flagged_is_what_is_flagged_in_the_cluster(office: Assessment) -> None:
    assert findings(seen(office, frozenset({SOUTH}))) == findings(office, cluster=SOUTH)


@pytest.mark.parametrize("cluster", [NORTH, SOUTH])
def test_the_figures_are_those_of_the_cluster(office: Assessment, cluster: str) -> None:
    asked = figures(office, cluster=cluster)
    assert [sums(figure) for figure in figures(seen(office, frozenset({cluster})), cluster=cluster)] == [
        sums(figure) for figure in asked
    ]


def sums(figure: Any) -> tuple[Any, ...]:
    return figure.id, figure.value, figure.numerator, figure.denominator, figure.rows, figure.unknown


def test_the_figures_of_the_north_are_those_summed_by_hand(office: Assessment) -> None:
    found = {figure.id: figure for figure in figures(seen(office, frozenset({NORTH})))}
    # In force: 60, 90, 120, 75 and 27 mu, and 合5 of an area that nobody recorded; 合6 has ended.
    assert found["live_contracts_area"].value == 60 + 90 + 120 + 75 + 27
    # Late with commencement: 合1, two phases of 合2 of 30 and 36 mu, and 合5; of 合9 a part was begun.
    assert found["commencement_default_rate_area"].value == Fraction(60 + 30 + 36, 372)
    assert found["commencement_default_rate_count"].value == Fraction(3, 6)


def test_ground_in_another_cluster_is_seen_with_its_contract_but_not_its_cluster() -> None:
    there = zone(parcels=[parcel(11), parcel(12, cluster="安稳")])
    cut = seen(there, frozenset({"北渡"}))
    assert cut.snapshot.parcels["cluster"].fillna("").tolist() == ["北渡", ""]
