"""The drawing of a sketch: numbers, notes, parcels, and nothing that a browser would run."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import shapely

from landwatch.maps.sketch_drawing import drawing_of

PARCEL = shapely.box(106.651, 29.011, 106.654, 29.013)
MARKS = [
    (shapely.Point(106.652, 29.012), "门卫 <script>x</script>"),
    (shapely.LineString([(106.6515, 29.0115), (106.6535, 29.0125)]), ""),
]


def test_each_mark_has_its_number_and_each_note_stands_below() -> None:
    root = ElementTree.fromstring(drawing_of(MARKS, PARCEL, "草图"))
    words = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert words == ["1", "2", "1. 门卫 <script>x</script>"]


def test_what_was_written_is_text_and_never_markup() -> None:
    drawing = drawing_of(MARKS, PARCEL, "<草图>")
    assert "<script>" not in drawing
    assert "<title>&lt;草图&gt;</title>" in drawing


def test_the_parcel_is_drawn_where_its_boundary_is_known() -> None:
    assert drawing_of(MARKS, PARCEL, "").count("<path") == drawing_of(MARKS, None, "").count("<path") + 1


def test_everything_lies_within_the_drawing() -> None:
    far = [(shapely.Point(106.60, 29.10), "")]
    drawn = re.findall(r"[ML](-?[\d.]+),(-?[\d.]+)", drawing_of(far, PARCEL, ""))
    assert all(0 <= float(x) <= 120 and 0 <= float(y) <= 84 for x, y in drawn)


def test_a_long_note_goes_on_in_the_next_row() -> None:
    root = ElementTree.fromstring(drawing_of([(shapely.Point(106.652, 29.012), "字" * 40)], None, ""))
    words = [each.text for each in root.iter("{http://www.w3.org/2000/svg}text")]
    assert words == ["1", "1. " + "字" * 24, "字" * 16]
