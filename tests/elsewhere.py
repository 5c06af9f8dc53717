"""A small district that is invented and lies elsewhere: another province, zone 39, other codes."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
from shapely.geometry import Polygon, box

from tests.office import write_table

SETTINGS = {
    "LANDWATCH_ZONE_NAME": "滨湖高新区",
    "LANDWATCH_ZONE_NAME_EN": "Lakeside High-tech Zone",
    "LANDWATCH_DIVISIONS": "340199, 340198",
    "LANDWATCH_DISTRICT_WEST": "116.90",
    "LANDWATCH_DISTRICT_SOUTH": "31.70",
    "LANDWATCH_DISTRICT_EAST": "117.30",
    "LANDWATCH_DISTRICT_NORTH": "31.95",
    "LANDWATCH_MEASURING_EPSG": "4548",
}
ZONE, PREFIXED, MERIDIAN = 39, 4527, 117
EAST_LAKE, WEST_LAKE = "东湖组团", "西湖组团"
OPERATORS = {EAST_LAKE: "合滨东湖园区运营有限公司", WEST_LAKE: None}
CLUSTERS = {EAST_LAKE: box(117.10, 31.80, 117.13, 31.82), WEST_LAKE: box(117.02, 31.80, 117.05, 31.82)}


def _lot(west: float) -> Polygon:
    return box(west, 31.805, west + 0.002, 31.807)


PARCELS = {
    "340199003001GB00001": _lot(117.105),
    "340199003001GB00002": _lot(117.109),
    "340198001001GB00007": _lot(117.025),
}
CONTRACTS = [
    {
        "合同编号": f"皖滨工（2021）合字第{number}号",
        "电子监管号": f"{division}2021B0000{number}",
        "宗地编号": parcel,
        "面积(公顷)": "4.0",
        "成交价格(万元)": "1500",
        "土地使用权人": holder,
        "约定开工时间": start,
        "约定竣工时间": end,
        "合同签订日期": "2021-03-01",
        "开工违约金(‰/日)": "0.5",
        "竣工违约金(‰/日)": "0.5",
    }
    for number, (division, parcel, holder, start, end) in enumerate(
        (
            ("340199", "340199003001GB00001", "滨湖甲机械有限公司", "2022-06-30", "2024-06-30"),
            ("340199", "340199003001GB00002", "滨湖乙食品有限公司", "2022-06-30", "2023-06-30"),
            ("340198", "340198001001GB00007", "滨湖丙材料有限公司", "2025-06-30", "2027-06-30"),
        ),
        start=1,
    )
]
FACTS = [{"合同编号": "皖滨工（2021）合字第2号", "事项": "开工", "日期": "2022-06-01"}]


def write_district(folder: Path) -> Path:
    """Write clusters, parcels in metres of zone 39, contracts and facts as files to import."""
    folder.mkdir(parents=True)
    clusters = gpd.GeoDataFrame(
        {
            "组团": list(CLUSTERS),
            "英文名": ["East Lake", "West Lake"],
            "运营公司": list(OPERATORS.values()),
            "运营公司依据": ["named", "unknown"],
        },
        geometry=list(CLUSTERS.values()),
        crs="EPSG:4490",
    )
    clusters.to_file(folder / "clusters.gpkg", layer="clusters")
    parcels = gpd.GeoDataFrame(
        {"宗地编号": list(PARCELS)}, geometry=list(PARCELS.values()), crs="EPSG:4490"
    ).to_crs(PREFIXED)
    parcels.to_file(folder / "zd.shp", encoding="gbk")
    write_table(folder / "台账.csv", CONTRACTS)
    write_table(folder / "事项.csv", FACTS)
    return folder
