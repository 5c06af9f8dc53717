"""A sketch is a small FeatureCollection; whatever else comes is told, and makes no drawing."""

from __future__ import annotations

import json

import pytest

from landwatch.errors import InputError
from landwatch.formats.sketches import MOST_POINTS, read_sketch
from tests.incoming.phone_record import sketch

HERE = [106.651, 29.012]


def test_marks_come_in_their_order_with_their_notes() -> None:
    ring = [HERE, [106.652, 29.012], [106.652, 29.013], HERE]
    given = sketch(
        ("Point", HERE, "门卫室"), ("LineString", [HERE, [106.66, 29.02]], None), ("Polygon", [ring], "坑")
    )
    marks = read_sketch(given)
    assert [(mark.geometry.geom_type, mark.note) for mark in marks] == [
        ("Point", "门卫室"),
        ("LineString", ""),
        ("Polygon", "坑"),
    ]
    assert marks[0].geometry.coords[0] == (106.651, 29.012)


def test_a_feature_may_have_no_properties() -> None:
    given = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": None, "geometry": {"type": "Point", "coordinates": HERE}}
        ],
    }
    assert read_sketch(json.dumps(given).encode())[0].note == ""


def test_as_many_points_as_allowed_are_taken_and_one_more_is_not() -> None:
    line = [[106 + place / 10_000, 29.0] for place in range(MOST_POINTS)]
    assert len(read_sketch(sketch(("LineString", line, None)))) == 1
    with pytest.raises(InputError, match="2001 points; it may have 1 to 2000"):
        read_sketch(sketch(("LineString", line, None), ("Point", HERE, None)))


@pytest.mark.parametrize(
    "given",
    [
        b"",
        b"\xff\xd8\xff",
        b"[]",
        b'{"type": "Feature"}',
        b'{"type": "FeatureCollection"}',
        b'{"type": "FeatureCollection", "features": []}',
        b'{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": null}]}',
        sketch(("GeometryCollection", [], None)),
        sketch(("Point", [181, 29], None)),
        sketch(("Point", ["east", 29], None)),
        sketch(("Point", [], None)),
        sketch(("LineString", [HERE], None)),
        sketch(("Polygon", [[HERE, HERE]], None)),
        sketch(("Point", HERE, 7)),
        sketch(("Point", HERE, "字" * 501)),
        sketch(("Point", HERE, None)).replace(b"106.651", b"NaN"),
        sketch(("Point", HERE, None)).replace(b"106.651", b"1e400"),
        b"[" * 100_000,
    ],
)
def test_what_is_no_sketch_is_refused(given: bytes) -> None:
    with pytest.raises(InputError, match="sketch"):
        read_sketch(given)
