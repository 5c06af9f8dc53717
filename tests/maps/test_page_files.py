"""Pages on disk: names, order, errors, and never half a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from landwatch.errors import UsageError
from landwatch.maps import draw_cluster, write_pages
from landwatch.maps.page_files import file_names
from landwatch.model import Cluster
from landwatch.rules import Assessment
from tests.maps.zone import CLUSTERS, judged

pytestmark = pytest.mark.usefixtures("map_assets")


def test_a_choice_of_clusters_writes_their_pages_alone_without_a_link_to_an_overview(
    zone: Assessment, tmp_path: Path
) -> None:
    (only,) = write_pages(zone, tmp_path, ["北渡"])
    assert only.name == "beidu.html" and "index.html" not in only.read_text(encoding="utf-8")


def test_pages_are_in_the_order_of_the_names_and_nothing_else_is_left_in_the_folder(
    zone: Assessment, tmp_path: Path
) -> None:
    written = write_pages(zone, tmp_path, ["安稳", "北渡", "安稳"])
    assert [path.name for path in written] == ["anwen.html", "beidu.html"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["anwen.html", "beidu.html"]


def test_without_a_name_the_known_ones_and_the_command_for_all_are_told(
    zone: Assessment, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=r"at least one cluster: 北渡, 安稳\. `landwatch atlas`"):
        write_pages(zone, tmp_path, [])


def test_an_unknown_cluster_is_refused_with_the_known_ones_and_nothing_is_written(
    zone: Assessment, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match="There is no cluster 北度. Known clusters: 北渡, 安稳"):
        write_pages(zone, tmp_path / "maps", ["北渡", "北度"])
    assert not (tmp_path / "maps").exists()


def test_drawing_an_unknown_cluster_is_refused_too(zone: Assessment) -> None:
    with pytest.raises(UsageError, match="Known clusters: 北渡, 安稳"):
        draw_cluster(zone, "Beidu")


def test_a_folder_that_is_a_file_is_refused_by_name(zone: Assessment, tmp_path: Path) -> None:
    blocked = tmp_path / "maps"
    blocked.write_text("mine")
    with pytest.raises(UsageError, match=r"maps is a file, and a folder is needed.* --out"):
        write_pages(zone, blocked, ["北渡"])
    assert blocked.read_text() == "mine"


def test_a_page_that_cannot_be_replaced_keeps_the_old_one(zone: Assessment, tmp_path: Path) -> None:
    (tmp_path / "beidu.html").mkdir()
    with pytest.raises(UsageError, match=r"beidu\.html cannot be written"):
        write_pages(zone, tmp_path, ["北渡"])
    assert [path.name for path in tmp_path.iterdir()] == ["beidu.html"]


def test_file_names_are_ascii_and_never_the_same_and_never_the_index() -> None:
    names = [
        ("桥河", "Qiáohé"),
        ("网安", "National Cyber Security Industrial Park"),
        ("无名", ""),
        ("桥河二", "qiaohe"),
        ("总", "Index"),
    ]
    clusters = [Cluster(name=name, name_en=english, geometry=CLUSTERS[0].geometry) for name, english in names]
    assert file_names(judged(clusters=clusters)) == {
        "桥河": "qiaohe.html",
        "网安": "national-cyber-security-industrial-park.html",
        "无名": "cluster-3.html",
        "桥河二": "qiaohe-4.html",
        "总": "index-5.html",
    }
