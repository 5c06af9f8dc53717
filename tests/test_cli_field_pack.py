"""A pack for QField: taken along from the sample, filled in on the land, brought home with receipts."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import fiona
import pytest

from landwatch.registry import Register
from landwatch.services.sample import sample_office
from landwatch.settings import Settings
from tests.commands import Landwatch
from tests.incoming.phone_record import OTHER_UUID, UUID, digest, picture
from tests.untried import missing

# QGIS from apt belongs to the Python of the system; ours has none of it.
PYTHON = "/usr/bin/python3"
SCRIPT = Path(__file__).with_name("project_in_qgis.py")
ON = ["--on", "2023-12-31"]
ONE, TWO = picture(1, 3000), picture(2, 5000)
# As QField writes a row: whatever the form did not ask for is empty.
VISIT = {
    "login": "inspector",
    "recorded_at": "2023-12-20 10:11:00",
    "contract_no": "渝綦工2018-060",
    "stage": "pit",
    "done_percent": 35,
    "note": "基坑已开挖",
    "begun": "no",
    "begun_reason": "资金未到位",
}
SHUTTER = {"taken_at": "2023-12-20 10:10:00", "lon": 106.65, "lat": 29.0, "accuracy_m": 8.0}
Home = Callable[..., Path]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the register of the sample; tests work on copies."""
    folder = tmp_path_factory.mktemp("sample")
    settings = Settings()
    at = datetime(2024, 1, 5, 9, 0, tzinfo=UTC)
    sample_office.make(folder, readers=settings.readers(), rules=settings.access_rules(), at=at)
    return folder


@pytest.fixture
def office(landwatch: Landwatch, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Landwatch:
    """The commands, at the register of the sample."""
    shutil.copytree(sample, tmp_path / "register")
    monkeypatch.setenv("LANDWATCH_DATABASE", f"gpkg:///{tmp_path / 'register' / 'sample.gpkg'}")
    return landwatch


@pytest.fixture
def taken(office: Landwatch, tmp_path: Path) -> Path:
    """The pack of the inspector, unpacked on a phone."""
    assert office("field", "pack", "--person", "inspector", *ON, "--out", "day.zip").exit_code == 0
    with zipfile.ZipFile("day.zip") as archive:
        archive.extractall(tmp_path / "phone")
    return tmp_path / "phone"


@pytest.fixture
def home(taken: Path) -> Home:
    """Records visits in the pack as QField does, and packs it."""

    def _home(*visits: dict[str, Any], photos: dict[bytes, str | None] | None = None) -> Path:
        add(taken, "visits", *(VISIT | each for each in visits))
        for content, uuid in (photos or {}).items():
            name = f"DCIM/photos_{digest(content)[:8]}.jpg"
            (taken / name).write_bytes(content)
            if uuid:
                add(taken, "photos", {"visit": uuid, "photo": name, **SHUTTER})
        return packed(taken)

    return _home


def add(pack: Path, layer: str, *rows: dict[str, Any]) -> None:
    with fiona.open(pack / "patrol.gpkg", "a", layer=layer) as written:
        shape = {"type": "Point", "coordinates": (106.65, 29.0)} if layer == "visits" else None
        for row in rows:
            values = dict.fromkeys(written.schema["properties"]) | row
            written.write({"geometry": shape, "properties": values})


def packed(folder: Path) -> Path:
    target = folder.with_suffix(".zip")
    with zipfile.ZipFile(target, "w") as archive:
        for file in sorted(folder.rglob("*")):
            archive.write(file, f"inspector/{file.relative_to(folder)}")
    return target


def brought(office: Landwatch, file: Path, code: int = 0) -> dict[str, Any]:
    result = office("field", "import", file, "--json")
    assert result.exit_code == code, result.output
    told: dict[str, Any] = json.loads(result.stdout)
    return told


def rows(pack: Path, layer: str) -> list[dict[str, Any]]:
    with fiona.open(pack / "patrol.gpkg", layer=layer) as read:
        return [dict(row.properties) for row in read]


def visits_of(tmp_path: Path) -> list[dict[str, Any]]:
    with Register.open(f"gpkg:///{tmp_path / 'register' / 'sample.gpkg'}") as register:
        events = register.snapshot(date(2099, 1, 1)).events
    said = (json.loads(text) for text in events.loc[events["type"] == "patrol", "details"])
    return [details for details in said if "record" in details]


def test_a_pack_holds_the_list_in_the_order_of_the_way_and_forms_to_fill_in(taken: Path) -> None:
    tasks = rows(taken, "tasks")
    assert [task["place"] for task in tasks] == list(range(1, 11))
    assert {"渝綦工2018-060", "渝綦工2021-045"} <= {task["contract_no"] for task in tasks}
    assert (rows(taken, "visits"), rows(taken, "photos")) == ([], [])
    assert (taken / "DCIM").is_dir()
    assert "<datasource>./patrol.gpkg|layername=visits</datasource>" in (taken / "patrol.qgs").read_text()


def test_a_pack_holds_no_land_that_the_person_does_not_see(taken: Path) -> None:
    assert {parcel["cluster"] for parcel in rows(taken, "parcels")} == {"桥河", "庆江"}


def test_one_cluster_alone_is_taken_along(office: Landwatch, tmp_path: Path) -> None:
    told = office(
        "field", "pack", "--person", "inspector", *ON, "--cluster", "桥河", "--out", "q.zip", "--json"
    )
    assert told.exit_code == 0, told.output
    with zipfile.ZipFile("q.zip") as archive:
        archive.extract("patrol.gpkg", tmp_path)
    assert {parcel["cluster"] for parcel in rows(tmp_path, "parcels")} == {"桥河"}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--person", "nobody", "--out", "x.zip"], "landwatch person list"),
        (["--person", "inspector", "--out", "x.txt"], "ends in .zip"),
        (["--person", "inspector", "--out", "x.zip", "--cluster", "通惠"], "通惠"),
    ],
    ids=["nobody", "no archive", "not seen"],
)
def test_what_cannot_be_packed_is_told(office: Landwatch, options: list[str], told: str) -> None:
    result = office("field", "pack", *ON, *options)
    assert (result.exit_code, told in result.stderr.replace("\n", " ")) == (2, True)


