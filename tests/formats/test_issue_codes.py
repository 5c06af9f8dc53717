"""Every word of the importer: a file that deserves it raises it and nothing else, clean files none."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from shapely import affinity
from shapely.geometry import Polygon, mapping

import landwatch
from landwatch.formats import ReaderSettings
from landwatch.registry import Register
from landwatch.services.files.importing import import_files
from landwatch.web_maps import gcj02
from tests.formats.files import (
    ATTRIBUTES,
    BESIDE,
    BOX,
    PLANE_BOX,
    SQUARE,
    closed,
    drawn_text,
    parcel_lines,
    placemark,
    polyline,
    write_boundaries,
    write_csv,
    write_dxf,
    write_geojson,
    write_geoparquet,
    write_kml,
    write_layer,
    write_workbook,
    write_zip,
)
from tests.formats.old_workbook import write_old_workbook
from tests.formats.test_market_site import ITEM

NOW = datetime(2024, 1, 21, 9, 30, tzinfo=UTC)
HEADER = [
    *("合同编号", "电子监管号", "土地使用权人", "统一社会信用代码", "出让人", "土地用途"),
    *("面积(公顷)", "成交价格(万元)", "合同签订日期", "约定交地时间", "约定开工时间", "约定竣工时间"),
    *("约定容积率下限", "约定容积率上限"),
]
ROW = [
    *(
        "HT-1",
        "5001102022B000017",
        "甲公司",
        "91500110MA5U00000H",
        "重庆市綦江区规划和自然资源局",
        "工业用地",
    ),
    *(6.7077, 1800.1, "2022-01-10", "2022-03-01", "2023-06-30", "2025-06-30", 1.0, 2.5),
]
FACTS = ["合同编号", "事项", "日期", "新约定开工日"]
FIELDS = {"宗地编号": "A", "土地用途": "工业用地"}
BOW_TIE = [SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[0]]

Codes = list[tuple[str, str]]


@pytest.fixture(scope="module")
def empty_register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "register.gpkg"
    Register.create(f"gpkg:///{path}").close()
    return path


@pytest.fixture
def codes_of(tmp_path: Path, empty_register: Path) -> Callable[..., Codes]:
    """Import files one after the other; give severity and code of what is said of the last."""

    def importing(*paths: Path, crs: int | None = None) -> Codes:
        database = shutil.copy(empty_register, tmp_path / "register.gpkg")
        for path in paths:
            report = import_files(
                f"gpkg:///{database}",
                [path],
                readers=ReaderSettings(),
                recorded_by="王五",
                recorded_at=NOW,
                crs=crs,
            )
        return sorted({(issue.severity.value, issue.code) for issue in report.files[0].issues})

    return importing


def survey(folder: Path, *parcels: Sequence[str], **options: Any) -> list[Path]:
    return [write_boundaries(folder / "a.txt", *parcels, **options)]


def ledger(folder: Path, **changed: object) -> list[Path]:
    cells = dict(zip(HEADER, ROW, strict=True)) | changed
    return [write_csv(folder / "a.csv", list(cells), list(cells.values()))]


def one(folder: Path, number: str = "A", area: str = "6", ring: Any = SQUARE) -> list[Path]:
    return survey(folder, parcel_lines(number, area, closed(ring)))


def layer(path: Path, shape: Polygon, number: str = "A") -> Path:
    return write_layer(path, [({"宗地编号": number}, shape)])


def web_map(shape: Polygon) -> Polygon:
    return shapely.transform(shape, lambda points: np.array([gcj02(*point) for point in points]))


def cut_shapefile(folder: Path) -> list[Path]:
    path = write_layer(
        folder / "a.shp",
        [({"ZDDM": "A", "X": "工业用地"}, PLANE_BOX)],
        crs="EPSG:4524",
        driver="ESRI Shapefile",
        encoding="UTF-8",
    )
    table = path.with_suffix(".dbf")
    content = bytearray(table.read_bytes())
    content[64:75] = "土地用途".encode()[:10] + b"\0"
    table.write_bytes(bytes(content))
    return [path]


def supplement(folder: Path) -> list[Path]:
    fact = ["HT-1", "补充协议", "2024-07-19", "2023-09-30"]
    return [*ledger(folder), write_csv(folder / "b.csv", FACTS, fact)]


def part_beside_its_parcel(folder: Path) -> list[Path]:
    beside = affinity.translate(BOX, 0.0005).wkt
    fact = ["HT-1", "盘活", "2023-07-19", "盘1", beside]
    return [
        layer(folder / "a.gpkg", BOX),
        *ledger(folder, 宗地编号="A"),
        write_csv(folder / "b.csv", [*FACTS[:3], "案件编号", "边界WKT"], fact),
    ]


SWAPPED = [(y, x) for x, y in SQUARE]
FAR = [(x, y + 100_000) for x, y in SQUARE]
NOWHERE = [(x + 9e5, y + 4e5) for x, y in SQUARE]
OVER = [(x, y + 290.0) for x, y in SQUARE]
THIRTY_FIVE = ATTRIBUTES | {"带号": "35"}

DESERVE: dict[tuple[str, str], Callable[[Path], list[Path]]] = {
    ("info", "encoding_guessed"): lambda f: survey(f, parcel_lines("A", "6", closed(SQUARE)), encoding="gbk"),
    ("warning", "crs_guessed"): lambda f: survey(f, parcel_lines("A", "6", closed(SQUARE)), attributes={}),
    ("error", "crs_missing"): lambda f: survey(f, parcel_lines("A", "6", closed(NOWHERE)), attributes={}),
    ("error", "crs_wrong_zone"): lambda f: survey(
        f, parcel_lines("A", "6", closed(SQUARE)), attributes=THIRTY_FIVE
    ),
    ("warning", "axis_swapped"): lambda f: one(f, ring=SWAPPED),
    ("error", "outside_district"): lambda f: one(f, ring=FAR),
    ("error", "gcj02_suspected"): lambda f: [layer(f / "a.gpkg", BOX), layer(f / "b.gpkg", web_map(BOX))],
    ("info", "ring_unclosed"): lambda f: survey(f, parcel_lines("A", "6", SQUARE)),
    ("error", "self_intersection"): lambda f: survey(f, parcel_lines("A", "", BOW_TIE)),
    ("warning", "hole_outside"): lambda f: survey(f, parcel_lines("A", "12", closed(SQUARE), closed(BESIDE))),
    ("error", "empty_geometry"): lambda f: [write_geojson(f / "a.geojson", (FIELDS, None))],
    ("warning", "area_mismatch"): lambda f: one(f, area="6.1"),
    ("warning", "area_unit_suspect"): lambda f: one(f, area="90"),
    ("warning", "overlap"): lambda f: survey(
        f, parcel_lines("A", "6", closed(SQUARE)), parcel_lines("B", "6", closed(OVER))
    ),
    ("info", "duplicate_record"): lambda f: one(f) * 2,
    ("error", "duplicate_parcel_no"): lambda f: survey(
        f, parcel_lines("A", "6", closed(SQUARE)), parcel_lines("A", "6", closed(BESIDE))
    ),
    ("error", "missing_required"): lambda f: one(f, number=""),
    ("error", "bad_date"): lambda f: ledger(f, 约定开工时间="2023-02-30"),
    ("error", "bad_number"): lambda f: ledger(f, **{"成交价格(万元)": "一千八"}),
    ("info", "invisible_character"): lambda f: ledger(f, 土地使用权人="甲\u200b公司"),
    ("info", "sentinel_date_dropped"): lambda f: ledger(f, 约定交地时间="1900-01-01"),
    ("warning", "date_order"): lambda f: ledger(f, 约定竣工时间="2023-06-29"),
    ("warning", "bad_credit_code"): lambda f: ledger(f, 统一社会信用代码="91500110MA5U00000J"),
    ("warning", "other_division"): lambda f: ledger(f, 电子监管号="3401992022B00017"),
    ("warning", "bad_supervision_no"): lambda f: ledger(f, 电子监管号="5001102022B17"),
    ("warning", "bad_parcel_no"): lambda f: one(f, number="500110005001GB0001"),
    ("warning", "unknown_land_use"): lambda f: ledger(f, 土地用途="游乐场所"),
    ("warning", "plot_ratio_swapped"): lambda f: ledger(f, 约定容积率下限=2.5, 约定容积率上限=1.0),
    ("warning", "grantor_not_natural_resources_authority"): lambda f: ledger(
        f, 出让人="重庆綦江高新技术产业开发区管理委员会"
    ),
    ("error", "new_commencement_before_signing"): supplement,
    ("error", "unreadable_record"): lambda f: [write_geojson(f / "a.geojson")],
    ("info", "field_name_truncated"): cut_shapefile,
    ("info", "not_a_parcel"): lambda f: [
        write_layer(f / "a.gpkg", [({"ZDDM": "A", "ZRZH": "F0001"}, BOX)], layer="ZRZ")
    ],
    ("info", "unknown_column"): lambda f: ledger(f, 颜色="红"),
    # What the register adds to the vocabulary.
    ("error", "duplicate_contract_no"): lambda f: [
        write_csv(f / "a.csv", HEADER, ROW, [*ROW[:2], "乙公司", *ROW[3:]])
    ],
    ("error", "conflicting_record"): lambda f: [
        layer(f / "a.gpkg", BOX),
        layer(f / "b.gpkg", BOX.buffer(1e-5)),
    ],
    ("error", "unknown_contract"): lambda f: [
        *ledger(f),
        write_csv(f / "b.csv", FACTS[:3], ["HT-9", "开工", "2023-06-01"]),
    ],
    ("warning", "part_outside_parcel"): part_beside_its_parcel,
    ("warning", "unknown_parcel"): lambda f: ledger(f, 宗地编号="ZD-9"),
    ("error", "unknown_cluster"): lambda f: [
        write_layer(f / "c.gpkg", [({"组团": "桥河", "运营公司依据": "named"}, BOX.buffer(0.01))]),
        write_layer(f / "a.gpkg", [(FIELDS | {"组团": "东溪"}, BOX)]),
    ],
}


ONLY_WHERE_CORRECTED = {"corrected_record"}
"""Words of ``import --correct``, which tests/test_cli_amendments.py makes it say."""


@pytest.mark.parametrize(("expected"), DESERVE, ids=lambda expected: expected[1])
def test_a_file_raises_the_word_it_deserves_and_no_other(
    codes_of: Callable[..., Codes], tmp_path: Path, expected: tuple[str, str]
) -> None:
    assert codes_of(*DESERVE[expected](tmp_path)) == [expected]


def test_no_word_is_raised_that_no_file_here_deserves() -> None:
    folder = Path(landwatch.__file__).parent
    code = "".join(
        path.read_text(encoding="utf-8")
        for room in ("formats", "services")
        for path in (folder / room).rglob("*.py")
    )
    raised = set(re.findall(r'(?:\.(?:error|warning|info)\(|BadValue\(|code=)\s*"([a-z0-9_]+)"', code))
    assert raised - ONLY_WHERE_CORRECTED == {code for _severity, code in DESERVE}


def shapefile(folder: Path) -> Path:
    return write_layer(
        folder / "a.shp", [(FIELDS, PLANE_BOX)], crs="EPSG:4524", driver="ESRI Shapefile", encoding="GBK"
    )


def archive(folder: Path) -> Path:
    shapefile(folder)
    return write_zip(folder / "b.zip", *sorted(folder.glob("a.*")))


def market_site(folder: Path) -> Path:
    (folder / "a.json").write_text(json.dumps({"code": 200, "data": {"list": [ITEM]}}), encoding="utf-8")
    return folder / "a.json"


CLEAN: dict[str, Callable[[Path], Path]] = {
    "boundary_txt": lambda f: one(f)[0],
    "shapefile": shapefile,
    "zip": archive,
    "geopackage": lambda f: write_layer(f / "a.gpkg", [(FIELDS, BOX)]),
    "geodatabase": lambda f: write_layer(
        f / "a.gdb", [(FIELDS, shapely.MultiPolygon([BOX]))], driver="OpenFileGDB"
    ),
    "geojson": lambda f: write_geojson(f / "a.geojson", (FIELDS, mapping(BOX))),
    "flatgeobuf": lambda f: write_layer(f / "a.fgb", [(FIELDS, BOX)], driver="FlatGeobuf"),
    "geoparquet": lambda f: write_geoparquet(f / "a.parquet", (FIELDS, BOX)),
    "kml": lambda f: write_kml(f / "a.kml", placemark("A", list(BOX.exterior.coords))),
    "dxf": lambda f: write_dxf(f / "a.dxf", polyline(SQUARE), drawn_text("A", 3213200.0, 36368500.0)),
    "csv": lambda f: ledger(f)[0],
    "xlsx": lambda f: write_workbook(f / "a.xlsx", {"台账": [HEADER, ROW]}),
    "xls": lambda f: write_old_workbook(f / "a.xls", {"台账": [HEADER, ROW]}),
    "landchina": market_site,
}


@pytest.mark.parametrize("kind", CLEAN)
def test_a_clean_file_raises_none(codes_of: Callable[..., Codes], tmp_path: Path, kind: str) -> None:
    assert codes_of(CLEAN[kind](tmp_path), crs=4524 if kind == "dxf" else None) == []


def test_clean_facts_raise_none(codes_of: Callable[..., Codes], tmp_path: Path) -> None:
    facts = write_csv(tmp_path / "b.csv", FACTS[:3], ["HT-1", "开工", date(2023, 6, 1)])
    assert codes_of(*ledger(tmp_path), facts) == []


def test_parcels_side_by_side_in_two_files_raise_none(codes_of: Callable[..., Codes], tmp_path: Path) -> None:
    east = affinity.translate(BOX, 0.002)
    assert codes_of(layer(tmp_path / "a.gpkg", BOX), layer(tmp_path / "b.gpkg", east, "B")) == []
