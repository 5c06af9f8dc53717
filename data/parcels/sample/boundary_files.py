"""Boundaries in the files offices have: 电子报盘 TXT, a GBK shapefile, GeoPackages."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import geopandas as gpd
import numpy as np
import pyogrio
from pyproj import Transformer
from shapely import Polygon, transform

from .blocks import Drawing
from .records import Lot

__all__ = ["write_clusters", "write_geopackage", "write_shapefile", "write_survey"]

_TO_DEGREES = Transformer.from_crs(4545, 4490, always_xy=True)
_ZONE = 36
_DEGREE_DECIMALS = 9  # 0.1 mm
_WRITTEN_AT = "2024-04-08T01:00:00.000Z"
_TXT_HEAD = (
    "[属性描述]\n格式版本号=1.01版本\n数据产生单位=示意数据（虚构）\n数据产生日期=2024-04-08\n坐标系=2000国家大地坐标系\n"
    "几度分带=3\n投影类型=高斯克吕格\n计量单位=米\n带号=36\n精度=0.01\n转换参数=0,0,0,0,0,0,0\n[地块坐标]\n"
)


def write_survey(path: Path, lots: Sequence[Lot], *, closed: bool) -> None:
    """Write 勘测定界界址点坐标交换格式: X = northing, Y = easting with the zone number, area in hectares.

    Parameters
    ----------
    path
        File to write (GBK, CRLF).
    lots
        Lots of a cluster.
    closed
        Whether the first point is written again as the last; offices do both.
    """
    lines = [_TXT_HEAD]
    for lot in lots:
        ring = list(_clockwise(lot.geometry).exterior.coords)[: None if closed else -1]
        hectares = (Decimal(lot.area_cm2) / 100_000_000).normalize()
        code = "0604" if "仓储" in lot.land_use else "0601"
        lines.append(f"{len(ring)},{hectares:f},{lot.parcel_no},{lot.name},面,,{lot.land_use},{code},@\n")
        for number, (east, north) in enumerate(ring, start=1):
            name = 1 if closed and number == len(ring) else number
            lines.append(f"J{name},1,{north:.2f},{_ZONE * 1_000_000 + east:.2f}\n")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes("".join(lines).replace("\n", "\r\n").encode("gbk"))


def write_shapefile(path: Path, lots: Sequence[Lot]) -> None:
    """Write a shapefile in CGCS2000 zone 36 with GBK attributes and, as often, without a .cpg file.

    Parameters
    ----------
    path
        The .shp to write.
    lots
        Lots of a cluster.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    frame = gpd.GeoDataFrame(
        {
            "宗地编号": [lot.parcel_no for lot in lots],
            "宗地名称": [lot.name for lot in lots],
            "组团": [lot.cluster for lot in lots],
            "土地用途": [lot.land_use for lot in lots],
            "宗地面积": [lot.area_cm2 / 10_000 for lot in lots],
            "备注": ["示意数据"] * len(lots),
        },
        geometry=[_zoned(lot.geometry) for lot in lots],
        crs=4524,
    )
    pyogrio.write_dataframe(
        frame, path, driver="ESRI Shapefile", encoding="GBK", DBF_DATE_LAST_UPDATE="2024-04-08"
    )
    path.with_suffix(".cpg").unlink()


def write_geopackage(path: Path, lots: Sequence[Lot]) -> None:
    """Write lots in EPSG:4490.

    Parameters
    ----------
    path
        File to write; layer `parcels`.
    lots
        Lots of several clusters.
    """
    frame = gpd.GeoDataFrame(
        {
            "宗地编号": [lot.parcel_no for lot in lots],
            "宗地名称": [lot.name for lot in lots],
            "组团": [lot.cluster for lot in lots],
            "土地用途": [lot.land_use for lot in lots],
            "宗地面积(平方米)": [lot.area_cm2 / 10_000 for lot in lots],
            "备注": ["示意数据"] * len(lots),
        },
        geometry=[_in_degrees(lot.geometry) for lot in lots],
        crs=4490,
    )
    _write_gpkg(frame, path, "parcels")


def write_clusters(path: Path, drawings: Sequence[Drawing]) -> None:
    """Write the boundaries of the clusters, what is known of their operators, and how it is known.

    Parameters
    ----------
    path
        File to write; layer `clusters`.
    drawings
        The clusters.
    """
    layouts = [drawing.layout for drawing in drawings]
    frame = gpd.GeoDataFrame(
        {
            "组团": [layout.name for layout in layouts],
            "英文名": [layout.name_en for layout in layouts],
            "运营公司": [layout.operator for layout in layouts],
            "运营公司依据": [layout.operator_basis for layout in layouts],
            "主导产业": [layout.industry for layout in layouts],
            "示意": ["是"] * len(layouts),
        },
        geometry=[_in_degrees(drawing.boundary) for drawing in drawings],
        crs=4490,
    )
    _write_gpkg(frame, path, "clusters")


def _write_gpkg(frame: gpd.GeoDataFrame, path: Path, layer: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _WRITTEN_AT})
    pyogrio.write_dataframe(frame, path, layer=layer, driver="GPKG")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def _clockwise(shape: Polygon) -> Polygon:
    return shape if not shape.exterior.is_ccw else Polygon(shape.exterior.coords[::-1])


def _zoned(shape: Polygon) -> Polygon:
    return transform(shape, lambda xy: np.round(xy + (_ZONE * 1_000_000, 0), 2))


def _in_degrees(shape: Polygon) -> Polygon:
    def to_degrees(xy: np.ndarray) -> np.ndarray:
        lon, lat = _TO_DEGREES.transform(xy[:, 0], xy[:, 1])
        return np.round(np.column_stack([lon, lat]), _DEGREE_DECIMALS)

    return transform(shape, to_degrees)
