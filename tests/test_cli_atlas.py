"""The atlas from the command line: one file or a folder, Chinese by default, one line for every mistake."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands import Landwatch
from tests.office import write_office

ON = ("--on", "2023-12-31")


@pytest.fixture
def landwatch(landwatch: Landwatch, tmp_path: Path, map_assets: Path) -> Landwatch:
    """The same, where the register of the office is."""
    assert landwatch("import", write_office(tmp_path / "office")).exit_code == 0
    return landwatch


def test_one_file_is_written_and_named(landwatch: Landwatch) -> None:
    assert landwatch("atlas", *ON, "--out", "图册.html").stdout.split() == ["图册.html"]
    assert '<html lang="zh-CN">' in Path("图册.html").read_text(encoding="utf-8")


def test_a_folder_is_written_and_told_as_json_in_english(landwatch: Landwatch) -> None:
    told = json.loads(landwatch("atlas", *ON, "--out", "atlas", "--lang", "en", "--json").stdout)
    assert told["index"] == "atlas/index.html"
    assert sorted(told["files"]) == ["atlas/beidu.html", "atlas/index.html", "atlas/qiaohe.html"]
    assert "Land revitalised" not in Path("atlas/index.html").read_text(encoding="utf-8")
    assert "Contracts from: ledger.csv." in Path("atlas/index.html").read_text(encoding="utf-8")


def test_a_file_in_the_place_of_the_folder_is_one_line(landwatch: Landwatch, tmp_path: Path) -> None:
    (tmp_path / "atlas").write_text("mine")
    result = landwatch("atlas", *ON, "--out", "atlas")
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        "landwatch: error: atlas is a file, and a folder is needed. Name another with --out."
    ]


def test_map_without_a_cluster_tells_the_known_ones_and_the_atlas(landwatch: Landwatch) -> None:
    result = landwatch("map", *ON)
    assert result.exit_code == 2
    assert "Name at least one cluster: 桥河, 北渡. `landwatch atlas` draws all of them." in result.stderr
