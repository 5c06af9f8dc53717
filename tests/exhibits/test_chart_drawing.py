"""Drawn charts: in the scale of their values, with no style that a page refuses, and nothing unescaped."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from landwatch.exhibits import Series
from landwatch.exhibits.chart_drawing import chart_svg
from landwatch.i18n import speaking
from tests.exhibits.test_chart import some_chart

SVG = "{http://www.w3.org/2000/svg}"


def rising(*values: str) -> Series:
    return Series(id="other", name="Other", values=[Decimal(value) for value in values])


def test_a_drawing_is_whole_xml_with_title_and_description() -> None:
    tree = ElementTree.fromstring(chart_svg(some_chart(title="A & B")))
    assert (tree.findtext(f"{SVG}title") or "").startswith("A & B")
    assert "Late <by> area." in (tree.findtext(f"{SVG}desc") or "")


def test_a_drawing_has_no_style_that_a_page_would_refuse() -> None:
    drawn = chart_svg(some_chart(), alone=True)
    assert not re.search(r"style|class|script|href", drawn)


def test_a_line_is_broken_where_there_is_no_value() -> None:
    drawn = chart_svg(some_chart(rising("1", "2")))
    broken, whole = re.findall(r'<path d="(M[^"]*)" fill="none" stroke="[^"]*" stroke-width', drawn)
    assert ("L" in broken, "L" in whole) == (False, True)


def test_the_axis_reaches_from_nought_to_above_the_highest_value() -> None:
    drawn = chart_svg(some_chart(rising("1", "7")))
    marks = [float(each) for each in re.findall(r'text-anchor="end"[^>]*>([^<]*)<', drawn)]
    assert (marks[0], marks[-1]) == (0, 8)


def test_a_bar_below_nought_hangs_from_the_axis() -> None:
    drawn = chart_svg(some_chart(rising("-4", "4"), kind="bars"))
    below, above = re.findall(r'y="([\d.]+)" width="[\d.]+" height="([\d.]+)" fill="#1f62a8"', drawn)[1:]
    assert below[1] == above[1]
    assert float(above[0]) + float(above[1]) == pytest.approx(float(below[0]))


def test_a_chart_without_values_says_so() -> None:
    empty = replace(some_chart(), series=[Series(id="rate", name="Rate", values=[None, None])])
    with speaking("en"):
        assert ">no values<" in chart_svg(empty)


def test_more_series_than_can_be_told_apart_are_refused() -> None:
    with pytest.raises(ValueError, match="at most 4"):
        chart_svg(some_chart(*(rising("1", "2") for _ in range(4))))