def test_visits_with_photographs_come_home_with_a_receipt_for_every_hash(
    office: Landwatch, home: Home, tmp_path: Path
) -> None:
    other = {"uuid": OTHER_UUID, "contract_no": None, "other_contract": "渝綦工2015-001", "begun": None}
    file = home({"uuid": UUID}, other, photos={ONE: UUID, TWO: OTHER_UUID})
    told = brought(office, file)
    assert {each["uuid"]: each["photos"] for each in told["receipts"]} == {
        UUID: [digest(ONE)],
        OTHER_UUID: [digest(TWO)],
    }
    assert {each["state"] for each in told["receipts"]} == {"recorded"}
    made = {each["record"]: each for each in visits_of(tmp_path)}
    assert set(made) == {UUID, OTHER_UUID}
    assert (made[UUID]["works"], made[UUID]["done_share"], made[UUID]["begun"]) == ("pit", "35/100", False)
    shutter = made[UUID]["photos"][0]
    assert (float(shutter["lon"]), float(shutter["lat"]), shutter["accuracy_m"]) == (106.65, 29.0, "8")


def test_the_same_pack_again_as_archive_or_folder_changes_nothing(
    office: Landwatch, home: Home, taken: Path, tmp_path: Path
) -> None:
    first = brought(office, home({"uuid": UUID}, photos={ONE: UUID}))
    before = (taken / "patrol.gpkg").read_bytes()
    assert brought(office, taken) == first
    assert len(visits_of(tmp_path)) == 1
    assert (taken / "patrol.gpkg").read_bytes() == before


def test_a_visit_without_its_photograph_waits_until_both_are_brought(
    office: Landwatch, home: Home, taken: Path
) -> None:
    file = home({"uuid": UUID}, {"uuid": OTHER_UUID, "contract_no": "渝綦工2018-032"}, photos={ONE: UUID})
    name = f"DCIM/photos_{digest(ONE)[:8]}.jpg"
    (taken / name).rename(taken / "later.jpg")
    told = brought(office, packed(taken), code=1)
    assert [each["uuid"] for each in told["receipts"]] == [OTHER_UUID]
    assert told["faults"] == [
        f"visits, row 1 (渝綦工2018-060): photograph {name} is not in the pack; bring it with the folder DCIM"
    ]
    (taken / "later.jpg").rename(taken / name)
    told = brought(office, packed(taken))
    assert (len(told["receipts"]), told["faults"], file.is_file()) == (2, [], True)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"uuid": "none"}, "its uuid none is none"),
        ({"contract_no": None}, "names neither contract_no nor parcel_no"),
        ({"recorded_at": "yesterday"}, "its instant yesterday is none"),
        ({"begun_reason": None}, "the answer no to begun has no reason"),
        ({"login": "niemand"}, "nobody has the login niemand"),
    ],
    ids=["uuid", "contract", "instant", "reason", "login"],
)
def test_a_row_that_cannot_be_taken_is_named_and_the_others_stand(
    office: Landwatch, home: Home, wrong: dict[str, Any], told: str
) -> None:
    found = brought(office, home({"uuid": OTHER_UUID, **wrong}, {"uuid": UUID}), code=1)
    assert [each["uuid"] for each in found["receipts"]] == [UUID]
    assert len(found["faults"]) == 1 and told in found["faults"][0]


