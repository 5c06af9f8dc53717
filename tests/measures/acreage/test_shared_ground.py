"""Ground that two cases claim, on strips whose metres are counted by hand."""

from __future__ import annotations

from dataclasses import replace

from landwatch.measures.acreage import Piece, Plot
from landwatch.measures.acreage.ground import Ground
from tests.measures.acreage.ground import CM2, plots, strip

LEFT, RIGHT = strip(0, 100, "left"), strip(50, 150, "right")


def somewhere(parcel: str, metres: int) -> Piece:
    """A part of a parcel of which nobody said where it lies."""
    return Piece(parcel, metres * CM2, None)


def test_what_an_earlier_case_has_is_told_in_the_stated_area() -> None:
    """Twice as much is stated as is drawn, so 20 m that are common are 40 m of what is stated."""
    ground = Ground({"left": Plot(None, LEFT.polygon)})
    ground.take("A", strip(0, 60, "left"))
    stated = replace(strip(40, 100, "left"), area_cm2=120 * CM2)
    taken = ground.take("B", stated)
    assert (dict(taken.yielded), taken.area_cm2) == ({"A": 40 * CM2}, 80 * CM2)


def test_only_what_is_given_back_is_free_again() -> None:
    ground = Ground(plots(LEFT))
    first = ground.take("A", strip(0, 40, "left"))
    ground.take("B", strip(40, 70, "left"))
    ground.release(first)
    assert ground.take("C", LEFT).area_cm2 == 70 * CM2


def test_a_part_of_the_neighbour_that_lies_beside_a_parcel_takes_nothing_from_it() -> None:
    ground = Ground(plots(LEFT, RIGHT))
    ground.take("A", strip(100, 150, "right"))
    assert ground.take("B", somewhere("left", 100)).area_cm2 == 100 * CM2


def test_a_part_of_the_neighbour_that_lies_in_a_parcel_takes_that_much_of_it() -> None:
    ground = Ground(plots(LEFT, RIGHT))
    ground.take("A", strip(70, 150, "right"))
    assert ground.take("B", somewhere("left", 100)).area_cm2 == 70 * CM2


def test_a_part_without_a_place_may_lie_in_what_two_parcels_share_but_takes_no_more_than_it_has() -> None:
    ground = Ground(plots(LEFT, RIGHT))
    ground.take("A", somewhere("right", 30))
    assert ground.take("B", somewhere("left", 100)).area_cm2 == 70 * CM2
