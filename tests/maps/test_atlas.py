"""The atlas: all clusters with an index, as a folder or as one file that holds each library once."""

from __future__ import annotations

import base64
import json
import re
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from landwatch.errors import UsageError
from landwatch.maps import write_atlas
from landwatch.maps.content import prepare
from landwatch.maps.finding import search_entries
from landwatch.rules import Assessment
from landwatch.units import CM2_PER_M2
from tests.maps.zone import contract, judged, parcel

pytestmark = pytest.mark.usefixtures("map_assets")
REVITALISED = {
    2022: {None: 40_000 * CM2_PER_M2},
    2023: {None: 60_000 * CM2_PER_M2, "北渡": 60_000 * CM2_PER_M2},
}


@pytest.fixture(scope="module")
def one_file(zone: Assessment, map_assets: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The text of the atlas in one file."""
    (path,) = write_atlas(
        zone, tmp_path_factory.mktemp("atlas") / "图册.html", revitalised=REVITALISED, language="en"
    )
    return path.read_text(encoding="utf-8")


def packed(text: str) -> dict[str, dict[str, Any]]:
    """The pages in an atlas, unpacked, by name."""
    found = re.findall(r'<script type="text/plain" data-page="([^"]+)"[^>]*>([^<]+)</script>', text)
    return {
        name: json.loads(zlib.decompress(base64.b64decode(page)).decode().partition("\n")[0])
        for name, page in found
    }


def test_a_folder_has_the_index_first_and_ascii_names(zone: Assessment, tmp_path: Path) -> None:
    written = write_atlas(zone, tmp_path / "new" / "maps")
    assert [path.name for path in written] == ["index.html", "beidu.html", "anwen.html"]
    assert sorted(path.name for path in (tmp_path / "new" / "maps").iterdir()) == sorted(
        path.name for path in written
    )


def test_one_file_holds_the_index_and_every_cluster(one_file: str) -> None:
    assert list(packed(one_file)) == ["index", "beidu", "anwen"]


def test_one_file_holds_leaflet_once(one_file: str, map_assets: Path) -> None:
    licence = (map_assets / "leaflet" / "LICENSE").read_text(encoding="utf-8")
    assert one_file.count(licence) == 1


def test_pages_in_one_file_lead_to_each_other_inside_it(one_file: str) -> None:
    pages = packed(one_file)
    assert 'href="#beidu"' in pages["index"]["body"] and 'href="#index"' in pages["beidu"]["body"]


def test_one_file_forbids_itself_everything_but_its_own_scripts(one_file: str) -> None:
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', one_file)
    assert "default-src 'none'" in policy and "unsafe-eval" not in policy
    assert "unsafe-inline" not in policy.partition("script-src")[2]


def test_the_same_facts_give_the_same_file(zone: Assessment, tmp_path: Path) -> None:
    first, second = (write_atlas(zone, tmp_path / f"{name}.html")[0].read_bytes() for name in "ab")
    assert first == second


def test_the_index_prints_revitalised_mu_by_year_the_latest_first(one_file: str) -> None:
    body = packed(one_file)["index"]["body"]
    row = body[body.index('data-cluster="北渡"') :]
    assert re.search(r"2023: 90\.00 mu<small>2022: 0\.00 mu</small>", row)
    assert re.search(r"2023: 90\.00 mu<small>2022: 60\.00 mu</small>", body[body.index("<tfoot>") :])


def test_an_index_without_a_ledger_has_no_column_for_it(zone: Assessment, tmp_path: Path) -> None:
    (path,) = write_atlas(zone, tmp_path / "a.html", language="en")
    assert "Land revitalised" not in packed(path.read_text(encoding="utf-8"))["index"]["body"]


def test_the_index_tells_where_the_facts_come_from_and_how_far_they_reach(one_file: str) -> None:
    assert "The newest fact up to that day is of 2023-12-05." in packed(one_file)["index"]["body"]


def test_the_index_finds_parcels_by_every_number_and_name(zone: Assessment) -> None:
    entries = {entry[1]: entry for entry in search_entries(prepare(zone), ["北渡", "安稳"])}
    assert entries["BD-03"][2:] == (
        "綦江第3机械有限公司",
        ["渝地綦（2021）合字第03号"],
        ["5001102021B00003", "綦江第3机械有限公司"],
    )
    assert entries["BD-14"][2:] == (None, [], [])
    assert (entries["BD-03"][0], entries["AW-01"][0]) == (0, 1)


def test_a_contract_whose_parcel_lies_in_no_page_is_found_by_its_own_number() -> None:
    alone = judged(parcels=[parcel(1)], contracts=[contract(1), contract(2, parcels=["BD-01"])], events=[])
    content = prepare(alone)
    content.contracts.loc["渝地綦（2021）合字第02号", "cluster"] = "北渡"
    held = content.holdings[content.holdings["contract_no"] != "渝地綦（2021）合字第02号"]
    entries = search_entries(replace(content, holdings=held), ["北渡"])
    assert entries[-1][1:] == (
        "渝地綦（2021）合字第02号", "綦江第2机械有限公司", [], ["5001102021B00002", "綦江第2机械有限公司"],
    )  # fmt: skip


def test_a_folder_in_the_place_of_the_one_file_is_refused(zone: Assessment, tmp_path: Path) -> None:
    (tmp_path / "atlas.html").mkdir()
    with pytest.raises(UsageError, match=r"atlas\.html is a folder\. Name a file"):
        write_atlas(zone, tmp_path / "atlas.html")


@pytest.mark.parametrize("name", ["file/atlas", "file/atlas.html"])
def test_a_place_below_a_file_is_refused_by_name(zone: Assessment, tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(UsageError, match=r"file(/atlas)?( is a file| cannot be written).* --out"):
        write_atlas(zone, tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
