"""The text format of survey boundaries: its variants, and what is no such text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landwatch.formats.boundary_text.parser import TextFault, parse
from tests.formats.files import ATTRIBUTES, SQUARE, YARD, boundary_text, closed, parcel_lines

ORDINARY = boundary_text([parcel_lines("QJ-1", "6.0000", SQUARE)])


def points_of(text: str) -> list[list[tuple[float, float]]]:
    (parcel,) = parse(text).parcels
    assert parcel.faults == []
    return [ring.points for ring in parcel.rings]


def test_a_parcel_is_read_with_its_head_and_points() -> None:
    file = parse(ORDINARY)
    (parcel,) = file.parcels
    assert file.attributes == ATTRIBUTES
    assert (parcel.head.number, parcel.head.area, parcel.head.name) == ("QJ-1", "6.0000", "QJ-1地块")
    assert (parcel.head.land_use, parcel.head.land_use_code, parcel.head.line) == ("工业用地", "0601", 7)
    assert parcel.rings[0].points == list(SQUARE)


def test_a_name_keeps_its_full_width_signs() -> None:
    (parcel,) = parse(ORDINARY.replace("QJ-1地块", "桥河－一号，（北）地块")).parcels
    assert parcel.head.name == "桥河－一号，（北）地块" and parcel.head.land_use == "工业用地"


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("J1,1,", "1,1,"),
        (",", "，"),
        ("\n", "\r\n"),
        ("\n", "\n\n"),
        ("[地块坐标]", "【地块坐标】"),
        ("[地块坐标]", "[ 地块坐标 ]"),
        (",@", ",＠"),
        ("[属性描述]", "[项目信息]\n项目名称=甲项目\n[属性描述]"),
        ("J2,1,", "J2, 1, "),
        ("J3,1,3213100.0,36368700.0", "J3,１,３２１３１００.０,３６３６８７００.０"),
        ("J3,1,3213100.0,36368700.0", "J3,1,3213100.0,36368700.0,"),
        ("J3,1,3213100.0,36368700.0", "J3 1 3213100.0 36368700.0"),
        ("0601,@", "0601,国有,,,,备注,@"),
        ("QJ-1地块", "QJ-1,二期地块"),
    ],
)
def test_a_variant_reads_like_the_ordinary_form(written: str, instead: str) -> None:
    assert points_of(ORDINARY.replace(written, instead)) == [list(SQUARE)]


def test_a_comma_in_the_name_stays_in_the_name() -> None:
    (parcel,) = parse(ORDINARY.replace("QJ-1地块", "甲,乙地块")).parcels
    assert (parcel.head.name, parcel.head.land_use) == ("甲,乙地块", "工业用地")


def test_thirteen_values_in_the_head_keep_the_last_five() -> None:
    (parcel,) = parse(ORDINARY.replace("0601,@", "0601,水田,0101,5,6,示意数据,@")).parcels
    assert parcel.head.more == ("水田", "0101", "5", "6", "示意数据")


def test_two_heads_alike_are_two_parcels() -> None:
    lines = parcel_lines("QJ-1", "6.0000", SQUARE)
    assert len(parse(boundary_text([lines, lines])).parcels) == 2


def test_a_ring_that_closes_is_followed_by_another_of_the_same_number() -> None:
    lines = parcel_lines("QJ-1", "5.8", closed(SQUARE)) + parcel_lines("", "", closed(YARD))[1:]
    lines[0] = lines[0].replace("5,", "10,", 1)
    assert points_of(boundary_text([lines])) == [closed(SQUARE), closed(YARD)]


@pytest.mark.parametrize("count", [4, 5, 0])
def test_the_count_may_leave_out_or_include_the_closing_point_or_be_left_open(count: int) -> None:
    lines = parcel_lines("QJ-1", "6", closed(SQUARE), count=count)
    assert points_of(boundary_text([lines])) == [closed(SQUARE)]


def test_a_parcel_with_fewer_points_than_its_head_says_is_not_whole() -> None:
    (parcel,) = parse(boundary_text([parcel_lines("QJ-1", "6", SQUARE, count=9)])).parcels
    assert parcel.faults == [TextFault(7, 1, "count", "界址点数", "9/4")]


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("J3,1,321x100.0,36368700.0", TextFault(10, 6, "number", "X", "321x100.0")),
        ("J3,1,nan,36368700.0", TextFault(10, 6, "number", "X", "nan")),
        ("J3,1,3_213100.0,36368700.0", TextFault(10, 6, "number", "X", "3_213100.0")),
        ("J3,1,3213100.0", TextFault(10, 1, "point", "", "J3,1,3213100.0")),
        ("J3,1,1e400,36368700.0", TextFault(10, 6, "number", "X", "1e400")),
    ],
)
def test_a_point_that_cannot_be_read_is_named_with_line_and_column(written: str, fault: TextFault) -> None:
    (parcel,) = parse(ORDINARY.replace("J3,1,3213100.0,36368700.0", written)).parcels
    assert parcel.faults == [fault]


def test_a_point_before_any_head_belongs_to_nothing() -> None:
    file = parse("[地块坐标]\nJ1,1,3213300.0,36368400.0\n")
    assert file.faults == [TextFault(2, 1, "stray", "", "J1,1,3213300.0,36368400.0")]


@pytest.mark.parametrize("count", ["四", "-4", "4.5"])
def test_a_count_of_points_that_is_no_number_is_a_fault_of_the_head(count: str) -> None:
    (parcel,) = parse(ORDINARY.replace("4,6.0000,QJ-1", f"{count},6.0000,QJ-1")).parcels
    assert parcel.faults == [TextFault(7, 1, "number", "界址点数", count)]


def test_only_what_stands_under_the_attributes_is_one() -> None:
    text = ORDINARY.replace("[地块坐标]", "\n[备注]\n项目名称=乙项目\n[地块坐标]")
    assert parse(f"项目名称=丙项目\n{text}").attributes == ATTRIBUTES


coordinates = st.tuples(
    st.floats(3_148_000, 3_233_000).map(lambda x: round(x, 3)),
    st.floats(36_341_000, 36_409_000).map(lambda y: round(y, 3)),
)
rings = st.lists(coordinates, min_size=3, max_size=8, unique=True)
numbers = st.text("ABCXYZ0123456789-", min_size=1, max_size=20)


@given(parcels=st.lists(st.tuples(numbers, st.lists(rings, min_size=1, max_size=3)), min_size=1, max_size=4))
def test_what_is_written_is_read_back(parcels: list[tuple[str, list[list[tuple[float, float]]]]]) -> None:
    text = boundary_text([parcel_lines(number, "1.0", *shape) for number, shape in parcels])
    read_back = [(p.head.number, [ring.points for ring in p.rings]) for p in parse(text).parcels]
    assert read_back == parcels


@given(text=st.text(alphabet=st.sampled_from("J1,2.3@\n[]地块坐标属性描述= 面，＠x_"), max_size=120))
def test_no_text_makes_it_fail(text: str) -> None:
    file = parse(text)
    assert all(fault.line >= 1 and fault.column >= 1 for fault in file.faults)
