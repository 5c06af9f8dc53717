"""The map of the sample: lots without overlap, inside their clusters, with the areas the ledger states."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from pyproj import Geod

Contracts = dict[str, dict[str, Any]]

PLANE = 4545
CLUSTERS = ["桥河", "北渡", "扶欢", "通惠", "庆江", "安稳", "国家网络安全产业园"]


def read_survey(path: Path, cluster: str) -> gpd.GeoDataFrame:
    """Read 电子报盘 TXT: northing before easting, zone number before the easting, area in hectares."""
    rows: list[dict[str, Any]] = []
    for line in path.read_text(encoding="gbk").split("[地块坐标]\n")[1].splitlines():
        values = line.split(",")
        if values[-1] == "@":
            rows.append({"宗地编号": values[2], "宗地面积": float(values[1]) * 10_000, "points": []})
        else:
            rows[-1]["points"].append((float(values[3]) - 36_000_000, float(values[2])))
    polygons = [shapely.Polygon(row.pop("points")) for row in rows]
    return gpd.GeoDataFrame(rows, geometry=polygons, crs=PLANE).assign(组团=cluster)


@pytest.fixture(scope="module")
def clusters(sample: Path) -> gpd.GeoDataFrame:
    """Boundaries of the clusters on the plane, by name."""
    return gpd.read_file(sample / "clusters.gpkg").set_index("组团").to_crs(PLANE)


@pytest.fixture(scope="module")
def lots(sample: Path) -> gpd.GeoDataFrame:
    """All lots on the plane, by parcel number."""
    frames = [
        read_survey(sample / "survey" / "beidu.txt", "北渡"),
        read_survey(sample / "survey" / "anwen.txt", "安稳"),
        gpd.read_file(sample / "shapefile" / "tonghui.shp", encoding="GBK").to_crs(PLANE),
        gpd.read_file(sample / "shapefile" / "qingjiang.shp", encoding="GBK").to_crs(PLANE),
        gpd.read_file(sample / "parcels.gpkg").rename(columns={"宗地面积(平方米)": "宗地面积"}).to_crs(PLANE),
    ]
    columns = ["宗地编号", "组团", "宗地面积", "geometry"]
    return pd.concat([frame[columns] for frame in frames], ignore_index=True).set_index("宗地编号")


def test_there_are_seven_clusters_and_none_overlaps_another(clusters: gpd.GeoDataFrame) -> None:
    assert sorted(clusters.index) == sorted(CLUSTERS)
    for one, other in itertools.combinations(clusters.geometry, 2):
        assert not one.intersects(other)


def test_an_unknown_operator_is_left_open(clusters: gpd.GeoDataFrame) -> None:
    operators = clusters["运营公司"]
    assert operators.isna().sum() == 1
    assert clusters.loc[operators.isna(), "运营公司依据"].tolist() == ["unknown"]


def test_everything_lies_in_the_three_degree_zone_36(sample: Path) -> None:
    west, south, east, north = gpd.read_file(sample / "clusters.gpkg").total_bounds
    assert (west > 106.51, east < 107.06, south > 28.45, north < 29.20) == (True,) * 4


def test_every_lot_is_valid_and_numbered_once(lots: gpd.GeoDataFrame) -> None:
    assert lots.index.is_unique
    assert lots.geometry.is_valid.all()
    assert (lots.geom_type == "Polygon").all()


def test_every_lot_lies_in_its_cluster(lots: gpd.GeoDataFrame, clusters: gpd.GeoDataFrame) -> None:
    for name, members in lots.groupby("组团"):
        assert members.within(clusters.geometry[name]).all(), name


def test_no_two_lots_overlap_by_more_than_what_rounding_leaves(lots: gpd.GeoDataFrame) -> None:
    left, right = lots.sindex.query(lots.geometry, predicate="intersects")
    pairs = left < right
    shapes = lots.geometry.to_numpy()
    overlaps = shapely.area(shapely.intersection(shapes[left[pairs]], shapes[right[pairs]]))
    assert pairs.sum() > 200
    assert overlaps.max() < 0.1


def test_no_lot_is_a_sliver(lots: gpd.GeoDataFrame) -> None:
    assert lots.area.min() > 10_000
    assert shapely.length(shapely.maximum_inscribed_circle(lots.geometry.to_numpy())).min() > 40
    assert (lots.area / lots.length**2).min() > 0.02


def test_clusters_differ_in_number_and_size_of_lots(lots: gpd.GeoDataFrame) -> None:
    counts = lots.groupby("组团").size()
    assert counts.between(40, 90).all()
    means = lots.area.groupby(lots["组团"]).mean()
    assert means.max() > 1.4 * means.min()


def test_registered_areas_fit_the_boundaries_but_for_three_old_surveys(lots: gpd.GeoDataFrame) -> None:
    gap = (lots["宗地面积"] - lots.area).abs()
    assert ((gap > 5) & (gap > 0.001 * lots.area)).sum() == 3


def test_contract_areas_are_the_registered_areas_of_their_lots(
    lots: gpd.GeoDataFrame, contracts: Contracts
) -> None:
    for number, contract in contracts.items():
        registered = lots.loc[contract["宗地编号"].split("、"), "宗地面积"].sum()
        assert abs(registered * 10_000 - contract["面积(公顷)"]) < 1, number


def test_some_lots_are_vacant(lots: gpd.GeoDataFrame, contracts: Contracts) -> None:
    supplied = {number for contract in contracts.values() for number in contract["宗地编号"].split("、")}
    assert supplied < set(lots.index)


def test_the_shapefiles_declare_no_encoding(sample: Path) -> None:
    assert not list((sample / "shapefile").glob("*.cpg"))


def test_the_places_are_a_few_kilometres_from_where_they_are_said_to_be(
    clusters: gpd.GeoDataFrame,
) -> None:
    centres = clusters.to_crs(4490).representative_point()
    said = {"桥河": (106.63, 29.0), "北渡": (106.57, 29.07), "扶欢": (106.81, 28.8)}
    said |= {"通惠": (106.69, 29.04), "安稳": (106.79, 28.64)}
    for name, (lon, lat) in said.items():
        _, _, metres = Geod(ellps="GRS80").inv(lon, lat, centres[name].x, centres[name].y)
        assert metres < 4_000, name
