"""What Python writes into the pages is what their scripts were written for: the compiler judges it.

The types are those of ``frontend/src/data.ts``. A key that is missing, of another type, or unknown to the
scripts is an error of the compiler, with its name.
"""

from __future__ import annotations

import base64
import gzip
import json
import shutil
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import shapely
from markupsafe import Markup

import landwatch
from landwatch.geo import QIJIANG
from landwatch.i18n import speaking
from landwatch.maps import OfflineMap, explore, open_basemap
from landwatch.maps.basemaps import Basemap
from landwatch.maps.cluster_page import cluster_page, zone_map_page
from landwatch.maps.compare_page import compare_page
from landwatch.maps.content import MapContent, prepare
from landwatch.maps.fault_page import Fault, fault_map
from landwatch.maps.overview_page import overview_page
from landwatch.maps.page import Around
from landwatch.maps.served_land import Served, ServedLand
from landwatch.measures.acreage import ledger_of
from landwatch.model import EventType
from landwatch.rules import Assessment, assess
from tests.maps.test_basemaps import mbtiles, png, world_file
from tests.maps.zone import EVENTS, event, judged, lot
from tests.untried import missing

ROOT = Path(landwatch.__file__).parents[1]
TYPES = ROOT / "frontend" / "src" / "data"
COMPILER = ROOT / "node_modules" / "typescript" / "bin" / "tsc"
STRICT = (
    "--ignoreConfig --noEmit --strict --exactOptionalPropertyTypes --skipLibCheck "
    "--target es2020 --lib es2020 --module esnext --moduleResolution bundler"
).split()


AROUND = Around(Markup(""), "/contracts/{no}", "/explained/{no}")
SERVED = Served("/tiles/{cluster}", "/places/{first}", "/lines", "/rows/{list}")


@pytest.fixture(scope="module")
def moved() -> Assessment:
    """The zone with every kind of fact that a page tells of, revitalised land too."""
    booked = event(
        7,
        EventType.REVITALISED,
        date(2022, 6, 20),
        details={"method": "COMPLETE"},
        document="验收〔2022〕7号",
    )
    return judged(events=[*EVENTS, booked])


def content(assessment: Assessment, basemap: Basemap | None = None) -> MapContent:
    """What pages of it show, three months and the ledger included."""
    entries = ledger_of(assessment.snapshot).frame()
    return prepare(assessment, months=3, entries=entries, basemap=basemap)


def grounds(folder: Path) -> list[Basemap]:
    """A base map of each kind."""
    picture = folder / "ground.png"
    picture.write_bytes(png((0, 160, 0), 40, 20))
    world_file(picture, 0.0005, 0.0001, 0.0001, -0.0005, 106.5602, 29.0698)
    opened = [open_basemap(name) for name in ("gaode", str(mbtiles(folder / "tiles.mbtiles")), str(picture))]
    return [ground for ground in opened if ground is not None]


def unpacked(text: str) -> Any:
    """An attachment of a page of many parcels."""
    return json.loads(gzip.decompress(base64.b64decode(text)))


def attachments(page: OfflineMap) -> dict[str, str]:
    """All attachments of a page by name."""
    pieces = page.parts().body.split('id="attached-')[1:]
    return {piece.split('"')[0]: piece.split(">")[1].split("<")[0] for piece in pieces}


def faults() -> OfflineMap:
    """The page of an import with an error at a point and a warning on a parcel."""
    told = {"title": "自相交", "message": "甲", "advice": "乙", "source": "勘界.txt:3"}
    return fault_map(
        [
            Fault(
                severity="error",
                severity_name="错误",
                record="BD-01",
                boundary=lot(0, 0),
                mark=shapely.Point(106.561, 29.061),
                **told,
            ),
            Fault(severity="warning", severity_name="提示", record=None, boundary=lot(2, 1), **told),
        ],
        neighbours=[lot(1, 1)],
        district=QIJIANG,
        elsewhere=1,
    )


