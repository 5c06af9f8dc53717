"""A small office: two clusters, two parcels, three contracts and what happened to them, as files."""

from __future__ import annotations

import csv
from pathlib import Path

import geopandas as gpd
from shapely.geometry import Polygon, box

WEST, EAST = box(106.60, 29.00, 106.62, 29.02), box(106.63, 29.00, 106.65, 29.02)
IN_WEST, IN_EAST = box(106.605, 29.005, 106.607, 29.007), box(106.635, 29.005, 106.637, 29.007)
NOWHERE = box(106.70, 29.10, 106.701, 29.101)

LEDGER = [
    {
        "合同编号": f"渝綦工2021-00{number}",
        "宗地编号": parcel,
        "面积(公顷)": "4.0",
        "成交价格(万元)": "1800",
        "土地使用权人": holder,
        "约定开工时间": start,
        "约定竣工时间": end,
        "合同签订日期": "2021-03-01",
        "开工违约金(‰/日)": "0.5",
        "竣工违约金(‰/日)": "0.5",
    }
    for number, parcel, holder, start, end in (
        (1, "W-1", "甲机械有限公司", "2022-06-30", "2024-06-30"),
        (2, "E-1", "乙食品有限公司", "2022-06-30", "2023-06-30"),
        (3, "E-1", "丙材料有限公司", "2025-06-30", "2027-06-30"),
    )
]
FACTS = [{"合同编号": "渝綦工2021-002", "事项": "开工", "日期": "2022-06-01"}]


def write_table(path: Path, rows: list[dict[str, str]]) -> Path:
    """Write a CSV file as a spreadsheet program does."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    return path


def write_clusters(path: Path) -> Path:
    """Write the boundaries of the two clusters."""
    rows = {"组团": ["桥河", "北渡"], "英文名": ["Qiaohe", "Beidu"], "运营公司": [None, None]}
    frame = gpd.GeoDataFrame(rows | {"运营公司依据": ["unknown"] * 2}, geometry=[WEST, EAST], crs="EPSG:4490")
    frame.to_file(path, layer="clusters")
    return path


def write_parcels(path: Path, parcels: dict[str, Polygon], cluster: str | None = None) -> Path:
    """Write parcels; without `cluster` they name none."""
    rows = {"宗地编号": list(parcels)} | ({"组团": [cluster] * len(parcels)} if cluster else {})
    frame = gpd.GeoDataFrame(rows, geometry=list(parcels.values()), crs="EPSG:4490")
    frame.to_file(path, encoding="gbk" if path.suffix == ".shp" else "utf-8")
    return path


def write_office(folder: Path) -> Path:
    """Write all files of the office into a folder."""
    folder.mkdir(exist_ok=True)
    write_clusters(folder / "clusters.gpkg")
    write_parcels(folder / "parcels.gpkg", {"W-1": IN_WEST, "E-1": IN_EAST})
    write_table(folder / "ledger.csv", LEDGER)
    write_table(folder / "facts.csv", FACTS)
    return folder
