"""How far photographs are trusted; distances and times are chosen so that each grade can be told by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from shapely import box

from landwatch.errors import LawError
from landwatch.measures.patrols.trust import is_weak, span, trust_of
from landwatch.measures.patrols.trust_lines import load_lines
from landwatch.web_maps import bd09, before, gcj02

DAY = date(2023, 12, 20)
# 0.002° of latitude are 221.7 m here, 0.0001° are 11.1 m.
GROUND = box(106.600, 29.000, 106.602, 29.002)
INSIDE = {"lon": "106.6010000", "lat": "29.0010000"}
GOOD = {
    "name": "gate.jpg",
    "item": "ab" * 16,
    **INSIDE,
    "accuracy_m": "8",
    "taken_at": "2023-12-20T10:10:00+08:00",
    "located_at": "2023-12-20T10:09:50+08:00",
}
ALIKE = {"alike": "cd" * 16}
LOOKS = "looks like a photograph recorded before (another contract): {} of 64 marks are the same"
VISIT = {"phone_at": "2023-12-20T10:11:00+08:00", "phone_skew": "4"}


def graded(
    ground: Any = GROUND, visit: dict[str, Any] | None = None, **changed: Any
) -> tuple[str, tuple[str, ...]]:
    photo = {name: value for name, value in (GOOD | changed).items() if value is not None}
    (found,) = trust_of((VISIT if visit is None else visit) | {"photos": [photo]}, DAY, ground)
    return found.grade, found.reasons


def test_a_photograph_from_the_parcel_with_everything_known_has_the_best_grade() -> None:
    assert graded() == ("A", ("0 m from the parcel",))


@pytest.mark.parametrize(
    ("lat", "grade", "metres"),
    # From the southern edge at 29.000: 22 m, 89 m, 443 m, 554 m.
    [("28.9998", "A", "22"), ("28.9992", "B", "89"), ("28.9960", "C", "443"), ("28.9950", "D", "554")],
)
def test_the_distance_to_the_parcel_counts_in_metres_on_the_plane(lat: str, grade: str, metres: str) -> None:
    assert graded(lat=lat) == (grade, (f"{metres} m from the parcel",))


@pytest.mark.parametrize(
    ("changed", "grade", "reason"),
    [
        ({"accuracy_m": "31"}, "B", "position accurate to 31 m"),
        ({"accuracy_m": "501"}, "D", "position accurate to 501 m"),
        ({"accuracy_m": None}, "B", "how accurate the position is is not known"),
        ({"located_at": "2023-12-20T10:08:50+08:00"}, "B", "position found 70 s from the shutter"),
        ({"located_at": "2023-12-20T08:10:00+08:00"}, "D", "position found 2 h from the shutter"),
        ({"located_at": None}, "B", "when the position was found is not known"),
        ({"repeats": "cd" * 16}, "D", "the same file as a photograph recorded before (another contract)"),
        (ALIKE | {"alike_bits": "4"}, "D", LOOKS.format(60)),
        (ALIKE | {"alike_bits": "6"}, "C", LOOKS.format(58)),
        (ALIKE | {"alike_bits": "8"}, "B", LOOKS.format(56)),
        (ALIKE | {"alike_bits": "9"}, "A", "0 m from the parcel"),
        (
            {"software": "Adobe Photoshop 25.1"},
            "C",
            "bears traces of a program for pictures (Adobe Photoshop 25.1)",
        ),
        ({"software": "美图秀秀"}, "C", "bears traces of a program for pictures (美图秀秀)"),
        ({"software": "HUAWEI ELE-AL00 10.1"}, "A", "0 m from the parcel"),
        ({"edited": "xmp"}, "C", "bears traces of a program for pictures (XMP history)"),
        ({"no_camera": "png"}, "C", "is of a form that no camera writes: a screenshot or a drawing"),
        ({"exif_at": "2023-12-20T10:10:01+08:00"}, "A", "0 m from the parcel"),
        ({"exif_at": "2023-12-20T10:20:00+08:00"}, "B", "the photograph itself says a time 10 min away"),
        ({"exif_at": "2023-12-17T10:10:00+08:00"}, "D", "the photograph itself says a time 3 d away"),
        # 0.01° of latitude are 1,109 m.
        (
            {"exif_lon": "106.601", "exif_lat": "29.011"},
            "C",
            "the photograph itself says a place 1109 m away",
        ),
    ],
)
def test_each_thing_lowers_the_grade_and_says_why(changed: dict[str, Any], grade: str, reason: str) -> None:
    found, reasons = graded(**changed)
    assert (found, reasons[0]) == (grade, reason)


@pytest.mark.parametrize(
    ("visit", "grade", "reason"),
    [
        (VISIT | {"phone_skew": "-121"}, "B", "clock of the phone off by 2 min"),
        (VISIT | {"phone_skew": "259200"}, "D", "clock of the phone off by 3 d"),
        (VISIT | {"phone_at": "2023-12-20T22:11:00+08:00"}, "B", "taken 12 h from when the visit was saved"),
        (VISIT | {"phone_at": "2023-12-24T10:10:00+08:00"}, "D", "taken 4 d from when the visit was saved"),
        ({}, "B", "when it was taken, or the visit saved, is not known"),
    ],
)
def test_the_clock_of_the_phone_counts(visit: dict[str, Any], grade: str, reason: str) -> None:
    found, reasons = graded(visit=visit)
    assert found == grade and reason in reasons


def test_midnight_between_shutter_and_saving_lowers_nothing() -> None:
    visit = VISIT | {"phone_at": "2023-12-21T00:01:00+08:00"}
    taken = {"taken_at": "2023-12-20T23:59:00+08:00", "located_at": "2023-12-20T23:59:00+08:00"}
    assert graded(visit=visit, **taken)[0] == "A"


@pytest.mark.parametrize(("name", "shift"), [("GCJ-02", gcj02), ("BD-09", bd09)])
def test_a_place_of_a_web_map_is_recognised_and_kept_as_it_came(name: str, shift: Any) -> None:
    lon, lat = shift(106.601, 29.001)
    photo = GOOD | {"lon": f"{lon:.7f}", "lat": f"{lat:.7f}"}
    kept = dict(photo)
    (found,) = trust_of(VISIT | {"photos": [photo]}, DAY, GROUND)
    assert (found.grade, photo) == ("C", kept)
    assert f"on it if the place was shifted as {name} does" in found.reasons[0]


def test_a_place_near_the_parcel_is_never_taken_for_a_shifted_one() -> None:
    assert graded(lat="28.9992")[1] == ("89 m from the parcel",)


def test_a_place_that_a_shift_explains_is_where_the_shift_leads_from() -> None:
    lon, lat = before("GCJ-02", *gcj02(106.601, 29.001))
    assert (lon, lat) == (pytest.approx(106.601, abs=1e-7), pytest.approx(29.001, abs=1e-7))


@pytest.mark.parametrize(
    "place", [{"lon": None, "lat": None}, {"lon": "here"}, {"lon": "200"}, {"lat": "nan"}]
)
def test_a_photograph_without_a_place_has_the_worst_grade(place: dict[str, Any]) -> None:
    grade, reasons = graded(**place)
    assert (grade, reasons[0]) == ("D", "where it was taken is not known")


def test_the_place_in_the_photograph_itself_does_where_the_phone_told_none() -> None:
    grade, reasons = graded(lon=None, lat=None, exif_lon="106.601", exif_lat="29.001")
    assert (grade, reasons[-1]) == ("A", "0 m from the parcel")


def test_a_parcel_without_a_boundary_leaves_the_distance_open() -> None:
    assert graded(ground=None) == ("C", ("no boundary of the parcel is recorded",))


def test_a_visit_is_weak_where_no_photograph_is_better_than_the_worst() -> None:
    good, bad = GOOD, GOOD | {"repeats": "ef"}
    both = trust_of(VISIT | {"photos": [good, bad]}, DAY, GROUND)
    alone = trust_of(VISIT | {"photos": [bad]}, DAY, GROUND)
    assert (is_weak(both), is_weak(alone), is_weak(())) == (False, True, False)


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0 s"), (119, "119 s"), (120, "2 min"), (7200, "2 h"), (172_800, "2 d")]
)
def test_a_span_is_told_in_a_unit_that_can_be_read(seconds: int, text: str) -> None:
    assert span(seconds) == text


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("{A: 30, B: 100, C: 500}", "{A: 300, B: 100, C: 500}", "grow from A to C"),
        ("unknown: D", "unknown: E", "one of A, B, C, D"),
        ("certainty: convention", "certainty: sure", "certainty"),
        ("grade: D,", "", "exactly the keys"),
        ("distance:", "distances:", "exactly the keys"),
    ],
)
def test_a_file_that_breaks_the_form_is_refused(tmp_path: Path, old: str, new: str, told: str) -> None:
    import landwatch.measures.patrols.trust_lines as module

    text = Path(module.__file__).with_name("trust.yaml").read_text(encoding="utf-8")
    file = tmp_path / "trust.yaml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LawError, match=told):
        load_lines(file)


def test_a_manifest_of_origin_is_told_and_changes_no_grade() -> None:
    told = "a manifest of its origin (C2PA) is there, not verified"
    assert graded(manifest="c2pa") == ("A", ("0 m from the parcel", told))
    assert graded(manifest="c2pa", accuracy_m="501")[0] == "D"
