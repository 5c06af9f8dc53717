"""Features one a line, as mobile GIS and pipelines write them: each is read, or reported as lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from landwatch.formats import read


def line(number: str, name: str = "示例公司") -> str:
    """A parcel of sixty metres on a line of its own."""
    west, south = 106.6, 29.06
    ring = [
        [west, south],
        [west + 6e-4, south],
        [west + 6e-4, south + 6e-4],
        [west, south + 6e-4],
        [west, south],
    ]
    return json.dumps(
        {
            "type": "Feature",
            "properties": {"宗地编号": number, "土地使用权人": name},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        },
        ensure_ascii=False,
    )


@pytest.fixture
def parcels(tmp_path: Path) -> Any:
    def written(text: str, suffix: str = ".geojsonl") -> Any:
        (tmp_path / f"a{suffix}").write_text(text, encoding="utf-8")
        return read(tmp_path / f"a{suffix}", crs=4490)

    return written


@pytest.mark.parametrize("suffix", [".geojsonl", ".geojsons", ".ndjson"])
def test_every_line_is_a_parcel(parcels: Any, suffix: str) -> None:
    assert [one.parcel_no for one in parcels(f"{line('A-1')}\n{line('A-2')}\n", suffix).parcels] == [
        "A-1",
        "A-2",
    ]


def test_records_may_begin_with_the_separator_of_rfc_8142(parcels: Any) -> None:
    assert [one.parcel_no for one in parcels(f"\x1e{line('A-1')}\r\n\x1e{line('A-2')}\r\n").parcels] == [
        "A-1",
        "A-2",
    ]


def test_a_line_that_is_broken_is_reported_and_the_others_are_read(parcels: Any) -> None:
    reading = parcels(f"{line('A-1')}\n{line('A-2')[:-9]}\n{line('A-3')}\n")
    assert [one.parcel_no for one in reading.parcels] == ["A-1", "A-3"]
    (lost,) = [issue for issue in reading.issues if issue.code == "unreadable_record"]
    assert "2" in lost.message and "export it again" in lost.message


def test_a_separator_of_lines_within_a_name_ends_no_line(parcels: Any) -> None:
    assert len(parcels(line("A-1", "示例\u2028公司")).parcels) == 1


def test_a_file_without_any_feature_is_refused_with_the_way_out(parcels: Any) -> None:
    (issue,) = parcels("合同编号,事项\n1,2\n").issues
    assert "none of its lines is a feature of GeoJSON; export it again" in issue.message
