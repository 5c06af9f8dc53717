"""QGIS itself opens the register and the exported layer: styled, labelled, in Chinese, with no complaint."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from PIL import Image
from shapely import box

from landwatch.formats.vector.layer_writer import write_layer
from landwatch.i18n import speaking
from landwatch.measures.figures.states import Idle, State, idle_label, state_label
from landwatch.style import style
from tests.commands import run
from tests.untried import missing

pytestmark = pytest.mark.long

# QGIS from apt belongs to the Python of the system; ours has none of it.
PYTHON = "/usr/bin/python3"
SCRIPT = Path(__file__).with_name("opened_in_qgis.py")
SAMPLE = Path(__file__).parents[1] / "data" / "parcels"
STATES = ["开工违约", "竣工违约", "有理由顺延", "即将到期", "无法判定", "在建", "已竣工", "未到期"]
STATES += ["无有效合同"]
IDLE = ["疑似闲置", "认定闲置"]

Opened = dict[str, Any]
Open = Callable[[Path, str], Opened]


@pytest.fixture(scope="session")
def qgis(tmp_path_factory: pytest.TempPathFactory) -> Open:
    """Open a layer of a file in QGIS; what it found, and under ``said`` what its libraries printed."""
    if subprocess.run([PYTHON, "-c", "import qgis.core"], capture_output=True, check=False).returncode:
        missing("QGIS", "apt-get install python3-qgis")
    place = tmp_path_factory.mktemp("qgis")
    environment = {"QT_QPA_PLATFORM": "offscreen", "HOME": str(place), "XDG_RUNTIME_DIR": str(place)}

    def open_layer(path: Path, layer: str) -> Opened:
        picture = path.with_name(f"{path.stem}-{layer}.png")
        done = subprocess.run(
            [PYTHON, str(SCRIPT), "ogr", f"{path}|layername={layer}", str(picture)],
            env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"} | environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
        return json.loads(done.stdout) | {"said": done.stderr, "image": picture}

    return open_layer


@pytest.fixture(scope="module")
def opened(qgis: Open, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Opened]:
    """The layers of the sample's register, and the layer exported from it."""
    place = tmp_path_factory.mktemp("opened")
    register, export = place / "register.gpkg", place / "宗地.gpkg"
    database = ["--database", f"gpkg:///{register}"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LANDWATCH_LANG", "zh")
        run("import", str(SAMPLE), *database)
        run("export", "gpkg", "--out", str(export), "--on", "2023-12-31", *database)
    return {
        "parcels": qgis(register, "parcels"),
        "clusters": qgis(register, "clusters"),
        "export": qgis(export, "宗地"),
    }


@pytest.mark.parametrize("name", ["parcels", "clusters", "export"])
def test_qgis_loads_the_default_style_without_a_complaint(opened: dict[str, Opened], name: str) -> None:
    found = opened[name]
    assert (found["valid"], found["crs"], found["renderer"]) == (True, "EPSG:4490", "RuleRenderer")
    assert found["styled"][0] is True
    assert (found["messages"], found["picture"]) == ([], [])
    assert "ERROR" not in found["said"]


def test_the_register_shows_438_parcels_and_seven_clusters_that_stand(opened: dict[str, Opened]) -> None:
    rules = {name: opened[name]["rules"] for name in ("parcels", "clusters")}
    assert [(rule["label"], rule["drawn"]) for rule in rules["parcels"]] == [("宗地", 438)]
    assert [(rule["label"], rule["drawn"]) for rule in rules["clusters"]] == [("组团", 7)]
    assert {"北渡", "桥河", "扶欢"} < set(opened["clusters"]["labels"])
    assert "500110003001GB00001" in opened["parcels"]["labels"]


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("parcels", ["宗地编号", "宗地名称", "组团", "土地用途", "登记面积（平方厘米）", "失效时间（UTC）"]),
        ("clusters", ["组团", "英文名", "运营公司", "运营公司依据", "登记时间（UTC）"]),
        ("export", ["宗地编号", "组团", "登记亩数", "合同编号", "状态", "闲置", "应开工日", "判定日"]),
    ],
)
def test_columns_stand_in_chinese(opened: dict[str, Opened], name: str, columns: list[str]) -> None:
    found = opened[name]["columns"]
    assert [column for column in columns if column not in found] == []
    assert [column for column in found if column.isascii() and column != "fid"] == []


def test_every_exported_parcel_is_drawn_by_one_state(opened: dict[str, Opened]) -> None:
    rules = {rule["label"]: rule["drawn"] for rule in opened["export"]["rules"]}
    assert list(rules) == [*STATES, *IDLE]
    assert sum(rules[state] for state in STATES) == opened["export"]["features"] == 438


def test_every_state_and_idle_mark_is_a_rule_that_draws_what_bears_its_word(
    qgis: Open, tmp_path: Path
) -> None:
    with speaking("zh"):
        states, idle = [state_label(state) for state in State], [idle_label(mark) for mark in Idle]
        rows = [(word, None) for word in states] + [(states[0], mark) for mark in idle]
        shapes = [box(106.5 + at / 100, 29, 106.509 + at / 100, 29.009) for at in range(len(rows))]
        columns = {"宗地编号": [f"Z{at}" for at in range(len(rows))]}
        columns |= {"状态": [state for state, _mark in rows], "闲置": [mark for _state, mark in rows]}
        write_layer(tmp_path / "all.gpkg", gpd.GeoDataFrame(columns, geometry=shapes, crs="EPSG:4490"))
    found = qgis(tmp_path / "all.gpkg", "宗地")
    assert [(rule["label"], rule["drawn"], rule["error"], rule["on"]) for rule in found["rules"]] == [
        (STATES[0], 3, "", True),
        *((state, 1, "", True) for state in STATES[1:]),
        *((mark, 1, "", True) for mark in IDLE),
    ]
    with Image.open(found["image"]) as image:
        colours = {colour for _count, colour in image.convert("RGB").getcolors(maxcolors=2**24)}
    fills = {state: tuple(bytes.fromhex(style()["states"][state]["fill"][1:])) for state in State}
    assert [state for state, fill in fills.items() if fill not in colours] == []