def test_a_photograph_of_no_visit_is_told(office: Landwatch, home: Home) -> None:
    found = brought(office, home({"uuid": UUID}, photos={ONE: OTHER_UUID, TWO: None}), code=1)
    assert found["faults"] == [
        f"DCIM/photos_{digest(ONE)[:8]}.jpg: its visit is not in the pack; left out",
        f"DCIM/photos_{digest(TWO)[:8]}.jpg: no visit names this photograph; left out",
    ]


def test_a_photograph_is_taken_from_nowhere_but_the_pack(
    office: Landwatch, home: Home, taken: Path, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_bytes(ONE)
    add(taken, "photos", {"visit": UUID, "photo": "../secret", **SHUTTER})
    found = brought(office, home({"uuid": UUID}), code=1)
    assert "photograph ../secret lies outside of the pack" in found["faults"][0]


def test_a_path_as_windows_writes_it_finds_its_photograph(office: Landwatch, home: Home, taken: Path) -> None:
    (taken / "DCIM" / "gate.jpg").write_bytes(ONE)
    add(taken, "photos", {"visit": UUID, "photo": "DCIM\\gate.jpg", **SHUTTER})
    (receipt,) = brought(office, home({"uuid": UUID}))["receipts"]
    assert receipt["photos"] == [digest(ONE)]


def test_a_visit_that_was_changed_after_it_came_home_is_held_for_a_person(
    office: Landwatch, home: Home, taken: Path
) -> None:
    brought(office, home({"uuid": UUID}))
    with fiona.open(taken / "patrol.gpkg", layer="visits") as read:
        schema, crs, row = read.schema, read.crs, next(iter(read))
    changed = {"geometry": row.geometry, "properties": dict(row.properties) | {"note": "另一说法"}}
    with fiona.open(
        taken / "patrol.gpkg", "w", driver="GPKG", layer="visits", schema=schema, crs=crs
    ) as written:
        written.write(changed)
    (receipt,) = brought(office, packed(taken), code=1)["receipts"]
    assert (receipt["state"], receipt["conflict"]) == ("held", True)


@pytest.mark.long
def test_qgis_opens_the_project_and_its_form_fills_in_a_visit_that_comes_home(
    office: Landwatch, taken: Path, tmp_path: Path
) -> None:
    if subprocess.run([PYTHON, "-c", "import qgis.core"], capture_output=True, check=False).returncode:
        missing("QGIS", "apt-get install python3-qgis")
    here = {"QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)}
    done = subprocess.run(
        [PYTHON, str(SCRIPT), str(taken / "patrol.qgs")],
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TZ": "Asia/Shanghai"} | here,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    found = json.loads(done.stdout)
    layers = found["layers"]
    assert (found["read"], found["crs"], found["messages"]) == (True, "EPSG:4490", [])
    assert found["relations"] == {"visit_photos": True}
    assert {name: (each["valid"], each["features"], each["read_only"]) for name, each in layers.items()} == {
        "visits": (True, 0, False),
        "photos": (True, 0, False),
        "tasks": (True, 10, True),
        "parcels": (True, 128, True),
    }
    assert {layers["visits"]["widgets"][name] for name in ("uuid", "login", "recorded_at")} == {"Hidden"}
    assert layers["photos"]["widgets"]["photo"] == "ExternalResource"
    assert layers["visits"]["widgets"]["stage"] == "ValueMap"
    (taken / "DCIM" / "photos_1.jpg").write_bytes(ONE)
    (receipt,) = brought(office, taken)["receipts"]
    assert (receipt["uuid"], receipt["photos"]) == (found["visit"]["uuid"], [digest(ONE)])