def pages(moved: Assessment, folder: Path) -> list[tuple[str, Any]]:
    """Data of every kind of page, each with the type that its script expects."""
    with speaking("zh"):
        whole = content(moved)
        early = prepare(assess(moved.snapshot.earlier(date(2022, 3, 31))))
        many = cluster_page(whole, "北渡", tiled_above=5)
        attached = attachments(many)
        return [
            ("FewData", cluster_page(whole, "北渡").data),
            ("FewData", cluster_page(prepare(moved), "安稳").data),
            *(("FewData", cluster_page(content(moved, each), "北渡").data) for each in grounds(folder)),
            ("ManyData", many.data),
            ("FewData", zone_map_page(whole, "/map", AROUND, SERVED).data),
            ("ServedData", zone_map_page(whole, "/map", AROUND, SERVED, tiled_above=5).data),
            ("Pack", ServedLand(whole).places(0)),
            ("ListRow[]", ServedLand(whole).rows("completed")),
            *(("Pack", unpacked(text)) for name, text in attached.items() if name.startswith("cards-")),
            *(("ListRow[]", unpacked(text)) for name, text in attached.items() if name.startswith("rows-")),
            ("OverviewData", overview_page(whole, {"北渡": "beidu.html"}).data),
            ("OverviewData", overview_page(prepare(moved), {}).data),
            ("CompareData", compare_page(early, whole).data),
            ("FaultData", faults().data),
            ("PageData", explored.data if isinstance(explored := explore(moved), OfflineMap) else None),
        ]


@pytest.fixture(scope="module")
def compiled(map_assets: Path) -> None:
    """The compiler of the front-end."""
    if not COMPILER.is_file() or shutil.which("node") is None:
        missing("the TypeScript compiler", "make install with Node.js 20.19 or newer")


def complaints(typed: list[tuple[str, Any]], folder: Path) -> list[str]:
    """What the compiler says of data that are claimed to be of these types."""
    values = "\n".join(
        f"export const value{number}: data.{kind} = {json.dumps(value, ensure_ascii=False)};"
        for number, (kind, value) in enumerate(typed)
    )
    file = folder / "written.ts"
    file.write_text(f'import type * as data from "{TYPES.as_posix()}";\n{values}\n', encoding="utf-8")
    run = subprocess.run(
        ["node", COMPILER, *STRICT, file], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.stderr == ""
    return run.stdout.splitlines()


@pytest.mark.usefixtures("compiled")
@pytest.mark.long
def test_every_page_is_written_as_its_script_expects_it(moved: Assessment, tmp_path: Path) -> None:
    typed = pages(moved, tmp_path)
    kinds = {kind for kind, _value in typed}
    assert kinds == {
        "FewData", "ManyData", "ServedData", "Pack", "ListRow[]",
        "OverviewData", "CompareData", "FaultData", "PageData",
    }  # fmt: skip
    assert complaints(typed, tmp_path) == []


def slipped(data: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    """Data of a page with some of them changed."""
    return {**data, **changes}


@pytest.mark.usefixtures("compiled")
def test_a_key_that_is_missing_unknown_or_of_another_type_is_named(moved: Assessment, tmp_path: Path) -> None:
    with speaking("zh"):
        data = cluster_page(prepare(moved), "北渡").data
    parcel = data["parcels"][0]
    without = {name: value for name, value in parcel.items() if name != "live"}
    told = complaints(
        [
            ("FewData", slipped(data, parcels=[without])),
            ("FewData", slipped(data, parcels=[{**parcel, "colour": "#fff"}])),
            ("FewData", slipped(data, words={**data["words"], "hello": "你好"})),
            ("FewData", slipped(data, zone="36")),
        ],
        tmp_path,
    )
    errors = [line for line in told if "error TS" in line]
    assert len(errors) == 4
    for error, name in zip(errors, ("live", "colour", "hello", "string"), strict=True):
        assert name in error
