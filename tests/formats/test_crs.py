"""Which coordinate system a file declares: by its parameters, never by its name."""

from __future__ import annotations

from pathlib import Path

import pyproj
import pytest
from shapely import affinity

from landwatch.formats import Reading, read
from landwatch.formats.boundaries.crs import claim_of
from tests.formats.files import PLANE_BOX, codes, the_issue, write_layer

PRJ = (
    'PROJCS["{name}",GEOGCS["GCS",DATUM["{datum}",SPHEROID["{datum}",{axis},{flattening}]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],'
    'PARAMETER["False_Easting",{easting}],PARAMETER["False_Northing",0.0],'
    'PARAMETER["Central_Meridian",{meridian}],PARAMETER["Scale_Factor",1.0],'
    'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)
CGCS2000 = {"datum": "D_China_2000", "axis": 6378137.0, "flattening": 298.257222101}
XIAN_1980 = {"datum": "D_Xian_1980", "axis": 6378140.0, "flattening": 298.257}
UNKNOWN = CGCS2000 | {"datum": "D_Unknown"}


def prj(name: str = "x", *, easting: float = 36_500_000.0, meridian: float = 108.0, **datum: object) -> str:
    return PRJ.format(name=name, easting=easting, meridian=meridian, **(datum or CGCS2000))


@pytest.mark.parametrize(
    ("declared", "epsg"),
    [
        (prj("CGCS2000_3_Degree_GK_Zone_36"), 4524),
        (prj("CGCS2000_3_Degree_GK_Zone_35"), 4524),
        (prj("Xian_1980_3_Degree_GK_Zone_36"), 4524),
        (prj(easting=500_000.0), 4545),
        (prj(easting=35_500_000.0, meridian=105.0), 4523),
        (prj(easting=18_500_000.0, meridian=105.0), 4496),
        (prj(**CGCS2000 | {"datum": "CGCS_2000"}), 4524),
        (prj(**CGCS2000 | {"datum": "2000国家大地坐标系"}), 4524),
        (f'{prj()},VERTCS["Yellow_Sea_1985",VDATUM["Yellow_Sea_1985"],UNIT["Meter",1.0]]', 4524),
        (pyproj.CRS.from_epsg(4490).to_wkt("WKT1_ESRI"), 4490),
        (pyproj.CRS.from_epsg(4326).to_wkt("WKT1_ESRI"), 4326),
        (pyproj.CRS.from_epsg(4480).to_wkt(), 4490),
        (pyproj.CRS.from_epsg(32648).to_wkt("WKT1_ESRI"), 32648),
    ],
)
def test_a_system_is_known_by_its_parameters(declared: str, epsg: int) -> None:
    claim = claim_of(declared)
    assert claim is not None
    assert claim.systems == (epsg,)


@pytest.mark.parametrize(
    ("declared", "is_open"),
    [
        (prj("CGCS2000_3_Degree_GK_Zone_36", **XIAN_1980), False),
        (prj("CGCS2000_3_Degree_GK_Zone_36", **XIAN_1980 | {"datum": "D_China_2000"}), False),
        (prj("CGCS2000_3_Degree_GK_Zone_36", **UNKNOWN), True),
        ('LOCAL_CS["重庆独立坐标系",UNIT["Meter",1.0]]', False),
        ("CGCS2000 zone 36", True),
    ],
)
def test_a_name_alone_makes_no_cgcs2000(declared: str, is_open: bool) -> None:
    claim = claim_of(declared)
    assert claim is not None
    assert (claim.systems, claim.is_open) == ((), is_open)


def shapefile(folder: Path, declared: str, east: float = 0.0) -> Reading:
    shape = affinity.translate(PLANE_BOX, east)
    path = write_layer(folder / "a.shp", [({"ZDDM": "A"}, shape)], crs=None, driver="ESRI Shapefile")
    path.with_suffix(".prj").write_text(declared, encoding="utf-8")
    return read(path)


def test_a_central_meridian_of_its_own_is_transformed(tmp_path: Path) -> None:
    # 514,650 m on 106°30′: 14,650 m east of it at 29.03° N, where a degree of longitude has 97,400 m.
    declared = prj("CGCS2000_GK_CM_106_30", easting=500_000.0, meridian=106.5)
    reading = shapefile(tmp_path, declared, east=514_650.0 - 36_368_550.0)
    centroid = reading.parcels[0].geometry.centroid
    assert (reading.source.epsg, reading.crs_source, codes(reading)) == (None, "declared", set())
    assert centroid.x == pytest.approx(106.5 + 14_650 / 97_400, abs=0.0005)
    assert centroid.y == pytest.approx(29.033, abs=0.005)


def test_an_ellipsoid_of_another_datum_is_named(tmp_path: Path) -> None:
    issue = the_issue(shapefile(tmp_path, prj("CGCS2000_Zone_36", **XIAN_1980)), "crs_missing")
    assert "is not CGCS2000 and cannot be brought to it without local parameters" in issue.message
    assert "6378140 m, 1/298.257" in (issue.value or "")
    assert "--crs" not in issue.message


def test_where_the_datum_does_not_show_the_way_out_is_named_and_works(tmp_path: Path) -> None:
    reading = shapefile(tmp_path, prj("Zone_36", **UNKNOWN))
    issue = the_issue(reading, "crs_missing")
    assert "does not say which datum it stands on" in issue.message
    assert "if it is CGCS2000 import again with --crs 4524" in issue.message
    again = read(tmp_path / "a.shp", crs=4524)
    assert ([parcel.parcel_no for parcel in again.parcels], again.crs_source) == (["A"], "given")


def test_a_zone_of_six_degrees_in_a_survey_file_is_read_as_one(tmp_path: Path) -> None:
    # 660,740 m on 105°: 106.65° E, 29.03° N lies 160,700 m east of it.
    lines = ["4,,A,A,面,,,,@", "J1,1,3214300,18660500", "J2,1,3214300,18660800", "J3,1,3214100,18660800"]
    head = ["[属性描述]", "坐标系=2000国家大地坐标系", "几度分带=6", "带号=18", "[地块坐标]"]
    (tmp_path / "a.txt").write_text("\n".join([*head, *lines, "J4,1,3214100,18660500"]), encoding="utf-8-sig")
    reading = read(tmp_path / "a.txt")
    assert (reading.source.epsg, len(reading.parcels)) == (4496, 1)
    assert reading.parcels[0].geometry.centroid.x == pytest.approx(106.65, abs=0.01)
