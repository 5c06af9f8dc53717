"""The drawing of what rests on what: every box stands by itself, every text fits and is inert."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import combinations
from pathlib import Path

import pytest

from landwatch.errors import UsageError
from landwatch.i18n import speaking
from landwatch.reports.law_graph import draw_grounds
from landwatch.rules.explanation.grounds import Ground, Grounds, grounds_of_value

SVG = "{http://www.w3.org/2000/svg}"


def boxes(path: Path) -> list[tuple[float, float, float, float]]:
    """Left, top, width and height of each box, in pixels."""
    found = []
    for group in ET.parse(path).getroot().iter(f"{SVG}g"):
        x, y = map(float, re.findall(r"[-\d.]+", group.attrib["transform"]))
        box = group.find(f"{SVG}rect")
        assert box is not None
        found.append((x, y, float(box.attrib["width"]), float(box.attrib["height"])))
    return found


@pytest.mark.parametrize("name", ["idle_status", "litigation_months", "commencement_damages_fen"])
def test_no_two_boxes_of_a_drawing_touch(tmp_path: Path, name: str) -> None:
    grounds = grounds_of_value(name)
    draw_grounds(grounds, tmp_path / "a.svg")
    found = boxes(tmp_path / "a.svg")
    assert len(found) == len(grounds.grounds) > 2
    touching = [
        (one, other)
        for one, other in combinations(found, 2)
        if one[0] == other[0] and one[1] < other[1] + other[3] and other[1] < one[1] + one[3]
    ]
    assert touching == []


def test_what_rests_on_a_value_stands_left_of_it(tmp_path: Path) -> None:
    ends = {name: Ground(name, "value", name) for name in ("late", "due", "agreed")}
    edges = dict.fromkeys([("late", "due"), ("due", "agreed")])
    draw_grounds(Grounds("三步", ends, edges), tmp_path / "a.svg")
    text = (tmp_path / "a.svg").read_text(encoding="utf-8")
    places = {
        label: int(x) for x, label in re.findall(r'translate\((\d+),.*?class="label"[^>]*>(\w+)<', text, re.S)
    }
    assert places["late"] < places["due"] < places["agreed"]


def test_markup_in_a_document_number_stays_text(tmp_path: Path) -> None:
    ground = Ground("a", "fact", "<script>alert(1)</script>", "2020-01-01", "a & b\u202e")
    draw_grounds(Grounds("t", {"a": ground}), tmp_path / "a.svg")
    text = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert "<script" not in text
    assert "\u202e" not in text
    assert "a &amp; b" in text


def test_the_legend_names_only_what_is_drawn(tmp_path: Path) -> None:
    with speaking("zh"):
        draw_grounds(Grounds("t", {"a": Ground("a", "law", "年限", "1 年")}), tmp_path / "a.svg")
    text = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert "法规参数" in text and "登记事实" not in text


def test_a_name_that_is_no_svg_is_refused_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="give it a name that ends in .svg"):
        draw_grounds(Grounds("t", {"a": Ground("a", "law", "a")}), tmp_path / "a.png")
