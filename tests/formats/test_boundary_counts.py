"""The count of points in a head, the numbers of rings, and numbers that are none, at their bounds."""

from __future__ import annotations

import pytest

from landwatch.formats.boundary_text.parser import TextFault, parse
from tests.formats.files import SQUARE, YARD, boundary_text, closed, parcel_lines

# Five points around and four of a hole: nine in two rings.
OUTER = closed(SQUARE)


def count_faults(stated: int) -> list[TextFault]:
    (parcel,) = parse(boundary_text([parcel_lines("QJ-1", "6", OUTER, YARD, count=stated)])).parcels
    return parcel.faults


@pytest.mark.parametrize("stated", [4, 5, 6, 7, 8, 9, 10, 11])
def test_a_count_fits_within_one_of_the_outer_ring_or_one_a_ring_of_all_points(stated: int) -> None:
    assert count_faults(stated) == []


@pytest.mark.parametrize("stated", [3, 12])
def test_a_count_one_further_does_not_fit(stated: int) -> None:
    assert count_faults(stated) == [TextFault(7, 1, "count", "界址点数", f"{stated}/9")]


def test_of_a_parcel_with_another_fault_the_count_is_not_told() -> None:
    text = boundary_text([parcel_lines("QJ-1", "6", OUTER, YARD, count=30)])
    (parcel,) = parse(text.replace("J2,1,3213300.0", "J2,1,32133OO.0")).parcels
    assert [fault.reason for fault in parcel.faults] == ["number"]


@pytest.mark.parametrize("written", ["inf", "nan", "-inf", "1e400"])
def test_a_y_that_is_no_number_is_named_with_its_column(written: str) -> None:
    text = boundary_text([parcel_lines("QJ-1", "6", SQUARE)])
    (parcel,) = parse(text.replace("J3,1,3213100.0,36368700.0", f"J3,1,3213100.0,{written}")).parcels
    assert parcel.faults == [TextFault(10, 16, "number", "Y", written)]


def test_a_ring_of_a_lower_number_is_another_ring() -> None:
    lines = [*parcel_lines("QJ-1", "6", SQUARE, first_ring=2), *parcel_lines("", "", YARD, first_ring=1)[1:]]
    (parcel,) = parse(boundary_text([lines])).parcels
    assert [(ring.number, ring.points) for ring in parcel.rings] == [(2, SQUARE), (1, YARD)]
