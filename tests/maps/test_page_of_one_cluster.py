"""The page of a cluster has what belongs to that cluster and nothing of its neighbours."""

from __future__ import annotations

import re
from typing import Any

import pytest

from landwatch.i18n import speaking
from landwatch.maps import cluster_map
from landwatch.maps.cluster_page import cluster_page
from landwatch.maps.content import MapContent, prepare
from landwatch.maps.replaying import replay_bar
from landwatch.measures.acreage import ledger_of
from landwatch.rules import Assessment
from tests.maps.zone import CLUSTERS, PARCELS, judged, parcel

pytestmark = pytest.mark.usefixtures("map_assets")


def parcels_of(assessment: Assessment, cluster: str) -> dict[str, dict[str, Any]]:
    return {each["no"]: each for each in cluster_map(assessment, cluster).data["parcels"]}


@pytest.mark.parametrize("order", [CLUSTERS, CLUSTERS[::-1]], ids=["as given", "turned round"])
@pytest.mark.parametrize(("cluster", "west"), [("北渡", 106.558), ("安稳", 106.785)])
def test_a_page_has_the_boundary_of_its_own_cluster(order: list[Any], cluster: str, west: float) -> None:
    (ring,) = cluster_map(judged(clusters=order), cluster).data["boundary"]["coordinates"]
    assert min(lon for lon, _lat in ring) == pytest.approx(west)


def test_only_a_parcel_that_is_illustrative_is_said_to_be() -> None:
    drawn = parcels_of(judged(parcels=[*PARCELS[1:], parcel(1, illustrative=True)]), "北渡")
    assert [no for no, each in drawn.items() if each["illustrative"]] == ["BD-01"]


def test_a_parcel_is_found_by_its_name_where_it_has_one() -> None:
    drawn = parcels_of(judged(parcels=[*PARCELS[1:], parcel(1, name="一号地块")]), "北渡")
    assert (drawn["BD-01"]["find"], drawn["BD-02"]["find"]) == (["一号地块"], [])


def test_land_without_a_contract_is_counted_apart() -> None:
    lists = cluster_map(judged(), "北渡").data["lists"]
    assert [row[:2] for row in lists["no_contract"]["rows"]] == [[None, ["BD-14"]]]


@pytest.fixture(scope="module")
def replayed(zone: Assessment) -> MapContent:
    """The zone with three months to replay and a ledger of acreage."""
    return prepare(zone, months=3, entries=ledger_of(zone.snapshot).frame())


def test_the_bar_of_the_months_stands_at_the_day_judged(replayed: MapContent) -> None:
    with speaking("en"):
        bar = replay_bar(replayed, "北渡", list(replayed.parcels.index))
    assert bar is not None
    assert bar.data["labels"] == ["2023-10", "2023-11", "2023-12 (day judged)"]
    assert bar.words["label"] == "2023-12 (day judged)"


@pytest.mark.parametrize(("cluster", "has_looks"), [("北渡", True), (None, False)])
def test_only_the_bar_of_a_cluster_says_how_each_parcel_looked(
    replayed: MapContent, cluster: str | None, has_looks: bool
) -> None:
    bar = replay_bar(replayed, cluster, list(replayed.parcels.index))
    assert bar is not None
    assert ({"runs", "rows", "sums"} <= set(bar.data)) is has_looks


def test_a_page_of_few_parcels_replays_the_months_and_marks_what_was_revitalised(
    replayed: MapContent,
) -> None:
    with speaking("en"):
        page = cluster_page(replayed, "北渡")
    assert page.data["timeline"]["days"] == ["2023-10-31", "2023-11-30", "2023-12-31"]
    assert "Revitalised land is not marked" not in page.parts().body


def test_a_page_of_many_parcels_opens_one_step_nearer_than_its_farthest_tiles(replayed: MapContent) -> None:
    with speaking("en"):
        page = cluster_page(replayed, "北渡", tiled_above=5)
    assert page.data["timeline"] is None
    assert "Revitalised land is not marked" in page.parts().body
    assert page.options["minZoom"] == page.data["tiles"]["farthest"] + 1 > 2


def test_the_legend_names_the_boundary_and_counts_only_land_without_a_contract_by_parcels(
    zone: Assessment,
) -> None:
    with speaking("en"):
        body = cluster_page(prepare(zone), "北渡").parts().body
    assert "Cluster boundary" in body
    assert re.findall(r">\s*([^<>]*) \(parcels\)", body) == ["No live contract"]
