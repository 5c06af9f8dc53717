"""The page of a cluster has what belongs to that cluster and nothing of its neighbours."""

from __future__ import annotations

from typing import Any

import pytest

from landwatch.maps import cluster_map
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
