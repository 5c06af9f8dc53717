"""Survey boundary files to parcels: eight ways to write one parcel, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landwatch import geo
from landwatch.formats import Reading, read
from landwatch.model import Parcel, Severity
from tests.formats.files import (
    ATTRIBUTES,
    BESIDE,
    SQUARE,
    YARD,
    Ring,
    boundary_text,
    closed,
    codes,
    issues_of,
    parcel_lines,
    the_issue,
    write_boundaries,
)

EXAMPLE = """[属性描述]
格式版本号=1.01
数据产生单位=测试单位
坐标系=2000国家大地坐标系
几度分带=3
投影类型=高斯克吕格
计量单位=米
带号=36
精度=0.01
转换参数=0,0,0,0,0,0,0
[地块坐标]
8,5.8000,TEST-01,样例一号地块,面,,工业用地,0601,@
J1,1,3213300.00,36368400.00
J2,1,3213300.00,36368700.00
J3,1,3213100.00,36368700.00
J4,1,3213100.00,36368400.00
J5,2,3213220.00,36368500.00
J6,2,3213180.00,36368500.00
J7,2,3213180.00,36368550.00
J8,2,3213220.00,36368550.00
"""
WITHOUT_ZONE: Ring = [(x, y - 36_000_000) for x, y in SQUARE]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "survey.txt"


def the_parcel(reading: Reading) -> Parcel:
    (parcel,) = reading.parcels
    return parcel


def test_a_parcel_with_a_hole_has_87_mu_and_no_warning(path: Path) -> None:
    path.write_text(EXAMPLE, encoding="utf-8-sig")
    reading = read(path)
    parcel = the_parcel(reading)
    assert (reading.kind, reading.records, reading.source.encoding) == ("boundary_txt", 1, "utf-8-sig")
    assert (reading.source.epsg, reading.crs_source) == (4524, "declared")
    assert (parcel.parcel_no, parcel.name, parcel.land_use) == ("TEST-01", "样例一号地块", "工业用地")
    assert geo.plane_area_cm2([parcel.geometry]) == [parcel.registered_area_cm2] == [580_000_000]
    assert codes(reading) == {"ring_unclosed"}


def test_the_first_ordinate_is_the_northing(path: Path) -> None:
    line = "J1,1,3213346.331,36368488.989"
    path.write_text(EXAMPLE.replace("J1,1,3213300.00,36368400.00", line), encoding="utf-8-sig")
    corner = shapely.get_coordinates(the_parcel(read(path)).geometry)[0]
    assert corner == pytest.approx([106.65, 29.03], abs=1e-8)


VARIANTS = {
    "utf-8": lambda text: text.encode("utf-8"),
    "utf-8 with mark": lambda text: text.encode("utf-8-sig"),
    "gbk": lambda text: text.encode("gbk"),
    "utf-16": lambda text: text.encode("utf-16"),
    "windows lines": lambda text: text.replace("\n", "\r\n").encode("gbk"),
    "full-width signs": lambda text: (
        text.replace(",", "，").replace("[", "【").replace("]", "】").encode("gbk")
    ),
    "numbers without J": lambda text: text.replace("\nJ", "\n").encode("gbk"),
    "closed rings": lambda text: text.replace("J5,2", "J1,1,3213300.00,36368400.00\nJ5,2").encode("gbk"),
    "eastings without zone": lambda text: text.replace(",363", ",3").encode("gbk"),
    "axes swapped": lambda text: "\n".join(map(_swapped, text.split("\n"))).encode("gbk"),
}


def _swapped(line: str) -> str:
    parts = line.split(",")
    return ",".join([*parts[:2], parts[3], parts[2]]) if line.startswith("J") else line


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_variant_of_a_parcel_gives_the_same_polygon_within_a_millimetre(
    path: Path, variant: str
) -> None:
    path.write_text(EXAMPLE, encoding="utf-8-sig")
    expected = geo.project([the_parcel(read(path)).geometry], 4490, 4545)[0]
    path.write_bytes(VARIANTS[variant](EXAMPLE))
    found = geo.project([the_parcel(read(path)).geometry], 4490, 4545)[0]
    assert shapely.hausdorff_distance(expected.boundary, found.boundary) < 0.001
    assert found.symmetric_difference(expected).area < 0.01


def test_an_undeclared_encoding_is_said(path: Path) -> None:
    issue = the_issue(
        read(write_boundaries(path, parcel_lines("A", "6", SQUARE), encoding="gbk")), "encoding_guessed"
    )
    assert (issue.severity, issue.record, issue.value) == (Severity.INFO, None, "gbk")


def test_a_ring_that_is_closed_needs_no_word(path: Path) -> None:
    assert codes(read(write_boundaries(path, parcel_lines("A", "6", closed(SQUARE))))) == set()


def test_an_unclosed_ring_is_closed_and_said(path: Path) -> None:
    issue = the_issue(read(write_boundaries(path, parcel_lines("A", "6", SQUARE))), "ring_unclosed")
    assert (issue.record, issue.severity) == ("A", Severity.INFO)
    assert "survey.txt, line 7, parcel A: ring 1" in issue.message


def test_eastings_without_zone_are_in_the_grid_of_the_central_meridian(path: Path) -> None:
    reading = read(write_boundaries(path, parcel_lines("A", "6", closed(WITHOUT_ZONE))))
    assert (reading.source.epsg, reading.crs_source, codes(reading)) == (4545, "declared", set())


def test_swapped_ordinates_are_read_the_right_way_round_with_a_warning(path: Path) -> None:
    swapped = [(y, x) for x, y in closed(SQUARE)]
    reading = read(write_boundaries(path, parcel_lines("A", "6", swapped)))
    assert the_issue(reading, "axis_swapped").record == "A"
    assert the_parcel(reading).geometry.centroid.coords[0] == pytest.approx((106.6506, 29.0287), abs=0.001)


def test_a_ring_numbered_as_a_hole_that_lies_outside_is_a_further_part(path: Path) -> None:
    reading = read(write_boundaries(path, parcel_lines("A", "12", closed(SQUARE), closed(BESIDE))))
    issue = the_issue(reading, "hole_outside")
    assert (issue.severity, issue.value) == (Severity.WARNING, "2")
    assert len(the_parcel(reading).geometry.geoms) == 2


def test_a_boundary_that_crosses_itself_is_refused_with_the_place(path: Path) -> None:
    bow_tie = [SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[0]]
    reading = read(
        write_boundaries(path, parcel_lines("A", "6", bow_tie), parcel_lines("B", "6", closed(BESIDE)))
    )
    issue = the_issue(reading, "self_intersection")
    assert [parcel.parcel_no for parcel in reading.parcels] == ["B"]
    assert issue.record == "A"
    middle = geo.transform(shapely.get_coordinates(shapely.Point(36368550, 3213200)), 4524, 4490)[0]
    assert [float(part) for part in str(issue.value).split(", ")] == pytest.approx(middle, abs=2e-7)
    assert f"lon {middle[0]:.5f}" in issue.message


@pytest.mark.parametrize(
    "ring", [SQUARE[:2], [SQUARE[0]] * 5, [(3213300.0 + i, 36368400.0 + i) for i in (0, 10, 20, 0)]]
)
def test_a_boundary_that_encloses_nothing_is_refused(path: Path, ring: Ring) -> None:
    reading = read(write_boundaries(path, parcel_lines("A", "6", ring)))
    assert (reading.parcels, reading.records) == ((), 1)
    assert the_issue(reading, "empty_geometry").record == "A"


@pytest.mark.parametrize(("area", "taken_m2"), [("60000", 60_000), ("90", 60_000)])
def test_an_area_that_fits_in_another_unit_is_read_in_it_with_a_warning(
    path: Path, area: str, taken_m2: int
) -> None:
    reading = read(write_boundaries(path, parcel_lines("A", area, closed(SQUARE))))
    issue = the_issue(reading, "area_unit_suspect")
    assert the_parcel(reading).registered_area_cm2 == taken_m2 * 10_000
    assert (issue.field, issue.value, issue.severity) == ("地块面积", f"{area} 公顷", Severity.WARNING)
    assert "area_mismatch" not in codes(reading)


@pytest.mark.parametrize(("area", "warned"), [("6.0060", False), ("6.0062", True), ("5.9938", True)])
def test_an_area_is_doubted_beyond_a_thousandth(path: Path, area: str, warned: bool) -> None:
    assert (
        "area_mismatch" in codes(read(write_boundaries(path, parcel_lines("A", area, closed(SQUARE)))))
    ) is warned


def test_a_difference_of_five_square_metres_is_no_matter_on_a_small_parcel(path: Path) -> None:
    small = [
        (3213300.0, 36368400.0),
        (3213300.0, 36368410.0),
        (3213290.0, 36368410.0),
        (3213290.0, 36368400.0),
    ]
    assert codes(read(write_boundaries(path, parcel_lines("A", "0.0105", closed(small))))) == set()


def test_a_doubted_area_says_both_figures(path: Path) -> None:
    issue = the_issue(read(write_boundaries(path, parcel_lines("A", "6.1", closed(SQUARE)))), "area_mismatch")
    assert "地块面积 6.1 公顷 and the boundary of 60000.00 m² differ by 1000.00 m²" in issue.message


def test_no_stated_area_is_no_area(path: Path) -> None:
    reading = read(write_boundaries(path, parcel_lines("A", "", closed(SQUARE))))
    assert (the_parcel(reading).registered_area_cm2, codes(reading)) == (None, set())


@pytest.mark.parametrize(
    ("head", "code", "field", "value"),
    [
        ("4,六,A,甲,面,,工业用地,0601,@", "bad_number", "地块面积", "六"),
        ("4,6.0,,甲,面,,工业用地,0601,@", "missing_required", "地块编号", None),
        ("9,6.0,A,甲,面,,工业用地,0601,@", "unreadable_record", "界址点数", "9"),
    ],
)
def test_a_head_that_cannot_be_read_costs_its_parcel_only(
    path: Path, head: str, code: str, field: str, value: str | None
) -> None:
    reading = read(
        write_boundaries(
            path, [head, *parcel_lines("", "", SQUARE)[1:]], parcel_lines("B", "6", closed(BESIDE))
        )
    )
    issue = the_issue(reading, code)
    assert (issue.severity, issue.field, issue.value) == (Severity.ERROR, field, value)
    assert "line 7" in issue.message
    assert ([parcel.parcel_no for parcel in reading.parcels], reading.records) == (["B"], 2)


def test_a_point_that_cannot_be_read_is_quoted_with_line_and_column(path: Path) -> None:
    lines = [line.replace("3213100.0", "32131o0.0") for line in parcel_lines("A", "6", closed(SQUARE))]
    issues = issues_of(read(write_boundaries(path, lines)), "bad_number")
    assert [issue.value for issue in issues] == ["32131o0.0", "32131o0.0"]
    assert issues[0].message.startswith(
        "survey.txt, line 10, column 6, parcel A: X is “32131o0.0”, which is no number"
    )


def test_the_same_parcel_twice_is_taken_once(path: Path) -> None:
    reading = read(
        write_boundaries(
            path,
            parcel_lines("A", "6", closed(SQUARE)),
            parcel_lines("A", "6", closed(SQUARE[1:] + SQUARE[:1])),
        )
    )
    assert (len(reading.parcels), reading.records, codes(reading)) == (1, 2, {"duplicate_record"})


def test_a_number_with_two_boundaries_keeps_the_first(path: Path) -> None:
    reading = read(
        write_boundaries(path, parcel_lines("A", "6", closed(SQUARE)), parcel_lines("A", "6", closed(BESIDE)))
    )
    issue = the_issue(reading, "duplicate_parcel_no")
    assert (issue.severity, issue.record) == (Severity.ERROR, "A")
    assert the_parcel(reading).geometry.centroid.x < 106.655


def test_a_boundary_moved_by_two_millimetres_is_another_boundary(path: Path) -> None:
    moved = [(x + 0.002, y) for x, y in closed(SQUARE)]
    reading = read(
        write_boundaries(path, parcel_lines("A", "6", closed(SQUARE)), parcel_lines("A", "6", moved))
    )
    assert codes(reading) == {"duplicate_parcel_no"}


def test_overlapping_parcels_are_named_with_the_area(path: Path) -> None:
    over = [(x, y + 290.0) for x, y in closed(SQUARE)]
    issue = the_issue(
        read(write_boundaries(path, parcel_lines("A", "6", closed(SQUARE)), parcel_lines("B", "6", over))),
        "overlap",
    )
    assert (issue.record, issue.value) == ("B", "A")
    assert "2000.00 m²" in issue.message


def test_neighbours_that_share_an_edge_do_not_overlap(path: Path) -> None:
    east = [(x, y + 300.0) for x, y in closed(SQUARE)]
    assert (
        codes(
            read(write_boundaries(path, parcel_lines("A", "6", closed(SQUARE)), parcel_lines("B", "6", east)))
        )
        == set()
    )


def test_a_land_use_that_no_list_has_is_doubted(path: Path) -> None:
    lines = [line.replace("工业用地", "游乐场所") for line in parcel_lines("A", "6", closed(SQUARE))]
    issue = the_issue(read(write_boundaries(path, lines)), "unknown_land_use")
    assert (issue.field, issue.value) == ("地块用途", "游乐场所")


def test_a_number_that_fails_as_a_cadastral_code_is_doubted(path: Path) -> None:
    good, bad = "500110005001GB00001", "500110005001GB0001"
    reading = read(
        write_boundaries(
            path, parcel_lines(good, "6", closed(SQUARE)), parcel_lines(bad, "6", closed(BESIDE))
        )
    )
    assert the_issue(reading, "bad_parcel_no").value == bad


def test_sample_data_says_so(path: Path) -> None:
    attributes = ATTRIBUTES | {"数据产生单位": "示意数据（虚构）"}
    assert the_parcel(
        read(write_boundaries(path, parcel_lines("A", "6", closed(SQUARE)), attributes=attributes))
    ).illustrative
    assert not the_parcel(read(write_boundaries(path, parcel_lines("A", "6", closed(SQUARE))))).illustrative


def test_a_file_without_any_parcel_is_one_issue(path: Path) -> None:
    path.write_text("[属性描述]\n带号=36\n[地块坐标]\n", encoding="utf-8")
    reading = read(path)
    (issue,) = reading.issues
    assert (reading.kind, reading.records, issue.code, issue.record) == (None, 0, "unreadable_record", None)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=5000)
@given(data=st.data())
@pytest.mark.long
def test_a_file_damaged_anywhere_is_reported_and_never_a_crash(path: Path, data: st.DataObject) -> None:
    whole = bytearray(
        boundary_text([parcel_lines("A", "6", SQUARE), parcel_lines("B", "2", YARD)]).encode("gbk")
    )
    for _ in range(data.draw(st.integers(1, 6))):
        position = data.draw(st.integers(0, len(whole) - 1))
        whole[position : position + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    path.write_bytes(bytes(whole))
    reading = read(path)
    assert len(reading.parcels) == reading.records or reading.issues
