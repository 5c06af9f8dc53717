"""One file that needs nothing else, and in which no text from outside can become markup or code."""

from __future__ import annotations

import json
import re
from pathlib import Path

import folium
import pytest

from landwatch.errors import LandwatchError
from landwatch.maps import cluster_map, draw_cluster, draw_overview, page_assets
from landwatch.maps.page import embedded
from landwatch.model import Cluster
from landwatch.rules import Assessment
from tests.maps.zone import CLUSTERS, contract, judged

pytestmark = pytest.mark.usefixtures("map_assets")


def test_the_page_links_to_no_other_file(zone: Assessment) -> None:
    html = draw_cluster(zone, "北渡")
    assert re.findall(r"<(?:script|img|iframe)[^>]+src=|@import|url\((?!data:|#)", html) == []
    assert re.findall(r'<link[^>]+href="([^"]+)"', html) == ["data:,"]


def test_the_map_is_a_folium_map_and_takes_further_layers(zone: Assessment) -> None:
    drawn = cluster_map(zone, "北渡")
    folium.Circle([29.06, 106.56], radius=50).add_to(drawn)
    assert isinstance(drawn, folium.Map) and "L.circle(" in drawn.html()


def test_the_same_assessment_gives_the_same_page(zone: Assessment) -> None:
    assert draw_cluster(zone, "北渡") == draw_cluster(zone, "北渡")


def test_data_in_the_page_cannot_close_its_script() -> None:
    text = "</script><b>&"
    written = embedded([text])
    assert not set(written) & set("<>&")
    assert json.loads(written) == [text]


def test_separators_that_would_end_a_line_of_a_script_are_written_out() -> None:
    written = embedded(["a\N{LINE SEPARATOR}b\N{PARAGRAPH SEPARATOR}c"])
    assert not set(written) & set("\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}")
    assert json.loads(written) == ["a\\u2028b\\u2029c"]


def test_a_name_that_looks_like_a_template_is_not_run() -> None:
    """folium renders macros twice; a company must not be able to use that."""
    drawn = draw_cluster(judged(contracts=[contract(1, holder="{{ 6 * 7 }}{% raw %}")], events=[]), "北渡")
    assert "{{ 6 * 7 }}{% raw %}" in drawn


def test_markup_in_the_name_of_a_cluster_is_escaped_on_both_pages() -> None:
    bad = Cluster(name="<img src=x>", name_en="Bad", operator="<script>", geometry=CLUSTERS[0].geometry)
    odd = judged(clusters=[bad])
    for html in (draw_cluster(odd, "<img src=x>"), draw_overview(odd)):
        assert "<img src=x>" not in html and "&lt;img src=x&gt;" in html and "&lt;script&gt;" in html


def test_the_policy_of_the_page_allows_its_own_scripts_only(zone: Assessment) -> None:
    html = draw_cluster(zone, "北渡")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy is not None
    assert "default-src 'none'" in policy[1] and re.search(r"script-src( 'sha256-[\w+/=]+'){4};", policy[1])


def test_the_licence_of_leaflet_travels_with_it(zone: Assessment, map_assets: Path) -> None:
    assert (map_assets / "leaflet" / "LICENSE").read_text(encoding="utf-8") in draw_cluster(zone, "北渡")


def test_the_licences_of_the_libraries_in_a_bundle_stand_at_its_head(map_assets: Path) -> None:
    head = (map_assets / "pages" / "tiled.js").read_text(encoding="utf-8").split("*/")[0]
    named = re.findall(r"^(\S+)\n\n[^\n]*(?:\n\n)?Copyright", head.removeprefix("/*\n"), re.MULTILINE)
    assert named == ["@mapbox/point-geometry", "@mapbox/vector-tile", "fflate", "pbf", "pmtiles"]


def test_missing_browser_libraries_are_named_with_the_remedy(
    zone: Assessment, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(page_assets, "_ASSETS", tmp_path)
    page_assets.leaflet.cache_clear()
    with pytest.raises(LandwatchError, match=r"leaflet\.js is missing .* `make install`"):
        draw_cluster(zone, "北渡", language="en")


@pytest.mark.parametrize(
    ("language", "tag", "word"), [("zh", "zh-CN", "开工违约"), ("en", "en", "Commencement default")]
)
def test_the_page_speaks_the_language_asked_for(zone: Assessment, language: str, tag: str, word: str) -> None:
    html = draw_cluster(zone, "北渡", language=language)  # type: ignore[arg-type]
    assert f'<html lang="{tag}">' in html and word in html


def test_an_operator_nobody_names_is_said_to_be_unknown(zone: Assessment) -> None:
    assert "未知（来源未点名）" in draw_cluster(zone, "安稳")


def test_the_operator_stands_with_its_basis(zone: Assessment) -> None:
    assert "綦江北渡园区建设开发股份有限公司（依据：来源点名）" in draw_cluster(zone, "北渡")


def test_invented_data_is_marked_and_other_data_is_not(zone: Assessment) -> None:
    mark = "示意数据：图中宗地、合同与企业均为虚构。"
    invented = judged(contracts=[contract(1, illustrative=True)], events=[])
    assert (mark in draw_cluster(invented, "北渡"), mark in draw_cluster(zone, "北渡")) == (True, False)


def test_contracts_and_parcels_that_cannot_be_drawn_are_named(zone: Assessment) -> None:
    html = draw_cluster(zone, "北渡")
    assert "因无界址图形未上图的合同：渝地綦（2021）合字第14号" in html
    assert "无界址图形的宗地：BD-15" in html


def test_contracts_of_no_known_cluster_are_in_the_total_and_named_as_such() -> None:
    stray = judged(contracts=[contract(1, parcels=["XX-01"])], events=[])
    assert "1 宗有效合同未归入任何组团，仅计入合计。" in draw_overview(stray)


def test_the_overview_links_only_to_pages_there_are(zone: Assessment) -> None:
    html = draw_overview(zone, {"北渡": "beidu.html"})
    assert re.findall(r'<th scope="row"><a href="([^"]+)"', html) == ["beidu.html"]


@pytest.mark.parametrize("missing", [("contracts", "events"), ("contracts", "events", "parcels")])
def test_a_cluster_with_nothing_in_it_is_still_drawn(missing: tuple[str, ...]) -> None:
    bare = judged(**dict.fromkeys(missing, ()))
    assert "北渡" in draw_cluster(bare, "北渡") and "按宗数 不适用，0 宗" in draw_overview(bare)


def test_a_cluster_without_boundary_is_drawn_from_its_parcels_and_says_so() -> None:
    unbounded = judged(clusters=[Cluster(name="北渡", name_en="Beidu")])
    drawn = cluster_map(unbounded, "北渡")
    assert drawn.data["boundary"] is None and "本组团无界线图形。" in drawn.html()


def test_a_register_without_clusters_still_has_an_overview() -> None:
    assert "13 宗有效合同未归入任何组团" in draw_overview(judged(clusters=[]))
