"""Charts as files: both say what they are and rest on."""

from __future__ import annotations

from io import BytesIO
from xml.etree import ElementTree

from PIL import Image

from landwatch.exhibits.chart_files import chart_png, chart_svg_file
from landwatch.i18n import speaking
from tests.exhibits.test_chart import some_chart


def test_an_svg_file_tells_definition_day_and_instant_below_the_drawing() -> None:
    with speaking("en"):
        tree = ElementTree.fromstring(chart_svg_file(some_chart()))
    told = " ".join(each.text or "" for each in tree.iter("{http://www.w3.org/2000/svg}text"))
    assert "Late <by> area." in told
    assert "Judged at the end of: 2023-12-31" in told
    assert "2024-01-05 09:30:00 +08:00" in told


def test_a_png_file_is_the_same_drawing_and_tells_the_same_in_its_texts() -> None:
    with speaking("en"), Image.open(BytesIO(chart_png(some_chart()))) as picture:
        assert picture.width == 1440
        assert picture.text["Title"] == "Default rate (%)"  # type: ignore[attr-defined]
        assert "2023-12-31" in picture.text["Description"]  # type: ignore[attr-defined]
